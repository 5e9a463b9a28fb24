"""What takes long to read is read beside the writer, on a connection that cannot write, in a thread of its own."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from typing import Generic, Protocol, TypeVar

from bot.chat.adapter import TryLater
from bot.core.context import Look
from bot.core.ports import Unavailable
from bot.core.writer import AFTER_FAILURE

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reads(Protocol[T_co]):
    """A database that opens short read-only transactions."""

    def read(self) -> AbstractContextManager[T_co]: ...


class Looks(Generic[T]):
    """Reads for handlers."""

    def __init__(self, database: Reads[T]) -> None:
        self._database = database

    async def read(self, look: Look) -> object:
        """What it found, or the error it met: that is raised where it was asked for, as if it had been read there.

        Raises TryLater when nothing can be read now.
        """
        return await asyncio.to_thread(self._read, look)

    def _read(self, look: Look) -> object:
        try:
            with self._database.read() as tx:
                return look.read(tx)
        except Unavailable as why:
            raise TryLater(AFTER_FAILURE) from why
        except Exception as error:
            return error
