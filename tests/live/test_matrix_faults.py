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
    """A proxy before the homeserver. Shut, it says to everybody, and counts, that there is no server behind it."""

    def __init__(self, synapse: Synapse) -> None:
        self._synapse = synapse
        self._shut = asyncio.Event()
        self._shut.set()
        self.turned_away = 0

    async def __aenter__(self) -> Door:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=100_000_000)
        app.router.add_route("*", "/{any:.*}", self._pass)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.shut()
        await self._runner.cleanup()
        await self._session.close()

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    def open(self) -> None:
        """The server can be reached."""
        self._shut.clear()

    def shut(self) -> None:
        """It no longer can."""
        self.turned_away = 0
        self._shut.set()

    async def _pass(self, request: web.Request) -> web.Response:
        passing, shut = asyncio.ensure_future(self._forward(request)), asyncio.ensure_future(self._shut.wait())
        await asyncio.wait({passing, shut}, return_when=asyncio.FIRST_COMPLETED)
        shut.cancel()
        if passing.done() and not self._shut.is_set():
            return passing.result()
        passing.cancel()
        await asyncio.gather(passing, return_exceptions=True)
        self.turned_away += 1
        return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")

    async def _forward(self, request: web.Request) -> web.Response:
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
        await until(lambda: door.turned_away)
        door.open()

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
            # Its reactions come once the bot knows what it posted: no earlier does it know an answer to it.
            await until(lambda: len(shows(ana, room, "Soup?").reactions) == 2)

            door.shut()
            bruno.say(room, "2", reply_to=card.id)
            await until(lambda: door.turned_away >= 2)
            asked = door.turned_away
            door.open()
            await until(lambda: "Squash: 1" in shows(ana, room, "Soup?").body)

    assert asked <= 6


async def test_a_stranger_who_asks_the_bot_in_reads_why_it_leaves(synapse: Synapse, folder: Path) -> None:
    bot = synapse.register(fresh("coop"))
    with people(synapse, "ana") as everybody:
        ana = everybody["ana"]
        async with running(synapse, folder, bot, serves=False, encryption=False):
            room = ana.create("Somewhere", [bot])
            await until(lambda: shows(ana, room, "am leaving"))
            await until(lambda: ana.members_of(room).get(bot) == "leave")
