"""Hands events to the bot: in the order of each chat, chats side by side, and again until it has taken them.

Within a chat, what different people do goes side by side too, so that a hundred votes share one commit: emitted in
their order, they are taken in their order. What one person does waits for what the same person did before, so that
their last answer stays the last even where one has to be brought again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence

from bot.chat.adapter import Emit, TryLater
from bot.chat.address import User
from bot.chat.events import Event

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0  # seconds at least between two tries of the same event, growing
PAUSE_OF_A_BUG = 1.0  # and after a failure that is not the network's; the bot sets the event aside in the end

log = logging.getLogger(__name__)


async def bring(emit: Emit, events: Sequence[Event]) -> None:
    """Comes back once the bot has taken every event."""
    if len(events) == 1:
        await _until_taken(emit, events[0])
        return
    lanes: defaultdict[str, _Lane] = defaultdict(_Lane)
    # Started in the order in which they came, whatever their chat: what is emitted first is taken first.
    await asyncio.gather(*(lanes[event.where.chat.id].start(emit, event) for event in events))


class _Lane:
    """A chat's events of one batch, cut into runs in which nobody acts twice: a run begins when the former is done."""

    def __init__(self) -> None:
        self._people: set[User] = set()
        self._running: list[asyncio.Task[None]] = []
        self._before: list[asyncio.Task[None]] = []

    def start(self, emit: Emit, event: Event) -> asyncio.Task[None]:
        if event.by.user in self._people:
            self._before, self._running, self._people = self._running, [], set()
        task = asyncio.create_task(_after(self._before, emit, event))
        self._running.append(task)
        self._people.add(event.by.user)
        return task


async def _after(before: Sequence[asyncio.Task[None]], emit: Emit, event: Event) -> None:
    if before:
        await asyncio.wait(before)
    await _until_taken(emit, event)


async def _until_taken(emit: Emit, event: Event) -> None:
    pause = FIRST_PAUSE
    while True:
        try:
            await emit(event)
            return
        except TryLater as later:
            wait = max(later.seconds, pause)
        except Exception:
            # Not acknowledged and not let go: whatever failed, the event is still the network's to give.
            log.warning("an event could not be handed over; it is tried again")
            wait = max(PAUSE_OF_A_BUG, pause)
        await asyncio.sleep(wait)
        pause = min(LONGEST_PAUSE, pause * 2)
