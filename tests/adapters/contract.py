"""What every network promises, as tests. A network's own test file says how its world is acted in, and inherits them:

class TestTelegram(Contract):
    @pytest.fixture
    async def place(self) -> AsyncIterator[Place]: ...
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol

import pytest

from bot.chat import events
from bot.chat.adapter import Adapter, Can, Gone, TryLater
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Event
from bot.chat.message import Button, Message, Picture, say


class Place(Protocol):
    """A group with Ana, who organizes it, and Bruno; Chloé is elsewhere. The bot may write to all three."""

    adapter: Adapter
    group: Chat
    ana: User
    bruno: User
    chloe: User

    async def says(self, who: User, text: str) -> None:
        """Somebody writes in the group; comes back when the network has it, not when the bot took it."""

    async def joins(self, who: User) -> None:
        """Somebody comes into the group."""

    async def leaves(self, who: User) -> None:
        """Somebody leaves the group."""

    async def reads(self, chat: Chat) -> list[str]:
        """The texts of the bot's messages there, oldest first, as people see them."""

    def unknown(self) -> MessageRef:
        """A message of the group that was never posted."""


class Ears:
    """A bot that only listens; `hold` lets an event wait, `later` postpones the next ones."""

    def __init__(self) -> None:
        self.offered: list[str] = []
        self.taken: list[Event] = []
        self.later = 0
        self.held: asyncio.Event | None = None
        self._changed = asyncio.Event()

    async def __call__(self, event: Event) -> None:
        self.offered.append(event.id)
        self._changed.set()
        if self.held is not None:
            await self.held.wait()
        if self.later:
            self.later -= 1
            raise TryLater(0.0)
        self.taken.append(event)
        self._changed.set()

    @property
    def texts(self) -> list[str]:
        """What was said, in the order in which it was taken."""
        return [event.text for event in self.taken if isinstance(event, events.Said)]

    async def until(self, fact: Callable[[], bool]) -> None:
        """Waits for a fact that an event makes true."""
        async with asyncio.timeout(10):
            while not fact():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def listening(place: Place, ears: Ears) -> AsyncIterator[Ears]:
    """The bot is there meanwhile."""
    task = asyncio.create_task(place.adapter.listen(ears))
    await asyncio.sleep(0)
    try:
        yield ears
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def gone(call: Awaitable[object]) -> None:
    """The call must say that its message, its chat or its person is not there."""
    with pytest.raises(Gone):
        await call


BALLOT = say("Vote 41", rows=((Button("For", "v:41:0"), Button("Against", "v:41:1")),))


class Contract:
    """The promises. A network that cannot do a thing says so in `can`, and must then say Gone or do nothing."""

    # what the bot shows

    async def test_what_is_sent_is_shown_once_per_key(self, place: Place) -> None:
        first = await place.adapter.send(place.group, say("Hello"), "k1")
        again = await place.adapter.send(place.group, say("Hello"), "k1")
        other = await place.adapter.send(place.group, say("Hello"), "k2")

        assert first == again != other
        assert await place.reads(place.group) == ["Hello", "Hello"]

    async def test_a_key_belongs_to_the_network_not_to_the_content(self, place: Place) -> None:
        first = await place.adapter.send(place.group, say("Hello"), "k1")
        again = await place.adapter.send(place.group, say("Something else"), "k1")

        assert first == again
        assert await place.reads(place.group) == ["Hello"]

    async def test_every_fitted_message_can_be_sent(self, place: Place) -> None:
        messages = [BALLOT, say("Hello", silent=True), say("a" * 1_000), say("<b>&amp; *not markup*")]
        if Can.FILES in place.adapter.can:
            messages.append(say("Result", picture=Picture("<svg xmlns='http://www.w3.org/2000/svg'/>", "a chart")))

        for number, message in enumerate(messages):
            await place.adapter.send(place.group, self.fitted(place, message), f"k{number}")

        assert any("<b>&amp; *not markup*" in text for text in await place.reads(place.group))

    async def test_an_edit_is_shown_in_place(self, place: Place) -> None:
        ref = await place.adapter.send(place.group, say("Before"), "k1")
        if Can.EDIT not in place.adapter.can:
            await gone(place.adapter.edit(ref, say("After")))
            return

        await place.adapter.edit(ref, say("After"))
        await place.adapter.edit(ref, say("After"))

        assert [text.splitlines()[0] for text in await place.reads(place.group)] == ["After"]

    async def test_what_is_deleted_is_gone(self, place: Place) -> None:
        ref = await place.adapter.send(place.group, say("Hello"), "k1")
        if Can.DELETE not in place.adapter.can:
            await gone(place.adapter.delete(ref))
            return

        await place.adapter.delete(ref)

        assert await place.reads(place.group) == []
        await gone(place.adapter.edit(ref, say("After")))

    async def test_a_message_that_is_not_there_is_gone(self, place: Place) -> None:
        unknown = place.unknown()

        await gone(place.adapter.edit(unknown, say("After")))
        await gone(place.adapter.delete(unknown))

    async def test_a_chat_that_is_not_there_is_gone(self, place: Place) -> None:
        nowhere = Chat(place.group.network, "987654321")

        await gone(place.adapter.send(nowhere, say("Hello"), "k1"))
        await gone(place.adapter.count(nowhere))
        await gone(place.adapter.leave(nowhere))

    async def test_a_person_is_written_to_alone(self, place: Place) -> None:
        chat = await place.adapter.private(place.chloe)

        assert chat is not None
        await place.adapter.send(chat, say("Only you"), "k1")
        assert await place.reads(chat) == ["Only you"]
        assert await place.reads(place.group) == []

    async def test_the_bot_can_leave(self, place: Place) -> None:
        await place.adapter.leave(place.group)

        await gone(place.adapter.send(place.group, say("Hello"), "k1"))

    # what the network knows

    async def test_who_organizes_and_who_is_there(self, place: Place) -> None:
        ask = place.adapter

        assert [await ask.is_organizer(place.group, one) for one in (place.ana, place.bruno, place.chloe)] == [
            True, False, False,
        ]  # fmt: skip
        assert [await ask.is_member(place.group, one) for one in (place.ana, place.chloe)] == [True, False]
        assert await ask.count(place.group) == 2

    async def test_coming_and_going_changes_what_it_knows(self, place: Place) -> None:
        async with listening(place, Ears()) as ears:
            await place.joins(place.chloe)
            await place.leaves(place.bruno)
            await ears.until(lambda: len(ears.taken) >= 2)

        assert [await place.adapter.is_member(place.group, one) for one in (place.bruno, place.chloe)] == [False, True]
        assert await place.adapter.count(place.group) == 2
        assert [type(event) for event in ears.taken if event.by.user in (place.bruno, place.chloe)] == [
            events.Joined, events.Left,
        ]  # fmt: skip

    async def test_the_members_are_listed_where_the_network_can(self, place: Place) -> None:
        if Can.MEMBER_LIST not in place.adapter.can:
            return

        members = {seen.user: seen.organizer for seen in await place.adapter.members(place.group)}

        assert members == {place.ana: True, place.bruno: False}

    # events

    async def test_an_event_tells_who_where_and_what(self, place: Place) -> None:
        async with listening(place, Ears()) as ears:
            await place.says(place.bruno, "/vote Soup?")
            await ears.until(lambda: bool(ears.texts))

        [event] = [event for event in ears.taken if isinstance(event, events.Said)]
        assert (event.by.user, event.where.chat, event.where.private) == (place.bruno, place.group, False)
        assert event.message.chat == place.group

    async def test_events_have_ids_of_their_own(self, place: Place) -> None:
        async with listening(place, Ears()) as ears:
            for number in range(10):
                await place.says(place.bruno, f"{number}")
            await ears.until(lambda: len(ears.texts) == 10)

        assert len({event.id for event in ears.taken}) == len(ears.taken)

    async def test_an_event_that_was_not_taken_comes_back_after_a_restart(self, place: Place) -> None:
        ears = Ears()
        ears.held = asyncio.Event()
        async with listening(place, ears):
            saying = asyncio.create_task(place.says(place.bruno, "one"))
            await ears.until(lambda: bool(ears.offered))
        saying.cancel()
        await asyncio.gather(saying, return_exceptions=True)

        async with listening(place, Ears()) as again:
            await again.until(lambda: again.texts == ["one"])

        assert again.taken[0].id == ears.offered[0]
        assert ears.taken == []

    async def test_an_event_that_was_taken_does_not_come_back(self, place: Place) -> None:
        async with listening(place, Ears()) as ears:
            await place.says(place.bruno, "one")
            await ears.until(lambda: ears.texts == ["one"])
            await place.says(place.bruno, "two")
            await ears.until(lambda: ears.texts == ["one", "two"])

        async with listening(place, Ears()) as again:
            await place.says(place.bruno, "three")
            await again.until(lambda: "three" in again.texts)

        assert "one" not in again.texts

    async def test_what_is_postponed_comes_again_in_order(self, place: Place) -> None:
        ears = Ears()
        ears.later = 2
        async with listening(place, ears):
            for number in range(6):
                await place.says(place.bruno, f"{number}")
            await ears.until(lambda: len(ears.texts) == 6)

        assert ears.texts == [f"{number}" for number in range(6)]
        assert len(ears.offered) >= 8

    async def test_what_happened_while_the_bot_was_away_comes_in_order(self, place: Place) -> None:
        for number in range(5):
            await place.says(place.bruno, f"{number}")

        async with listening(place, Ears()) as ears:
            await ears.until(lambda: len(ears.texts) == 5)

        assert ears.texts == [f"{number}" for number in range(5)]

    def fitted(self, place: Place, message: Message) -> Message:
        """What `fit` leaves of it, near enough: no buttons where there are none."""
        return message if Can.BUTTONS in place.adapter.can else say(*message.lines)
