"""A press whose answer nobody sees: it came too late, or was lost on the way.

What was done, the message itself shows in a moment. But whoever reads no refusal believes to have voted, and whoever is
not shown the door never learns that something waits behind it: both are told another way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter, Stays
from bot.chat.address import User
from bot.chat.events import Pressed
from bot.chat.memory import Memory
from bot.chat.message import say
from bot.chat.text import Phrase, _, note
from bot.core.clock import Clock
from bot.core.context import Context
from bot.core.doors import AGAIN, Answered, Door, show_the_way
from bot.core.ports import Transaction
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)

SHOWN = 2_000  # people who were shown the way of late

log = structlog.get_logger(__name__)


class Retelling(Generic[T]):
    """Tells it. `understand` makes of an event who acts where, None when it is not for us."""

    def __init__(
        self,
        writer: Writer[T],
        clock: Clock,
        adapters: Mapping[str, Adapter],
        understand: Callable[[Pressed, T, datetime], Context[T] | None],
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._adapters = adapters
        self._understand = understand
        self._shown: Memory[User, datetime] = Memory(SHOWN)

    def __call__(self, press: Pressed, answer: Answered) -> None:
        """The answer was not seen."""
        if answer is Door.OPENS or isinstance(answer, Stays):
            told = asyncio.ensure_future(self._writer.do(partial(self._tell, press, answer)))
            told.add_done_callback(_settled)

    def _tell(self, press: Pressed, answer: Stays | Door, tx: T) -> None:
        now = self._clock.now()
        ctx = self._understand(press, tx, now)
        if ctx is None:
            return
        if isinstance(answer, Stays):
            ctx.private(say(note(_late(ctx.room.group.name)), answer) if ctx.room is not None else answer)
            return
        before = self._shown.get(press.by.user)
        if before is None or before < now - AGAIN:
            self._shown.put(press.by.user, now)
            adapter = self._adapters[press.where.chat.network]
            show_the_way(tx, adapter, press.by.user, press.message._replace(chat=ctx.chat, id=""), now)


def _late(group: str) -> Phrase:
    return _("You pressed a button in {group}, and my answer came too late. Here it is:", group=group)


def _settled(told: asyncio.Future[None]) -> None:
    if not told.cancelled() and (error := told.exception()) is not None:
        log.warning("what a press was not answered with could not be told either", why=type(error).__name__)
