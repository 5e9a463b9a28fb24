"""Hands events to the bot: in the order of each chat, chats side by side, and again until it has taken them.

Within a chat, what different people do goes side by side too, so that a hundred votes share one commit: emitted in
their order, they are taken in their order. What one person does waits for what the same person did before, so that
their last answer stays the last even where one has to be brought again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Iterator, Sequence

from bot.chat.adapter import Emit, TryLater
from bot.chat.address import User
from bot.chat.events import Event

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0  # seconds at least between two tries of the same event, growing

log = logging.getLogger(__name__)


async def bring(emit: Emit, events: Iterable[Event]) -> None:
    """Comes back once the bot has taken every event."""
    chats: dict[str, list[Event]] = {}
    for event in events:
        chats.setdefault(event.where.chat.id, []).append(event)
    await _all([_in_order(emit, events) for events in chats.values()])


def waves(events: Sequence[Event]) -> Iterator[list[Event]]:
    """The events cut into runs in which nobody acts twice."""
    wave: list[Event] = []
    people: set[User] = set()
    for event in events:
        if event.by.user in people:
            yield wave
            wave, people = [], set()
        wave.append(event)
        people.add(event.by.user)
    if wave:
        yield wave


async def _in_order(emit: Emit, events: Sequence[Event]) -> None:
    for wave in waves(events):
        await _all([_until_taken(emit, event) for event in wave])


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
            log.exception("an event could not be handed over; it is tried again")
            wait = LONGEST_PAUSE
        await asyncio.sleep(wait)
        pause = min(LONGEST_PAUSE, pause * 2)


async def _all(work: Sequence[Awaitable[None]]) -> None:
    if len(work) == 1:
        await work[0]
    elif work:
        await asyncio.gather(*work)
