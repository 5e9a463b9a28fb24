"""Clients that others wrote, pointed at the fake: three independent ways to call it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.botapi.people import Bot
from tests.botapi.server import Server

if TYPE_CHECKING:
    import aiogram
    import telegram


class Raw:
    """Plain HTTP: the status and the JSON of each answer."""

    def __init__(self, server: Server, session: aiohttp.ClientSession, bot: Bot | None = None) -> None:
        self._server, self._session = server, session
        self.bot = bot or server.world.bot

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole answer of a call."""
        return (await self.whole(method, **parameters))[1]

    async def whole(self, method: str, **parameters: Any) -> tuple[int, dict[str, Any], aiohttp.ClientResponse]:
        """Status, JSON and the response with its headers."""
        url = f"{self._server.base_url}{self.bot.token}/{method}"
        async with self._session.post(url, json=parameters) as response:
            return response.status, await response.json(), response

    async def result(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must work."""
        answer = await self(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Code and description of a call that must not."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    async def updates(self, offset: int = 0, timeout: int = 0, **parameters: Any) -> list[dict[str, Any]]:
        """What happened since."""
        found = await self.result("getUpdates", offset=offset, timeout=timeout, **parameters)
        assert isinstance(found, list)
        return found

    async def news(self, **parameters: Any) -> list[dict[str, Any]]:
        """What happened, confirmed at once, each without its number: [{"message": {…}}, …]."""
        found = await self.updates(**parameters)
        if found:
            await self.updates(found[-1]["update_id"] + 1)
        return [{kind: value for kind, value in one.items() if kind != "update_id"} for one in found]


@asynccontextmanager
async def raw_client(server: Server, bot: Bot | None = None) -> AsyncIterator[Raw]:
    """Plain HTTP."""
    async with aiohttp.ClientSession() as session:
        yield Raw(server, session, bot)


@asynccontextmanager
async def aiogram_client(server: Server, bot: Bot | None = None) -> AsyncIterator[aiogram.Bot]:
    """aiogram's client."""
    from aiogram import Bot as Client
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    api = TelegramAPIServer(base=f"{server.base_url}{{token}}/{{method}}", file=f"{server.base_url}{{token}}/{{path}}")
    session = AiohttpSession(api=api)
    yield Client((bot or server.world.bot).token, session=session)
    if inner := session._session:  # its own close() sleeps for a quarter of a second
        await inner.close()


@asynccontextmanager
async def telegram_client(server: Server, bot: Bot | None = None) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's client, with its own transport."""
    from telegram import Bot as Client
    from telegram.request import HTTPXRequest

    requests = (HTTPXRequest(connection_pool_size=8), HTTPXRequest(connection_pool_size=8))
    client = Client(
        (bot or server.world.bot).token, base_url=server.base_url, request=requests[0], get_updates_request=requests[1]
    )
    async with client:
        yield client
