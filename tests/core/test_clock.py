"""The one source of time, which can be moved."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.core.clock import Clock

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def test_it_can_be_moved() -> None:
    clock = Clock(lambda: NOON)

    clock.shift(timedelta(hours=2))
    clock.shift(timedelta(minutes=-30))

    assert clock.now() == NOON + timedelta(hours=1, minutes=30)
    assert clock.real() == NOON


async def test_what_is_past_is_not_waited_for() -> None:
    async with asyncio.timeout(1):
        await Clock(lambda: NOON).wait_until(NOON)
        await Clock(lambda: NOON).wait_until(NOON - timedelta(days=1))


async def test_whoever_waits_looks_again_when_it_is_moved_or_something_comes() -> None:
    clock = Clock(lambda: NOON)
    waits = [asyncio.create_task(clock.wait_until(when)) for when in (NOON + timedelta(days=1), None)]
    await asyncio.sleep(0)

    clock.shift(timedelta(days=2))

    async with asyncio.timeout(1):
        await asyncio.gather(*waits)


async def test_a_wait_that_begins_after_a_wake_is_not_ended_by_it() -> None:
    clock = Clock(lambda: NOON)
    clock.wake()

    wait = asyncio.create_task(clock.wait_until(None))
    await asyncio.sleep(0)

    assert not wait.done()
    wait.cancel()
