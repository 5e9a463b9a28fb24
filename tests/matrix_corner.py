"""A corner of Matrix: a bot that only listens, in a room with two people, on a real Synapse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.adapters.matrix.account import NETWORK
from bot.adapters.matrix.adapter import Matrix
from bot.chat import events
from bot.chat.address import Chat
from bot.chat.events import Event
from tests.adapters.contract import Ears
from tests.matrix_people import Someone
from tests.matrix_side import Pocket, settings
from tests.synapse import Synapse, fresh

E = TypeVar("E", bound=Event)


class Corner:
    """A bot that is in a room with Ana and Bruno, and listens."""

    def __init__(self, synapse: Synapse, folder: Path, ana: Someone, bruno: Someone) -> None:
        self.synapse, self.folder = synapse, folder
        self.ana, self.bruno = ana, bruno
        self.bot = synapse.register(fresh("coop"))
        self.notes = Pocket()
        self.ears = Ears()
        self.room = ""
        self.adapter = self.made()

    def made(self, **more: object) -> Matrix:
        """The bot's connection, as the next process makes it."""
        adapter = Matrix(settings(self.synapse, self.bot, self.folder / "store", **{"encryption": False, **more}))
        adapter.remember(self.notes)
        return adapter

    @property
    def chat(self) -> Chat:
        """The room."""
        return Chat(NETWORK, self.room)

    @asynccontextmanager
    async def listening(self, **more: object) -> AsyncIterator[Ears]:
        """A bot that runs meanwhile, from where the last one ended."""
        self.adapter = self.made(**more)
        await self.adapter.open()
        task = asyncio.create_task(self.adapter.listen(self.ears))
        try:
            yield self.ears
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.adapter.close()

    async def arrive(self) -> None:
        """Ana makes a room and asks everybody in."""
        self.room = self.ana.create("La Ruche", [self.bruno.user, self.bot])
        self.bruno.join(self.room)
        await self.ears.until(lambda: any(isinstance(one, events.BotAdded) for one in self.ears.taken))

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind, in the order in which they were taken."""
        return [one for one in self.ears.taken if isinstance(one, kind)]
