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
# Of two processes on one token Telegram ends the question of each in turn: the one that came last gives up, within its
# first minute. One that it is just replacing makes a conflict or two, and so does our own connection that was cut.
CONFLICTS, NEW = 3, 60.0  # seconds
AT_ONCE = 5.0  # after a quieter beginning than this somebody else came later, and may have twice as many conflicts

log = logging.getLogger(__name__)


class Patience:
    """Remembers from call to call how long to wait, and how often somebody else took our place while this was new."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE
        self._since = asyncio.get_running_loop().time()
        self._new_until = self._since + NEW
        self._conflicts, self._most = 0, CONFLICTS

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer, however long it takes; Barred when the token is revoked, or somebody else
        was using it before this began."""
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
                self._conflict()
            later = undelivered(error)
            if error.code == TOO_MANY and isinstance(later, TryLater):
                wait = max(wait, later.seconds)
        log.warning("Telegram does not answer as it should, asked again in %.1f s: %s", wait, error)
        return wait

    def _conflict(self) -> None:
        now = asyncio.get_running_loop().time()
        self._conflicts += 1
        if self._conflicts == 1 and now - self._since > AT_ONCE:
            self._most = 2 * CONFLICTS
        if now >= self._new_until:
            log.error("another process asks Telegram for what is this bot’s: stop it, or have the token revoked")
        elif self._conflicts >= self._most:
            raise contested() from None
