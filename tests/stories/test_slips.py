"""Lines that are taken for something else: nothing of them is published before a yes, and what is meant is done."""

import pytest

from bot.chat.text import Phrase, _
from bot.core import slips
from bot.domain.errors import Or
from bot.domain.projects import State
from tests.town import Town


def published(town: Town) -> int:
    """How many projects, points, questions, votes and needs there are, drafts too."""
    tables = ("projects", "points", "questions", "polls", "aid", "reminders")
    with town.database.read() as tx:
        return sum(tx.cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def state(town: Town) -> State:
    with town.database.read() as tx:
        found = tx.projects.get(1)
    assert found is not None
    return found.state


@pytest.mark.parametrize(
    "line",
    [
        "/projets supprimer", "/projets membres", "/projects delete 1", "/projects members", "/odj retirer",
        "/agenda remove", "/ask close", "/question clore", "/besoin fermer", "/offer close", "/sondage membres",
        "/vote modifier", "/vote clore", "/vote monter", "/poll who?",
    ],
)  # fmt: skip
async def test_a_word_for_something_to_do_is_published_only_after_a_yes(village: Town, line: str):
    """Broken once: each of these was published as it is."""
    await village.say("ana", line)
    assert published(village) == 0


async def test_it_is_asked_how_it_is_written_and_whether_it_is_to_be_published(town: Town):
    await town.say("ana", "/projets membres")
    assert town.saw(_("“{text}” looks like something to do, so I published nothing.", text="membres"))
    form = Phrase("/projects members {number}", {"number": slips.ANY})
    assert town.saw(_("It is written like this: {form}", form=form))
    assert published(town) == 0

    await town.choose("ana", "publier")
    assert town.saw(_("Project {number} – {name}", number="1", name="membres"))


async def test_a_no_publishes_nothing(town: Town):
    await town.say("ana", "/odj retirer")
    await town.choose("ana", "non")
    assert published(town) == 0
    await town.say("ana", "/odj retirer")
    await town.choose("ana", "oui")
    assert published(town) == 1


@pytest.mark.parametrize("line", ["/projets clore 1", "/projets fermer 1", "/projects close 1", "/projects end 1"])
async def test_a_project_is_closed_by_each_of_its_words(village: Town, line: str):
    await village.say("chloe", "/projets Jardin partagé")
    await village.say("chloe", line)
    assert published(village) == 1
    assert state(village) is State.CLOSED


async def test_news_are_announced_and_its_people_are_told(town: Town):
    await town.say("chloe", "/projets Jardin partagé")
    await town.say("chloe", "/projects announce 1 hello")
    await town.whisper("chloe", "/projets membres 1")
    assert published(town) == 1
    assert town.was_told("chloe", _("Taking part: {names}", names=("Chloé",)))
    await town.say("chloe", "/projets fermer 2 routes")
    assert published(town) == 2


@pytest.mark.parametrize("command", ["projets", "odj", "ask", "besoin", "offre", "sondage", "vote", "rappel"])
async def test_help_is_given_and_a_list_is_shown(village: Town, command: str):
    """Broken once: `/odj ?` and `/projets aide` were published."""
    for word in ("?", "aide", "help", "liste", "list"):
        before = len(village.seen()) + len(village.heard("ana"))
        await village.say("ana", f"/{command} {word}")
        assert len(village.seen()) + len(village.heard("ana")) > before
    assert published(village) == 0
    assert village.was_told("ana", Phrase("/agenda Review of the grocery")) or command != "odj"


async def test_reminders_are_listed_where_one_is_to_be_cancelled(town: Town):
    """Broken once: "annuler 1" was not understood as a date."""
    await town.say("ana", "/rappel vendredi 19h réunion logiciels")
    for line in ("/rappel annuler 1", "/rappel liste", "/remind cancel 1", "/remind list"):
        await town.say("ana", line)
        assert town.says(_("Reminders of the group")) in town.last
    await town.choose("ana", town.says(_("Cancel: {text}", text="réunion logiciels")))
    assert town.says(_("No reminder is waiting. For example: /remind tomorrow 7pm software meeting")) in town.last


async def test_a_need_and_a_poll_are_closed_by_their_number(town: Town):
    await town.say("ana", "/besoin une remorque, Vaise")
    await town.say("ana", "/besoin clore 1")
    await town.say("ana", "/sondage Tisane ?")
    await town.say("ana", "/sondage clore 1")
    assert published(town) == 2
    assert not town.poll().is_open
    with town.database.read() as tx:
        item = tx.aid.get(1)
    assert item is not None
    assert not item.is_open


async def test_a_category_that_is_none_is_no_slip_for_another(town: Town):
    """Broken once: "foo" became "food" without a word."""
    await town.say("ana", "/need a ladder category=foo")
    assert published(town) == 0
    known = Or(("things", "transport", "skills", "time", "care", "food", "home", "ideas", "money", "other"))
    says = "“{text}” is no category. Choose among: {known}. For example: {key}={example}"
    assert town.saw(Phrase(says, {"text": "foo", "known": known, "key": "category", "example": "skills"}))


@pytest.mark.parametrize(
    "line",
    [
        "/projets créer Verger | Planter ensemble", "/projets commission Accueil", "/projets besoin 1 | deux pelles",
        "/projets 2 mandat veiller aux comptes", "/projets échanger 1 Chloé", "/projects create Orchard",
        "/projects commission Welcome", "/projects need 1 two spades", "/projects swap 1 with Chloé",
        "/projets rapport", "/projects report",
    ],
)  # fmt: skip
async def test_a_line_that_begins_with_what_to_do_is_published_only_after_a_yes(village: Town, line: str):
    """Broken once: each of these founded a project of that name."""
    await village.say("ana", line)
    assert published(village) == 0
    await village.whisper("ana", line)
    assert published(village) == 0


async def test_it_is_said_how_it_is_written_with_the_words_of_the_line(town: Town):
    await town.say("ana", "/projets commission Accueil")
    form = Phrase("/projects {rest} kind=commission", {"rest": "Accueil"})
    assert town.saw(_("It is written like this: {form}", form=form))
    await town.say("ana", "/projets commission Accueil")
    await town.choose("ana", "publier")
    assert town.saw(_("Project {number} – {name}", number="1", name="commission Accueil"))


@pytest.mark.parametrize(
    "line", ["/projets Créer", "/projets Besoins du quartier", "/projets Rapport annuel", "/projets 3 jardins"]
)
async def test_a_name_that_only_looks_like_it_is_one(town: Town, line: str):
    await town.say("ana", line)
    assert published(town) == 1


@pytest.mark.parametrize(
    "line",
    ["/projets rapport 1 | Tout va bien", "/projets 1 rapport Tout va bien", "/projects 1 report Tout va bien",
     "/projets annoncer 1 : Tout va bien"],
)  # fmt: skip
async def test_a_report_is_told_before_and_after_the_number(town: Town, line: str):
    await town.say("ana", "/projets Accueil genre=commission")
    await town.say("ana", line)
    with town.database.read() as tx:
        [kept] = tx.projects.all()
    assert kept.news == "Tout va bien"


@pytest.mark.parametrize(
    "line", ["/odj déplacer 2 1", "/odj ordre 2 1", "/odj 2 en premier", "/agenda move 2 to 1", "/agenda 2 first"]
)
async def test_a_point_is_moved_in_each_of_its_words(town: Town, line: str):
    """Broken once: each of these was put on the agenda as a point of its own."""
    for who in ("ana", "bruno"):
        await town.say(who, "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | Salle des fêtes")
    await town.choose("ana", "convoquer")
    await town.say("ana", "/odj Bilan de l'épicerie")
    await town.say("ana", "/odj Nouveau four")
    before = points(town)
    place = before.index("Nouveau four") + 1
    await town.say("ana", line.replace("2", str(place)))
    assert points(town) == ["Nouveau four", *(one for one in before if one != "Nouveau four")]


def points(town: Town) -> list[str]:
    with town.database.read() as tx:
        return [one.title for one in tx.agendas.of(1)]


@pytest.mark.parametrize("line", ["/vote soutenir", "/vote je soutiens", "/vote support 1"])
async def test_a_question_that_looks_for_supporters_is_supported_in_words(town: Town, line: str):
    """Broken once: this began a question called "soutenir"."""
    await town.say("ana", "/reglages ouvrir=organisateurs initiative=3")
    await town.say("bruno", "/vote Ouvrir le dimanche ?")
    await town.say("chloe", line)
    with town.database.read() as tx:
        [found] = tx.initiatives.gathering(1)
    assert len(found.supporters) == 2


async def test_with_two_questions_it_is_asked_which_one_is_supported(town: Town):
    await town.say("ana", "/reglages ouvrir=organisateurs initiative=3")
    await town.say("bruno", "/vote Ouvrir le dimanche ?")
    await town.say("chloe", "/vote Repeindre la salle ?")
    await town.say("dan", "/vote soutenir")
    assert town.saw(_("Which question do you support?"))


async def test_nothing_to_support_is_said(town: Town):
    await town.say("ana", "/vote soutenir")
    assert published(town) == 0
