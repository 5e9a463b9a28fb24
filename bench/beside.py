"""The core while something else wants the machine: a loop that never idles; an export and a backup."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path

from bench.core import measure, vote
from storage.database import Database

CALLERS = 100
Other = Callable[[Database, Path], Coroutine[None, None, None]]


def run() -> list[str]:
    """The report's lines."""
    busy = asyncio.run(_beside(_spin, 4_000))
    shared = asyncio.run(_beside(_copies, 10_000))
    return [
        f"* beside a loop that never idles: {busy[0]:,.0f} events/s (limit 3,000)",
        f"* {CALLERS} callers while an export and a backup run: {shared[0]:,.0f} events/s, "
        f"p99 {shared[2]:.1f} ms (limit 20)",
    ]


async def _beside(other: Other, events: int) -> tuple[float, float, float]:
    folder = Path(tempfile.mkdtemp())
    app, emit = await vote(folder, CALLERS)
    task = asyncio.create_task(other(app.database, folder))
    figures = await measure(emit, CALLERS, events)
    assert not task.done(), "what should run beside has ended"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await app.stop()
    return figures


async def _spin(_database: Database, _folder: Path) -> None:
    while True:
        await asyncio.sleep(0)


async def _copies(_database: Database, folder: Path) -> None:
    """The two commands, one after another, each in a process of its own, as people run them."""
    (folder / "config.toml").write_text('[storage]\nurl = "sqlite:///coop.db"\n', encoding="utf-8")
    turn = 0
    while True:
        turn += 1
        await _coop(folder, "export", str(folder / f"export-{turn}"))
        await _coop(folder, "backup", str(folder / f"backup-{turn}.db"))


async def _coop(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "bot", *words, "--config", str(folder / "config.toml")]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[1]
    )
    try:
        if await process.wait():
            raise RuntimeError(f"{words[0]} failed")
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
