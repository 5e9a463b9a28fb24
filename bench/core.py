"""Durable events through the whole core, acknowledged after the commit, beside the limit in the same run."""

from __future__ import annotations

import asyncio
import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.limit import Limit
from bench.network import Counting, card, opening, person, press
from bot.app import App
from bot.chat.events import Pressed
from bot.core.flood import Flood, Rate
from bot.core.writer import spare_the_living
from handlers.features import FEATURES
from storage.database import Database

# A thousand callers wait for the same batch: only a hundred batches have a slowest one in a hundred.
EVENTS = {1000: 100_000, 100: 20_000, 1: 1_500}
ROUNDS = 3
WANTED = "a ratio of 0.60 and p99 within 60 ms at 1,000 callers; a ratio of 1.00 for one caller"
DEFAULT = sys.getswitchinterval()  # the core sets its own; the limit runs as Python does
FREE = Rate(10**9, 1e9)
Emit = Callable[[int, int], Awaitable[None]]


def run() -> list[str]:
    """The table's lines; each figure is the median of the rounds, the two measured in turn."""
    lines = [
        "| callers | limit /s | core /s | ratio | core p50 ms | core p99 ms |",
        "|---|---|---|---|---|---|",
    ]
    for callers, events in EVENTS.items():
        rounds = [(asyncio.run(limit(callers, events)), asyncio.run(core(callers, events))) for _round in range(ROUNDS)]
        ratio = statistics.median(ours[0] / most[0] for most, ours in rounds)
        rate, half, slowest = (statistics.median(ours[n] for _most, ours in rounds) for n in range(3))
        alone = statistics.median(most[0] for most, _ours in rounds)
        lines.append(f"| {callers} | {alone:,.0f} | {rate:,.0f} | {ratio:.2f} | {half:.2f} | {slowest:.1f} |")
    return [*lines, "", f"Wanted: {WANTED}."]


async def core(callers: int, events: int) -> tuple[float, float, float]:
    """Votes through inbox, people, router, handler, ballot, living message and outbox."""
    folder = Path(tempfile.mkdtemp())
    app, emit = await vote(folder, callers, events + callers)
    figures = await measure(emit, callers, events)
    await app.stop()
    shutil.rmtree(folder)
    return figures


async def limit(callers: int, events: int) -> tuple[float, float, float]:
    """The same rows by SQLAlchemy Core alone, in a file in which everybody voted once through the core."""
    folder = Path(tempfile.mkdtemp())
    app, emit = await vote(folder, callers)
    await asyncio.gather(*(emit(-1 - number, number) for number in range(callers)))
    await app.stop()
    sys.setswitchinterval(DEFAULT)
    spare_the_living()  # what holds for our process holds for the limit's
    writer = Limit(folder / "coop.db")
    figures = await measure(writer.emit, callers, events)
    writer.stop()
    gc.unfreeze()
    shutil.rmtree(folder)
    return figures


async def vote(folder: Path, callers: int, expected: int = 0) -> tuple[App, Emit]:
    """A bot with an open vote, and how one of the callers answers it. The first `expected` events are there before they
    are needed: to read them off the wire is the network's work."""
    app = App(Database(folder / "coop.db"), FEATURES, [Counting(callers)], flood=Flood(time.monotonic, FREE, FREE))
    app.writer.start()
    await app.dispatcher.emit(opening("/vote Adopter la charte ? secret=public résultats=fin"))
    on, people = await card(app), [person(number) for number in range(callers)]

    def answer(number: int) -> Pressed:
        return press(f"e{number}", people[number % callers], on, f"v:1:{number % 3}")

    made = {number: answer(number) for number in range(expected)}
    spare_the_living()

    async def emit(number: int, member: int) -> None:
        await app.dispatcher.emit(made.get(number) or answer(number))

    return app, emit


async def measure(emit: Emit, callers: int, events: int) -> tuple[float, float, float]:
    """Events a second, and the wait of a caller in milliseconds at p50 and p99. Every caller is met once before."""
    await asyncio.gather(*(emit(number, number) for number in range(callers)))
    waits: list[float] = []

    async def caller(member: int) -> None:
        for turn in range(1, events // callers + 1):
            start = time.perf_counter()
            await emit(turn * callers + member, member)
            waits.append(time.perf_counter() - start)

    start = time.perf_counter()
    await asyncio.gather(*(caller(member) for member in range(callers)))
    took = time.perf_counter() - start
    waits.sort()
    return len(waits) / took, waits[len(waits) // 2] * 1e3, waits[len(waits) * 99 // 100] * 1e3
