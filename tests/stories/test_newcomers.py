"""A newcomer's path: five exchanges in private, a buddy at their end, and nothing told to anybody without a yes."""

from dataclasses import replace

import pytest

from bot.adapters.local.view import View
from bot.chat.address import Person
from bot.chat.text import Phrase, _
from bot.domain.memberships import MemberStatus
from bot.domain.places import NoPlace, TooExact
from bot.domain.welcome import Path, Stage
from bot.domain.welcome_texts import Kind
from bot.export.lists import lists
from handlers.aid.line import NothingOffered
from handlers.plenaries.panel import _newcomers
from handlers.welcome import actions as act
from handlers.welcome import views
from handlers.welcome.board import STAGES
from handlers.welcome.chat import NotAWelcome
from handlers.welcome.composing import OnlyInAChat
from handlers.welcome.flow import EXAMPLES, AcceptInWords, Novel, Wordless
from handlers.welcome.service import NobodyElse
from handlers.welcome.texts import DateAlone, Overtaken
from tests.town import NAMES, Town, shown

WHERE = _("Where do you live? A commune or a quarter is enough: I look for the groups near it.")
BRING = _("What would you like to bring? Time, a skill, a tool, ideas: a sentence or two.")
NEED = _("And what do you need? A hand, a thing, to meet people: a sentence or two.")
SUITS = _("Does it suit you?")
BAKES = EXAMPLES[Stage.BRING]
HOME = _("There you are: you are at home in {group}.", group="La Ruche")
ANSWERS = (("Vaise", BRING), ("du pain", NEED), ("une remorque", SUITS))


async def arrived(town: Town, who: str = "zoe", name: str = "Zoé Lune") -> None:
    """Somebody comes in, presses the greeting's button, and is in private with the bot."""
    await town.join(who, name)
    await town.wait(minutes=2)
    await town.choose(who, "connaissance")
    await town.choose_privately(who, "c'est parti")


async def walked(town: Town, who: str = "zoe") -> None:
    """All the questions, answered in words."""
    for answer, _next in ANSWERS:
        await town.whisper(who, answer)
    await town.choose_privately(who, "j'accepte")


def path(town: Town, who: str = "zoe") -> Path:
    with town.database.read() as tx:
        [found] = tx.paths.mine(town.member(who))
    return found


async def welcomers(town: Town, *names: str) -> None:
    """Ana names them; they and she open their private chats, as one does."""
    await town.say("ana", "/menu")
    for who in names:
        await town.say(who, "/menu")
        await town.whisper(who, "/menu")
        await town.say("ana", f"/reglages role donner accueil | {who.title()}")
    await town.whisper("ana", "/menu")


async def test_five_exchanges_lead_to_a_buddy_a_date_and_a_first_small_step(town: Town):
    await welcomers(town, "bruno")
    await town.say("ana", "/accueil date samedi 14h | Café à la MJC")
    await arrived(town)
    assert town.says(WHERE) in town.told("zoe")

    for answer, following in ANSWERS:
        await town.whisper("zoe", answer)
        assert town.says(following) in town.told("zoe")
    await town.choose_privately("zoe", "j'accepte")

    said = town.told("zoe")
    assert town.says(HOME) in said
    assert town.says(_("Your welcome buddy: {name}.", name="Bruno Petit")) in said
    assert "Café à la MJC" in said
    assert town.says(_("First small step: {step}", step=_("say hello in the chat of the group."))) in said
    assert town.says(_("You accepted the charter on {at}.", at=town.time)) in said
    assert town.was_told("bruno", _("{name} is getting to know {group}, and you are their welcome buddy.",
                                    name="Zoé Lune", group="La Ruche"))  # fmt: skip


async def test_nothing_that_was_answered_is_read_by_anybody_else_without_a_yes(town: Town):
    def others() -> list[str]:
        return [*town.seen(), *town.heard("bruno"), *town.heard("ana")]

    await welcomers(town, "bruno")
    await arrived(town)
    before = others()
    await walked(town)
    told = [text for text in others() if text not in before]
    assert not [text for text in told for word in ("Vaise", "du pain", "remorque") if word in text]

    await town.choose_privately("zoe", "mes réponses")
    assert town.was_told("bruno", _("Would like to bring: {text}", text="du pain"))
    await town.choose_privately("zoe", "mon offre")
    assert not [text for text in town.seen() if text not in before and "pain" in text], "the board asks once more"
    await town.choose_privately("zoe", "publier")

    with town.database.read() as tx:
        [offer] = tx.aid.mine(town.member("zoe"))
    assert (offer.kind.value, "pain" in offer.text) == ("offer", True)
    assert not [text for text in town.seen() if text not in before and ("remorque" in text or "Vaise" in text)]


async def test_what_the_buddy_may_read_can_be_kept_back_again(town: Town):
    """Whoever had said yes had no way back."""
    await welcomers(town, "bruno")
    await arrived(town)
    await walked(town)
    await town.choose_privately("zoe", "mes réponses")
    assert town.was_told("bruno", _("Would like to bring: {text}", text="du pain"))

    await town.choose_privately("zoe", "ne plus montrer")

    with town.database.read() as tx:
        [path] = tx.paths.mine(town.member("zoe"))
    assert not path.shared
    if town.hub.view is not View.BARE:  # where nothing can be edited, what was sent stays as it was
        assert town.was_told("bruno", _("{name} keeps their answers to themselves.", name="Zoé Lune"))
        assert not town.was_told("bruno", _("Would like to bring: {text}", text="du pain"))


@pytest.mark.parametrize("stop", range(4))
async def test_a_path_is_taken_up_where_it_was_left_after_a_restart(village: Town, stop: int):
    await arrived(village)
    for answer, _next in ANSWERS[:stop]:
        await village.whisper("zoe", answer)
    asked = (WHERE, *(following for _answer, following in ANSWERS))[stop]
    assert village.says(asked) in village.told("zoe")

    await village.restart()
    await village.wait(days=9)  # long after the conversation expired
    await village.whisper("zoe", "coucou")

    assert village.was_told("zoe", _("I am not sure what you mean. /menu shows everything; we were here:"))
    assert village.says(asked) in village.told("zoe")
    for answer, _next in ANSWERS[stop:]:
        await village.restart()
        await village.whisper("zoe", answer)
    await village.choose_privately("zoe", "j'accepte")
    assert village.says(HOME) in village.told("zoe")
    found = path(village)
    assert (found.area, found.bring, found.need) == ("Vaise", "du pain", "une remorque")


async def test_a_path_belongs_to_the_person_and_goes_on_from_another_account(village: Town):
    await arrived(village)
    await village.whisper("zoe", "Vaise")
    phone = village.people["phone"] = village.hub.person("phone", "Zoé", "fr")
    with village.database.begin() as tx:  # both accounts are linked
        stranger = tx.members.known(Person(phone, "Zoé", "fr"), village.time).id
        tx.cursor.execute("UPDATE accounts SET member = ? WHERE member = ?", (village.member("zoe"), stranger))
        tx.forget()

    await village.whisper("phone", "/accueil")

    assert "Qu’aimerais-tu apporter" in village.told("phone")
    await village.whisper("phone", "du pain")
    await village.whisper("phone", "rien")
    await village.whisper("phone", "oui")
    assert path(village).is_done


async def test_leaving_loses_nothing_and_back_asks_again(town: Town):
    await arrived(town)
    await town.whisper("zoe", "Vaise")
    await town.choose_privately("zoe", "retour")
    assert town.says(WHERE) in town.told("zoe")
    assert town.says(_("So far you said:")) in town.told("zoe")
    await town.choose_privately("zoe", "garder")
    assert town.says(BRING) in town.told("zoe")

    await town.choose_privately("zoe", "plus tard")
    await town.whisper("zoe", "/accueil")

    assert town.says(BRING) in town.told("zoe")
    await town.whisper("zoe", "/annuler")
    left = _("Left there, and nothing is lost. /welcome takes it up again, on whatever network you write to me.")
    assert town.was_told("zoe", left)


async def test_whoever_does_not_want_to_begin_is_told_how_to_come_back(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.choose("zoe", "connaissance")
    await town.choose_privately("zoe", "plus tard")
    left = _("Left there, and nothing is lost. /welcome takes it up again, on whatever network you write to me.")
    assert town.was_told("zoe", left)
    await town.whisper("zoe", "/accueil")
    await town.choose_privately("zoe", "c'est parti")
    assert town.says(WHERE) in town.told("zoe")


async def test_nobody_has_to_say_anything_but_yes(town: Town):
    await arrived(town)
    for _question in range(3):
        await town.choose_privately("zoe", "rien")
    await town.whisper("zoe", "oui")
    assert town.says(HOME) in town.told("zoe")
    assert town.says(_("My buddy may read my answers")) not in town.told("zoe")


async def test_an_answer_that_offers_nothing_is_said_to_be_so_and_can_be_offered_later(town: Town):
    await arrived(town)
    for answer in ("Vaise", "06 12 34 56 78", "rien"):
        await town.whisper("zoe", answer)
    await town.choose_privately("zoe", "j'accepte")
    toast = await town.choose_privately("zoe", "mon offre")
    assert town.says(_(NothingOffered.says)) in (toast, town.told("zoe"))
    assert path(town).shared == frozenset()


# bad input


async def test_what_makes_no_sense_is_asked_again_with_an_example(town: Town):
    await arrived(town)
    await town.whisper("zoe", "???")
    assert town.was_told("zoe", Phrase(NoPlace.says, {"text": "???"}))
    await town.whisper("zoe", "12 rue de la Paix")
    assert town.was_told("zoe", Phrase(TooExact.says))
    await town.whisper("zoe", "Vaise")
    novel = "Il était une fois une remorque." * 40
    await town.whisper("zoe", novel)
    assert town.was_told("zoe", Phrase(Novel.says, {"n": len(novel), "most": 500, "example": BAKES}))
    await town.whisper("zoe", "?! 🙂")
    assert town.was_told("zoe", Phrase(Wordless.says, {"text": "?! 🙂", "example": BAKES}))
    await town.whisper("zoe", "du pain")
    await town.whisper("zoe", "rien")
    await town.whisper("zoe", "pourquoi ?")
    assert town.was_told("zoe", Phrase(AcceptInWords.says, {"text": "pourquoi ?"}))
    await town.whisper("zoe", "d'accord")
    assert path(town).is_done
    with town.database.read() as tx:
        assert "Paix" not in str([tuple(row) for row in tx.cursor.execute("SELECT * FROM paths")])


async def test_whoever_changes_language_on_the_way_goes_on_in_it(village: Town):
    await arrived(village)
    await village.whisper("zoe", "/moi langue=français")
    await village.whisper("zoe", "Vaise")
    assert "Qu’aimerais-tu apporter" in village.told("zoe")
    assert path(village).area == "Vaise"


async def test_a_charter_that_changes_while_it_is_read_is_shown_before_it_is_accepted(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/accueil charte On s'écoute.")
    await town.choose_privately("ana", "publier")
    await arrived(town)
    for answer, _next in ANSWERS:
        await town.whisper("zoe", answer)
    assert "On s'écoute." in town.told("zoe")
    old = path(town)

    await town.say("ana", "/accueil charte On s'écoute, et on s'entraide.")
    await town.choose_privately("ana", "publier")
    if town.hub.view is View.BARE:
        await town.whisper("zoe", "1")
    else:
        await town.choose_privately("zoe", "j'accepte")

    changed = _("The charter was changed while you were reading. This is the one that holds now:")
    assert town.says(changed) in town.told("zoe")
    assert "On s'écoute, et on s'entraide." in town.told("zoe")
    assert path(town).stage is old.stage
    await town.choose_privately("zoe", "j'accepte")
    with town.database.read() as tx:
        text = tx.welcomes.text(path(town).charter or 0)
    assert text is not None
    assert (text.text, text.number) == ("On s'écoute, et on s'entraide.", 2)
    assert town.says(_("You accepted version {n} of the charter on {at}.", n=2, at=town.time)) in town.told("zoe")


async def test_a_person_who_blocked_the_bot_finds_their_path_again(village: Town):
    await arrived(village)
    await village.whisper("zoe", "Vaise")
    await village.hub.leave_chat(village.people["zoe"], village.hub.private_chat(village.people["zoe"]))
    await village.settle()
    await village.whisper("zoe", "/accueil")
    assert village.says(BRING) in village.told("zoe")


async def test_whoever_leaves_and_comes_back_goes_on_and_is_not_greeted_again(town: Town):
    await arrived(town)
    await town.whisper("zoe", "Vaise")
    await town.leave("zoe")
    await town.join("zoe")
    await town.wait(minutes=2)
    await town.whisper("zoe", "/accueil")
    assert town.says(BRING) in town.told("zoe")


async def test_an_unfinished_path_is_forgotten_after_thirty_days_and_the_person_told(town: Town):
    await arrived(town)
    await town.whisper("zoe", "Vaise")
    await town.wait(days=29)
    assert path(town).area == "Vaise"

    await town.wait(days=2)

    with town.database.read() as tx:
        assert list(tx.paths.mine(town.member("zoe"))) == []
    assert town.was_told("zoe", views.forgotten("La Ruche"))
    await town.whisper("zoe", "/accueil")
    assert town.was_told("zoe", _("Welcome to {group}, {name}!", group="La Ruche", name="Zoé"))


async def test_nobody_is_told_at_night_that_their_path_was_forgotten(village: Town):
    await village.wait(hours=13)  # 23 h
    await arrived(village)
    await village.wait(days=30, minutes=30)
    assert not village.was_told("zoe", views.forgotten("La Ruche"))
    await village.wait(hours=10)
    assert village.was_told("zoe", views.forgotten("La Ruche"))


async def test_of_a_finished_path_the_answers_go_after_thirty_days(village: Town):
    await arrived(village)
    await walked(village)
    accepted = path(village).accepted_at
    await village.wait(days=31)
    found = path(village)
    assert (found.area, found.bring, found.need) == ("", "", "")
    assert found.accepted_at == accepted


async def test_a_turn_of_the_newcomers_is_promised_only_where_the_agenda_has_it(village: Town):
    await welcomers(village)
    village.decree(standing_points=())
    await village.say("ana", "/plenary Saturday 12 December 2pm | MJC")
    await village.choose("ana", "convoquer")
    await arrived(village)
    await walked(village)
    assert "Newcomers have their turn" not in village.told("zoe")
    assert "MJC" in village.told("zoe")


async def test_the_next_plenary_is_named_and_its_chair_reads_who_is_new(village: Town):
    await welcomers(village)
    village.decree(standing_points=("newcomers",))
    await village.say("ana", "/plenary Saturday 12 December 2pm | MJC")
    await village.choose("ana", "convoquer")
    await arrived(village)
    await walked(village)
    with village.database.read() as tx:
        plenary = tx.plenaries.next_of(tx.groups.all()[0].id)
        assert plenary is not None
        assert _newcomers(tx, plenary) == ("Zoé",)
    said = _("Next plenary: {at}, {place}. Newcomers have their turn there.", at=plenary.start, place="MJC")
    assert village.says(said) in village.told("zoe")


# humans


async def test_a_human_answers_at_every_step_through_the_bot(town: Town):
    await welcomers(town, "bruno")
    await arrived(town)
    await town.choose_privately("zoe", "parler")
    assert town.was_told("zoe", _("{name} welcomes you in {group}, and is told that you are here.",
                                  name="Bruno Petit", group="La Ruche"))  # fmt: skip
    await town.choose_privately("zoe", "écrire")
    await town.whisper("zoe", "On peut venir avec un chien ?")

    assert town.was_told("bruno", _("{name} writes to you:", name="Zoé Lune"))
    assert town.says(WHERE) in town.told("zoe"), "the question that was open is asked again"
    assert path(town).area == ""
    await town.choose_privately("bruno", "répondre")
    await town.whisper("bruno", "Bien sûr.")
    assert town.was_told("zoe", _("{name} writes to you:", name="Bruno Petit"))
    assert "Bien sûr." in town.told("zoe")


async def test_buddies_come_in_turn_and_can_pass_on(town: Town):
    await welcomers(town, "bruno", "chloe")
    for who, name in (("zoe", "Zoé Lune"), ("max", "Max Roc")):
        await arrived(town, who, name)
        await town.whisper(who, "rien")
        await town.whisper(who, "rien")
        await town.whisper(who, "rien")
        await town.whisper(who, "oui")
    assert {path(town, "zoe").buddy, path(town, "max").buddy} == {town.member("bruno"), town.member("chloe")}
    first = "bruno" if path(town, "max").buddy == town.member("bruno") else "chloe"
    other = {"bruno": "chloe", "chloe": "bruno"}[first]

    await town.choose_privately(first, "passer")

    assert path(town, "max").buddy == town.member(other)
    assert town.was_told("max", _("Your welcome buddy is {name} now.", name=NAMES[other]))
    toast = await town.choose_privately(other, "passer")
    nobody = town.says(Phrase(NobodyElse.says, {"group": "La Ruche"}))
    assert nobody in (toast, town.told(other))


async def test_a_buddy_is_told_in_the_morning(village: Town):
    await welcomers(village, "bruno")
    await village.wait(hours=13)  # 23 h
    await arrived(village)
    await walked(village)
    news = _("{name} is getting to know {group}, and you are their welcome buddy.", name="Zoé Lune", group="La Ruche")
    assert not village.was_told("bruno", news)
    await village.wait(hours=10)
    assert village.was_told("bruno", news)


async def test_a_welcomer_who_left_the_chat_is_given_nobody(village: Town):
    await welcomers(village, "bruno", "chloe")
    await village.leave("bruno")
    for who in ("zoe", "max"):
        await arrived(village, who, f"{who.title()} Roc")
        await village.choose_privately(who, "talk")
        assert path(village, who).buddy == village.member("chloe")


async def test_where_nobody_was_named_an_organizer_welcomes(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/accueil")
    await arrived(town)
    await walked(town)
    assert path(town).buddy == town.member("ana")


# places


async def test_groups_near_are_those_of_the_same_tree(town: Town):
    await welcomers(town)
    people = list(town.people.values())
    garden = town.hub.group("jardin", "Le Jardin", people, [town.people["ana"]])
    elsewhere = town.hub.group("loin", "Ailleurs", people, [town.people["ana"]])
    for chat, line in ((garden, "/accueil lieux Vaise, Gorge de Loup"), (elsewhere, "/accueil lieux Vaise")):
        await town.hub.say(town.people["ana"], chat, line)
        await town.settle()
    with town.database.begin() as tx:
        groups = {group.name: group for group in tx.groups.all()}
        tx.groups.keep(replace(groups["Le Jardin"], parent=groups["La Ruche"].id))
    await arrived(town)
    await town.whisper("zoe", "Vaise")
    assert town.says(_("Near {area}: {groups}.", area="Vaise", groups=("Le Jardin",))) in town.told("zoe")


# those who welcome


async def test_who_welcomes_sees_who_is_waiting_and_where_people_stop(town: Town):
    await welcomers(town, "bruno")
    await arrived(town)
    await town.whisper("zoe", "Vaise")
    await town.say("bruno", "/accueil")
    board = town.told("bruno")
    assert town.says(_("{name}, stopped at: {stage}, since {at}. Buddy: {buddy}.", name="Zoé",
                       stage=STAGES[Stage.BRING], at=town.time, buddy=_("nobody yet"))) in board  # fmt: skip
    stops = (_("{stage} ({n})", stage=STAGES[Stage.BRING], n=1),)
    assert town.says(_("Where people stop: {stops}.", stops=stops)) in board
    assert "Vaise" not in board
    assert not [text for text in town.seen() if "Zoé" in text and "stop" in text]


async def test_only_who_welcomes_changes_what_newcomers_are_told(town: Town):
    await town.say("dan", "/accueil contact Nour")
    assert town.last == town.says(_("Only {parts} can do that in {group}. To see who they are: /settings roles",
                                    group="La Ruche", parts=(_("organizers"), _("welcomers"))))  # fmt: skip


async def test_a_text_is_looked_at_before_it_holds_in_both_languages(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/accueil présentation On cultive ensemble.\nOn décide ensemble.")
    assert town.was_told("ana", _("As newcomers will read it:"))
    with town.database.read() as tx:
        group = tx.groups.all()[0]
        assert tx.welcomes.current(group.id, Kind.ABOUT, "fr", "fr") is None
    await town.choose_privately("ana", "publier")
    await town.whisper("ana", "/accueil présentation We grow together. langue=anglais")
    await town.choose_privately("ana", "publier")

    with town.database.read() as tx:
        english = tx.welcomes.current(group.id, Kind.ABOUT, "en", "fr")
        own = tx.welcomes.current(group.id, Kind.ABOUT, town.language, "fr")
    assert english is not None
    assert own is not None
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.choose("zoe", "connaissance")
    assert own.text.splitlines()[0] in town.told("zoe")
    await town.say("ana", "/reglages journal")
    english_one = _("{label}, {tongue}, version {n}", label=_("Presentation"), tongue=_("in English"), n=1)
    assert town.says(english_one) in town.told("ana")


async def test_a_text_can_be_written_by_questions(town: Town):
    await welcomers(town)
    await town.whisper("ana", "/accueil textes")
    await town.choose_privately("ana", "step")
    await town.choose_privately("ana", "fr")
    await town.whisper("ana", "Passe samedi au marché.")
    await town.choose_privately("ana", "publier")
    with town.database.read() as tx:
        step = tx.welcomes.current(tx.groups.all()[0].id, Kind.STEP, "fr", "fr")
    assert step is not None
    assert step.text == "Passe samedi au marché."


async def test_a_text_is_written_anew_in_its_language_with_its_words_in_sight(town: Town):
    await welcomers(town)
    await town.whisper("ana", "/accueil charte On s'écoute. langue=français")
    await town.choose_privately("ana", "modifier")
    assert "On s'écoute." in town.told("ana")
    await town.whisper("ana", "On s'écoute vraiment.")
    await town.choose_privately("ana", "publier")
    with town.database.read() as tx:
        charter = tx.welcomes.current(tx.groups.all()[0].id, Kind.CHARTER, "fr", "fr")
    assert charter is not None
    assert charter.text == "On s'écoute vraiment."


async def test_a_line_that_is_whole_ends_the_questions_of_before(town: Town):
    await welcomers(town)
    await town.whisper("ana", "/accueil charte")
    await town.whisper("ana", "/accueil charte On s'écoute.")
    await town.whisper("ana", "publier")
    with town.database.read() as tx:
        assert tx.welcomes.current(tx.groups.all()[0].id, Kind.CHARTER, town.language, town.language) is not None

    await town.whisper("ana", "/question nouvelle")
    await town.whisper("ana", "/besoin une remorque, Vaise")
    await town.whisper("ana", "publier")
    with town.database.read() as tx:
        assert [one.text for one in tx.aid.mine(town.member("ana"))] == ["une remorque"]


async def test_of_two_who_write_the_same_text_the_second_is_told(village: Town):
    await welcomers(village, "bruno")
    await village.whisper("ana", "/welcome charter We listen.")
    await village.whisper("bruno", "/welcome charter We care.")
    await village.choose_privately("ana", "publish")
    await village.choose_privately("bruno", "publish")
    with village.database.read() as tx:
        text = tx.welcomes.current(tx.groups.all()[0].id, Kind.CHARTER, "en", "en")
    assert text is not None
    assert text.text == "We listen."
    toast = await village.press("bruno", act.Publish(2))
    assert toast == village.says(Phrase(Overtaken.says))


async def test_what_a_welcome_does_not_have_is_refused_with_an_example(town: Town):
    await town.say("ana", "/accueil couleur rouge")
    assert town.saw(Phrase(NotAWelcome.says, {"text": "couleur"}))
    await town.say("ana", "/accueil date samedi 14h")
    assert town.saw(Phrase(DateAlone.says))


async def test_dates_are_proposed_until_they_are_past_or_taken_away(town: Town):
    await welcomers(town)
    await town.whisper("ana", "/accueil date samedi 14h | Café à la MJC")
    await town.whisper("ana", "/accueil date dimanche 10h Visite du jardin")
    assert "Café à la MJC" in town.told("ana")
    assert "Visite du jardin" in town.told("ana")
    await town.choose_privately("ana", town.says(_("Take away: {text}", text="Café à la MJC")))
    assert town.says(_("Take away: {text}", text="Café à la MJC")) not in town.told("ana")
    await town.wait(days=7)
    await town.whisper("ana", "/accueil textes")
    assert "Visite du jardin" not in town.told("ana")


# what somebody is


async def test_where_the_chat_votes_a_newcomer_is_a_member_once_they_accepted(town: Town):
    await arrived(town)
    with town.database.read() as tx:
        [written] = tx.memberships.mine(town.member("zoe"))
    assert written.status is MemberStatus.NEWCOMER
    await walked(town)
    with town.database.read() as tx:
        [written] = tx.memberships.mine(town.member("zoe"))
    assert written.status is MemberStatus.MEMBER
    assert written.joined_on == town.time.date()


async def test_where_registered_members_vote_somebody_who_may_writes_them_down(town: Town):
    await welcomers(town, "bruno")
    town.decree(electorate="members")
    await arrived(town)
    await walked(town)
    with town.database.read() as tx:
        [written] = tx.memberships.mine(town.member("zoe"))
    assert written.status is MemberStatus.NEWCOMER, "a charter gives no vote"

    await town.whisper("bruno", "/accueil")
    await town.choose_privately("bruno", town.says(_("{name}: member", name="Zoé")))

    with town.database.read() as tx:
        [written] = tx.memberships.mine(town.member("zoe"))
    assert written.status is MemberStatus.MEMBER


async def test_whoever_was_there_before_the_bot_is_no_newcomer(town: Town):
    await town.say("emma", "/accueil")
    await town.whisper("emma", "/accueil")
    assert town.was_told("emma", _("Welcome to {group}, {name}!", group="La Ruche", name="Emma"))
    with town.database.read() as tx:
        assert list(tx.memberships.mine(town.member("emma"))) == []


async def test_the_export_tells_newcomers_from_members(village: Town):
    def status() -> str:
        with village.database.read() as tx:
            return str(next(one["status"] for one in lists(tx)["members"] if one["name"] == "Zoé Lune"))

    await arrived(village)
    assert status() == "newcomer"
    await walked(village)
    assert status() == "member"


# several groups


async def two_groups(town: Town) -> None:
    await welcomers(town)
    garden = town.hub.group("jardin", "Le Jardin", list(town.people.values()), [town.people["ana"]])
    for who in ("ana", "emma"):
        await town.say(who, "/menu")
        await town.hub.say(town.people[who], garden, "/menu")
        await town.settle()
        await town.whisper(who, "/menu")


async def test_whoever_is_in_several_groups_is_asked_which_one(town: Town):
    await two_groups(town)
    await town.whisper("emma", "/accueil")
    assert town.says(_("Which group shall I show you?")) in town.told("emma")
    await town.choose_privately("emma", "Le Jardin")
    assert town.was_told("emma", _("Welcome to {group}, {name}!", group="Le Jardin", name="Emma"))


async def test_who_welcomes_into_several_groups_is_asked_which_one(town: Town):
    await two_groups(town)
    await town.whisper("ana", "/accueil")
    assert town.says(_("You welcome people into several groups. Into which one?")) in town.told("ana")
    await town.choose_privately("ana", "Le Jardin")
    assert town.says(_("Welcome into {group}", group="Le Jardin")) in town.told("ana")
    await town.whisper("ana", "/accueil textes")
    await town.choose_privately("ana", "Le Jardin")
    assert town.says(_("What newcomers of {group} are told", group="Le Jardin")) in town.told("ana")
    await town.whisper("ana", "/accueil charte")
    await town.choose_privately("ana", "Le Jardin")
    assert town.says(_("In which language? The other one can follow.")) in town.told("ana")
    await town.whisper("ana", "/annuler")
    await town.whisper("ana", "/accueil ici")
    assert town.was_told("ana", _(OnlyInAChat.says))
    await town.whisper("ana", "/accueil contact Nour groupe=La Ruche")
    assert town.says(_("What newcomers of {group} are told", group="La Ruche")) in town.told("ana")


# before the door


async def asked_to_join(town: Town) -> None:
    town.people["zoe"] = town.hub.person("zoe", "Zoé Lune", town.language)
    await town.hub.ask_to_join(town.people["zoe"], town.group)
    await town.settle()


async def test_a_join_request_is_answered_after_the_conversation(town: Town):
    await asked_to_join(town)
    assert town.was_told("zoe", _("Hello {name}! You asked to join {group}.", name="Zoé", group="La Ruche"))
    await town.choose_privately("zoe", "c'est parti")
    await town.choose_privately("zoe", "c'est parti")
    with town.database.read() as tx:
        [waits] = tx.requests.mine(town.member("zoe"))
    assert waits.group == path(town).group

    await walked(town)
    await town.wait(minutes=2)

    with town.database.read() as tx:
        assert list(tx.requests.mine(town.member("zoe"))) == []
        assert town.member("zoe") in tx.presences.members(path(town).group)
    assert town.saw(_("Welcome {names}!", names=("Zoé",)))


async def test_who_welcomes_may_let_somebody_in_before_the_end(town: Town):
    await welcomers(town, "bruno")
    await asked_to_join(town)
    await asked_to_join(town)
    assert len(town.heard("zoe")) == 1, "asking twice asks once"
    await town.whisper("bruno", "/accueil")
    await town.choose_privately("bruno", town.says(_("Let {name} in", name="Zoé")))
    assert town.was_told("zoe", _("The door of {group} is open: come in.", group="La Ruche"))
    with town.database.read() as tx:
        assert town.member("zoe") in tx.presences.members(path(town).group)


# my data


async def test_my_copy_holds_my_path_and_erasing_takes_it_away(village: Town):
    await welcomers(village, "bruno")
    await arrived(village)
    await walked(village)
    await village.whisper("zoe", "/me copy")
    await village.settle()
    files = [post.message.file for post in village.hub.messages(village.hub.private_chat(village.people["zoe"]))]
    data = next(file.content for file in files if file and file.name.endswith(".json"))
    assert '"brings": "du pain"' in data
    assert '"lives_in": "Vaise"' in data

    await village.whisper("zoe", "/me erase")
    await village.choose_privately("zoe", "erase")
    with village.database.read() as tx:
        assert tx.cursor.execute("SELECT count(*) FROM paths").fetchone()[0] == 0


async def test_a_buddy_who_erases_their_account_leaves_the_place_to_the_next(village: Town):
    await welcomers(village, "bruno")
    await arrived(village)
    await village.choose_privately("zoe", "talk")
    await village.whisper("bruno", "/me erase")
    await village.choose_privately("bruno", "erase")
    assert path(village).buddy is None
    await village.whisper("zoe", "/accueil")
    await village.choose_privately("zoe", "talk")
    assert path(village).buddy == village.member("ana")


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_formal_group_says_vous_all_the_way(town: Town):
    await welcomers(town)
    town.decree(formal=True)
    await arrived(town)
    await walked(town)
    assert path(town).is_done
    if town.language == "fr":
        assert not [text for text in town.heard("zoe") for word in (" tu ", "Ton ", "Où habites-tu") if word in text]
