"""The web part over real connections: how the bot is, and the address at which a network brings events."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import app as bot_app
from bot import web
from bot.chat.adapter import Barred, Emit, TryLater
from bot.chat.text import _
from bot.health import Foreign, Health, read
from bot.serving import address, bound, serve
from tests.office import Office

HOOK = "/telegram"
WELL = Health(stores=True, networks={"local": True})


class Network:
    """Notes what is brought to its hook, and answers with a status."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.calls: list[tuple[str | None, bytes]] = []

    async def receive(self, secret: str | None, body: bytes) -> int:
        self.calls.append((secret, body))
        return self.status


async def well() -> Health:
    return WELL


@asynccontextmanager
async def served(
    health: Callable[[], Awaitable[Health]] = well, network: Network | None = None
) -> AsyncIterator[aiohttp.ClientSession]:
    """The web part on a free port, and somebody who calls it."""
    listener = bound("127.0.0.1", 0)
    site = web.site(health, {HOOK: (network or Network()).receive})
    serving = asyncio.create_task(serve(site, listener))
    try:
        async with aiohttp.ClientSession(address(listener)) as session:
            yield session
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        listener.close()


async def told(session: aiohttp.ClientSession) -> tuple[int, Health]:
    async with session.get("/healthz") as answer:
        return answer.status, read(await answer.read())


@pytest.fixture
async def started(office: Office) -> AsyncIterator[Office]:
    """A bot that runs, logged in to its network."""
    office.open()
    await office.app.start()
    await office.app.ready()
    yield office
    await office.close()


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


# how the bot is


async def test_a_bot_that_is_well_says_so(started: Office) -> None:
    async with served(started.app.health) as session:
        assert await told(session) == (200, WELL)


async def test_what_it_says_holds_nothing_but_how_it_is(started: Office) -> None:
    async with served(started.app.health) as session, session.get("/healthz") as answer:
        shown = await answer.json()

    assert shown == {"bot": "cooperons", "good": True, "stores": True, "networks": {"local": True}, "stopped": []}
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


async def test_a_bot_that_cannot_store_says_so_and_is_well_again_afterwards(started: Office) -> None:
    started.lock_the_file()
    async with served(started.app.health) as session:
        assert await told(session) == (503, Health(stores=False, networks={"local": True}))

        started.unlock_the_file()
        started.pause(bot_app.PROOF_LASTS)
        assert await told(session) == (200, WELL)


async def test_however_often_it_is_asked_it_commits_once_in_a_while(started: Office) -> None:
    first = await started.app.health()
    started.lock_the_file()

    again = [await started.app.health() for _ in range(50)]

    assert {first.stores, *(one.stores for one in again)} == {True}
    started.unlock_the_file()


async def test_a_writer_that_hangs_is_not_waited_for(started: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_app, "PROOF_TAKES", 0.05)
    goes_on = threading.Event()
    held = started.app.writer.submit(lambda tx: goes_on.wait(30))

    health = await started.app.health()

    goes_on.set()
    assert not health.stores
    assert await held


async def test_a_network_that_is_not_logged_in_yet_is_named(office: Office) -> None:
    opening = asyncio.Event()

    async def unreachable() -> None:
        opening.set()
        raise TryLater(60)

    office.open()
    office.hub.open = unreachable  # type: ignore[method-assign]
    await office.app.start()
    await opening.wait()

    assert await office.app.health() == Health(stores=True, networks={"local": False})
    await office.close()


async def test_a_part_that_ended_by_a_bug_is_named(office: Office) -> None:
    async def broken(emit: Emit) -> None:
        raise RuntimeError("the network is wrong")

    office.open()
    office.hub.listen = broken  # type: ignore[method-assign]
    await office.app.start()
    await office.app.ready()
    with office.listening():
        await asyncio.wait([task for task in office.app._tasks if task.get_name() == "network local"])

    health = await office.app.health()

    assert not health.good
    assert health.stopped == ("network local",)
    await office.close()


async def test_a_network_that_bars_the_bot_is_no_bug(office: Office) -> None:
    async def revoked() -> None:
        raise Barred(_("That is not possible."))

    office.open()
    office.hub.open = revoked  # type: ignore[method-assign]
    with office.listening():
        await office.app.start()
        await office.app.barred()

    assert (await office.app.health()).stopped == ()
    await office.close()


@pytest.mark.parametrize(
    "text", ["", "hello", "[]", "3", '"cooperons"', "{}", '{"bot": "other"}', '{"bot": "cooperons"}', "\xff"]
)
def test_what_another_program_answers_is_not_taken_for_ours(text: str) -> None:
    with pytest.raises(Foreign):
        read(text.encode("latin-1"))


def test_what_is_written_is_read_again() -> None:
    one = Health(stores=False, networks={"telegram": True, "matrix": False}, stopped=("timer",))

    assert read(one.written().encode()) == one
    assert json.loads(one.written())["good"] is False


# the hook


@pytest.mark.parametrize("status", [200, 400, 403, 503])
async def test_a_call_is_handed_on_with_its_secret_and_answered_as_the_network_says(status: int) -> None:
    network = Network(status)
    async with (
        served(network=network) as session,
        session.post(HOOK, data=b"{}", headers={web.SECRET: "word"}) as answer,
    ):
        assert answer.status == status
        assert await answer.read() == b""
    assert network.calls == [("word", b"{}")]


async def test_a_call_without_a_secret_is_handed_on_without() -> None:
    network = Network(403)
    async with served(network=network) as session, session.post(HOOK, data=b"{}") as answer:
        assert answer.status == 403
    assert network.calls == [(None, b"{}")]


async def test_another_method_is_refused_with_the_right_one() -> None:
    async with served() as session, session.get(HOOK) as answer:
        assert answer.status == 405
        assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/telegram/", "/telegramme", "/favicon.ico"])
async def test_there_is_nothing_elsewhere(path: str) -> None:
    async with served() as session, session.post(path, data=b"{}", allow_redirects=False) as answer:
        assert answer.status == 404


async def test_what_is_too_large_is_refused_whether_it_says_so_or_not() -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _part in range(20):
            yield b"x" * 100_000

    network = Network()
    async with served(network=network) as session:
        for body in (b"x" * (web.MOST_BYTES + 1), parts()):
            try:
                async with session.post(HOOK, data=body) as answer:
                    assert answer.status == 413
            except aiohttp.ClientConnectionError:  # told while it was still sending
                continue
        async with session.post(HOOK, data=b"x" * web.MOST_BYTES) as answer:
            assert answer.status == 200
    assert len(network.calls) == 1


async def test_a_call_that_never_comes_to_an_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.05)
    network = Network()
    listener = bound("127.0.0.1", 0)
    serving = asyncio.create_task(serve(web.site(well, {HOOK: network.receive}), listener))
    reader, writer = await asyncio.open_connection(*listener.getsockname())

    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
    status = await reader.readline()

    assert status.startswith(b"HTTP/1.1 408")
    assert network.calls == []
    writer.close()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    listener.close()


async def test_stopping_lets_a_call_under_way_finish() -> None:
    taken, goes_on = asyncio.Event(), asyncio.Event()

    async def receive(secret: str | None, body: bytes) -> int:
        taken.set()
        await goes_on.wait()
        return 200

    listener = bound("127.0.0.1", 0)
    serving = asyncio.create_task(serve(web.site(well, {HOOK: receive}), listener))
    async with aiohttp.ClientSession(address(listener)) as session:
        call = asyncio.create_task(session.post(HOOK, data=b"{}"))
        await taken.wait()
        serving.cancel()
        await asyncio.sleep(0)
        goes_on.set()
        assert (await call).status == 200
    await asyncio.gather(serving, return_exceptions=True)
    listener.close()


# where it listens


def test_a_port_that_is_taken_is_refused_at_once() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            bound("127.0.0.1", other.getsockname()[1])


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with pytest.raises(OSError, match="assign"):
        bound("192.0.2.1", 0)


def test_an_address_can_be_opened_in_a_browser() -> None:
    for host, shown in (("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:"), ("localhost", "http://")):
        listener = bound(host, 0)
        assert address(listener).startswith(shown)
        listener.close()
