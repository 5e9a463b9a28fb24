"""Asking Telegram until it answers: longer and longer pauses, never in step with other bots, and an end where there is
nothing to wait for."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import TelegramError

from bot.adapters.telegram.client import contested, revoked
from bot.adapters.telegram.errors import CONFLICT, NOT_FOUND, TOO_MANY, UNAUTHORIZED, Declined, undelivered
from bot.chat.adapter import TryLater

T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
# Another process that this one is just replacing makes a conflict or two, and so does our own connection that was cut.
CONFLICTS, CONFLICTS_WITHIN = 5, 120.0

log = logging.getLogger(__name__)


class Patience:
    """Remembers from call to call how long to wait, and how often somebody else took our place."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE
        self._conflicts: list[float] = []

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer, however long it takes; Barred when the token is revoked, or somebody else keeps using it."""
        while True:
            try:
                answer = await call()
            except TelegramError as error:
                wait = self._after(error)
            else:
                self._pause = FIRST_PAUSE
                return answer
            await asyncio.sleep(wait)

    def _after(self, error: TelegramError) -> float:
        """Seconds to wait after a failure."""
        wait, self._pause = self._pause * random.uniform(0.5, 1.0), min(LONGEST_PAUSE, self._pause * 2)
        if isinstance(error, Declined):
            if error.code in (UNAUTHORIZED, NOT_FOUND):
                raise revoked() from None
            if error.code == CONFLICT:
                self._count_conflict()
            later = undelivered(error)
            if error.code == TOO_MANY and isinstance(later, TryLater):
                wait = max(wait, later.seconds)
        log.warning("Telegram does not answer as it should, asked again in %.1f s: %s", wait, error)
        return wait

    def _count_conflict(self) -> None:
        now = asyncio.get_running_loop().time()
        self._conflicts = [at for at in self._conflicts if at > now - CONFLICTS_WITHIN] + [now]
        if len(self._conflicts) >= CONFLICTS:
            raise contested() from None
