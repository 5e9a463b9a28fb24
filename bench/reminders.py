"""A hundred thousand reminders, a thousand of them due at once; beside APScheduler's store; and the grammar."""

from __future__ import annotations

import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench.network import Counting, person
from bot.app import App
from bot.chat.address import Chat, MessageRef
from bot.chat.message import Message
from bot.domain import when
from bot.domain.errors import Refused
from bot.domain.when.words import WORDS
from handlers.features import FEATURES
from storage.database import Database

STORED, DUE, STRINGS = 100_000, 1_000, 10_000
TIMES = 5  # a stall is rare: the worst of so many is told
WAIT = timedelta(seconds=3)
PARIS = ZoneInfo("Europe/Paris")
WANTED = "p99 within 10 ms after the instant, stored; the loop stalls 5 ms at most; each text within 5 ms"
_late: list[float] = []


class Timed(Counting):
    """Notes when each message leaves."""

    def __init__(self, people: int) -> None:
        super().__init__(people)
        self.told: list[datetime] = []

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        self.told.append(datetime.now(UTC))
        return await super().send(chat, message, key)


class Stall(NamedTuple):
    """Milliseconds: the longest that the loop did not come back, and the most that it worked itself meanwhile."""

    longest: float
    busiest: float


def run() -> list[str]:
    """The lines of the report."""
    rounds = [asyncio.run(_ours()) for _time in range(TIMES)]
    ours, grown = [late for one in rounds for late in one.late], max(one.grown for one in rounds)
    stalled = Stall(max(one.stalled.longest for one in rounds), max(one.stalled.busiest for one in rounds))
    told, idle = asyncio.run(_told()), asyncio.run(_idle())
    theirs, their_stall = asyncio.run(_theirs())
    slowest, half, read = _grammar()
    return [
        "| 1,000 due at once | p50 ms late | p99 ms late | longest stall of the loop ms | of it its own work ms |",
        "|---|---|---|---|---|",
        f"| ours, {STORED:,} stored, the worst of {TIMES} | {_share(ours, 0.5):.1f} | {_share(ours, 0.99):.1f} "
        f"| {stalled.longest:.1f} | {stalled.busiest:.1f} |",
        f"| APScheduler's store, {DUE:,} stored | {_share(theirs, 0.5):.1f} | {_share(theirs, 0.99):.1f} "
        f"| {their_stall.longest:.1f} | {their_stall.busiest:.1f} |",
        f"| nothing to do, for as long | | | {idle.longest:.1f} | {idle.busiest:.1f} |",
        "",
        "Late is when it was stored, after its instant: below zero, it was stored before and waited in the outbox.",
        "",
        f"* handed to the network, a person each: the first {min(told):.1f} ms after the instant, none before it; half "
        f"within {_share(told, 0.5):.0f} ms, 99 in 100 within {_share(told, 0.99):.0f} ms",
        f"* memory grown while they were given: {grown:.1f} MiB",
        f"* {STRINGS:,} random texts: half within {half:.2f} ms, the slowest {slowest:.2f} ms; {read} mean a date",
        "",
        f"Wanted: {WANTED}.",
    ]


class Round(NamedTuple):
    """How late each was in milliseconds, how the loop stalled meanwhile, and by how many MiB memory grew."""

    late: list[float]
    stalled: Stall
    grown: float


async def _ours() -> Round:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "coop.db")
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)
        with database.begin() as tx:
            member = tx.members.known(person(1), datetime.now(UTC)).id
            rows = [
                tx.reminders.put(member, None, f"reminder {number}", due + timedelta(days=1 + number), "Europe/Paris")
                for number in range(STORED)
            ]
        app = App(database, FEATURES, [])
        with database.begin() as tx:
            for one in rows[DUE:]:
                tx.jobs.plan(one.job, "reminders.due", f'{{"reminder": {one.id}}}', one.due_at)
        soon = datetime.now(UTC) + WAIT
        with database.begin() as tx:
            for one in rows[:DUE]:
                tx.jobs.plan(one.job, "reminders.due", f'{{"reminder": {one.id}}}', soon)
        submit, late = app.writer.submit, list[float]()

        def timed(work: Callable[[Any], Any], event: Any = None, *, is_short: bool = False) -> asyncio.Future[Any]:
            def note(done: asyncio.Future[Any]) -> None:
                ms = (datetime.now(UTC) - soon).total_seconds() * 1000
                late.extend([ms] * (done.result() if isinstance(done.result(), int) else 0))  # how many jobs it ran

            stored = submit(work, event, is_short=is_short)
            stored.add_done_callback(note)
            return stored

        app.writer.submit = timed  # type: ignore[method-assign]  # when each is stored
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        await app.start()
        stalled = await _stall(lambda: len(late) >= DUE)
        await app.stop()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        return Round(late[:DUE], stalled, grown)


async def _told() -> list[float]:
    """When each of as many people is told, after the instant, over a network that takes everything at once."""
    with tempfile.TemporaryDirectory() as folder:
        database, network = Database(Path(folder) / "coop.db"), Timed(DUE)
        soon = datetime.now(UTC) + WAIT
        with database.begin() as tx:
            for number in range(DUE):
                member = tx.members.known(person(number), soon).id
                tx.members.open_door(person(number).user)
                one = tx.reminders.put(member, None, f"reminder {number}", soon, "Europe/Paris")
                tx.jobs.plan(one.job, "reminders.due", f'{{"reminder": {one.id}}}', soon)
        app = App(database, FEATURES, [network])
        await app.start()
        while len(network.told) < DUE:
            await asyncio.sleep(0.01)
        await app.stop()
        told = [(at - soon).total_seconds() * 1000 for at in network.told]
        assert min(told) >= 0
        return told


async def _theirs() -> tuple[list[float], Stall]:
    with tempfile.TemporaryDirectory() as folder:
        scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{folder}/jobs.db")})
        scheduler.start(paused=True)
        soon = datetime.now(UTC) + timedelta(seconds=30)
        for _number in range(DUE):
            scheduler.add_job(_fire, "date", run_date=soon, args=[soon], misfire_grace_time=None)
        _late.clear()
        scheduler.resume()
        stalled = await _stall(lambda: len(_late) >= DUE)
        scheduler.shutdown(wait=False)
        return list(_late), stalled


async def _fire(soon: datetime) -> None:
    _late.append((datetime.now(UTC) - soon).total_seconds() * 1000)


async def _idle() -> Stall:
    until = time.perf_counter() + WAIT.total_seconds()
    return await _stall(lambda: time.perf_counter() > until)


async def _stall(done: Callable[[], bool]) -> Stall:
    """The longest time for which the loop did not come back to who waited for a millisecond, until it is done."""
    longest, busiest, pause = 0.0, 0.0, 0.001
    while not done():
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(pause)
        longest = max(longest, time.perf_counter() - began - pause)
        busiest = max(busiest, time.thread_time() - worked)
    return Stall(longest * 1000, busiest * 1000)


def _grammar() -> tuple[float, float, int]:
    chance = random.Random(20261112)
    words = [word for name in WORDS.__dataclass_fields__ for word in getattr(WORDS, name)]
    now, spent, read = datetime.now(UTC), list[float](), 0
    for _number in range(STRINGS):
        text = " ".join(chance.choices(words, k=chance.randint(1, 30)))[:300]
        began = time.thread_time()
        try:
            when.plan(text, now=now, zone=PARIS)
            read += 1
        except Refused:
            pass
        spent.append((time.thread_time() - began) * 1000)
    return max(spent), _share(spent, 0.5), read


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
