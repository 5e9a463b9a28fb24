"""The try-out in a real browser, as newcomers use it. The pictures of each step are kept in `artefacts/try-out`."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.live.conftest import Visit
from tests.live.served import Served
from tests.live.visitor import Visitor

# A number of hours: days would end at 20 h, sooner or later than the clock is moved here.
MOTION = "/vote Acheter un vélo cargo ? secret=public fin=26h"
SECRETLY = "/vote Adopter la charte ? fin=26h"
CHOICE = "/vote Quel local ? | Rue Pasteur | Place du Marché secret=public fin=26h"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SWEEP = Path(__file__).with_name("sweep.js").read_text("utf-8")


# ── documents ────────────────────


def test_minutes_to_print_are_saved_byte_for_byte(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.write("/pleniere dans 3 heures | Halle du marché")
    visitor.write("/pleniere convoquer")
    visitor.shows(visitor.card("Points acceptés jusqu’au début."), "Plénière 2")
    visitor.pass_days(2)
    visitor.write("/pleniere publier")

    paper = visitor.card("Le compte rendu de la plénière 2, à imprimer.")
    visitor.shows(paper, "pleniere-2-compte-rendu.pdf")
    with visitor.page.expect_download() as saved:
        paper.get_by_role("link", name="pleniere-2-compte-rendu.pdf").click()

    saved.value.save_as(tmp_path / "saved.pdf")
    content = (tmp_path / "saved.pdf").read_bytes()
    assert (content[:7], content.rstrip()[-5:]) == (b"%PDF-1.", b"%%EOF")
    visitor.picture("1-to-print")


def test_a_list_of_members_is_sent_as_a_document_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.on("filechooser", lambda chosen: None)  # from now on the page's choosers are ours: else one may come too early
    visitor.write("/reglages membres importer groupe=La Ruche", "private")
    visitor.shows(visitor.card("Colle la liste ici, ou envoie-la en document CSV.", "private"), "Annuler")

    page.focus("#private-text")
    page.keyboard.press("Shift+Tab")
    clip = page.get_by_role("button", name="Joindre un document")
    expect(clip).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"nom\nPersonne\n"})
    expect(page.locator("#private .context-text")).to_have_text("Avec ton message : x.csv")
    page.keyboard.press("Escape")
    expect(page.locator("#private .context")).to_be_hidden()

    content = b"nom;statut\nMarie Dupont;membre\nJo Petit;observateur\n"
    page.locator("#private input[type=file]").set_input_files(
        {"name": "membres.csv", "mimeType": "text/csv", "buffer": content}
    )
    visitor.picture("1-chosen")
    page.press("#private-text", "Enter")
    expect(page.locator("#private .log:not([hidden]) .post:not(.bot) a.file")).to_have_text("membres.csv")
    preview = visitor.card("Lignes nouvelles : 2.", "private")
    visitor.picture("2-preview")
    visitor.press(preview, "Oui, appliquer")
    visitor.shows(visitor.card("a appliqué une liste de membres."), "Lignes : 2.")

    page.locator("#private input[type=file]").set_input_files(
        {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 4_000_001}
    )
    visitor.shows(visitor.toast, "Cette conversation porte des documents de 4 Mo au plus.")


# ── votes ────────────────────


def test_three_people_vote_by_pressing_and_each_alone_gets_a_receipt(visit: Visit) -> None:
    visitor = visit()
    visitor.write(SECRETLY)
    card = visitor.card("Adopter la charte ?")
    visitor.shows(card, "Réponses : 0 sur 6.")
    visitor.picture("1-open")

    for n, (who, name, answer) in enumerate(
        [("Léa", "Léa Morel", "Pour"), ("Karim", "Karim Benali", "Contre"), ("Paul", "Paul Girard", "Pour")], 1
    ):
        visitor.be(who)
        expect(visitor.toast).to_have_count(0)  # another person's is not for these eyes
        visitor.press(card, answer)
        visitor.shows(card, f"Réponses : {n} sur 6.")
        expect(visitor.toast).to_have_count(1)
        visitor.shows(visitor.toast, f"Pour {name} seulement")
        visitor.shows(visitor.toast, f"C’est noté : {answer}.")

    visitor.picture("2-three-answers")
    expect(card).not_to_contain_text("Contre : ")  # confidential: no count before the end


def test_a_choice_of_one_line_ends_with_its_result_and_a_chart(visit: Visit) -> None:
    visitor = visit()
    visitor.write(CHOICE)
    card = visitor.card("Quel local ?")
    for who, answer in [("Léa", "Place du Marché"), ("Marie D.", "Rue Pasteur"), ("Paul", "Place du Marché")]:
        visitor.be(who)
        visitor.press(card, answer)
        visitor.shows(visitor.toast, answer)
    visitor.shows(card, "Place du Marché : 2")

    visitor.pass_days(2)

    visitor.shows(visitor.card("Quel local ?"), "Retenu : Place du Marché")
    chart = visitor.card("Quel local ?").get_by_role("img")
    expect(chart).to_have_js_property("complete", True)
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(chart).to_have_attribute("alt", re.compile("Place du Marché"))
    visitor.picture("1-result")

    visitor.write("/decisions")
    register = visitor.card("décisions dans le registre")
    visitor.shows(register, "Quel local ?")
    register.get_by_role("button", name="Détail").first.click()
    visitor.shows(visitor.card("Place du Marché"), "Quel local ?")
    visitor.picture("2-register")


@pytest.mark.parametrize("view", ["Boutons", "Réactions", "Texte"], ids=["buttons", "reactions", "text"])
def test_each_view_takes_votes(visit: Visit, view: str) -> None:
    visitor = visit()
    visitor.page.get_by_role("radio", name=view).click()
    visitor.write(MOTION)
    card = visitor.card("Acheter un vélo cargo ?")
    visitor.be("Karim")

    if view == "Boutons":
        visitor.press(card, "Pour")
    elif view == "Réactions":
        card.get_by_role("button", name="Réaction 1 :").click()
        expect(card.get_by_role("button", name="Réaction 1 :")).to_have_attribute("aria-pressed", "true")
    else:
        card.get_by_role("button", name="Répondre").click()
        visitor.write("pour")
    if view != "Boutons":
        visitor.shows(visitor.card("C’est noté : Pour.", "private"), "C’est noté")
    visitor.picture("1-voted")

    visitor.pass_days(2)

    visitor.shows(visitor.card("Acheter un vélo cargo ?"), "Adopté : 1 pour")
    visitor.picture("2-result")


# ── other ways to be here ────────────────────


def test_a_motion_is_held_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    keys = visitor.page.keyboard
    card = visitor.card("Acheter un vélo cargo ?")

    keys.press("Tab")
    expect(visitor.page.get_by_role("link", name="Écrire au groupe")).to_be_focused()
    visitor.picture("1-skip-link")
    keys.press("Enter")
    expect(visitor.page.locator("#group-text")).to_be_focused()
    keys.type(MOTION)
    keys.press("Enter")
    visitor.shows(card, "Réponses : 0 sur 6.")

    for n, (answer, key) in enumerate([("Pour", "Enter"), ("Contre", "Space"), ("Pour", "Enter")], 1):
        button = card.get_by_role("button", name=answer, exact=True)
        _walk_to(visitor.page, button, "Shift+Tab")
        keys.press(key)
        visitor.shows(card, f"Réponses : {n} sur 6.")
        expect(button).to_be_focused()  # although the message around it was drawn anew
        keys.press("Shift+F6")
        keys.press("ArrowRight")
        keys.press("F6")
        expect(visitor.page.locator("#group-text")).to_be_focused()
    expect(visitor.page.get_by_role("radio", name="Marie S.")).to_be_checked()
    visitor.picture("2-voted")

    keys.press("F6")
    expect(visitor.page.locator("#private-text")).to_be_focused()
    keys.press("F6")
    expect(visitor.page.locator("#clock")).to_be_focused()
    for _day in range(2):
        before = visitor.page.locator("#now").inner_text()
        _walk_to(visitor.page, visitor.page.get_by_role("button", name="+1 jour"), "Tab")
        keys.press("Enter")
        expect(visitor.page.locator("#now")).not_to_have_text(before)
    visitor.shows(visitor.card("Acheter un vélo cargo ?"), "Adopté : 2 pour, 1 contre.")
    visitor.picture("3-result")

    _walk_to(visitor.page, visitor.page.get_by_role("radio", name="Boutons"), "Tab")
    keys.press("ArrowRight")
    expect(visitor.page.get_by_role("radio", name="Réactions")).to_be_checked()


def test_focus_stays_where_it_is_while_others_vote(visit: Visit) -> None:
    one, other = visit(), visit()
    one.write(MOTION)
    card, button = one.card("Acheter"), one.card("Acheter").get_by_role("button", name="Contre", exact=True)
    one.shows(card, "Réponses : 0 sur 6.")
    button.focus()

    other.be("Paul")
    other.press(other.card("Acheter"), "Pour")

    one.shows(card, "Réponses : 1 sur 6.")
    expect(button).to_be_focused()
    expect(one.toast).to_have_text(re.compile("Paul Girard"))


def test_a_phone_shows_one_part_at_a_time(visit: Visit) -> None:
    visitor = visit(**PHONE)
    parts = visitor.page.get_by_role("navigation", name="Parties de la page")
    visitor.write(MOTION)
    card = visitor.card("Acheter un vélo cargo ?")
    card.get_by_role("button", name="Pour", exact=True).tap()
    visitor.shows(card, "Réponses : 1 sur 6.")
    _nothing_is_missing(visitor)
    visitor.picture("1-group")

    parts.get_by_role("button", name="Privé").tap()
    expect(visitor.page.locator("#group")).to_be_hidden()
    visitor.write("menu", "private")
    visitor.shows(visitor.card("Que faisons-nous", "private"), "Aide")
    _nothing_is_missing(visitor)
    visitor.picture("2-private")

    parts.get_by_role("button", name="À essayer").tap()
    expect(visitor.page.locator("#private")).to_be_hidden()
    visitor.pass_days(2)
    _nothing_is_missing(visitor)
    visitor.picture("3-try")

    parts.get_by_role("button", name="Groupe").tap()
    visitor.shows(visitor.card("Acheter un vélo cargo ?"), "Adopté : 1 pour")
    expect(visitor.card("Acheter un vélo cargo ?").get_by_role("img")).to_be_in_viewport()
    _nothing_is_missing(visitor)
    visitor.picture("4-result")


def test_the_page_speaks_both_languages(visit: Visit) -> None:
    visitor = visit()
    expect(visitor.page.get_by_role("tab", name="À essayer")).to_be_visible()

    visitor.page.get_by_role("link", name="Read this page in English").click()

    visitor.settled()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.get_by_role("tab", name="To try")).to_be_visible()
    expect(visitor.page.locator("#now")).not_to_contain_text(re.compile(r"\d\s*h\b"))
    visitor.be("Emily")
    visitor.write("menu", "private")
    visitor.shows(visitor.card("Emily", "private"), "Help")
    visitor.picture("1-english")
    visitor.page.get_by_role("link", name="Lire cette page en français").click()
    visitor.settled()
    expect(visitor.page.get_by_role("radio", name="Emily")).to_be_checked()


@pytest.mark.parametrize(
    ("path", "options"),
    [("", {}), ("en", {"color_scheme": "dark"}), ("", PHONE | {"color_scheme": "dark"})],
    ids=["light", "dark", "phone"],
)
def test_nobody_is_shut_out(visit: Visit, path: str, options: dict[str, object]) -> None:
    visitor = visit(path, **options)
    _nothing_is_missing(visitor)
    visitor.write(CHOICE)
    card = visitor.card("Quel local ?")
    visitor.press(card, "Rue Pasteur")
    visitor.shows(card, "Rue Pasteur : 1")
    visitor.shows(visitor.toast, "Rue Pasteur")
    card.get_by_role("button", name=re.compile("^(Répondre|Reply)")).click()  # shows what is answered
    _nothing_is_missing(visitor)
    visitor.page.fill("#group-text", "/")
    expect(visitor.page.locator("#group .hints button").first).to_be_visible()
    _nothing_is_missing(visitor)
    visitor.picture("1-commands")
    visitor.page.fill("#group-text", "")
    visitor.page.locator("#members summary").click()
    _nothing_is_missing(visitor)

    if "viewport" in options:
        visitor.page.locator(".panels [data-panel=try]").click()
    for view in ("reactions", "bare"):
        visitor.page.locator(f"[data-view={view}]").click()
        expect(visitor.page.locator(f"[data-view={view}]")).to_be_checked()
        _nothing_is_missing(visitor)
    visitor.page.locator("#tab-carried").click()
    _nothing_is_missing(visitor)
    visitor.page.locator("#reset").click()
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    _nothing_is_missing(visitor)
    visitor.picture("2-dialog")


WIDTHS = {"desk": {}, "tablet": {"viewport": {"width": 800, "height": 700}}, "phone": PHONE}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_person_and_every_group_is_in_sight(visit: Visit, width: str) -> None:
    """However many there are: people shrink to their initials, the tabs of groups become a menu."""
    visitor = visit(**WIDTHS[width], color_scheme="dark")
    page = visitor.page
    for number in range(1, 9):
        titles = visitor.surrounded_by(number)
        for person in page.locator(".persona").all():
            expect(person).to_be_in_viewport(ratio=1)
        if number > 1:
            _choose_group(page, titles[-1])
        _nothing_is_missing(visitor)
        visitor.picture(f"{width}-{number}")
        if number > 1:
            _choose_group(page, titles[0])


def _choose_group(page: Page, title: str) -> None:
    """By its tab, in the menu where they do not fit side by side."""
    tab = page.locator("#groups").get_by_role("tab", name=title, exact=True)
    if page.locator("#where").is_visible():
        page.locator("#where").click()
        expect(tab).to_be_in_viewport(ratio=1)
    tab.click()
    expect(page.locator("#group-title")).to_have_text(title)


def test_a_chart_does_not_glare_in_the_dark(visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    chart = visitor.page.locator("#group img.picture").first
    chart.scroll_into_view_if_needed()
    visitor.picture("1-chart")
    assert _light(visitor.page, chart.screenshot()) < 0.3, "white paper would be nearly 1"


def _light(page: Page, picture: bytes) -> float:
    """How light a picture is on the whole, from 0 to 1."""
    blank = page.context.new_page()
    found = blank.evaluate(LIGHT, f"data:image/png;base64,{base64.b64encode(picture).decode()}")
    blank.close()
    return float(found)


LIGHT = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
  return sum / (width * height * 3 * 255);
}"""


# ── the try-out itself ────────────────────


def test_what_people_write_is_never_markup(visit: Visit) -> None:
    visitor = visit()
    nasty = "<script>window.taken = 1</script><img src = x onerror = 'window.taken = 2'> **gras** &amp; {title}"

    visitor.write(f"/sondage {nasty} | <b>Oui</b> | {{n}} %s")

    card = visitor.card("window.taken = 1")
    visitor.shows(card, nasty)
    visitor.press(card, "<b>Oui</b>")
    visitor.shows(card, "<b>Oui</b> : 1")
    visitor.write(f"/rappel demain à 9h : {nasty}", "private")
    visitor.shows(visitor.card("window.taken = 1", "private"), nasty)
    visitor.pass_days(1)
    visitor.shows(visitor.card("window.taken = 1"), "Avis : <b>Oui</b>")
    visitor.page.get_by_role("tab", name="Journal").click()
    visitor.shows(visitor.page.locator("#carried"), "<script>")
    visitor.picture("1-nasty")
    assert visitor.page.evaluate("window.taken") is None
    assert visitor.page.locator("main script, main b:not(.badge), img[src='x']").count() == 0


def test_an_example_is_tried_by_whom_and_where_it_works(visit: Visit) -> None:
    """Broken once: whoever had become somebody else, or stood in another group, was refused what the list proposed."""
    visitor = visit()
    visitor.be("Karim")

    visitor.page.locator("#tries .example", has_text="/pouvoir Paul").click()

    expect(visitor.page.get_by_role("radiogroup").first.get_by_role("radio", name="Léa")).to_be_checked()
    expect(visitor.page.locator("#group-title")).to_have_text("Lyon coopère")
    expect(visitor.page.locator("#group-text")).to_have_value("/pouvoir Paul")
    visitor.page.keyboard.press("Enter")
    visitor.shows(visitor.card("je demande à Paul Girard", "private"), "C’est noté")


def test_older_questions_have_numbers_where_nothing_can_be_pressed(visit: Visit) -> None:
    visitor = visit()
    visitor.write("menu", "private")
    menu = visitor.card("Que faisons-nous", "private")
    visitor.shows(menu, "Aide")

    visitor.page.get_by_role("radio", name="Texte").click()

    visitor.shows(menu, "1. À voter maintenant")
    visitor.shows(menu, "Réponds à ce message par le numéro de ton choix.")
    expect(menu.get_by_role("button", name="Aide")).to_have_count(0)


def test_the_trial_begins_again_after_it_asked(visit: Visit) -> None:
    visitor = visit()
    visitor.write("une phrase à oublier")
    expect(visitor.said("une phrase à oublier")).to_be_visible()
    visitor.pass_days(1)
    begun = visitor.page.locator("#now").inner_text()

    visitor.page.get_by_role("button", name="Recommencer").click()
    visitor.page.get_by_role("button", name="Tout garder").click()
    expect(visitor.page.get_by_role("dialog")).to_be_hidden()
    expect(visitor.said("une phrase à oublier")).to_be_visible()

    visitor.page.get_by_role("button", name="Recommencer").click()
    visitor.page.get_by_role("button", name="Effacer et recommencer").click()

    expect(visitor.said("une phrase à oublier")).to_have_count(0)
    visitor.settled()
    visitor.shows(visitor.card("Quelle soupe"), "Poireau : 1")
    expect(visitor.page.locator("#now")).not_to_have_text(begun)
    visitor.picture("1-again")


def test_a_page_that_is_loaded_again_is_where_it_was(visit: Visit) -> None:
    visitor = visit()
    visitor.be("Marie S.")
    visitor.write(MOTION)
    visitor.press(visitor.card("Acheter"), "Pour")
    visitor.shows(visitor.card("Acheter"), "Réponses : 1 sur 6.")
    visitor.page.fill("#private-text", "un brouillon")

    visitor.page.reload()

    visitor.settled()
    visitor.shows(visitor.card("Acheter"), "Réponses : 1 sur 6.")
    expect(visitor.page.get_by_role("radio", name="Marie S.")).to_be_checked()
    expect(visitor.page.locator("#private-text")).to_have_value("un brouillon")
    expect(visitor.card("Acheter").get_by_role("button", name="Blanc")).to_be_in_viewport()


def test_what_is_typed_while_the_server_is_dead_arrives(visit: Visit, served: Served) -> None:
    visitor = visit()
    visitor.write(MOTION)
    card = visitor.card("Acheter")
    visitor.press(card, "Pour")
    visitor.shows(card, "Réponses : 1 sur 6.")

    served.kill()
    expect(visitor.toast.filter(has_text="Le bot ne répond pas")).to_be_visible()
    visitor.write("/sondage Encore là ? | Oui | Non")
    visitor.be("Paul")
    visitor.press(card, "Contre")
    visitor.picture("1-dead")
    served.start()

    visitor.shows(visitor.card("Encore là ?"), "Personne n’a encore répondu.")
    expect(visitor.said("Encore là ?")).to_have_count(1)
    visitor.shows(card, "Réponses : 2 sur 6.")
    expect(visitor.toast.filter(has_text="Le bot ne répond pas")).to_have_count(0)
    visitor.picture("2-back")
    visitor.forgive("ERR_CONNECTION_REFUSED")


def _walk_to(page: Page, goal: Locator, key: str) -> None:
    """Presses a key until the focus is there: a person sees it move."""
    for _step in range(25):
        if goal.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {goal}")


def _nothing_is_missing(visitor: Visitor) -> None:
    assert visitor.page.evaluate(SWEEP) == []
