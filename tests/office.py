"""The bot's machinery with features made for one test: real parts over the local network, a clock moved by hand.

    async def test_...(office):
        await office.open(feature)
        await office.emit(office.says("ana", "/go"))
        await office.deliver()
        assert office.seen() == ["gone"]

Events are handed to the dispatcher directly, so that a test decides what comes when, how often and after what.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from structlog.testing import capture_logs

from bot.adapters.local.hub import LIMITS, Hub
from bot.adapters.local.view import View
from bot.app import App
from bot.chat import events
from bot.chat.adapter import Limits, TryLater
from bot.chat.address import Chat, MessageRef, Person, Place
from bot.chat.events import Event
from bot.chat.message import Message
from bot.core.clock import Clock
from bot.core.community import Community
from bot.core.feature import Feature
from bot.core.flood import Flood, Rate
from storage.database import Database
from storage.transaction import Transaction

START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
NAMES = {"ana": "Ana", "bruno": "Bruno", "chloe": "Chloé"}
PLENTY = Rate(burst=10_000, per_second=10_000)


@cache
def _blank() -> Path:
    """An empty database, built once: applying the migrations takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="coop-blank-"))
    Database(folder / "coop.db").close()
    return folder / "coop.db"


def blank(folder: Path) -> Path:
    """A new file with every table and no row."""
    path = folder / "coop.db"
    shutil.copy(_blank(), path)
    return path


class SlowHub(Hub):
    """A local network that notes what it is asked to show, that a test may hold up, and that can be out of order."""

    def __init__(self) -> None:
        super().__init__(run="office")
        self.calls: list[tuple[str, str]] = []
        self.down = False
        self.asked = asyncio.Event()
        self._held: dict[str, asyncio.Event] = {}

    def hold(self, call: str) -> None:
        """The call stops half way until `release`; `asked` tells when it was made."""
        self._held[call] = asyncio.Event()

    def release(self, call: str) -> None:
        """What was held up goes on."""
        self._held.pop(call).set()

    async def _reach(self, call: str) -> None:
        if call in self._held:
            self.asked.set()
            await self._held[call].wait()
        if self.down:
            raise TryLater(1.0)

    async def count(self, chat: Chat) -> int:
        await self._reach("count")
        return await super().count(chat)

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        self.calls.append(("send", key))
        await self._reach("send")
        return await super().send(chat, message, key)

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self.calls.append(("edit", ref.id))
        await self._reach("edit")
        await super().edit(ref, message)


class Office:
    """Ana (who organizes), Bruno and Chloé in a group called La Ruche."""

    def __init__(self, folder: Path) -> None:
        self.path = blank(folder)
        self.time = START
        self.seconds = 1_000.0  # a monotonic clock that has been running for a while
        self.hub = SlowHub()
        self.people = {key: self.hub.person(key, name, "en") for key, name in NAMES.items()}
        self.group = self.hub.group("ruche", "La Ruche", list(self.people.values()), [self.people["ana"]])
        self._numbers = count(1)
        self._opened: App | None = None

    def open(
        self, *features: Feature[Transaction], view: View = View.BUTTONS, limits: Limits = LIMITS,
        flood: Flood | None = None,
    ) -> Office:  # fmt: skip
        """Builds the bot; what it did not finish before is still in the file."""
        self.hub.view = view
        self.hub.limits = limits  # type: ignore[misc]  # the same network, with other limits
        self._opened = App(
            Database(self.path), features, [self.hub], clock=Clock(lambda: self.time), seconds=lambda: self.seconds,
            community=Community(language="en"), flood=flood or Flood(lambda: self.seconds, PLENTY, PLENTY),
        )  # fmt: skip
        return self

    @property
    def app(self) -> App:
        """The bot."""
        assert self._opened is not None
        return self._opened

    def died(self) -> None:
        """The process that had the file open before did not stop cleanly."""
        database = sqlite3.connect(self.path)
        database.execute("PRAGMA user_version = 1")
        database.close()

    async def close(self) -> None:
        """Stops the bot cleanly, if it runs."""
        if self._opened is not None:
            await self._opened.stop()
            self._opened = None

    # events

    def says(self, who: str, text: str, *, id: str = "", chat: Chat | None = None) -> events.Said:
        """Somebody writes, in the group unless said otherwise."""
        place = self._place(chat)
        number = next(self._numbers)
        return events.Said(
            id or f"e{number}", self.person(who), place, text, MessageRef(place.chat, f"{9000 + number}")
        )

    def presses(self, who: str, data: str, *, id: str = "", chat: Chat | None = None) -> events.Pressed:
        """Somebody presses a button."""
        place = self._place(chat)
        number = next(self._numbers)
        return events.Pressed(
            id or f"e{number}", self.person(who), place, MessageRef(place.chat, "1"), data, f"t{number}"
        )

    def taps(self, who: str, ref: MessageRef, key: str) -> events.Reacted:
        """Somebody puts a reaction on a message."""
        return events.Reacted(f"e{next(self._numbers)}", self.person(who), self._place(ref.chat), ref, key)

    def person(self, who: str) -> Person:
        """What the network tells of somebody."""
        return Person(self.people[who], NAMES[who], "en")

    def _place(self, chat: Chat | None) -> Place:
        if chat is None or chat.id == self.group.id:
            return Place(chat or self.group, "La Ruche")
        private = chat.id.startswith("private:")
        return Place(chat, "" if private else chat.id, private=private)

    def private(self, who: str) -> Chat:
        """Somebody's private chat."""
        return self.hub.private_chat(self.people[who])

    # what happens

    async def emit(self, *events: Event) -> None:
        """Hands the events over side by side, as a network does, and waits until all are taken."""
        await asyncio.gather(*(self.app.dispatcher.emit(event) for event in events))

    async def deliver(self) -> None:
        """Everything that can be sent is sent, waiting where the network's pace wants it."""
        await self.app.couriers[0].flush(self.pause)

    async def deliver_now(self) -> None:
        """Everything that can be sent without waiting is sent."""
        with suppress(Waiting):
            await self.app.couriers[0].flush(_wait_for_nothing)

    def pause(self, seconds: float) -> None:
        """Lets time pass, for the pace and for the calendar."""
        self.seconds += seconds
        self.time += timedelta(seconds=seconds)

    def fill_the_disk(self) -> None:
        """The file cannot grow any more."""
        self.app.writer.apply([lambda tx: tx.cursor.execute("PRAGMA max_page_count = 1")])

    def free_the_disk(self) -> None:
        """There is room again."""
        self.app.writer.apply([lambda tx: tx.cursor.execute("PRAGMA max_page_count = 1000000")])

    def lock_the_file(self) -> None:
        """The file is read-only from now on; SQLite refuses as it does for a file without the right to write."""
        self.app.database._writer.execute("PRAGMA query_only = ON")

    def unlock_the_file(self) -> None:
        """It may be written again."""
        self.app.database._writer.execute("PRAGMA query_only = OFF")

    def seen(self, chat: Chat | None = None) -> list[str]:
        """What the bot shows in the group (or another chat), oldest first."""
        return [post.text for post in self.hub.messages(chat or self.group) if post.by is None]

    @contextmanager
    def listening(self) -> Iterator[list[dict[str, object]]]:
        """What is logged meanwhile."""
        with capture_logs() as lines:
            yield lines  # type: ignore[misc]  # structlog's mappings are dicts


class Waiting(Exception):
    """The courier has nothing more to do before some time has passed."""


def _wait_for_nothing(seconds: float) -> None:
    raise Waiting
