"""What an adapter must know again after a restart, kept by the writer like everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from bot.chat.adapter import Note
from bot.core.clock import Clock
from bot.core.ports import Transaction
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)


class Notebook(Generic[T]):
    """One network's notes."""

    def __init__(self, network: str, writer: Writer[T], clock: Clock) -> None:
        self._network = network
        self._writer = writer
        self._clock = clock

    async def get(self, kind: str, key: str = "") -> str | None:
        """What was noted."""
        return await self._writer.submit(lambda tx: tx.notes.get(self._network, kind, key))

    async def all(self, kind: str) -> Mapping[str, str]:
        """Everything of a kind, by its key."""
        return await self._writer.submit(lambda tx: tx.notes.all(self._network, kind))

    async def put(self, notes: Sequence[Note]) -> None:
        """Notes all of it in one transaction."""
        now = self._clock.now()

        def keep(tx: T) -> None:
            for note in notes:
                tx.notes.put(self._network, note, now)

        await self._writer.do(keep)
