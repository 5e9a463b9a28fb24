"""The one source of time: what it is now, and waiting until an instant. The try-out and tests can move it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

# A machine that slept, or whose clock was set, must not oversleep: look again at least this often.
LONGEST_NAP = timedelta(seconds=30)


class Clock:
    """`read` gives the present as an aware UTC datetime; `offset` moves it."""

    def __init__(self, read: Callable[[], datetime], offset: timedelta = timedelta(0)) -> None:
        self._read = read
        self.offset = offset
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The present, UTC."""
        return self._read() + self.offset if self.offset else self._read()

    def real(self) -> datetime:
        """The present as the machine has it, however the clock was moved."""
        return self._read()

    def shift(self, by: timedelta) -> None:
        """Moves the clock; whoever waits looks again."""
        self.offset += by
        self.wake()

    def wake(self) -> None:
        """Ends every wait early: something new may be due."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait_until(self, when: datetime | None) -> None:
        """Comes back at `when`, or earlier when the clock moved or somebody woke it; None waits for a wake."""
        moved = self._moved
        left = LONGEST_NAP if when is None else min(when - self.now(), LONGEST_NAP)
        if left <= timedelta(0):
            return
        try:
            async with asyncio.timeout(left.total_seconds()):
                await moved.wait()
        except TimeoutError:
            return
