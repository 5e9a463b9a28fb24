"""What people get wrong about votes, and what networks do: a clear sentence, nothing lost, never a traceback."""

import asyncio
import sys
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.local.view import View
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.chat.events import Pressed, Said
from bot.chat.text import Phrase, _, many
from bot.domain.polls.refusals import NotAnElector
from bot.domain.presets import PRESETS
from bot.domain.recount import recount
from handlers.polls.actions import Again, CloseNow, Recount, Undo, Vote, WhoVotedWhat
from storage.database import Database
from tests.town import NAMES, Town, shown, text_of

FAILED = "failed on my side"


def answer(town: Town) -> str:
    """What the bot said last in the group, with no apology anywhere."""
    assert not any(FAILED in text for text in town.seen())
    return town.last


MANY = " | ".join(f"Place {n}" for n in range(100))
WRONG = {
    "/vot Adopter ?": "/vote",
    "/sondage": "/poll Which soup?",
    "/poll |": "/vote",
    "/vote " + "a" * 5000: "300",
    "/vote One? | Only": "between 2 and 50",
    f"/vote Where? | {MANY}": "between 2 and 50",
    f"/poll Where? | {MANY}": "between 2 and 12",
    "/vote Who? | Ana | ANA": "there twice",
    "/vote Who? | Ana | \u200b": "Some words are missing",
    "/vote Who? | Ana | \u202eanA": "reading order",
    "/vote Who? | Ana | Аnа": "look the same",
    "/vote Who? | Ana | Blank": "a blank answer of its own",
    "/vote Who? | Ana | Bo method=schulze": "not built yet",
    "/vote Who? | Ana | Bo method=magic": "method=motion",
    "/vote Who? | Ana | Bo méthode=magique": "méthode=motion",
    "/vote Adopt? ends=yesterday": "passed",
    "/vote Adopt? fin=hier": "passed",
    "/vote Adopt? ends=soonish": "soonish",
    "/vote Adopt? ends=\"thursday 8pm or so\"": "or",
    "/vote Adopt? ends=thursday": "today",
    "/vote Adopt? ends=2026": "2026",
    "/vote Adopt? ends=20h": "today 20h",
    "/vote " + "a" * 5000: "300",
    "/vote Adopt? ends=2026-11-12T09:00:30Z": "too close",
    "/vote Adopt? quorum=lots": "12, 1/4 or 25%",
    "/vote Adopt? quorum=0": "12, 1/4 or 25%",
    "/vote Adopt? quorum=6": "cannot be reached",
    "/vote Adopt? quorum=5/4": "12, 1/4 or 25%",
    "/vote Adopt? majority=most": "2/3",
    "/vote Adopt? majorité=3/2": "2/3",
    "/vote Adopt? base=everybody": "cast",
    "/vote Adopt? secrecy=none": "public",
    "/vote Adopt? secret=secret": "confidential",
    "/vote Adopt? secret=public results=never": "live",
    "/vote Adopt? results=live": "results=close",
    "/vote Adopt? max=2": "/poll",
    "/poll Days? | Mon | Tue max=3": "max=2",
    "/poll Days? | Mon | Tue max=many": "max=2",
    "/poll Days? quorum=3": "/vote",
    "/poll Days? secrecy=confidential": "/vote",
    "/vote Adopt? seats=2": "not built yet",
    "/vote Adopt? qorum=1/4": "quorum=1/4",
    "/vote Adopt? zzzzzzzzz=1": "method, ends, results",
    "/vote Adopt? majorite = 2/3 majorit=2/3": "majority=2/3",
    "/vote Adopt? ends= 3d": "ends=3d",
    "/vote Adopt? ends=3d ends=4d": "given twice",
    "/vote Adopt? ends=\"3d": "quotation mark",
    "/vote Adopt? ends=\"3d\" and more": "after the settings",
    "/vote 99": "no vote or poll 99",
    "/vote close 99": "no vote or poll 99",
    "/vote 99 for": "no vote or poll 99",
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), WRONG.items())
async def test_a_mistake_gets_a_sentence_and_nothing_opens(village: Town, text: str, says: str):
    await village.say("ana", text)

    assert says in answer(village)
    with village.database.read() as tx:
        assert not tx.polls.all()


async def test_all_mistakes_of_a_line_are_named_at_once(village: Town):
    """Broken once: an unknown setting hid the value that was not possible beside it."""
    for who, text in (("ana", "/vote Adopt? majority=3/2 zzzzzzzzz=1"), ("bruno", "/vote Adopt? zzzzzzzzz=1 base=x")):
        await village.say(who, text)
        assert "zzzzzzzzz" in answer(village)
        assert ("3/2" if who == "ana" else "base=x") in answer(village)
    await village.whisper("ana", "/vote Adopt? majority=3/2 zzzzzzzzz=1")
    assert "3/2" in village.told("ana")
    assert "zzzzzzzzz" in village.told("ana")


MARKUP = [
    "<b>Bold</b> & <script>alert(1)</script>", "*stars* _under_ `tick` [link](http://x.y)", "{braces} {0} %s %(x)s",
    "\\back \\u202e", "“quotes” «guillemets» \"plain\"", "👩‍👩‍👧 family", "שלום עולם", "e\u0301te\u0301",
]  # fmt: skip


@pytest.mark.parametrize("words", MARKUP)
async def test_markup_stays_text_in_every_field(village: Town, words: str):
    idea = await village.say("bruno", f"Idea {words}\nBecause {words}")
    await village.say("ana", f"/vote | One {words} | Two {words} secrecy=public", idea)
    await village.choose("bruno", "2")
    await village.say("ana", f"/vote cancel 1 no more {words}")

    shown = village.card("Idea").message
    body = words if "\\u" in words or "\u0301" not in words else "été"
    assert body in str(shown.lines[0].text)
    assert f"no more {body}" in village.says(village.last)
    assert not any(FAILED in text for text in village.seen())


async def test_markup_stays_text_in_a_result_and_its_picture(village: Town):
    await village.say("ana", "/vote <i>Where</i> & when? | <b>A</b> | B & C | {x} secrecy=public")
    await village.choose("bruno", "3")
    await village.choose("chloe", "1")
    await village.choose("dan", "1")
    await village.wait(days=4)
    assert "Chosen: <b>A</b>." in village.last
    posted = village.hub.last(village.group)
    assert posted is not None
    assert posted.message.picture is not None
    assert "<b>A</b>" not in posted.message.picture.svg


async def test_a_title_that_looks_like_a_verb_is_a_motion(village: Town):
    for text in ("annuler les travaux ?", "clore le compte en banque", "2 vélos cargo pour l'atelier ?", "close it"):
        await village.say("ana", f"/vote {text}")
        assert village.poll().terms.title == text


async def test_a_press_on_a_closed_vote_says_when_it_closed(town: Town):
    await town.say("ana", "/vote Adopter ? secret=public")
    card = town.card("Adopter").ref
    await town.say("ana", "/vote clore 1")

    if town.hub.view is View.BUTTONS:
        told = await town.hub.press(town.people["bruno"], card, Vote(1, 0).pack())
        assert told == town.says(_("No. {number} closed on {closed_at}. Answers are no longer taken.", number="1",
                                   closed_at=town.poll().closed_at))  # fmt: skip
    else:
        await town.whisper("bruno", "/vote 1 pour")
    assert town.ballot() == (0, 0, 0, 0)


async def test_an_answer_at_the_closing_instant_is_late(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public ends=2h")
    village.time = village.poll().closes_at
    toast = await village.hub.press(village.people["bruno"], village.card("Adopt").ref, Vote(1, 0).pack())
    assert "too late to be counted" in toast


async def test_a_button_forwarded_to_another_chat_does_nothing_there(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    other = village.hub.group("other", "Another group", [village.people["dan"]])
    await village.hub.say(village.people["dan"], other, "/poll Tea?")
    await village.settle()
    ref = village.hub.messages(other)[-1].ref

    toast = await village.hub.press(village.people["dan"], ref, Vote(1, 0).pack())

    assert "belongs to another group" in toast
    assert village.ballot(1) == (0, 0, 0, 0)


async def test_a_stranger_learns_nothing_of_a_vote(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    village.people["zoe"] = village.hub.person("zoe", "Zoé", "en")

    for text in ("/vote 1", "/vote 1 for", "/vote 1 withdraw", "/vote close 1"):
        await village.whisper("zoe", text)

    assert all("There is no vote or poll 1 here" in text for text in village.heard("zoe"))
    private = village.hub.messages(village.hub.private_chat(village.people["zoe"]))[-1].ref
    assert "There is no vote" in await village.press("zoe", WhoVotedWhat(1), private)


async def test_a_newcomer_answers_a_poll_but_not_a_vote_opened_before(town: Town):
    await town.say("ana", "/vote Adopter ? secret=public")
    await town.say("ana", "/sondage Thé ?")
    await town.wait(minutes=1)
    await town.join("zoe")

    await town.whisper("zoe", "/vote 1 pour")
    await town.whisper("zoe", "/vote 2 1")

    assert (town.ballot(1), town.ballot(2)) == ((0, 0, 0, 0), (1, 0))
    assert town.was_told("zoe", Phrase(NotAnElector.says, {"number": "1"}))


async def test_who_leaves_keeps_a_ballot_given_and_gives_no_other(town: Town):
    await town.say("ana", "/vote Adopter ? secret=public")
    await town.choose("bruno", "pour")
    for who in ("bruno", "chloe"):
        await town.leave(who)

    await town.whisper("chloe", "/vote 1 contre")
    await town.whisper("bruno", "/vote 1 contre")
    assert town.ballot() == (1, 0, 0, 0)

    await town.wait(minutes=1)
    await town.join("chloe")
    await town.whisper("chloe", "/vote 1 contre")
    assert town.ballot() == (1, 0, 0, 0)
    await town.whisper("bruno", "/vote 1 retirer")
    assert town.ballot() == (0, 0, 0, 0)
    assert town.poll().terms.electorate == 5


async def test_only_its_author_or_an_organizer_manages_a_vote(village: Town):
    await village.say("bruno", "/vote Adopt? secrecy=public")
    for text in ("close 1", "extend 1 2d", "cancel 1 because", "correct 1 Else?"):
        await village.say("chloe", f"/vote {text}")
        assert "Only the person who opened No. 1" in answer(village)
    assert "Only the person who opened" in await village.press("chloe", Undo(1))
    assert "Only the person who opened" in await village.press("chloe", CloseNow(1))

    await village.say("ana", "/vote extend 1 2d")
    assert "Ana Diaz extended it" in village.last
    await village.say("ana", "/vote extend 1 2d")
    assert "was extended once already" in village.last
    await village.say("ana", "/vote correct 1 Else?")
    assert "Only the person who opened No. 1 may do that" in village.last
    await village.say("ana", "/vote cancel 1")
    assert "Say why" in village.last
    await village.say("ana", "/vote cancel 1 it was a test")
    await village.say("ana", "/vote close 1")
    assert "was cancelled: it was a test" in village.last


async def test_after_ten_minutes_or_an_answer_nothing_is_corrected(village: Town):
    command = await village.say("ana", "/vote Adopt? secrecy=public")
    await village.wait(minutes=11)
    await village.edit("ana", command, "/vote Reject? secrecy=public")
    assert "more than ten minutes ago" in village.last
    assert "more than ten minutes ago" in await village.press("ana", Undo(1))

    command = await village.say("ana", "/vote Paint? secrecy=public")
    await village.choose("bruno", "for")
    await village.edit("ana", command, "/vote Burn? secrecy=public")
    assert "Somebody has answered No. 2" in village.last
    assert village.poll().terms.title == "Paint?"


async def test_a_correction_keeps_what_it_does_not_name(village: Town):
    await village.say("ana", "/vote Where? | A street | B street ends=5d quorum=2 secrecy=public results=close")
    before = village.poll().terms

    await village.say("ana", "/vote correct 1 Where to?")
    assert village.poll().terms == replace(before, title="Where to?")
    await village.say("ana", "/vote correct 1 quorum=3")
    assert (village.poll().terms.title, village.poll().terms.quorum_required) == ("Where to?", 3)
    await village.say("ana", "/vote correct 1 Where to? | A street | C street")
    assert village.poll().terms.options == ("A street", "C street")


async def test_an_edited_reply_keeps_the_message_it_answered(village: Town):
    idea = await village.say("bruno", "Rent the place\nIt costs 400 €.")
    command = await village.say("ana", "/vote ends=2d", idea)
    await village.edit("ana", command, "/vote ends=4d secrecy=public")
    terms = village.poll().terms
    assert (terms.title, terms.body, terms.secrecy.value) == ("Rent the place", "It costs 400 €.", "public")


async def test_a_deadline_corrected_into_the_past_is_refused(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    await village.wait(minutes=5)
    await village.say("ana", "/vote correct 1 ends=2min")
    assert "too close" in village.last


async def test_an_anonymous_administrator_is_told_how_to_vote(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    nobody = Person(User("local", "anonymous"), "La Ruche", anonymous=True)
    place = Place(village.group, "La Ruche")
    card = village.card("Adopt").ref
    said = MessageRef(village.group, "9999")

    await village.app.dispatcher.emit(Said("anon-1", nobody, place, "for", said, reply_to=card))
    await village.settle()

    assert "anonymous administrator" in village.last
    assert village.ballot() == (0, 0, 0, 0)


async def test_people_of_one_name_are_told_apart(village: Town):
    for key, name in (("m1", "Marie Dupont"), ("m2", "Marie Blanc")):
        await village.join(key, name)
    await village.say("ana", "/poll Tea?")
    for who in ("m1", "m2"):
        await village.choose(who, "Yes")
    await village.choose("bruno", "names")
    assert "Marie D. and Marie B." in village.told("bruno")


async def test_a_voter_is_told_apart_from_a_namesake_who_did_not_vote(village: Town):
    """“Against (1): Marie” did not say which of the two, though only one of them had answered."""
    for key, name in (("m1", "Marie Dupont"), ("m2", "Marie Blanc")):
        await village.join(key, name)
    await village.say("ana", "/vote Adopt? secrecy=public")
    await village.choose("m1", "Against")

    await village.press("bruno", WhoVotedWhat(1))

    assert "Against (1): Marie D." in village.told("bruno")


async def test_people_talk_under_a_vote_without_being_corrected(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    card = village.card("Adopt").ref
    said = len(village.seen())

    await village.say("bruno", "I think we should wait for Emma", card)
    assert len(village.seen()) == said
    await village.say("bruno", "agianst", card)
    assert "is not one of the answers" in village.last
    await village.say("bruno", "9", card)
    assert "is not one of the answers" in village.last


async def test_a_number_that_is_also_an_answer_is_asked_about(village: Town):
    await village.say("ana", "/poll How many? | 2 | 3 | 20")
    card = village.card("How many").ref

    await village.say("bruno", "2", card)
    assert village.ballot() == (0, 0, 0)
    assert all(way in village.last for way in ("#1", "#2"))
    await village.say("bruno", "#2", card)
    await village.say("chloe", "20", card)
    assert village.ballot() == (0, 1, 1)


async def test_a_bare_word_in_private_answers_only_where_one_vote_can_be_meant(village: Town):
    await village.say("ana", "/vote Adopt?")
    await village.whisper("bruno", "/vote 1")
    await village.whisper("bruno", "for")
    assert village.ballot(1) == (1, 0, 0, 0)

    await village.say("ana", "/vote Paint?")
    await village.whisper("bruno", "/vote 2")
    await village.whisper("bruno", "against")
    assert (village.ballot(1), village.ballot(2)) == ((1, 0, 0, 0), (0, 0, 0, 0))
    assert "answers several open votes" in village.told("bruno")
    await village.whisper("bruno", "/vote 2 against")
    assert village.ballot(2) == (0, 1, 0, 0)


async def test_a_word_alone_in_private_answers_the_only_open_vote(village: Town):
    await village.say("bruno", "/vote")
    await village.say("ana", "/vote Adopt?")
    await village.whisper("bruno", "For!")
    assert village.ballot() == (1, 0, 0, 0)


async def test_a_bare_yes_in_private_counts_only_where_the_vote_was_shown(village: Town):
    await village.say("bruno", "/vote")
    await village.say("ana", "/vote Adopt?")
    await village.whisper("bruno", "yes")
    assert village.ballot() == (0, 0, 0, 0)
    asked = _("I counted nothing yet. If you meant vote {number}, answer it below.", number="1")
    assert village.was_told("bruno", asked)
    await village.whisper("bruno", "yes")
    assert village.ballot() == (1, 0, 0, 0)


async def test_whoever_came_later_is_not_invited_to_a_vote_by_a_bare_word(village: Town):
    """Broken once: a no and a yes in private showed the vote, with its buttons, to whoever may not answer it."""
    await village.say("ana", "/vote Adopt?")
    await village.wait(minutes=1)
    await village.join("zoe")
    for word in ("no", "yes", "1"):
        await village.whisper("zoe", word)
    asked = _("I counted nothing yet. If you meant vote {number}, answer it below.", number="1")
    assert not village.was_told("zoe", asked)
    assert not any("Adopt?" in text for text in village.heard("zoe"))


async def test_a_typed_answer_is_told_with_the_vote_that_it_is_for(village: Town):
    await village.say("bruno", "/vote")
    await village.say("ana", "/vote Adopt?")
    await village.whisper("bruno", "For!")
    assert any(text.startswith("Vote 1 – Adopt?\nNoted: For.") for text in village.heard("bruno"))
    await village.whisper("bruno", "/vote 1 withdraw")
    assert any(text.startswith("Vote 1 – Adopt?\nYour answer is withdrawn") for text in village.heard("bruno"))


async def test_a_reply_to_the_vote_names_it(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    card = village.card("Adopt").ref
    await village.say("bruno", "/vote pour", card)
    assert village.ballot() == (1, 0, 0, 0)
    await village.say("bruno", "/vote", card)
    assert "Vote 1 – Adopt?" in village.told("bruno")
    await village.say("ana", "/vote close", card)
    assert not village.poll().is_open
    with village.database.read() as tx:
        assert len(tx.polls.all()) == 1


async def test_only_organizers_open_votes_where_the_charter_says_so(village: Town):
    await village.say("bruno", "/poll Tea?")
    village.decree(open_to="organizers")

    await village.say("bruno", "/vote Adopt?")
    assert "organizers open the votes" in village.last
    await village.say("bruno", "/poll Coffee?")
    await village.say("ana", "/vote Adopt?")
    await village.whisper("bruno", "/vote Adopt?")
    assert "organizers open the votes" in village.told("bruno")
    with village.database.read() as tx:
        assert [poll.terms.title for poll in tx.polls.all()] == ["Tea?", "Coffee?", "Adopt?"]


async def test_the_charter_fills_in_what_the_line_does_not_say(village: Town):
    await village.say("ana", "/poll Tea?")
    village.decree(vote_days=14, majority="2/3", quorum="1/3", base="voters", secrecy="public")
    await village.say("ana", "/vote Adopt?")
    terms = village.poll().terms
    assert (str(terms.majority), terms.quorum_required) == ("2/3", 2)
    assert (terms.base.value, terms.secrecy.value) == ("voters", "public")
    assert (terms.closes_at - village.time).days == 14
    await village.say("ana", "/vote Adopt it? quorum=1 majority=simple secrecy=confidential ends=2d")
    assert village.poll().terms.quorum_required == 1


@pytest.mark.parametrize(("preset", "days", "rules"), [
    ("quick", 3, ["Majority: more votes for than against.", "No quorum required."]),
    ("local", 7, ["Majority: more votes for than against.", "Quorum: 2 people"]),
    ("coordination", 14, ["Majority: at least two thirds of the votes cast.", "Quorum: 2 people"]),
    ("statutory", 14, ["Absolute majority: more than half of the votes cast.", "Quorum: 3 people"]),
])  # fmt: skip
async def test_each_preset_says_its_rules(village: Town, preset: str, days: int, rules: list[str]):
    await village.say("ana", "/poll Tea?")
    charter = PRESETS[preset].charter
    village.decree(**{field.name: getattr(charter, field.name) for field in fields(charter)})
    village.enrol(*NAMES)

    await village.say("ana", "/vote Adopt?")
    await village.choose("bruno", "who")

    told = village.told("bruno")
    assert all(rule in told for rule in rules), told
    assert village.poll().closes_at.date() == village.time.date() + timedelta(days=days)


async def test_a_vote_runs_to_its_deadline_where_the_charter_says_so(village: Town):
    await village.say("ana", "/poll Tea?")
    village.decree(early_close=False)
    await village.say("ana", "/vote Adopt? secrecy=public")
    for who in ("ana", "bruno", "chloe", "dan", "emma"):
        await village.choose(who, "for")
    await village.wait(minutes=5)
    assert "Everybody has answered" not in village.told("ana")
    await village.say("ana", "/vote close 2")
    assert "runs until its deadline" in village.last


async def test_when_everybody_has_answered_the_author_may_close(town: Town):
    await town.say("bruno", "/vote Adopter ?")
    for who in ("ana", "bruno", "chloe", "dan", "emma"):
        await town.whisper(who, "/vote 1 pour")
    assert town.poll().is_open
    await town.wait(minutes=1)

    await town.choose_privately("bruno", "clore")

    assert town.saw(_("Adopted: {n} for, {against} against.", n=5, against=0))
    assert town.saw(_("Closed before the deadline by {name}.", name="Bruno Petit"))


async def test_a_tie_is_offered_again_to_its_author_alone_and_opened_once(town: Town):
    await town.say("bruno", "/vote Où ? | A | B | C secret=public")
    for who, option in (("ana", "A"), ("bruno", "A"), ("chloe", "B"), ("dan", "B"), ("emma", "C")):
        await town.choose(who, option)
    await town.wait(days=4)
    assert town.saw(_("A tie between {options}: nothing is decided.", options=("A", "B")))
    assert not town.saw(_("New ballot between the tied"))

    await town.choose_privately("bruno", "revoter")
    assert town.poll(2).terms.options == ("A", "B")
    assert not town.offers("bruno", "revoter")
    if town.hub.view is View.BUTTONS:  # an old client may still show it
        toast = await town.press("bruno", Again(1))
        assert toast == town.says(_("The new ballot is open already: it is No. {number}.", number="2"))
    with town.database.read() as tx:
        assert len(tx.polls.all()) == 2
        assert not tx.decisions.all()


async def test_a_formal_group_is_spoken_to_formally(village: Town):
    await village.say("ana", "/poll Tea?")
    village.decree(formal=True)
    await village.say("ana", "/vote Adopt?")
    with village.database.read() as tx:
        assert [post.voice[:3] for post in tx.posts.of("poll:2")] == ["en+"]


async def test_a_recount_file_is_read_back_and_gives_the_same(village: Town, tmp_path: Path):
    for text in ("/vote Adopt? secrecy=public", "/vote Where? | A | B", "/poll Days? | Mon | Tue | Wed max=2"):
        await village.say("ana", text)
    await village.choose("bruno", "for")
    for who, n in (("ana", 1), ("bruno", 1), ("chloe", 2), ("dan", 3)):
        await village.whisper(who, f"/vote 2 {n}")
        await village.whisper(who, f"/vote 3 {n}")
    await village.wait(days=4)

    for number in (1, 2, 3):
        await village.press("bruno", Recount(number))
        handed = [one.message.file for one in village.hub.messages(village.hub.private_chat(village.people["bruno"]))]
        file, program = [one for one in handed if one][-2:]
        again = recount(file.content.encode(), file.name)
        assert again.agrees is not False
        # Broken once: members were told to type a command of ours, which they do not have.
        assert f"python -I {program.name} {file.name}" in village.told("bruno")
        (tmp_path / program.name).write_bytes(program.data)
        (tmp_path / file.name).write_text(file.content, "utf-8")
        run([sys.executable, "-I", program.name, file.name], cwd=tmp_path, check=True, capture_output=True)


async def test_a_stale_or_forged_button_is_answered(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    card = village.card("Adopt").ref
    for data in ("v:1:9", "v:1:-1", "v:99:0", "v:1", "zz", "v:a:b", "", "v:1:99999999999999999999", "vx:1", "vt:1"):
        toast = await village.hub.press(village.people["bruno"], card, data)
        assert toast, data
        assert FAILED not in toast, data
    assert village.ballot() == (0, 0, 0, 0)


async def test_a_group_the_bot_left_asks_nothing(village: Town):
    other = Chat("local", "nowhere")
    person = Person(village.people["ana"], "Ana")
    await village.app.dispatcher.emit(Pressed("p-1", person, Place(other, "X"), MessageRef(other, "1"), "v:1:0"))
    await village.settle()


# any text at all

WORDS = st.sampled_from([
    "/vote", "/sondage", "/poll", "|", " | ", "\n", "=", "fin=", "ends=", "quorum=1/4", "max=2", "majorité=", "2/3",
    "secret=public", "méthode=motion", "method=choice", "annuler", "close", "extend", "correct", "1", "41", "#1", "n°1",
    "\"", "«", "»", "“", "Oui", "demain", "in 3 days", "20h", "\u202e", "\u200b", "😀", "<b>", "{", "}", "%", "\x00",
    "résultats=direct", "base=inscrits", "retirer", "until", "de 2 jours",
])  # fmt: skip
ANYTHING = st.lists(WORDS | st.text(max_size=20), max_size=12).map(" ".join)


def test_no_text_after_vote_is_a_bug(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("anything")
    Database(folder / "coop.db").close()

    with asyncio.Runner() as runner:
        town = runner.run(_opened(folder))

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(text=ANYTHING, command=st.sampled_from(["/vote", "/sondage", "!poll"]), private=st.booleans())
        def tell(text: str, command: str, private: bool) -> None:
            town.seconds += 60
            runner.run((town.whisper if private else town.say)("ana", f"{command} {text}"))
            runner.run(town.whisper("ana", "/nothing"))
            for heard in (town.last, *town.heard("ana")[-2:]):
                assert FAILED not in heard

        tell()
        runner.run(town.close())


async def _opened(folder: Path) -> Town:
    town = await Town(folder, View.BUTTONS, "en").open()
    await town.say("ana", "/vote Adopt? secrecy=public")
    return town


async def test_a_cancelled_confidential_vote_forgets_who_answered_what(village: Town):
    await village.say("ana", "/vote Adopt the charter?")
    await village.choose("bruno", "for")

    await village.say("ana", "/vote cancel 1 badly worded")

    with village.database.read() as tx:
        assert [marks for _member, marks in tx.ballots.by_name(village.poll().id)] == [()]


async def test_a_majority_is_refused_where_the_most_votes_win(village: Town):
    await village.say("ana", "/vote Which place? | Rue Pasteur | Market majority=2/3")

    assert village.saw("is for a motion")
    with village.database.read() as tx:
        assert not tx.polls.all()


async def test_who_took_part_in_a_confidential_vote_is_shown_and_never_what_they_answered(village: Town):
    await village.say("ana", "/vote Adopt the charter?")
    await village.choose("bruno", "for")

    await village.choose("chloe", "names")

    assert "Bruno" in village.told("chloe")
    assert "For" not in village.told("chloe")


async def test_undo_after_closing_ones_own_vote_says_there_is_nothing_to_undo(village: Town):
    await village.say("ana", "/vote Adopt the charter?")
    await village.say("ana", "/vote close 1")

    with village.database.read() as tx:
        assert tx.undos.waiting(village.poll().author, village.clock.now()) == []


@pytest.mark.parametrize("town", shown(*View), indirect=True)
async def test_more_answers_than_people_at_the_opening_are_told_with_their_cause(town: Town):
    """Broken once: “4 of 3” stood there, and in the result, without a word. A network may not tell who comes."""
    await town.say("ana", "/vote Adopter la charte ? secret=public")
    for who in ("farid", "gil"):
        town.people[who] = town.hub.person(who, who.title(), town.language)
        town.hub.room(town.group).members[town.people[who].id] = False
    for who in town.people:
        await town.choose(who, "pour")
    more = town.says(
        many(
            "{n} answer more than there were people at the opening: somebody came in without my being told. In a group "
            "where I am an administrator I see who comes.",
            "{n} answers more than there were people at the opening: some came in without my being told. In a group "
            "where I am an administrator I see who comes.",
            2,
        )
    )
    if town.hub.view is not View.BARE:
        assert more in text_of(town.card("charte"))
    await town.say("ana", "/vote clore 1")
    assert any(more in text for text in town.seen()[-3:])
