"""Encrypted rooms on a real Synapse: a person with a strict client votes, in the room and in private."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from nio.crypto import decrypt_attachment
from nio.crypto.attachments import encrypt_attachment

from bot.adapters.matrix.adapter import Matrix
from bot.app import App
from bot.chat.address import Chat
from bot.chat.message import File, say
from bot.core.community import Community
from handlers.features import FEATURES
from storage.database import Database
from tests.matrix_people import Someone
from tests.matrix_side import settings
from tests.strict import Strict, strict
from tests.synapse import Synapse, fresh


@asynccontextmanager
async def running(
    synapse: Synapse, folder: Path, bot: str, *, serves: bool = True, **more: object
) -> AsyncIterator[App]:
    """The whole bot, as `coop run` runs it, in English."""
    adapter = Matrix(settings(synapse, bot, folder / "store", **more))
    app = App(Database(folder / "coop.db"), FEATURES, [adapter], community=Community("en", serves=lambda chat: serves))
    await app.start()
    try:
        async with asyncio.timeout(30):
            await app.ready()
        yield app
    finally:
        await app.stop()


@pytest.fixture
async def ana(synapse: Synapse) -> AsyncIterator[Strict]:
    async with strict(synapse, "ana") as person:
        yield person


async def until_joined(ana: Strict, room: str, bot: str) -> None:
    """The bot is there, and has said hello."""
    await ana.until("/menu", room=room)


def ballots(folder: Path) -> list[tuple[int, ...]]:
    """The answers that are kept."""
    with Database(folder / "coop.db").read() as tx:
        return [tuple(row) for row in tx.cursor.execute("SELECT * FROM ballots").fetchall()]


async def test_a_strict_client_votes_in_an_encrypted_room_and_in_private(
    synapse: Synapse, folder: Path, ana: Strict
) -> None:
    bot = synapse.register(fresh("coop"))
    async with running(synapse, folder, bot) as app:
        room = (await ana.do("create", invite=[bot]))["room"]
        await until_joined(ana, room, bot)

        await ana.do("say", room=room, text="!vote Adopt the charter? secrecy=public")
        card = await ana.until("Adopt the charter?", room=room)
        await ana.do("say", room=room, text="for", reply_to=card["id"])
        await ana.until("For: 1", room=room)
        await ana.do("say", room=room, text="!vote Elect Bo? secrecy=confidential")
        await ana.until("Elect Bo?", room=room)
        await ana.do("say", room=room, text="!vote")
        private = await ana.until_invited()
        await ana.do("join", room=private)
        await ana.until("Elect Bo?", room=private)
        await ana.do("say", room=private, text="/vote 2 against")
        await ana.until("Against", room=private)

        with app.database.read() as tx:
            polls = [tx.polls.get(number) for number in (1, 2)]
            given = [tx.ballots.grouped(poll.id) for poll in polls if poll is not None]
        assert [len(one) for one in given] == [1, 1]
    said = [event for event in ana.events if event["sender"] == bot and event["type"] == "m.room.message"]
    assert said
    assert all(event["sealed"] for event in said)


async def test_a_strict_client_answers_in_a_poll_that_is_encrypted_also_after_a_restart(
    synapse: Synapse, folder: Path, ana: Strict
) -> None:
    bot = synapse.register(fresh("coop"))
    async with running(synapse, folder, bot, polls=True):
        room = (await ana.do("create", invite=[bot]))["room"]
        await until_joined(ana, room, bot)
        await ana.do("say", room=room, text="!poll Which soup? | Leek | Squash")
        await ana.until("Which soup?", room=room)
        poll = await ana.until_poll()
        await ana.do("answer", room=room, poll=poll["id"], answers=["1"])
        await ana.until("Leek: 1", room=room)

    async with running(synapse, folder, bot, polls=True) as app:
        await ana.do("answer", room=room, poll=poll["id"], answers=["2"])
        await ana.until("Squash: 1", room=room)
        with app.database.read() as tx:
            asked = tx.polls.get(1)
            assert asked is not None
            assert dict(tx.ballots.grouped(asked.id)) == {(1,): 1}
    assert poll["sealed"]


async def test_a_device_that_was_removed_comes_back_and_strict_clients_talk_with_it(
    synapse: Synapse, folder: Path, ana: Strict
) -> None:
    """Broken once: the device came back with its keys, which the server no longer had, so that nobody wrote to it."""
    bot = synapse.register(fresh("coop"))
    async with running(synapse, folder, bot) as app:
        room = (await ana.do("create", invite=[bot]))["room"]
        await until_joined(ana, room, bot)
        elsewhere = Someone(synapse.port, bot).login()
        elsewhere.call("POST", "/logout/all", {})
        elsewhere.close()
        async with asyncio.timeout(30):
            await app.barred()

    async with running(synapse, folder, bot):
        await ana.hear()
        await ana.do("say", room=room, text="!vote Adopt the charter? secrecy=public")
        card = await ana.until("Adopt the charter?", room=room)
        await ana.do("say", room=room, text="for", reply_to=card["id"])
        await ana.until("For: 1", room=room)


async def test_a_file_that_is_no_text_is_encrypted_on_the_server_and_whole_for_its_reader(
    synapse: Synapse, folder: Path, ana: Strict
) -> None:
    bot, paper = synapse.register(fresh("coop")), b"%PDF-1.7\n\xe2\x28\xa1\x00" * 40
    async with running(synapse, folder, bot) as app:
        room = (await ana.do("create", invite=[bot]))["room"]
        await until_joined(ana, room, bot)
        file = File("plenary-1-minutes.pdf", "application/pdf", paper)

        await app.adapters["matrix"].send(Chat("matrix", room), say("To print.", file=file), "paper")

        shown = await ana.until(file.name, room=room)
        there = await ana.do("download", url=shown["content"]["file"]["url"])
    assert shown["sealed"]
    assert shown["content"]["info"]["mimetype"] == "application/pdf"
    stored, opens = b64decode(there["content"]), shown["content"]["file"]
    assert paper[:8] not in stored
    assert decrypt_attachment(stored, opens["key"]["k"], opens["hashes"]["sha256"], opens["iv"]) == paper


async def test_a_list_of_members_is_sealed_on_the_server_and_read_by_the_bot(
    synapse: Synapse, folder: Path, ana: Strict
) -> None:
    bot = synapse.register(fresh("coop"))
    sealed, keys = encrypt_attachment("nom;statut\nMarie Dupont;membre\nZoé Faure;observateur\n".encode())

    async def hand(room: str, data: bytes) -> None:
        url = (await ana.do("upload", content=b64encode(data).decode()))["url"]
        about = {"mimetype": "text/csv", "size": len(data)}
        file = {"msgtype": "m.file", "body": "members.csv", "file": {**keys, "url": url}, "info": about}
        await ana.do("send", room=room, content=file)

    async with running(synapse, folder, bot) as app:
        room = (await ana.do("create", invite=[bot]))["room"]
        await until_joined(ana, room, bot)
        await ana.do("say", room=room, text="!me")
        private = await ana.until_invited()
        await ana.do("join", room=private)
        await ana.do("say", room=private, text="!settings members import")
        await ana.until("send it as a document in CSV", room=private)

        await hand(private, sealed[:-1] + bytes([sealed[-1] ^ 1]))
        await ana.until("This document does not open", room=private)
        await hand(private, sealed)
        await ana.until("New: 2.", room=private)
        await ana.do("say", room=private, text="apply")
        await ana.until("applied a list of members", room=private)
        with app.database.read() as tx:
            assert len(tx.memberships.all()) == 2
