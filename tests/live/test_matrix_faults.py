"""The whole bot on a homeserver that is not there, or not for it: it says so, waits, and goes on where it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.live.test_matrix_encrypted import running
from tests.live.test_matrix_limits import shows, until
from tests.matrix_side import people
from tests.synapse import Synapse, fresh


class Door:
    """A proxy before the homeserver. While it is shut it answers as one does whose server is down; it counts."""

    def __init__(self, synapse: Synapse) -> None:
        self._synapse = synapse
        self.shut = True
        self.turned_away = 0
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Door:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=100_000_000)
        app.router.add_route("*", "/{any:.*}", self._pass)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()
        assert self._session
        await self._session.close()

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _pass(self, request: web.Request) -> web.Response:
        if self.shut:
            self.turned_away += 1
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        assert self._session
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        async with self._session.request(
            request.method, self._synapse.url + request.raw_path, data=await request.read() or None, headers=headers
        ) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type="application/json")


@pytest.fixture
async def door(synapse: Synapse) -> AsyncIterator[Door]:
    async with Door(synapse) as door:
        yield door


async def test_a_server_that_is_down_at_the_start_and_goes_away_later_is_waited_for_without_haste(
    synapse: Synapse, folder: Path, door: Door
) -> None:
    bot = synapse.register(fresh("coop"))

    async def opens() -> None:
        await until(lambda: door.turned_away >= 2)
        door.shut = False

    with people(synapse, "ana", "bruno") as everybody:
        ana, bruno = everybody["ana"], everybody["bruno"]
        opening = asyncio.create_task(opens())
        async with running(synapse, folder, bot, homeserver=door.url, encryption=False):
            await opening
            room = ana.create("La Ruche", [bruno.user, bot])
            bruno.join(room)
            await until(lambda: shows(ana, room, "/menu"))
            ana.say(room, "!poll Soup? | Leek | Squash")
            card = await until(lambda: shows(ana, room, "Soup?"))

            door.shut, door.turned_away = True, 0
            bruno.say(room, "2", reply_to=card.id)
            await until(lambda: door.turned_away >= 2)
            asked = door.turned_away
            door.shut = False
            await until(lambda: "Squash: 1" in shows(ana, room, "Soup?").body)

    assert asked <= 6


async def test_a_stranger_who_asks_the_bot_in_reads_why_it_leaves(synapse: Synapse, folder: Path) -> None:
    bot = synapse.register(fresh("coop"))
    with people(synapse, "ana") as everybody:
        ana = everybody["ana"]
        async with running(synapse, folder, bot, serves=False, encryption=False):
            room = ana.create("Somewhere", [bot])
            await until(lambda: shows(ana, room, "I am leaving"))
            await until(lambda: ana.members_of(room).get(bot) == "leave")
