"""Polls of Matrix beside the bot's messages, on a real Synapse: what is answered in them answers the message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat import events
from bot.chat.adapter import Can
from bot.chat.address import MessageRef
from bot.chat.message import Message, NativePoll, say
from tests.adapters.contract import Ears
from tests.matrix_corner import Corner
from tests.matrix_people import Poll, polls

SOUP = replace(say("Sondage 1: Soup?"), poll=NativePoll("Soup?", ("Leek", "Squash")))
STEW = replace(say("Sondage 1: Stew?"), poll=NativePoll("Stew?", ("Leek", "Squash", "Both"), most=2))
OVER = replace(say("Sondage 1: closed"), poll=NativePoll("It has ended.", (), ended=True))
ANSWER = "org.matrix.msc3381.poll.response"


def shown(corner: Corner) -> list[Poll]:
    """The bot's polls in the room."""
    return [one for one in polls(corner.ana.events(corner.room)) if one.sender == corner.bot]


async def posted(corner: Corner, message: Message = SOUP) -> tuple[MessageRef, str]:
    """The bot comes, and asks: its message, and the poll beside it."""
    await corner.arrive()
    ref = await corner.adapter.send(corner.chat, message, "1")
    return ref, shown(corner)[-1].id


async def until_answered(corner: Corner, ears: Ears, count: int) -> list[tuple[str, tuple[int, ...]]]:
    """The answers, once there are so many: who, and what."""
    await ears.until(lambda: len(corner.of(events.PollAnswered)) >= count)
    return [(one.by.user.id, one.options) for one in corner.of(events.PollAnswered)]


def test_polls_are_a_thing_that_the_settings_turn_on(corner: Corner) -> None:
    assert Can.NATIVE_POLL not in corner.made().can
    assert Can.NATIVE_POLL in corner.made(polls=True).can


async def test_a_poll_is_posted_once_beside_its_message_and_answers_the_message(corner: Corner) -> None:
    async with corner.listening(polls=True) as ears:
        ref, poll = await posted(corner)
        await corner.adapter.send(corner.chat, SOUP, "1")
        corner.bruno.answer(corner.room, poll, "2")
        answered = await until_answered(corner, ears, 1)

        [one] = shown(corner)
        assert (one.question, one.options, one.most) == ("Soup?", {"1": "Leek", "2": "Squash"}, 1)
        assert one.belongs_to == ref.id == corner.of(events.PollAnswered)[0].message.id
    assert answered == [(corner.bruno.user, (1,))]


async def test_answers_given_after_a_restart_or_while_the_bot_was_away_are_heard(corner: Corner) -> None:
    async with corner.listening(polls=True):
        _ref, poll = await posted(corner)
    corner.ana.answer(corner.room, poll, "1")

    async with corner.listening(polls=True) as ears:
        await until_answered(corner, ears, 1)
        corner.bruno.answer(corner.room, poll)
        answered = await until_answered(corner, ears, 2)

    assert answered == [(corner.ana.user, (0,)), (corner.bruno.user, ())]


async def test_somebody_elses_poll_and_malformed_answers_mean_nothing(corner: Corner) -> None:
    async with corner.listening(polls=True) as ears:
        ref, poll = await posted(corner)
        theirs = corner.ana.ask(corner.room, "Cake?", "Yes", "No")
        corner.bruno.answer(corner.room, theirs, "1")
        corner.bruno.answer(corner.room, ref.id, "x")
        reference = {"rel_type": "m.reference", "event_id": poll}
        for content in (
            {},
            {ANSWER: 7, "m.relates_to": reference},
            {ANSWER: {"answers": "1"}, "m.relates_to": reference},
            {ANSWER: {"answers": [1]}, "m.relates_to": reference},
            {ANSWER: {"answers": ["0"]}, "m.relates_to": reference},
            {ANSWER: {"answers": ["1"]}, "m.relates_to": {"rel_type": "org.example.like", "event_id": poll}},
        ):
            corner.bruno.send(corner.room, ANSWER, content)
        corner.bruno.send(corner.room, "m.poll.response", {"m.selections": ["1"], "m.relates_to": reference})
        answered = await until_answered(corner, ears, 1)

    assert answered == [(corner.bruno.user, (0,))]  # the last one, as the specification has it


async def test_a_question_that_is_corrected_has_a_poll_of_its_own(corner: Corner) -> None:
    async with corner.listening(polls=True) as ears:
        ref, first = await posted(corner)
        await corner.adapter.edit(ref, SOUP)
        assert [one.id for one in shown(corner)] == [first]

        await corner.adapter.edit(ref, STEW)
        [second] = shown(corner)
        corner.bruno.answer(corner.room, first, "1")
        corner.bruno.answer(corner.room, second.id, "3", "1")
        answered = await until_answered(corner, ears, 1)

    assert (second.question, second.most, len(second.options)) == ("Stew?", 2, 3)
    assert answered == [(corner.bruno.user, (2, 0))]


async def test_a_poll_ends_once_with_its_message_also_after_a_restart(corner: Corner) -> None:
    async with corner.listening(polls=True):
        ref, _poll = await posted(corner)
    async with corner.listening(polls=True):
        await corner.adapter.edit(ref, OVER)
        await corner.adapter.edit(ref, OVER)

        [one] = shown(corner)
        ends = [event for event in corner.ana.events(corner.room) if event["type"].endswith("poll.end")]
    assert (one.end, len(ends)) == ("It has ended.", 1)


async def test_a_message_that_is_taken_away_takes_its_poll_with_it(corner: Corner) -> None:
    async with corner.listening(polls=True):
        ref, _poll = await posted(corner)
        await corner.adapter.delete(ref)
        assert shown(corner) == []
    assert await corner.notes.all("poll") == {}


async def test_in_a_room_that_takes_no_polls_the_message_stands_alone(
    corner: Corner, caplog: pytest.LogCaptureFixture
) -> None:
    async with corner.listening(polls=True) as ears:
        await corner.arrive()
        levels = corner.ana.state(corner.room, "m.room.power_levels")
        levels.setdefault("events", {})["org.matrix.msc3381.poll.start"] = 100
        corner.ana.set_state(corner.room, "m.room.power_levels", levels)
        ref = await corner.adapter.send(corner.chat, SOUP, "1")
        await corner.adapter.edit(ref, SOUP)
        corner.bruno.say(corner.room, "!vote Next?")
        await ears.until(lambda: ears.texts == ["!vote Next?"])

        assert shown(corner) == []
    assert [one.body for one in corner.ana.seen(corner.room) if one.sender == corner.bot] == ["Sondage 1: Soup?"]
    assert "takes no polls" in caplog.text
