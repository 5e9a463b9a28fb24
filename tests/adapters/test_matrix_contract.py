"""The contract of every network, held by Matrix on a real Synapse: in rooms without and with encryption."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.adapters.matrix.account import NETWORK
from bot.adapters.matrix.adapter import Matrix
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import JoinAsked, Joined
from tests.adapters.contract import Contract, Ears, listening
from tests.matrix_people import Someone
from tests.matrix_side import Pocket, people, settings
from tests.synapse import Synapse, fresh


class Square:
    """A room of Matrix as the contract sees it."""

    def __init__(self, adapter: Matrix, room: str, everybody: dict[str, Someone]) -> None:
        self.adapter = adapter
        self.room = room
        self.everybody = everybody
        self.group = Chat(NETWORK, room)
        self.ana, self.bruno, self.chloe = (User(NETWORK, everybody[one].user) for one in ("ana", "bruno", "chloe"))

    async def says(self, who: User, text: str) -> None:
        self._who(who).say(self.room, text, **{"m.mentions": {"user_ids": [self.adapter.account.id]}})

    async def joins(self, who: User) -> None:
        self.everybody["ana"].invite(self.room, who.id)
        self._who(who).join(self.room)

    async def leaves(self, who: User) -> None:
        self._who(who).leave(self.room)

    async def reads(self, chat: Chat) -> list[str]:
        reader = self.everybody["ana"]
        if chat.id != self.room:
            reader = self.everybody["chloe"]
            reader.join(chat.id)
        return [one.body for one in reader.seen(chat.id) if one.sender == self.adapter.account.id]

    def unknown(self) -> MessageRef:
        return MessageRef(self.group, "$never-posted")

    def _who(self, user: User) -> Someone:
        return next(one for one in self.everybody.values() if one.user == user.id)


class TestMatrix(Contract):
    """A room without encryption: people there write over plain HTTP."""

    async def test_whoever_knocks_is_told_and_let_in(self, place: Square) -> None:
        ana, chloe = place.everybody["ana"], place.everybody["chloe"]
        ana.call("PUT", f"/rooms/{quote(place.room)}/state/m.room.join_rules/", {"join_rule": "knock"})

        async with listening(place, Ears()) as ears:
            chloe.call("POST", f"/knock/{quote(place.room)}", {})
            await ears.until(lambda: any(isinstance(event, JoinAsked) for event in ears.taken))
            await place.adapter.admit(place.group, place.chloe)
            chloe.join(place.room)
            await ears.until(lambda: any(isinstance(event, Joined) for event in ears.taken))

        told = [(type(event), event.by.user) for event in ears.taken if event.by.user == place.chloe]
        assert told == [(JoinAsked, place.chloe), (Joined, place.chloe)]

    @pytest.fixture
    async def place(self, synapse: Synapse, tmp_path: Path) -> AsyncIterator[Square]:
        with people(synapse, "ana", "bruno", "chloe") as everybody:
            bot = synapse.register(fresh("coop"))
            adapter = Matrix(settings(synapse, bot, tmp_path / "store", encryption=False))
            adapter.remember(Pocket())
            ana, bruno = everybody["ana"], everybody["bruno"]
            room = ana.create("La Ruche", [bruno.user, bot])
            bruno.join(room)
            await adapter.open()
            await adapter._client.join(room)
            await adapter.close()
            await adapter.open()
            yield Square(adapter, room, everybody)
            await adapter.close()
