"""Private rooms: the bot finds the one that it shares with a person, or opens one and marks it as theirs."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.adapters.matrix.client import Client
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.rooms import ALGORITHM
from bot.chat.memory import Memory

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption

REFUSALS = 10_000  # people who did not want one, remembered as long as the process lasts


class Direct:
    """One room for each person, however many messages want it at once."""

    def __init__(self, client: Client, knowledge: Knowledge) -> None:
        self._client = client
        self._known = knowledge
        self.encryption: Encryption | None = None
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._keeping = asyncio.Lock()
        self._unmarked: set[str] = set()  # private rooms of which the server does not know yet
        self._refused: Memory[str, bool] = Memory(REFUSALS)

    async def with_(self, user: str) -> str | None:
        """The private room with somebody; None when they turned it down. Raises Declined or Lost."""
        async with self._locks[user]:
            known = self._known.private_room(user)
            if known is not None:
                if known in self._unmarked:  # nothing is said in a room that the next process would not find
                    await self._keep()
                return known
            if self._refused.get(user):
                return None
            return await self._open(user)

    async def mark(self, user: str, room: str) -> None:
        """Notes beside the account that the room is somebody's private one, for every client that the bot ever has."""
        self._known.mark_direct(user, room)
        self._unmarked.add(room)
        await self._keep()

    async def _keep(self) -> None:
        """All of them at once, one call after another: of two on their way the older could come last."""
        async with self._keeping:
            rooms = set(self._unmarked)
            await self._client.keep_data(self._known.me.id, "m.direct", self._known.direct)
            self._unmarked -= rooms

    def refused(self, user: str) -> None:
        """Somebody turned the bot's invitation down."""
        self._refused.put(user, True)

    def wanted(self, user: str) -> None:
        """Somebody turned to the bot: it may open a private room again."""
        if self._refused.get(user):
            self._refused.put(user, False)

    async def _open(self, user: str) -> str:
        me = self._known.me.id
        encrypted = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": ALGORITHM}}
        room = await self._client.create(
            preset="trusted_private_chat", is_direct=True, invite=[user],
            initial_state=[encrypted] if self.encryption is not None else [],
        )  # fmt: skip
        # What the stream will tell in a moment is known by now: the first message need not wait for it.
        here = self._known.here(room).room
        for one, membership in ((me, "join"), (user, "invite")):
            content = {"membership": membership}
            here.apply({"type": "m.room.member", "state_key": one, "content": content})
        if self.encryption is not None:
            here.apply(encrypted)
            self.encryption.made(room, user)
        await self.mark(user, room)
        return room
