"""Events in the order of their chats, side by side where that may be, and again until they are taken."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.adapter import TryLater
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.chat.events import Event, Said
from bot.chat.lanes import bring


def said(number: int, who: str, chat: str) -> Said:
    where = Place(Chat("telegram", chat))
    by = Person(User("telegram", who), who)
    return Said(str(number), by, where, str(number), MessageRef(where.chat, str(number)))


class Bot:
    """Takes events in the order in which they were offered, a moment later; postpones those it is told to, once."""

    def __init__(self, *postponed: str) -> None:
        self.offered: list[str] = []
        self.taken: list[str] = []
        self.at_once = 0
        self._now = 0
        self._postponed = set(postponed)

    async def __call__(self, event: Event) -> None:
        self.offered.append(event.id)
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        await asyncio.sleep(0)
        self._now -= 1
        if event.id in self._postponed:
            self._postponed.discard(event.id)
            raise TryLater(0.0)
        self.taken.append(event.id)


async def test_everything_is_offered_in_the_order_in_which_it_came_whatever_the_chat() -> None:
    """Broken once: a chat with two events began later than one with a single one, and a group's move came too late."""
    bot = Bot()

    await bring(bot, [said(1, "ana", "-4"), said(2, "ana", "-100"), said(3, "group", "-4"), said(4, "bruno", "5")])

    assert bot.offered == ["1", "2", "3", "4"]


async def test_a_hundred_people_are_taken_side_by_side() -> None:
    bot = Bot()

    await bring(bot, [said(n, f"p{n}", "-4") for n in range(100)])

    assert (bot.at_once, bot.taken) == (100, [str(n) for n in range(100)])


@settings(max_examples=30, deadline=None)  # a postponed event takes its moment
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=12),
    st.sets(st.integers(0, 11).map(str), max_size=3),
)
def test_nobody_overtakes_themselves_in_a_chat_whatever_is_postponed(
    acts: list[tuple[str, str]], postponed: set[str]
) -> None:
    events = [said(n, who, chat) for n, (who, chat) in enumerate(acts)]
    bot = Bot(*postponed)

    asyncio.run(bring(bot, events))

    assert sorted(bot.taken, key=int) == [event.id for event in events]
    for lane in set(acts):
        mine = [str(n) for n, act in enumerate(acts) if act == lane]
        assert [one for one in bot.taken if one in mine] == mine
