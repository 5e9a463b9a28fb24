"""`coop run` in processes that come and go, and waiting for what they do."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for anything that must come


class Bot:
    """The bot with these settings, in a folder of its own."""

    def __init__(self, folder: Path, section: str) -> None:
        self.database = folder / "coop.db"
        self._settings = folder / "config.toml"
        self._settings.touch(mode=0o600)
        self._settings.write_text(
            f'[community]\nallowed_chats = ["*"]\n{section}\n[web]\nlisten = "127.0.0.1:0"\n[log]\nlevel = "error"\n',
            encoding="utf-8",
        )
        self._process: asyncio.subprocess.Process | None = None

    async def begin(self) -> None:
        """Starts it, and waits for nothing."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", str(self._settings), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def start(self) -> None:
        """Comes back when it says that it is ready."""
        await self.begin()
        assert self._process
        assert self._process.stdout
        assert await self._process.stdout.readline()

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its status."""
        assert self._process
        self._process.send_signal(how)
        return await self._process.wait()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What its file holds."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()


async def until(fact: Callable[[], object], *, within: float = PATIENCE) -> None:
    """Waits for what another process does."""
    async with asyncio.timeout(within):
        while not fact():
            await asyncio.sleep(0.02)
