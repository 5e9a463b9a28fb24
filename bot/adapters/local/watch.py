"""What changed on the network, told to whoever watches: the page, the console, a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

from bot.chat.address import MessageRef, User
from bot.chat.text import Phrase

# Somebody who is this far behind reads everything afresh: cheaper than the backlog, and memory stays bounded.
LONGEST_BACKLOG = 2000


class What(Enum):
    """The kinds of change."""

    POSTED = auto()
    CHANGED = auto()
    REMOVED = auto()
    TOAST = auto()  # `text` was shown to `user` only
    PEOPLE = auto()  # accounts, chats, members or roles
    VIEW = auto()
    CARRIED = auto()  # one more line in the network's own journal
    BEHIND = auto()  # changes were left out, or everything was cleared: read the whole again


@dataclass(frozen=True, slots=True)
class Carried:
    """One line about what the network carried. `inward` went to the bot, False came from it, None is neither."""

    phrase: Phrase
    inward: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed, and where to look."""

    what: What
    message: MessageRef | None = None
    user: User | None = None
    text: str = ""
    carried: Carried | None = None


class Watch:
    """The changes since it began, in order: `with hub.watch() as changes: async for change in changes: …`."""

    def __init__(self, end: Callable[[Watch], None]) -> None:
        self._queue: asyncio.Queue[Change] = asyncio.Queue()
        self._end = end

    def tell(self, change: Change) -> None:
        """Adds a change; never waits."""
        if self._queue.qsize() >= LONGEST_BACKLOG:
            self.waiting()
            change = Change(What.BEHIND)
        self._queue.put_nowait(change)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change:
        return await self._queue.get()

    def waiting(self) -> list[Change]:
        """The changes that are there already, without waiting for more."""
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]

    def close(self) -> None:
        """Ends it; no more changes come."""
        self._end(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
