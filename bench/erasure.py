"""Erasing somebody with ten thousand rows: how long it takes, and how long others wait meanwhile."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.network import Counting, card, opening, person, press
from bot.app import App
from bot.chat.address import Chat
from bot.core.flood import Flood, Rate
from bot.domain.members import MemberId
from handlers.features import FEATURES
from storage.database import Database
from storage.erasures import PIECE
from storage.transaction import Transaction

ROWS, CALLERS, EVENTS = 10_000, 100, 10_000
FREE = Rate(10**9, 1e9)
WANTED = "under 1 s; the p99 of others unchanged"


def run() -> list[str]:
    """The table's lines: the median of three runs, each with and without an erasure under way."""
    alone = [asyncio.run(measure(erasing=False)) for _round in range(3)]
    beside = [asyncio.run(measure(erasing=True)) for _round in range(3)]
    half, slowest = (statistics.median(one[n] for one in alone) for n in (0, 1))
    half_beside, slowest_beside, took = (statistics.median(one[n] for one in beside) for n in (0, 1, 2))
    return [
        "| | votes of others p50 ms | p99 ms | erased in ms |",
        "|---|---|---|---|",
        f"| nobody goes | {half:.2f} | {slowest:.1f} | |",
        f"| {ROWS:,} rows go | {half_beside:.2f} | {slowest_beside:.1f} | {took:.0f} |",
        "", f"Wanted: {WANTED}.",
    ]  # fmt: skip


async def measure(*, erasing: bool) -> tuple[float, float, float]:
    """The wait of 100 callers who vote, and how long the erasure took, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        network = Counting(CALLERS + 1)
        app = App(Database(Path(folder) / "coop.db"), FEATURES, [network], flood=Flood(time.monotonic, FREE, FREE))
        app.writer.start()
        await app.dispatcher.emit(opening("/vote Adopter la charte ? secret=public résultats=fin"))
        on, people = await card(app), [person(number) for number in range(CALLERS)]
        for number, one in enumerate(people):
            await app.dispatcher.emit(press(f"m{number}", one, on, "v:1:0"))
        await erase(app, await app.writer.do(lambda tx: _filled(tx, app.clock.now(), 1)))  # as warm as the votes are
        leaver = await app.writer.do(lambda tx: _filled(tx, app.clock.now(), ROWS // 3))
        waits: list[float] = []

        async def caller(member: int) -> None:
            for turn in range(EVENTS // CALLERS):
                start = time.perf_counter()
                await app.dispatcher.emit(press(f"e{member}-{turn}", people[member], on, f"v:1:{turn % 3}"))
                waits.append(time.perf_counter() - start)

        async def leave() -> float:
            start = time.perf_counter()
            if erasing:
                await erase(app, leaver)
            return time.perf_counter() - start

        leaving = asyncio.create_task(leave())
        await asyncio.gather(leaving, *(caller(member) for member in range(CALLERS)))
        await app.stop()
    waits.sort()
    return waits[len(waits) // 2] * 1e3, waits[len(waits) * 99 // 100] * 1e3, leaving.result() * 1e3


def _filled(tx: Transaction, now: datetime, reminders: int) -> MemberId:
    """Somebody with three kinds of rows: reminders, each with its job and its post."""
    member = tx.members.enter("Somebody who goes", now)
    for number in range(reminders):
        reminder = tx.reminders.put(member.id, None, f"reminder {number}", now, "Europe/Paris")
        tx.posts.show(reminder.topic, Chat("bench", "private"), True, "", now)
        tx.jobs.plan(reminder.job, "reminders.due", "{}", now)
    return member.id


async def erase(app: App, member: MemberId) -> None:
    """As the handler and its job do: who they are at once, the rest piece by piece."""
    now, chat = app.clock.now(), Chat("bench", "private")
    await app.writer.do(lambda tx: tx.erasures.unname(member, (), {chat}, now))
    while await app.writer.do(lambda tx: tx.erasures.sweep(member, {chat})) >= PIECE:
        pass
