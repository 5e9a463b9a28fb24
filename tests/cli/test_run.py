"""`coop run`: says when it is ready, serves, stops cleanly, and says in one sentence why it cannot."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import time
import tomllib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from bot.chat.address import Chat
from bot.commands.run import community
from bot.config import Community as Settings
from bot.config import Config
from bot.domain.operators import written
from storage.database import look
from tests.botapi import Server, World, serving
from tests.botapi.chats import Chat as Room
from tests.botapi.people import Person
from tests.cli.running import Bot, coop, running, settle


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(World()) as server:
        yield server


@pytest.fixture
async def bots() -> AsyncIterator[list[Bot]]:
    """Those that a test leaves running are ended after it."""
    left: list[Bot] = []
    yield left
    for bot in left:
        if bot.process.returncode is None:
            bot.process.kill()
            await bot.process.wait()


async def started(bots: list[Bot], folder: Path, *arguments: str, **more: str) -> Bot:
    bots.append(await running(folder, *arguments, **more))
    return bots[-1]


def address(folder: Path, name: str = "config.toml") -> str:
    return str(tomllib.loads((folder / name).read_text("utf-8"))["web"]["listen"])


async def until_it_listens(folder: Path) -> None:
    host, port = address(folder).split(":")
    async with asyncio.timeout(60):
        while True:
            try:
                _reader, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_when_it_is_ready_and_stops_cleanly(
    server: Server, bots: list[Bot], tmp_path: Path, how: signal.Signals
) -> None:
    settle(tmp_path, server)
    bot = await started(bots, tmp_path)

    assert await bot.line() == f"ready: telegram, web http://{address(tmp_path)}"
    code = await bot.line()
    asked = time.monotonic()
    done = await bot.stop(how)

    assert re.fullmatch(r"Whoever runs the bot sends this code in private, once, to @coop_bot: \S+", code)
    assert time.monotonic() - asked < 5
    assert (done.code, done.err) == (0, "")
    assert done.lines == bot.said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "coop.db", "coop.db.lock"]


async def test_it_speaks_the_language_of_the_command_line(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    settle(tmp_path, server)
    bot = await started(bots, tmp_path, language="")

    assert (await bot.line()).startswith("prêt\N{NO-BREAK SPACE}: telegram, web http://127.0.0.1:")
    assert "La personne qui gère le bot" in await bot.line()


async def test_the_first_hour_of_an_operator(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    """From the code to the first vote, and on after a restart."""
    world = server.world
    lea, paul = world.person("Léa"), world.person("Paul")
    settle(tmp_path, server, more='[community]\nname = "La Ruche"\n')
    bot = await started(bots, tmp_path)
    await bot.line()
    code = written((await bot.line()).split()[-1])
    assert code is not None

    await world.whisper(lea, code)
    await shown(world, lea, "désormais")
    ruche = world.group("La Ruche", [lea, paul], [lea])
    await world.add_bot(ruche, by=lea)
    await shown(world, ruche, "")
    await world.say(lea, ruche, "/vote Adopter la charte ? fin=2j")
    await shown(world, ruche, "Adopter la charte")
    toast = await world.press(paul, world.newest(ruche, "Adopter la charte"), "Pour")
    first = await bot.stop()

    assert toast.text
    assert (first.code, first.err) == (0, "")
    again = await started(bots, tmp_path)
    await again.line()
    assert len((await again.stop()).lines) == 1  # the code is spent
    with look(tmp_path / "coop.db") as tx:
        assert tx.ballots.turnout(tx.polls.all()[0].id) == 1
        assert len(tx.operators.all()) == 1


async def shown(world: World, where: Room | Person, text: str) -> None:
    """Waits until the bot shows this."""
    until = time.monotonic() + 30
    while not any(text in one for one in world.shown(where)):
        assert time.monotonic() < until, world.shown(where)
        await asyncio.sleep(0.02)


async def test_telegram_may_call_it_instead(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    path = settle(tmp_path, server)
    url = f"http://{address(tmp_path)}/telegram"
    with path.open("a") as file:
        file.write(f'mode = "webhook"\nwebhook_url = "{url}"\nwebhook_secret = "put-a-long-random-word-here"\n')
    bot = await started(bots, tmp_path)
    await bot.line()

    lea = server.world.person("Léa")
    await server.world.whisper(lea, "/aide")
    await shown(server.world, lea, "Bonjour Léa")
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=b"{}") as answer:
            assert answer.status == 403
        async with session.post(url, data=BytesIO(b"x" * 2_000_000)) as answer:
            assert answer.status == 413

    assert server.calls["getUpdates"] == 0
    assert (await bot.stop()).code == 0


async def test_a_revoked_token_ends_it_with_the_reason(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    settle(tmp_path, server)
    bot = await started(bots, tmp_path)
    await bot.line()

    server.world.revoke()
    done = await bot.ended()

    assert done.code == 1
    assert "@BotFather" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


async def test_a_token_that_somebody_else_keeps_using_ends_it_with_the_reason(
    server: Server, bots: list[Bot], tmp_path: Path
) -> None:
    """Another bot on the same token: Telegram answers each question of ours with a conflict."""
    settle(tmp_path, server)
    server.faults.next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=5)
    bot = await started(bots, tmp_path)

    done = await bot.ended()

    assert done.code == 1
    assert "Another process uses this bot’s token" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


async def test_a_wrong_token_is_said_at_once(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server, token="123456789:AAE-wrong-wrong-wrong-wrong-wrong-wr")

    done = await coop(tmp_path, "run")

    assert (done.code, done.out) == (1, "")
    assert "Telegram refuses the token" in done.err
    assert "AAE-wrong" not in done.err


async def test_until_it_is_logged_in_it_says_so_and_is_not_ready(
    bots: list[Bot], server: Server, tmp_path: Path
) -> None:
    reached = asyncio.Event()
    server.faults.next("getMe", first=reached.wait)
    settle(tmp_path, server)
    bot = await started(bots, tmp_path)
    await until_it_listens(tmp_path)

    waiting = await coop(tmp_path, "health")
    reached.set()
    ready = await bot.line()
    well = await coop(tmp_path, "health")

    assert waiting.code == 1
    assert "not logged in to telegram yet" in waiting.err
    assert ready.startswith("ready: ")
    assert (well.code, well.out) == (0, "The bot runs and stores. It is logged in to: telegram.\n")


async def test_it_can_be_stopped_while_it_waits_for_a_network(bots: list[Bot], tmp_path: Path) -> None:
    async with serving(World()) as server:
        settle(tmp_path, server)
    bot = await started(bots, tmp_path)
    await until_it_listens(tmp_path)

    done = await bot.stop()

    assert (done.code, done.out) == (0, "")


async def test_a_second_one_on_the_same_database_is_refused(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    settle(tmp_path, server)
    bot = await started(bots, tmp_path)
    await bot.line()

    second = await coop(tmp_path, "run")

    assert (second.code, second.out) == (1, "")
    assert "is in use: stop the bot" in second.err
    assert (await coop(tmp_path, "health")).code == 0


async def test_a_taken_port_is_told_with_another_one(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server)
    host, port = address(tmp_path).split(":")
    with socket.socket() as other:
        other.bind((host, int(port)))
        other.listen()
        done = await coop(tmp_path, "run")

    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert f"Port {port} of 127.0.0.1 is in use by another program" in done.err
    assert f'listen = "127.0.0.1:{int(port) + 1}"' in done.err


async def test_a_host_of_another_machine_is_told(server: Server, tmp_path: Path) -> None:
    path = settle(tmp_path, server)
    path.write_text(path.read_text().replace(address(tmp_path), "192.0.2.1:8080"))

    done = await coop(tmp_path, "run")

    assert done.code == 1
    assert "“192.0.2.1” is not an address of this machine" in done.err


async def test_a_database_of_somebody_else_is_left_alone(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server)
    (tmp_path / "coop.db").write_text("songs")

    done = await coop(tmp_path, "run")

    assert (done.code, done.out) == (1, "")
    assert "is not a database of Coopérons" in done.err
    assert (tmp_path / "coop.db").read_text() == "songs"


async def test_the_token_is_in_no_output(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    for format in ("console", "json"):
        settle(tmp_path, server, more=f'[log]\nlevel = "debug"\nformat = "{format}"\n')
        server.faults.next("setMyCommands", 429, retry_after=1)
        server.faults.next("getUpdates", 502)
        bot = await started(bots, tmp_path)
        await bot.line()
        lea = server.world.person("Léa")
        await server.world.whisper(lea, "/aide")
        await shown(server.world, lea, "Bonjour Léa")
        done = await bot.stop()
        checked = await coop(tmp_path, "check")

        for text in (done.out, done.err, checked.out, checked.err):
            assert server.world.bot.token not in text
            assert server.world.bot.token.split(":")[1] not in text
        assert "/aide" not in done.err


async def test_what_is_kept_is_for_its_owner_alone(server: Server, bots: list[Bot], tmp_path: Path) -> None:
    settle(tmp_path, server)
    bot = await started(bots, tmp_path)
    await bot.line()

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}

    assert modes == dict.fromkeys(("config.toml", "coop.db", "coop.db.lock", "coop.db-wal", "coop.db-shm"), 0o600)


@pytest.mark.parametrize(
    ("allowed", "served"), [((), []), (("-1001",), ["-1001"]), (("*",), ["-1001", "-1002"]), (("-10",), [])]
)
def test_the_chats_that_the_settings_name_are_served_without_asking(
    allowed: tuple[str, ...], served: list[str]
) -> None:
    settings = Config(community=Settings(language="en", timezone="Africa/Dakar", allowed_chats=allowed))

    found = community(settings)

    assert [id for id in ("-1001", "-1002") if found.serves(Chat("telegram", id))] == served
    assert (found.language, found.zone) == ("en", "Africa/Dakar")
    assert found.version
