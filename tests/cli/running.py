"""The real command line beside a Bot API server of our own: verbs that end, and `coop run`, which does not."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import Server
from tests.cli.conftest import SECONDS, free_port, surroundings

ENGLISH = "en_GB.UTF-8"


@dataclass(frozen=True)
class Done:
    """A verb that has ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


async def coop(folder: Path, *arguments: str, answers: str | bytes = "", language: str = ENGLISH, **more: str) -> Done:
    """Runs a verb in a folder; `answers` are its input."""
    process = await _start(folder, arguments, language, more)
    given = answers.encode() if isinstance(answers, str) else answers
    async with asyncio.timeout(SECONDS):
        out, err = await process.communicate(given)
    return Done(process.returncode or 0, out.decode(), err.decode())


class Bot:
    """`coop run` while it runs."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said: list[str] = []

    async def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        async with asyncio.timeout(SECONDS):
            line = (await self.process.stdout.readline()).decode().rstrip("\n")
        self.said.append(line)
        return line

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> Done:
        """Asks it to stop, and waits until it has."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await self.ended()

    async def ended(self) -> Done:
        """Waits until it ends."""
        async with asyncio.timeout(SECONDS):
            out, err = await self.process.communicate()
        return Done(self.process.returncode or 0, "\n".join([*self.said, out.decode()]), err.decode())


async def running(folder: Path, *arguments: str, language: str = ENGLISH, **more: str) -> Bot:
    """Starts `coop run` in a folder."""
    return Bot(await _start(folder, ("run", *arguments), language, more))


async def _start(folder: Path, arguments: tuple[str, ...], language: str, more: dict[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=surroundings(LC_ALL=language, **more),
        stdin=PIPE, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


def settle(folder: Path, server: Server, *, name: str = "config.toml", more: str = "", **keys: str) -> Path:
    """Writes settings for the bot of the server's world; its port is free. `more` are further lines of the file."""
    listed = {"token": server.world.bot.token, "base_url": server.base_url, **keys}
    lines = [f'{key} = "{value}"' for key, value in listed.items()]
    path = folder / name
    path.touch(0o600)
    path.write_text("\n".join([f'{more}\n[web]\nlisten = "127.0.0.1:{free_port()}"\n[telegram]', *lines, ""]), "utf-8")
    return path
