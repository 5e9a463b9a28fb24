"""Handing events to the bot: in the order of each chat, and again until it has taken them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable

from bot.chat.adapter import Emit, TryLater
from bot.chat.address import Chat
from bot.chat.events import Event


class Delivery:
    """Behaves like a server that redelivers: an event is done with when `emit` came back, and only then.

    Events are offered at once, side by side, as long as the bot takes them. From the first that it postpones, the
    later ones of the same chat wait behind it.
    """

    def __init__(self, taken: Callable[[Event], None], postponed: Callable[[Event], None]) -> None:
        self._taken = taken
        self._postponed = postponed
        self._emit: Emit | None = None
        self._lanes: dict[Chat, list[Event]] = defaultdict(list)
        self._drains: dict[Chat, asyncio.Task[None]] = {}
        self._order: dict[str, int] = {}  # of the events that are not done with
        self._count = 0

    async def offer(self, event: Event) -> bool:
        """Whether the bot took it now. Otherwise it waits, and will be offered again."""
        self._number(event)
        lane = self._lanes[event.where.chat]
        if self._emit is None or lane:
            lane.append(event)
            self._drain_later(event.where.chat, 0)
            return False
        return await self._hand(event, self._emit)

    def wait(self, events: Iterable[Event]) -> None:
        """Events of before a restart, in their order."""
        for event in events:
            self._number(event)
            self._lanes[event.where.chat].append(event)

    def forget(self) -> None:
        """No event waits any more."""
        for lane in self._lanes.values():
            lane.clear()
        self._order.clear()

    async def listen(self, emit: Emit) -> None:
        """Brings everything that waits and everything new, until cancelled."""
        self._emit = emit
        try:
            for chat in list(self._lanes):
                self._drain_later(chat, 0)
            await asyncio.Event().wait()
        finally:
            self._emit = None
            for task in list(self._drains.values()):
                task.cancel()

    def _number(self, event: Event) -> None:
        self._count += 1
        self._order[event.id] = self._count

    async def _hand(self, event: Event, emit: Emit) -> bool:
        try:
            await emit(event)
        except TryLater as later:
            self._postpone(event, later.seconds)
            return False
        except BaseException:  # not taken, whatever the reason: the bot may have been stopped in the middle
            self._postpone(event, 1.0)
            raise
        self._done(event)
        return True

    def _done(self, event: Event) -> None:
        self._order.pop(event.id, None)
        self._taken(event)

    def _postpone(self, event: Event, seconds: float) -> None:
        if event.id not in self._order:  # forgotten meanwhile
            return
        lane = self._lanes[event.where.chat]
        lane.append(event)
        lane.sort(key=lambda one: self._order[one.id])
        self._postponed(event)
        self._drain_later(event.where.chat, seconds)

    def _drain_later(self, chat: Chat, seconds: float) -> None:
        running = self._drains.get(chat)
        if self._emit is None or (running and not running.done()):
            return
        task = asyncio.get_running_loop().create_task(self._drain(chat, self._emit, seconds))
        self._drains[chat] = task

    async def _drain(self, chat: Chat, emit: Emit, seconds: float) -> None:
        lane = self._lanes[chat]
        while lane:
            await asyncio.sleep(seconds)
            while lane:
                event = lane[0]
                try:
                    await emit(event)
                except TryLater as later:
                    seconds = later.seconds
                    break
                if event in lane:
                    lane.remove(event)
                self._done(event)
