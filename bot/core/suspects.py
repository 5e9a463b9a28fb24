"""Events that are not tried without end: those on which the process died, and those that a bug of ours cannot take.

They are set aside: they count as taken, are kept for the operator, and hold up nobody any more.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import TryLater
from bot.chat.events import Event
from bot.core.clock import Clock
from bot.core.ports import Transaction
from bot.core.reports import DEADLY, FAILING, coined, report
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)

log = structlog.get_logger(__name__)

AFTER_CRASH = 200  # events that run alone after an unclean stop
DEATHS = 3  # of the process on one event before it is set aside
# An event on which it died waits so many seconds for each of its tries. Whoever kills the process again and again, from
# outside, gives it lives that are too short to count another death against an innocent event, and to lose it.
REST = 1.0
TRIES = 5  # of an event that fails outside its handler; whoever brings it pauses between them
REMEMBERED = 1_000


class Suspects(Generic[T]):
    """Counts deaths in the database, as they end the process, and failures in memory."""

    def __init__(self, writer: Writer[T], clock: Clock, *, after_crash: bool) -> None:
        self._writer = writer
        self._clock = clock
        self._left = AFTER_CRASH if after_crash else 0
        self._unexplained: bool | None = None
        self._alone = asyncio.Lock()
        self._failed: OrderedDict[tuple[str, str], int] = OrderedDict()

    def __bool__(self) -> bool:
        """Whether the next event is to run alone."""
        return self._left > 0

    async def alone(self, event: Event, handle: Callable[[], Awaitable[None]]) -> None:
        """After an unclean stop: after a committed count of attempts; the third death sets the event aside."""
        async with self._alone:
            self._left = max(0, self._left - 1)
            network, now = event.where.chat.network, self._clock.now()
            if self._unexplained is None:
                self._unexplained = not await self._writer.do(lambda tx: tx.inbox.trying())
            # The death that nothing explains happened outside these careful steps: it may have been this event's first.
            deaths = int(self._unexplained)
            await asyncio.sleep(REST * await self._writer.do(lambda tx: tx.inbox.tries(network, event.id)))
            tries = await self._writer.do(lambda tx: tx.inbox.attempt(network, event.id, now, deaths))
            if tries > DEATHS:
                code = await self._park(event, DEADLY, now)
                log.error(
                    "an event ended the process three times and was set aside", code=code, network=network, id=event.id
                )
                return
            try:
                await handle()
            finally:
                # Only a death counts: an event that was taken, or that the network asks to bring later, did no harm.
                with suppress(TryLater):
                    await self._writer.do(lambda tx: tx.inbox.survived(network, event.id))

    async def failed(self, event: Event) -> bool:
        """A bug kept the event from being taken; True when that was once too often, and it is set aside."""
        key = (event.where.chat.network, event.id)
        tries = self._failed[key] = self._failed.pop(key, 0) + 1
        log.exception("an event could not be taken", code=coined(*key), tries=tries, kind=type(event).__name__)
        if tries < TRIES:
            if len(self._failed) > REMEMBERED:
                self._failed.popitem(last=False)
            return False
        await self._park(event, FAILING, self._clock.now())
        del self._failed[key]
        return True

    async def _park(self, event: Event, why: str, now: datetime) -> str:
        return await self._writer.do(partial(_set_aside, event, why, now))


def _set_aside(event: Event, why: str, now: datetime, tx: Transaction) -> str:
    network = event.where.chat.network
    tx.inbox.park(network, event.id, type(event).__name__, now)
    return report(tx, why, network, now, coined(network, event.id))
