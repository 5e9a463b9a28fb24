"""What a network cannot show gets a plainer form, and every choice keeps its number."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local.view import View
from bot.chat.adapter import Can, Limits
from bot.chat.address import User
from bot.chat.message import Button, File, Message, NativePoll, Picture, say
from bot.chat.text import Line, note, title
from bot.core.fit import KEYCAPS, fit, keycap, length, offers
from bot.core.words import Words

WORDS, LIMITS = Words("en"), Limits()
BUTTONS, REACTIONS, BARE = (view.can for view in View)


def buttons(count: int) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(f"Option {n}", f"v:1:{n}"),) for n in range(count))


def lowered(message: Message, can: Can, *, private: bool = False) -> tuple[Message, ...]:
    return fit(message, can, LIMITS, WORDS, private=private)


def text(message: Message) -> str:
    return "\n".join(str(line.text) for line in message.lines)


def test_buttons_stay_buttons_where_there_are_some():
    (shown,) = lowered(say("Which?", rows=buttons(3)), BUTTONS)
    assert [one.label for one in shown.buttons] == ["Option 0", "Option 1", "Option 2"]


def test_a_label_too_long_for_a_button_is_cut():
    (shown,) = lowered(Message(rows=((Button("x" * 100, "a"),),)), BUTTONS)
    assert str(shown.buttons[0].label) == "x" * 63 + "…"


def test_without_buttons_lines_are_numbered_and_the_bot_reacts_first():
    (shown,) = lowered(say("Which?", rows=buttons(3)), REACTIONS)
    assert (shown.rows, shown.reactions) == ((), KEYCAPS[:3])
    assert text(shown).split("\n")[1:4] == ["1. Option 0", "2. Option 1", "3. Option 2"]


def test_more_than_ten_choices_are_answered_in_words():
    (shown,) = lowered(say("Which?", rows=buttons(11)), REACTIONS)
    assert shown.reactions == ()
    assert "Answer this message with a number: 1 to 11." in text(shown)


@pytest.mark.parametrize(("private", "hint"), [(True, "Answer with a number: 1 or 2."), (False, "Answer this message")])
def test_bare_text_says_how_to_answer(private, hint):
    (shown,) = lowered(say("Which?", rows=buttons(2)), BARE, private=private)
    assert hint in text(shown)


@pytest.mark.parametrize(
    ("can", "private", "count", "hint"),
    [
        (BARE, True, 1, "Answer in words, or 1 to leave."),
        (BARE, True, 2, "Answer in words, or with a number: 1 or 2."),
        (BARE, False, 1, "Answer this message in words, or 1 to leave."),
        (BARE, False, 2, "Answer this message in words, or with a number: 1 or 2."),
        (REACTIONS, True, 1, "Answer in words, or tap a number."),
        (REACTIONS, False, 2, "Answer this message in words, or tap a number."),
    ],
)
def test_an_open_question_asks_for_words_first(can, private, count, hint):
    (shown,) = lowered(say("What is the question?", rows=buttons(count), in_words=True), can, private=private)
    assert text(shown).endswith(hint)
    assert "Answer" not in text(lowered(say("What?", rows=buttons(count), in_words=True), BUTTONS)[0])


def test_an_answer_that_must_not_be_seen_is_asked_elsewhere():
    ballot = say("Adopt?", rows=buttons(2), privately="Write to me in private.")
    for can in (REACTIONS, BARE):
        (shown,) = lowered(ballot, can)
        assert (shown.rows, shown.reactions) == ((), ())
        assert text(shown).endswith("Write to me in private.")
        assert "Write to me" not in text(lowered(ballot, can, private=True)[0])
    assert lowered(ballot, BUTTONS)[0].rows == ballot.rows
    assert len(offers(ballot)) == 2  # recognised all the same when somebody types one


def test_what_is_answered_in_private_lists_the_answers_alone_with_numbers_that_count_there():
    more = (Button("Who may vote?", "w:1"), Button("Who voted", "n:1"))
    ballot = say("Adopt?", rows=(*buttons(2), more), privately="Write to me in private.")
    (shown,) = lowered(ballot, BARE)
    assert text(shown).split("\n")[1:] == ["1. Option 0", "2. Option 1", "Write to me in private."]
    assert len(offers(ballot)) == 4


def test_a_picture_that_cannot_be_shown_is_told_once():
    result = say("Adopted: 2 for.", picture=Picture("<svg/>", "Adopted: 2 for.\nFor: 2\nAgainst: 0"))
    (shown,) = lowered(result, BARE)
    assert text(shown).split("\n") == ["Adopted: 2 for.", "For: 2", "Against: 0"]
    assert lowered(result, BUTTONS)[0].picture is not None


def test_a_file_that_cannot_be_sent_is_written_out():
    (shown,) = lowered(say("Here.", file=File("a.json", "application/json", "{}")), BARE)
    assert text(shown) == "Here.\n{}"


def test_of_a_file_that_is_no_text_people_learn_that_it_is_there():
    paper = File("a.pdf", "application/pdf", b"%PDF-1.7")
    (shown,) = lowered(say("Here.", file=paper), BARE)
    assert text(shown) == "Here.\nNo file can be handed over here: a.pdf"
    assert lowered(say("Here.", file=paper), BUTTONS)[0].file == paper


def test_words_too_long_for_a_caption_come_after_the_picture_with_the_choices():
    """Broken once: the choices stayed with the words, and what was kept as their message was the picture."""
    first, second = lowered(say("x " * 600, rows=buttons(1), picture=Picture("<svg/>", "x")), BUTTONS)
    assert first.picture is not None
    assert (first.lines, first.rows) == ((), ())
    assert (second.picture, len(second.buttons)) == (None, 1)


def test_every_part_is_for_the_same_eyes_and_as_quiet_as_the_whole():
    ana = User("local", "ana")
    whole = say("x " * 6000, rows=buttons(1), silent=True).seen_by(ana)
    parts = [*lowered(whole, BUTTONS), *lowered(replace(whole, picture=Picture("<svg/>", "x")), BUTTONS)]
    assert {(part.silent, part.only) for part in parts} == {(True, ana)}


@given(st.lists(st.text(max_size=9000), min_size=1, max_size=4), st.integers(0, 3))
def test_long_texts_are_parted_and_the_choices_are_on_the_last(lines, count):
    parts = lowered(Message(tuple(map(Line, lines)), buttons(count)), BUTTONS)
    assert all(length(part.lines) <= LIMITS.text for part in parts)
    assert not any(part.rows for part in parts[:-1])
    assert len(parts[-1].buttons) == count


def test_styles_survive_the_parting():
    parts = lowered(Message((title("T " * 3000), note("n"))), BUTTONS)
    assert {line.style.value for part in parts for line in part.lines} == {"title", "note"}


@pytest.mark.parametrize("place", range(10))
def test_a_keycap_stands_for_its_place_however_a_client_writes_it(place):
    assert keycap(KEYCAPS[place]) == place == keycap(KEYCAPS[place].replace("\ufe0f", ""))


def test_any_other_reaction_stands_for_nothing():
    assert [keycap(key) for key in ("👍", "", "1")] == [None] * 3


def test_a_poll_of_the_network_stands_only_where_everybody_may_see_the_answers():
    poll = NativePoll("Soup?", ("Leek", "Squash"))
    asked = replace(say("Soup? " * 700, rows=buttons(2)), poll=poll)
    able = REACTIONS | Can.NATIVE_POLL

    assert [one.poll for one in lowered(asked, REACTIONS)] == [None, None]
    assert [one.poll for one in lowered(asked, able)] == [None, poll]  # with the choices, on the last part
    assert [one.poll for one in lowered(asked, able, private=True)] == [None, None]
    assert lowered(replace(asked, privately="Write to me."), able)[-1].poll is None
