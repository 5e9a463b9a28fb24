"""A storm of kills while 500 votes arrive: every vote that was acknowledged is in the tally exactly once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.chat.address import Person, Place, User
from bot.chat.events import Event, Reacted, Said
from bot.core.fit import KEYCAPS
from tests.crash import wire
from tests.crash.nursery import Nursery
from tests.office import blank

VOTES = 500
KILLS = 25
WINDOW = 40  # events that the network hands over before it waits for an acknowledgement
CHANGES = 60  # of the votes, by people who voted before


class World:
    """The network in this process: it keeps what was not acknowledged, and offers it again on every call."""

    def __init__(self, path: Path, voters: int) -> None:
        self.path = path
        self.hub = Hub(run="world")
        self.hub.view = View.REACTIONS
        self.people = [self.hub.person(f"p{n}", f"Voter {n}") for n in range(voters)]
        self.group = self.hub.group("ruche", "La Ruche", self.people, self.people[:1])
        self.events: list[Event] = []
        self.taken: set[str] = set()
        self.changed = asyncio.Event()  # an acknowledgement came, or something was shown
        self.listener = 0  # the process that called last
        self._writer: asyncio.StreamWriter | None = None
        self._offered: set[str] = set()
        self._servers: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> World:
        self._server = await asyncio.start_unix_server(self._accept, str(self.path))
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()
        for task in self._servers:
            task.cancel()

    def happens(self, event: Event) -> None:
        """Somebody did something; it is kept until the bot acknowledged it."""
        self.events.append(event)
        self._offer()

    def cards(self) -> list[Posted]:
        """The bot's messages in the group."""
        return [post for post in self.hub.messages(self.group) if post.from_bot]

    async def until(self, fact: Callable[[], object], seconds: float = 30.0) -> None:
        """Comes back when the fact is true, looked at after each acknowledgement and each message."""
        async with asyncio.timeout(seconds):
            while not fact():
                self.changed.clear()
                await self.changed.wait()

    def _offer(self) -> None:
        if self._writer is None or self._writer.is_closing():
            return
        waiting = [event for event in self.events if event.id not in self.taken][:WINDOW]
        for event in waiting:
            if event.id not in self._offered:
                self._offered.add(event.id)
                wire.write(self._writer, ("event", event))

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._servers.add(task)
        try:
            while True:
                await self._hear(await wire.read(reader), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            if self._writer is writer:
                self._writer = None
        finally:
            self._servers.discard(task)
            writer.close()

    async def _hear(self, said: object, writer: asyncio.StreamWriter) -> None:
        match said:
            case ("listen", int(pid)):
                self.listener = pid
                self._writer, self._offered = writer, set()
                self._offer()
            case ("taken", id_):
                self.taken.add(id_)
                self._offer()
            case ("call", int(number), str(name), tuple(args)):
                wire.write(writer, ("answer", number, await getattr(self.hub, name)(*args)))
        self.changed.set()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    blank(tmp_path)
    async with World(tmp_path / "network", VOTES - CHANGES) as here:
        yield here


def tally(path: Path) -> dict[str, str]:
    """Who voted what, by account."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = database.execute("SELECT a.user, b.marks FROM ballots b JOIN accounts a ON a.member = b.member").fetchall()
    database.close()
    assert len(rows) == len(dict(rows))
    return dict(rows)


async def test_a_storm_of_kills_while_five_hundred_vote(nursery: Nursery, world: World, tmp_path: Path) -> None:
    rng = random.Random(41)
    place = Place(world.group, "La Ruche")
    pid = nursery.begin("serve", tmp_path)
    author = Person(world.people[0], "Voter 0", "fr")
    asked = "/sondage Quelle soupe ? | Poireau | Courge"
    world.happens(Said("open", author, place, asked, await world.hub.say(author.user, world.group, asked)))
    await world.until(lambda: "open" in world.taken and world.cards())
    card = world.cards()[0].ref
    choices = {user: rng.randrange(2) for user in world.people}

    def vote(number: int, user: User, choice: int) -> None:
        person = Person(user, world.hub.name_of(user), "fr")
        world.happens(Reacted(f"vote{number}", person, place, card, KEYCAPS[choice], f"r{number}"))

    kills, voted = 0, 0
    voters = list(world.people)
    rng.shuffle(voters)
    queue = [(user, choices[user]) for user in voters]
    for user in rng.sample(voters, CHANGES):
        choices[user] = 1 - choices[user]
        queue.insert(rng.randrange(queue.index((user, 1 - choices[user])) + 1, len(queue) + 1), (user, choices[user]))

    while len(world.taken) <= VOTES or kills < KILLS:
        for user, choice in queue[voted : voted + WINDOW]:
            vote(voted, user, choice)
            voted += 1
        goal = min(len(world.taken) + rng.randrange(0, 3 * VOTES // KILLS // 2), VOTES + 1)
        if rng.random() < 0.8:
            await world.until(partial(lambda goal: len(world.taken) >= goal, goal))
        if kills < KILLS:
            # Anywhere: while it starts, while it writes, while it sends.
            await asyncio.sleep(rng.random() * 0.03)
            os.kill(pid, signal.SIGKILL)
            assert nursery.end() == -signal.SIGKILL
            kills += 1
            pid = nursery.begin("serve", tmp_path)

    wanted = Counter(choices.values())
    await world.until(lambda: world.listener == pid)  # the last one is there, and not only born
    await world.until(lambda: _shows(world.cards()[0].text, wanted))
    os.kill(pid, signal.SIGTERM)
    assert nursery.end() == 0, (tmp_path / "log.txt").read_text()

    assert kills == KILLS
    assert "[error" not in (tmp_path / "log.txt").read_text()
    assert tally(tmp_path / "coop.db") == {user.id: str(choice) for user, choice in choices.items()}
    assert len(world.cards()) == 1
    assert _shows(world.cards()[0].text, wanted)


def _shows(card: str, wanted: Counter[int]) -> bool:
    lines = card.replace("\u00a0", " ").splitlines()
    return f"Poireau : {wanted[0]}" in lines and f"Courge : {wanted[1]}" in lines
