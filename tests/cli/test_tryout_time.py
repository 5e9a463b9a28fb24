"""Time that passes in the try-out: each thing happens at its instant on the way, as in a cooperative that waits."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.local.acts import Acts
from bot.adapters.local.state import Posted
from bot.app import present
from bot.chat.address import Chat, User
from bot.demo.cooperative import by_day
from bot.demo.tryout import TryOut
from storage.database import look

SOON = timedelta(minutes=1)
DAY = 86_400
LATE = ("It was for", "and reaches you only now")


def person(name: str) -> User:
    return User("local", name)


def local(when: datetime) -> datetime:
    return when.astimezone(ZoneInfo(TryOut.zone))


async def morning(tryout: TryOut) -> datetime:
    """The next morning, nine o'clock: nothing that is told in the story comes in the night."""
    day = local(tryout.now()).date() + timedelta(days=1)
    at = datetime.combine(day, time(9), ZoneInfo(tryout.zone))
    await tryout.shift((at - tryout.now()).total_seconds())
    return at


def told(tryout: TryOut, text: str, chat: Chat | None = None) -> list[Posted]:
    """What the bot said with this text, everywhere or in one chat, oldest first."""
    return [
        post for post in tryout.hub.every_message()
        if post.from_bot and text in post.text and chat in (None, post.ref.chat)
    ]  # fmt: skip


def about(post: Posted, at: datetime) -> bool:
    assert post.at is not None
    return timedelta(0) <= post.at - at < SOON


def nothing_is_late(tryout: TryOut) -> None:
    assert [post.text for post in tryout.hub.every_message() if post.from_bot and post.text.startswith(LATE)] == []
    assert [post.text for word in LATE for post in told(tryout, f"\n{word}")] == []


@pytest.mark.parametrize("days", [1, 7])
async def test_whatever_is_due_on_the_way_comes_at_its_instant(tryout: TryOut, days: int) -> None:
    """Broken once: the clock leapt over them, and votes, reminders and plenaries came all at once, and late."""
    hub, group, lea = tryout.hub, tryout.hub.groups[0].chat, person("lea")
    begun = await morning(tryout)
    private = hub.private_chat(lea)
    await hub.say(lea, private, "/rappel dans 5 heures : arroser les semis")
    await hub.say(lea, group, '/vote Acheter un vélo cargo ? secret=public fin="dans 11 heures"')
    await hub.say(person("paul"), group, "/vote 4 pour")
    await hub.say(lea, group, "/pleniere demain à 14h | Halle du marché")
    await hub.say(lea, group, "/pleniere convoquer")

    await tryout.shift(days * DAY)

    assert timedelta(days=days) <= tryout.now() - begun < timedelta(days=days) + SOON
    assert about(told(tryout, "arroser les semis", private)[-1], begun + timedelta(hours=5))
    result = told(tryout, "Adopted: 1 for, 0 against.", group)[-1]
    assert about(result, begun + timedelta(hours=11))
    there = hub.private_chat(person("paul"))
    [_eve] = [post for post in told(tryout, "Plenary 2", there) if about(post, begun.replace(hour=18))]
    nothing_is_late(tryout)


async def test_the_clock_pressed_twice_passes_two_days_one_after_the_other(tryout: TryOut) -> None:
    hub, lea = tryout.hub, person("lea")
    begun = await morning(tryout)
    await hub.say(lea, hub.private_chat(lea), "/rappel dans 30 heures : fermer la serre")
    acts = Acts(hub, tryout)

    await asyncio.gather(*(acts.do(key, {"do": "shift", "seconds": DAY}) for key in ("a", "b")))

    assert timedelta(days=2) <= tryout.now() - begun < timedelta(days=2) + SOON
    assert about(told(tryout, "fermer la serre")[-1], begun + timedelta(hours=30))
    nothing_is_late(tryout)


async def test_the_next_deadline_pressed_twice_is_the_one_after(tryout: TryOut) -> None:
    hub, lea = tryout.hub, person("lea")
    await morning(tryout)
    for hours in (1, 2):
        await hub.say(lea, hub.private_chat(lea), f"/rappel dans {hours} heures : serre {hours}")
    first = tryout.next_due()
    acts = Acts(hub, tryout)

    await asyncio.gather(*(acts.do(key, {"do": "due"}) for key in ("a", "b")))

    assert first is not None
    assert [about(told(tryout, f"serre {n}")[-1], first + timedelta(hours=n - 1)) for n in (1, 2)] == [True, True]
    assert tryout.now() - first < timedelta(hours=1) + SOON


async def test_beginning_again_ends_the_time_that_passes(tryout: TryOut) -> None:
    acts = Acts(tryout.hub, tryout)
    passing = [asyncio.create_task(acts.do(f"p{n}", {"do": "shift", "seconds": 300 * DAY})) for n in (1, 2)]
    begun = tryout.now()
    async with asyncio.timeout(20):
        while tryout.now() - begun < timedelta(hours=1):
            await asyncio.sleep(0.01)

    await acts.do("again", {"do": "reset"})
    await asyncio.gather(*passing)

    assert abs(tryout.now() - by_day(present())) < SOON
    assert tryout.next_due() is not None


async def test_a_try_out_that_is__time_passes_goes_on_where_it_was(tryout: TryOut, tmp_path: Path) -> None:
    passing = asyncio.create_task(tryout.shift(300 * DAY))
    begun = tryout.now()
    async with asyncio.timeout(20):
        while tryout.now() - begun < timedelta(hours=1):
            await asyncio.sleep(0.01)

    await tryout.close()
    await passing

    with look(tmp_path / "coop-demo" / "coop.db") as tx:
        due = tx.jobs.next_due()
    assert due is not None
    assert due >= tryout.now() - SOON
