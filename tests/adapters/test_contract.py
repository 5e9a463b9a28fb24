"""The contract of every network, held by the local one in each of its views."""

from __future__ import annotations

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.view import View
from bot.chat.adapter import Adapter, Moved, TryLater
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import JoinAsked, Joined
from bot.chat.message import say
from tests.adapters.contract import Contract, Ears, listening


class Village:
    """The local network as the contract sees it."""

    def __init__(self, view: View) -> None:
        self.hub = Hub(run="contract")
        self.hub.view = view
        self.adapter: Adapter = self.hub
        self.ana, self.bruno, self.chloe = (self.hub.person(name, name.title()) for name in ("ana", "bruno", "chloe"))
        self.group = self.hub.group("ruche", "La Ruche", [self.ana, self.bruno], [self.ana])

    async def says(self, who: User, text: str) -> None:
        await self.hub.say(who, self.group, text)

    async def joins(self, who: User) -> None:
        await self.hub.join(who, self.group)

    async def leaves(self, who: User) -> None:
        await self.hub.leave_chat(who, self.group)

    async def reads(self, chat: Chat) -> list[str]:
        return self.shown(chat)

    def shown(self, chat: Chat) -> list[str]:
        return [post.text for post in self.hub.messages(chat) if post.from_bot]

    def unknown(self) -> MessageRef:
        return MessageRef(self.group, "987654321")


class TestLocal(Contract):
    """With buttons, with reactions, bare."""

    @pytest.fixture(params=View, ids=str)
    def place(self, request: pytest.FixtureRequest) -> Village:
        return Village(request.param)


async def test_whoever_asked_to_join_the_local_network_is_let_in() -> None:
    village = Village(View.BUTTONS)
    ears = Ears()
    async with listening(village, ears):
        await village.hub.ask_to_join(village.chloe, village.group)
        assert not await village.hub.is_member(village.group, village.chloe)
        await village.hub.admit(village.group, village.chloe)

    assert [type(event) for event in ears.taken] == [JoinAsked, Joined]
    assert await village.hub.is_member(village.group, village.chloe)


@pytest.mark.parametrize("error", [TryLater(3.0), Moved(Chat("local", "elsewhere"))], ids=["later", "moved"])
@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after it"])
async def test_the_local_network_fails_as_real_ones_do(error: TryLater | Moved, after: bool) -> None:
    village = Village(View.BUTTONS)
    village.hub.fail_next(error, "send", after=after)

    with pytest.raises(type(error)):
        await village.hub.send(village.group, say("Hello"), "k1")
    await village.hub.send(village.group, say("Hello"), "k1")

    assert village.shown(village.group) == ["Hello"]
