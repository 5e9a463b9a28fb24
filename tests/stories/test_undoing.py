"""`/annuler` takes back the last thing that somebody did, says what it was, and asks first where it could surprise."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.core.asking import UNCHANGED
from bot.core.undoing import DoneElsewhere, NothingToUndo, NotToUndo, TakeBack
from bot.domain.polls.refusals import AnsweredAlready, OnlyAuthor
from handlers.features import FEATURES
from handlers.polls.actions import Undo, Vote
from tests.town import Town, shown
from tests.twins import Twins

ROOT = Path(__file__).parents[2]
VOTE, POLL = "/vote Acheter un vélo ?", "/sondage Quelle soupe ? | Poireau | Courge"
BIKE = _("Vote {number} – {title}", number=1, title="Acheter un vélo ?")
ASKED = _("Shall I take it back?")
LATER = _("It is not the last thing that you did.")
HABIT = "/pleniere tous les premiers jeudis du mois à 19h30 | MJC"

# What can be taken back: the lines before it, its own line, and a piece of what it is called.
KINDS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "vote": ((), VOTE, "Acheter un vélo ?"),
    "poll": ((), POLL, "Quelle soupe ?"),
    "reminder": ((), "/rappel vendredi 19h réunion logiciels", "réunion logiciels"),
    "need": ((), "/besoin une remorque samedi matin, Vaise", "une remorque"),
    "offer": ((), "/offre une perceuse, permanent", "une perceuse"),
    "question": ((), "/question Que cuisiner samedi ?", "Que cuisiner samedi ?"),
    "plenary": ((), "/pleniere samedi 12 décembre 14h | MJC", " 1"),
    "point": ((), "/odj Bilan de l'épicerie", "Bilan de l'épicerie"),
    "series": ((), HABIT, " 1"),
    "day": ((HABIT,), "/pleniere sauf 3 décembre", "3"),
    "shift": (("/projets Potager : des légumes",), "/projets permanence 1 samedi 9h", "Potager"),
}  # fmt: skip


def waiting(town: Town, who: str = "ana") -> list[str]:
    """The actions that somebody may still take back by, the newest first."""
    member = town.member(who)
    with town.database.read() as tx:
        return [one.action for one in tx.undos.waiting(member, town.clock.now())]


def taken_back(town: Town, what: Phrase) -> str:
    return town.says(_("Taken back: {what}", what=what))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_last_thing_is_taken_back_at_once_and_named(town: Town, kind: str):
    before, line, called = KINDS[kind]
    for one in before:
        await town.say("ana", one)
    await town.wait(seconds=30)
    await town.say("ana", line)
    kept = waiting(town)

    await town.say("ana", "/annuler")

    head = town.says(_("Taken back: {what}", what=""))
    assert head in town.last
    assert called in town.last
    assert waiting(town) == kept[1:]
    assert not town.saw(ASKED)


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.BARE), indirect=True)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_something_came_after_is_asked_about_in_its_own_words(town: Town, kind: str):
    """Broken once: what was published two commands ago went away without a word."""
    before, line, called = KINDS[kind]
    for one in before:
        await town.say("ana", one)
    await town.say("ana", line)
    kept = waiting(town)
    await town.say("ana", "/moi muet")

    await town.say("ana", "/annuler")

    assert town.says(_("It is not the last thing that you did: /{word} came after it.", word="moi")) in town.last
    assert town.says(ASKED) in town.last
    assert called in town.last.splitlines()[0]
    assert waiting(town) == kept
    await town.choose("ana", "oui")
    assert town.says(_("Taken back: {what}", what="")) in town.last
    assert called in town.last
    assert waiting(town) == kept[1:]


async def test_a_no_leaves_it_there(town: Town):
    await town.say("ana", VOTE)
    await town.say("ana", "/moi muet")
    await town.say("ana", "/annuler")

    await town.choose("ana", "non")

    assert town.last == town.says(UNCHANGED)
    assert town.poll().is_open


async def test_the_yes_says_what_goes_away(town: Town):
    await town.say("ana", VOTE)
    await town.say("ana", POLL)
    await town.say("ana", "/annuler")
    assert taken_back(town, _("Poll {number} – {title}", number=2, title="Quelle soupe ?")) in town.last

    await town.say("ana", "/annuler")
    assert town.says(BIKE) in town.last
    assert town.says(_("Yes, take vote {number} back", number=1)) in town.last
    assert town.poll(1).is_open
    await town.choose("ana", "retirer")
    assert town.last == taken_back(town, BIKE)
    assert not town.poll(1).is_open


async def test_what_only_shows_something_comes_after_nothing(town: Town):
    await town.say("ana", VOTE)
    for line in ("/menu", "/aide vote", "/rappel", "/vote", "/confidentialite", "/vote 9 pour"):
        await town.say("ana", line)

    await town.say("ana", "/annuler")

    assert town.last == taken_back(town, BIKE)


async def test_after_two_minutes_it_is_asked_about(town: Town):
    await town.say("ana", VOTE)
    await town.wait(minutes=4, seconds=5)

    await town.say("ana", "/annuler")

    assert town.says(many("It was {n} minute ago.", "It was {n} minutes ago.", 4)) in town.last
    assert town.poll().is_open
    await town.choose("ana", "oui")
    assert not town.poll().is_open


async def test_a_yes_that_comes_too_late_is_refused(town: Town):
    await town.say("ana", VOTE)
    await town.wait(minutes=9)
    await town.say("ana", "/annuler")
    await town.wait(minutes=2)

    toast = await town.choose("ana", "oui")

    assert town.says(Phrase(NotToUndo.says)) in (toast, town.last, town.told("ana"))
    assert town.poll().is_open


async def test_what_is_named_is_shown_before_it_goes(town: Town):
    """Broken once: /annuler 1 took back the last thing, whatever its number."""
    await town.say("ana", VOTE)
    await town.say("ana", POLL)

    await town.say("ana", "/annuler 1")

    assert "Quelle soupe ?" in town.last
    assert town.says(ASKED) in town.last
    assert town.poll(1).is_open
    assert town.poll(2).is_open


async def test_nobody_takes_back_what_another_is_asked_about(village: Town):
    await village.say("ana", VOTE)
    await village.say("ana", "/moi muet")
    await village.say("bruno", POLL)
    await village.say("ana", "/annuler")

    assert await village.press("bruno", TakeBack(Undo(1).pack())) == village.says(Phrase(NotToUndo.says))
    assert await village.press("bruno", Undo(1)) == village.says(Phrase(OnlyAuthor.says, {"number": "1"}))

    assert village.poll(1).is_open
    await village.choose("ana", "yes")
    assert not village.poll(1).is_open


@pytest.mark.parametrize("text", ["", "x", "vu", "vu:x", "vu:1", "xu:vu:1", "v:1:0"])
async def test_a_yes_written_by_hand_takes_nothing_back(village: Town, text: str):
    await village.say("bruno", VOTE)
    await village.say("ana", "/menu")
    assert await village.press("ana", TakeBack(text)) == village.says(Phrase(NotToUndo.says))
    assert village.poll(1).is_open


async def test_a_press_that_came_after_is_known_without_having_been_written_down(village: Town):
    await village.say("bruno", POLL)
    await village.say("ana", VOTE)
    await village.wait(seconds=5)
    await village.choose("ana", "Poireau")

    await village.say("ana", "/annuler")

    assert village.says(LATER) in village.last
    assert village.poll(2).is_open


async def test_a_press_that_votes_runs_no_statement_for_it(village: Town):
    """There is none to spare."""
    ran: list[str] = []
    await village.say("ana", POLL)
    with village.database.begin() as tx:
        connection = tx.cursor.raw.connection
    connection.set_trace_callback(ran.append)
    await village.choose("ana", "Poireau")
    connection.set_trace_callback(None)
    assert any("ballots" in sql for sql in ran)
    assert not [sql for sql in ran if "undos" in sql]


async def test_what_was_answered_is_refused_before_anything_is_asked(town: Town):
    await town.say("ana", POLL)
    await town.say("ana", "/moi muet")
    await town.choose("bruno", "Poireau")

    await town.say("ana", "/annuler")

    assert town.says(Phrase(AnsweredAlready.says, {"number": "1"})) in (town.last, town.told("ana"))
    assert not town.saw(ASKED)
    assert town.poll().is_open


async def test_what_was_answered_meanwhile_stays(village: Town):
    await village.say("ana", VOTE)
    await village.say("ana", "/moi muet")
    await village.say("ana", "/annuler")
    await village.press("bruno", Vote(1, 0))

    await village.choose("ana", "yes")

    assert village.poll().is_open


# where


async def test_in_private_it_is_asked_about_what_was_done_in_the_group(town: Town):
    await town.say("ana", VOTE)
    await town.whisper("ana", "/annuler")
    assert town.was_told("ana", _("It was not done here."))
    assert town.says(BIKE) in town.told("ana")
    assert town.poll().is_open

    await town.choose_privately("ana", "oui")

    assert town.told("ana") == taken_back(town, BIKE)
    assert not town.poll().is_open


async def test_what_is_mine_alone_is_not_told_in_the_group(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/rappel samedi 10h rendez-vous chez le notaire")
    seen = len(town.seen())

    await town.say("ana", "/annuler")

    assert not [text for text in town.seen()[seen:] if "notaire" in text or town.says(ASKED) in text]
    assert "notaire" in town.told("ana")
    assert len(waiting(town)) == 1
    await town.choose_privately("ana", "oui")
    assert waiting(town) == []


async def test_a_command_of_a_private_chat_is_not_named_in_the_group(town: Town):
    await town.say("ana", VOTE)
    await town.whisper("ana", "/moi muet")

    await town.say("ana", "/annuler")

    assert town.says(LATER) in town.last
    assert "/moi" not in town.last


async def test_in_another_group_nothing_is_told_of_this_one(village: Town):
    everybody = list(village.people.values())
    port = village.hub.group("port", "Le Port", everybody, [village.people["ana"]])
    await village.say("ana", VOTE)
    await village._say("ana", port, "/menu", None)

    await village._say("ana", port, "/annuler", None)

    assert village.seen(port)[-1] == village.says(Phrase(DoneElsewhere.says))
    assert village.poll().is_open
    await village._say("ana", port, POLL, None)
    await village.say("ana", "/annuler")
    assert village.says(BIKE) in village.last, "the last thing done here, and something came after it"
    assert village.says(LATER) in village.last
    assert village.poll(2).is_open


# the command itself is changed, or goes away


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS), indirect=True)
async def test_what_was_corrected_is_named_as_it_is_now(town: Town):
    ref = await town.say("ana", "/vote Acheter un velo ?")
    await town.edit("ana", ref, VOTE)

    await town.say("ana", "/annuler")

    assert town.last == taken_back(town, BIKE)


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS), indirect=True)
async def test_correcting_an_older_one_comes_after_the_newer(town: Town):
    ref = await town.say("ana", "/vote Acheter un velo ?")
    await town.say("ana", POLL)
    await town.edit("ana", ref, VOTE)

    await town.say("ana", "/annuler")

    assert "Quelle soupe ?" in town.last
    assert town.says(ASKED) in town.last
    assert town.poll(2).is_open


async def test_a_command_that_is_deleted_is_still_taken_back_by_name(village: Town):
    ref = await village.say("ana", VOTE)
    await village.hub.delete_message(village.people["ana"], ref)
    await village.settle()
    assert village.poll().is_open

    await village.say("ana", "/annuler")

    assert village.last == taken_back(village, BIKE)
    assert not village.poll().is_open


# by a conversation, and across a restart


async def test_a_conversation_that_came_to_its_end_comes_after(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/rappel samedi 10h arroser")
    await town.choose_privately("ana", "date")
    await town.whisper("ana", "dimanche 11h")

    await town.whisper("ana", "/annuler")

    assert town.says(LATER) in town.told("ana")
    await town.choose_privately("ana", "oui")
    assert waiting(town) == []


async def test_what_is_published_after_a_preview_is_the_last_thing(town: Town):
    await town.say("ana", VOTE)
    await town.whisper("ana", "/besoin une remorque samedi matin, Vaise")
    await town.choose_privately("ana", "publier")

    await town.whisper("ana", "/annuler")
    assert "une remorque" in town.told("ana")
    assert town.says(_("Taken back: {what}", what="")) in town.told("ana")

    await town.say("ana", "/annuler")
    assert town.says(BIKE) in town.last
    assert town.says(LATER) in town.last


async def test_what_came_after_is_remembered_by_a_bot_that_was_stopped(village: Town):
    await village.say("ana", VOTE)
    await village.say("ana", "/moi muet")
    await village.restart()
    await village.say("ana", "/annuler")
    assert village.says(ASKED) in village.last
    await village.restart()
    await village.choose("ana", "yes")
    assert not village.poll().is_open


async def test_a_question_of_before_is_asked_anew_and_answered_once(village: Town):
    await village.say("ana", VOTE)
    await village.say("ana", "/moi muet")
    await village.say("ana", "/annuler")
    first = village.hub.messages(village.group)[-1].ref
    await village.say("ana", "/annuler")
    await village.choose("ana", "yes")
    assert await village.press("ana", TakeBack(Undo(1).pack()), first) == village.says(Phrase(NotToUndo.says))
    await village.say("ana", "/annuler")
    assert village.last == village.says(Phrase(NothingToUndo.says))


def test_whatever_may_be_taken_back_says_what_it_is():
    """An action that nobody declared would be offered by /annuler and refused."""
    offered = {
        part.attr if isinstance(part, ast.Attribute) else part.id
        for path in (ROOT / "handlers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "undoable"
        for made in node.args[:1] if isinstance(made, ast.Call)
        for part in [made.func] if isinstance(part, ast.Attribute | ast.Name)
    }  # fmt: skip
    assert offered == {kind.__name__ for feature in FEATURES for kind in feature.undoings}
    assert sum(len(feature.undoings) for feature in FEATURES) == 9


# one ballot box, two networks


async def test_in_the_other_chat_of_the_group_it_is_taken_back_as_in_the_first(pair: Twins):
    await pair.pair()
    await pair.link("ana")
    await pair.say("ana", VOTE)
    called = pair.poll()
    with pair.over_there():
        await pair.say("ana", "/annuler")
        bike = _("Vote {number} – {title}", number=called.number, title="Acheter un vélo ?")
        assert pair.last == pair.says(_("Taken back: {what}", what=bike))
    assert not pair.poll(called.id).is_open
