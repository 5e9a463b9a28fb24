"""A homeserver with the limits that Synapse has by default: ten messages at once, then one in five seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.test_matrix_encrypted import running
from tests.matrix_people import Someone
from tests.matrix_side import people
from tests.synapse import USUAL_LIMITS, Synapse, fresh

PATIENCE = 60.0


@pytest.fixture
def strained(tmp_path: Path) -> Iterator[Synapse]:
    """A server of its own, as anybody else would install it."""
    server = Synapse(tmp_path / "synapse", limits=USUAL_LIMITS).start()
    yield server
    server.stop()


async def until(fact: Any) -> Any:
    async with asyncio.timeout(PATIENCE):
        while not (found := fact()):
            await asyncio.sleep(0.05)
    return found


def said(who: Someone, room: str, bot: str) -> list[tuple[str, bool]]:
    """What the bot said in the room, in the order of the server: the words, and whether they replaced others."""
    found = []
    for event in who.events(room):
        content = event["content"]
        if event["sender"] == bot and event["type"] == "m.room.message":
            new = content.get("m.new_content")
            found.append(((new or content).get("body", ""), new is not None))
    return found


async def test_with_the_usual_limits_nothing_is_lost_and_what_is_new_comes_before_what_looks_better(
    strained: Synapse, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Broken once: an answer to a message was dropped while the server let the bot's own reactions to it wait."""
    caplog.set_level("INFO", "bot.adapters.matrix")
    bot = strained.register(fresh("coop"))
    with people(strained, "ana", "bruno") as everybody:
        ana, bruno = everybody["ana"], everybody["bruno"]
        async with running(strained, folder, bot, encryption=False):
            room = ana.create("La Ruche", [bruno.user, bot])
            bruno.join(room)
            await until(lambda: shows(ana, room, "/menu"))
            ana.say(room, "!poll Soup? | Leek | Squash")
            soup = await until(lambda: shows(ana, room, "Soup?"))
            ana.say(room, "!poll Cake? | " + " | ".join("abcdefgh"))
            cake = await until(lambda: shows(ana, room, "Cake?"))
            bruno.react(room, cake.id, "1️⃣")
            await until(lambda: "429" in caplog.text)
            before = len(said(ana, room, bot))
            ana.say(room, "!vote close 1")
            await until(
                lambda: "Closed on" in shows(ana, room, "Soup?").body and "a: 1" in shows(ana, room, "Cake?").body
            )

            told = said(ana, room, bot)
    assert soup.id != cake.id
    assert [text.splitlines()[0] for text, edit in told if not edit and "Cake?" in text] == [cake.body.splitlines()[0]]
    assert len([text for text, edit in told if not edit and "Soup?" in text]) == 2  # the question, and its result
    assert not told[before][1], told[before:]
    assert caplog.text.count("429") < 40  # it waits as long as it is told to, and tries no more than once for each chat


def shows(who: Someone, room: str, text: str) -> Any:
    """The first message of somebody else in the room that shows the text."""
    return next((one for one in who.seen(room) if text in one.body and one.sender != who.user), None)
