"""What a process does before it dies: the real bot on a file, with death at a chosen step.

No code of the bot knows of it: the driver's cursor, the network's journal and the adapter are wrapped here.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, Self

from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.adapters.local.records import Record
from bot.app import App
from bot.chat.address import Chat, MessageRef
from bot.chat.events import Document
from bot.chat.message import Message
from bot.core.clock import Clock
from bot.core.command import Command
from bot.core.community import Community
from bot.core.context import Context
from bot.core.feature import Feature
from bot.core.words import Words, read_now
from handlers.features import FEATURES
from storage.database import Database
from storage.transaction import Transaction
from tests.crash.wire import Line

START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
_connect = sqlite3.connect


def live(life: str, folder: str, **more: Any) -> NoReturn:
    """Lives in this process until its end, and never returns."""
    here = Path(folder)
    log = os.open(here / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    code = 1
    try:
        asyncio.run(_LIVES[life](here, **more))
        code = 0
    finally:
        os._exit(code)


def warm() -> None:
    """What every life would load again: the sentences, the names of the days, the zone."""
    read_now("fr")
    Words("fr").moment(START)


class Steps:
    """Counts the steps of a life, and ends it with kill -9 at one of them; 0 is none."""

    def __init__(self, last: int, folder: Path) -> None:
        self._left = last
        self._trace = folder / "steps.txt"

    def step(self, name: str) -> None:
        """One more step is about to be taken, or was just taken."""
        self._left -= 1
        if self._left == 0:
            self._trace.write_text(name)
            os.kill(os.getpid(), signal.SIGKILL)


def _mortal(steps: Steps) -> None:
    """From now on every statement of a writing connection is a step, and so is what follows a commit."""

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, values: Any = (), /) -> Self:
            steps.step(f"before {sql}")
            super().execute(sql, values)
            if sql == "COMMIT":
                steps.step("after COMMIT")
            return self

        def executemany(self, sql: str, rows: Any, /) -> Self:
            steps.step(f"before {sql}")
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = None) -> Any:
            return super().cursor(Cursor)

        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            return super().cursor(Cursor).execute(sql, values)

    def connect(file: Any, *args: Any, **more: Any) -> Any:
        if "mode=ro" in str(file):
            return _connect(file, *args, **more)
        return _connect(file, *args, factory=Connection, **more)

    sqlite3.connect = connect  # type: ignore[assignment]  # nothing of the bot knows of it


class MortalJournal(Journal):
    """The network's memory: what it heard of is not forgotten when the bot dies, acknowledgements included."""

    def __init__(self, path: Path, steps: Steps) -> None:
        super().__init__(path)
        self._steps = steps

    def append(self, record: Record) -> None:
        self._steps.step(f"before {type(record).__name__}")
        super().append(record)
        self._steps.step(f"after {type(record).__name__}")


class MortalHub(Hub):
    """The network; every call to it may be the last, before or after its effect."""

    def __init__(self, folder: Path, steps: Steps) -> None:
        super().__init__(MortalJournal(folder / "chat.jsonl", steps), run=os.urandom(4).hex())
        self._steps = steps
        self._sends = folder / "sends.txt"

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        self._steps.step(f"before send {key}")
        with self._sends.open("a") as file:
            file.write(f"{key}\n")
        ref = await super().send(chat, message, key)
        self._steps.step(f"after send {key}")
        return ref

    async def fetch(self, document: Document, most: int) -> bytes:
        self._steps.step("before fetch")
        found = await super().fetch(document, most)
        self._steps.step("after fetch")
        return found

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self._steps.step("before edit")
        await super().edit(ref, message)
        self._steps.step("after edit")

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        self._steps.step("before react")
        await super().react(ref, keys)

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        self._steps.step("before pin")
        await super().pin(ref, pinned)
        self._steps.step("after pin")


async def walk(
    folder: Path, *, die_at: int = 0, days: float = 0, deadly: bool = False, ahead: bool = False
) -> None:  # fmt: skip
    """Takes every event that waits, does everything that is due, delivers it, and stops; or `ahead`, writes only what
    is punctual and nearly due."""
    steps = Steps(die_at, folder)
    _mortal(steps)
    hub = MortalHub(folder, steps)
    features: Sequence[Feature[Transaction]] = (*FEATURES, _deadly()) if deadly else FEATURES
    seconds = [1_000.0]
    now = START + timedelta(days=days)
    app = App(
        Database(folder / "coop.db"), features, [hub], clock=Clock(lambda: now), seconds=lambda: seconds[0],
        community=Community(language="fr"),
    )  # fmt: skip
    listening = asyncio.create_task(hub.listen(app.dispatcher.emit))
    while hub.waiting:
        await asyncio.sleep(0)
    if ahead:
        await app.timer.fire_ahead()
    else:
        await app.settle(lambda pause: seconds.__setitem__(0, seconds[0] + pause))
    listening.cancel()
    await app.stop()
    hub.shut()


def _deadly() -> Feature[Transaction]:
    feature: Feature[Transaction] = Feature("deadly")

    @feature.command("die", help="")
    def die(ctx: Context[Transaction], command: Command) -> None:
        os._exit(13)

    return feature


async def serve(folder: Path) -> None:
    """The bot as it runs, threads and all, at the other end of a line to the network; until it is told to stop."""
    line = await Line.connect(folder / "network")
    app = App(
        Database(folder / "coop.db"), FEATURES, [line], clock=Clock(lambda: START), community=Community(language="fr")
    )
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await app.start()
    await stopped.wait()
    await app.stop()


_LIVES = {"walk": walk, "serve": serve}
