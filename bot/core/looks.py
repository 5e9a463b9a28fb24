"""What takes long to read is read beside the writer, on a connection that cannot write, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

from bot.chat.adapter import TryLater
from bot.core.asks import Unread
from bot.core.ports import Reads, Unavailable
from bot.core.writer import AFTER_FAILURE

T = TypeVar("T")
R = TypeVar("R")

MOST = 3  # of what one event may have read


class Endless(Exception):
    """Something keeps reading: a bug."""


class Looks(Generic[T]):
    """Reads for handlers."""

    def __init__(self, database: Reads[T]) -> None:
        self._database = database

    async def supply(self, unread: Unread, run: Callable[[Mapping[str, object]], Awaitable[R]]) -> R:
        """Runs it with what it wanted to have read, and again while it wants more: what was found, or the error that
        was met, which is raised where it was asked for. Raises TryLater when nothing can be read now."""
        looked: dict[str, object] = {}
        while True:
            many = len(looked) == MOST
            looked[unread.name] = Endless() if many else await asyncio.to_thread(self._read, unread.look)
            try:
                return await run(looked)
            except Unread as more:
                unread = more

    def _read(self, look: Callable[[T], object]) -> object:
        try:
            with self._database.read() as tx:
                return look(tx)
        except Unavailable as why:
            raise TryLater(AFTER_FAILURE) from why
        except Exception as error:
            return error
