"""Asking the server until it answers: longer and longer pauses, never in step with other bots, and an end where there
is nothing to wait for."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.adapters.matrix.errors import TOO_MANY, Declined, Fault, revoked

T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0

log = logging.getLogger(__name__)


class Patience:
    """Remembers from call to call how long to wait."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer, however long it takes; Barred when the session has ended."""
        while True:
            try:
                answer = await call()
            except Fault as fault:
                wait = self._after(fault)
            else:
                self._pause = FIRST_PAUSE
                return answer
            await asyncio.sleep(wait)

    def _after(self, fault: Fault) -> float:
        """Seconds to wait after a failure."""
        if isinstance(fault, Declined) and (fault.is_unknown_token or fault.is_deactivated):
            raise revoked() from None
        wait, self._pause = self._pause * random.uniform(0.5, 1.0), min(LONGEST_PAUSE, self._pause * 2)
        if isinstance(fault, Declined) and fault.status == TOO_MANY:
            wait = max(wait, fault.pause)
        log.warning("the Matrix server does not answer as it should, asked again in %.1f s: %s", wait, fault)
        return wait
