"""A town on two networks at once: La Ruche has a chat on each, and some people have an account on both.

    async with twins(folder, View.BUTTONS, View.REACTIONS) as town:
        await town.say("ana", "/menu")
        with town.over_there():
            await town.say("ana", "/menu")  # her other account, in the other chat

Everything a `Town` does, it does over there as well. The networks may be any two sides: local ones, Matrix, Telegram.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import fields, is_dataclass
from inspect import isawaitable
from pathlib import Path
from typing import Any

from bot.adapters.local.hub import Hub
from bot.adapters.local.state import NETWORK
from bot.adapters.local.view import View
from bot.app import App
from bot.chat.adapter import Adapter
from bot.chat.address import Chat, User
from handlers.features import FEATURES
from tests.neighbours import code
from tests.town import NAMES, Town

ELSEWHERE = "village"


class Elsewhere:
    """A second local network: the same one under a name of its own, for the bot and for people."""

    name = ELSEWHERE

    def __init__(self, hub: Hub) -> None:
        object.__setattr__(self, "hub", hub)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.hub, name, value)

    async def listen(self, emit: Callable[[Any], Awaitable[None]]) -> None:
        await self.hub.listen(lambda event: emit(renamed(event, NETWORK, ELSEWHERE)))

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.hub, name)
        if not callable(found):
            return renamed(found, NETWORK, ELSEWHERE)

        def call(*args: Any, **more: Any) -> Any:
            theirs = (renamed(one, ELSEWHERE, NETWORK) for one in args)
            answer = found(*theirs, **{key: renamed(value, ELSEWHERE, NETWORK) for key, value in more.items()})
            return _later(answer) if isawaitable(answer) else renamed(answer, NETWORK, ELSEWHERE)

        return call


async def _later(answer: Awaitable[Any]) -> Any:
    return renamed(await answer, NETWORK, ELSEWHERE)


def renamed(value: Any, old: str, new: str) -> Any:
    """The same with every address on the other network."""
    if isinstance(value, Chat | User):
        return value._replace(network=new) if value.network == old else value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(renamed(one, old, new) for one in value))
    if isinstance(value, tuple | list):
        return type(value)(renamed(one, old, new) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = copy.copy(value)
        for one in fields(value):
            object.__setattr__(changed, one.name, renamed(getattr(value, one.name), old, new))
        return changed
    return value


class Twins(Town):
    """A town with a second network. `over_there` is where its people have other accounts."""

    def __init__(
        self, folder: Path, view: View, other: Any, connect_other: Callable[[], Adapter], other_view: View,
        language: str = "fr", **more: Any,
    ) -> None:  # fmt: skip
        self._connect_other = connect_other
        super().__init__(folder, view, language, **more)
        other.view = other_view
        self._here = self.people
        self._there: dict[str, Any] = {"hub": other}
        accounts = {key: other.person(key, NAMES[key], language) for key in ("ana", "bruno", "dan")}
        self._there["people"] = accounts
        self._there["group"] = other.group("place", "La Place", list(accounts.values()), [accounts["ana"]])

    def _built(self) -> App:
        return App(
            self.database, FEATURES, [self._connect(), self._connect_other()], clock=self.clock,
            seconds=lambda: self.seconds, community=self.community,
        )  # fmt: skip

    async def open(self) -> Twins:
        for adapter in self.app.adapters.values():
            await adapter.open()
        self._listening = asyncio.create_task(self._listen())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return self

    async def _listen(self) -> None:
        async with asyncio.TaskGroup() as both:
            for adapter in self.app.adapters.values():
                both.create_task(adapter.listen(self.app.dispatcher.emit))

    @contextmanager
    def over_there(self) -> Iterator[Chat]:
        """Whatever is done meanwhile is done on the other network; its group chat."""
        here = {name: getattr(self, name) for name in self._there}
        vars(self).update(self._there)
        try:
            yield self.group
        finally:
            vars(self).update(here)

    # what many stories begin with

    async def pair(self, who: str = "ana") -> None:
        """The chat over there joins the group of this one; an organizer of both says yes on both sides."""
        await self.say(who, "/jumeler")
        given = code(self, who)
        with self.over_there():
            await self.say(who, f"/jumeler {given}")
            await self.choose(who, "oui")
        await self.choose(who, "oui")

    async def link(self, who: str) -> None:
        """Somebody shows over there who they are here."""
        await self.whisper(who, "/lier")
        given = code(self, who)
        with self.over_there():
            await self.whisper(who, f"/lier {given}")
            await self.choose_privately(who, "oui")

    def is_one(self, who: str) -> bool:
        """Whether somebody's account here and the one over there are one member."""
        user = self._there["people"][who]
        with self.database.read() as tx:
            here, there = tx.members.of(self._here[who]), tx.members.of(user)
        return here is not None and there is not None and here.id == there.id

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the file holds."""
        with self.database.read() as tx:
            return list(tx.cursor.execute(sql))


@asynccontextmanager
async def twins(folder: Path, view: View, other: View, language: str = "fr") -> AsyncIterator[Twins]:
    """A town on two local networks."""
    there = Elsewhere(Hub(run="village"))
    town = Twins(folder, view, there, lambda: there, other, language)
    await town.open()
    try:
        yield town
    finally:
        await town.close()
