"""The try-out in a plain terminal: the same network, in lines that a screen reader can follow, or a pipe can carry."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from io import FileIO

from bot.adapters.local.controls import Controls
from bot.adapters.local.hub import Hub
from bot.adapters.local.terminal import Quit, Terminal

BOLD, PLAIN = "\033[1m", "\033[0m"


async def chat(hub: Hub, controls: Controls, *, language: str = "fr", lines: AsyncIterator[str] | None = None) -> None:
    """Talks until the end of the input, :quit, or cancellation. People and a group must be there already."""
    screen = Screen(prompts=lines is None and sys.stdin.isatty())
    terminal = Terminal(hub, controls, language, screen.write)
    with hub.watch() as watch:
        following = asyncio.create_task(terminal.follow(watch))
        try:
            terminal.begin()
            await _talk(terminal, screen, lines or _typed_lines())
        except Quit:
            pass
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            screen.end()


async def _talk(terminal: Terminal, screen: Screen, lines: AsyncIterator[str]) -> None:
    parts: list[str] = []
    await terminal.quiet()
    screen.ask(terminal.prompt)
    async for line in lines:
        screen.asked = ""
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        await terminal.take("\n".join([*parts, line]))
        parts.clear()
        await terminal.quiet()
        screen.ask(terminal.prompt)


class Screen:
    """The output. It asks only where a person can see it ask, and asks again below what comes meanwhile."""

    def __init__(self, *, prompts: bool) -> None:
        self.asked = ""
        self._prompts = prompts
        self._bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def write(self, text: str) -> None:
        """Shows some lines."""
        asked = self.asked
        self.end()
        print(text, flush=True)
        if asked:
            self.ask(asked)

    def ask(self, prompt: str) -> None:
        """Shows who types and where to."""
        if self._prompts:
            print(f"{BOLD}{prompt}{PLAIN}" if self._bold else prompt, end="", flush=True)
            self.asked = prompt

    def end(self) -> None:
        """Leaves the line of the prompt."""
        if self.asked:
            print(flush=True)
            self.asked = ""


async def _typed_lines() -> AsyncIterator[str]:
    """The lines of the input. A thread of its own reads them: it must not keep the program from ending."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def put(line: str | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody reads any more
            loop.call_soon_threadsafe(queue.put_nowait, line)

    # Unbuffered: a buffered reader keeps a lock that a thread still waiting for a line takes into the program's end.
    source = FileIO(sys.stdin.fileno(), closefd=False)

    def reading() -> None:
        try:
            while line := source.readline():
                put(line.decode(errors="replace").rstrip("\r\n"))
        finally:
            put(None)

    threading.Thread(target=reading, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line
