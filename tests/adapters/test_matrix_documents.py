"""Documents on Matrix: what an event tells of one, and what it holds, on a real Synapse, sealed and not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from nio.crypto.attachments import encrypt_attachment

from bot.adapters.matrix.account import Account
from bot.adapters.matrix.adapter import Matrix
from bot.adapters.matrix.inbound import Here, read
from bot.adapters.matrix.rooms import Room
from bot.chat import events
from bot.chat.adapter import Gone, Spoiled, TooLarge, TryLater
from bot.chat.events import Document
from tests.matrix_people import Someone
from tests.matrix_side import Pocket, people, settings
from tests.synapse import Synapse, fresh

LIST = b"nom\nMarie Dupont\n"
MOST = 2_000_000
ME = Account("@coop:localhost", "DEVICE", "Coop")


def heard(*, private: bool = True, **content: Any) -> events.Said | None:
    """What the bot makes of a message with these contents."""
    here = Here(ME, Room("!room"), private)
    told = {"type": "m.room.message", "event_id": "$1", "sender": "@ana:localhost", "content": content}
    found = read(told, here)
    assert len(found) <= 1
    return found[0] if found and isinstance(found[0], events.Said) else None


ADDRESS = {"msgtype": "m.file", "url": "mxc://localhost/abc", "info": {"mimetype": "text/csv", "size": 12}}


def test_without_words_beside_it_the_body_is_its_name():
    said = heard(**ADDRESS, body="membres.csv")
    assert said is not None
    assert said.text == ""
    assert said.document == Document("membres.csv", "text/csv", 12, json.dumps({"url": "mxc://localhost/abc"}))
    same = heard(**ADDRESS, body="membres.csv", filename="membres.csv")
    assert (same and same.text, same and same.document) == ("", said.document)


def test_beside_a_name_of_its_own_the_body_is_what_was_written():
    said = heard(**ADDRESS, body="!reglages membres importer", filename="membres.csv")
    assert said is not None
    assert said.text == "!reglages membres importer"
    assert said.document is not None
    assert said.document.name == "membres.csv"
    assert said.document.handle not in repr(said)


def test_in_a_group_only_what_is_written_for_the_bot_is_heard():
    assert heard(private=False, **ADDRESS, body="membres.csv") is None
    assert heard(private=False, **ADDRESS, body="nos comptes", filename="a.csv") is None
    said = heard(private=False, **ADDRESS, body="!reglages membres importer", filename="a.csv")
    assert said is not None
    assert said.document is not None


def test_words_beside_a_document_that_are_changed_later_tell_nothing():
    new = {"msgtype": "m.file", "body": "!menu", "filename": "a.csv", "url": "mxc://localhost/abc"}
    replaced = {"rel_type": "m.replace", "event_id": "$0"}
    assert (
        heard(**ADDRESS, body="* !menu", filename="a.csv", **{"m.new_content": new, "m.relates_to": replaced}) is None
    )


@pytest.mark.parametrize(
    "url", [None, 7, "", "https://evil.example/a", "mxc://localhost/../../etc", "mxc://localhost", "mxc:///a"]
)
def test_an_address_that_is_none_is_no_document(url: object):
    said = heard(msgtype="m.file", body="membres.csv", url=url)
    assert said is not None
    assert said.document is None


@pytest.mark.parametrize("size", [None, "12", -3, 1.5])
def test_a_size_that_is_none_is_not_known(size: object):
    said = heard(msgtype="m.file", body="membres.csv", url="mxc://localhost/abc", info={"size": size})
    assert said is not None
    assert said.document is not None
    assert said.document.size is None


# on a real server


@pytest.fixture
async def bot(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Matrix]:
    adapter = Matrix(settings(synapse, synapse.register(fresh("coop")), tmp_path / "store", encryption=False))
    adapter.remember(Pocket())
    await adapter.open()
    yield adapter
    await adapter.close()


@pytest.fixture
def ana(synapse: Synapse) -> Any:
    with people(synapse, "ana") as everybody:
        yield everybody["ana"]


def document(content: dict[str, Any]) -> Document:
    said = heard(msgtype="m.file", body="membres.csv", **content)
    assert said is not None
    assert said.document is not None
    return said.document


async def test_a_document_is_fetched_as_its_sender_gave_it(bot: Matrix, ana: Someone):
    found = document({"url": ana.upload(LIST)})
    assert await bot.fetch(found, MOST) == LIST
    assert await bot.fetch(found, len(LIST)) == LIST


async def test_no_more_is_taken_than_is_wanted(bot: Matrix, ana: Someone):
    with pytest.raises(TooLarge):
        await bot.fetch(document({"url": ana.upload(b"x" * (MOST + 1))}), MOST)


async def test_a_document_that_never_was_is_gone(bot: Matrix):
    with pytest.raises(Gone):
        await bot.fetch(document({"url": "mxc://localhost/neverthere"}), MOST)


async def test_a_sealed_document_is_opened_and_one_that_was_changed_is_told(bot: Matrix, ana: Someone):
    sealed, keys = encrypt_attachment(LIST)
    file = {**keys, "url": ana.upload(sealed)}
    assert await bot.fetch(document({"file": file}), MOST) == LIST

    changed = bytes([sealed[0] ^ 1]) + sealed[1:]
    other = {**file, "url": ana.upload(changed)}
    for wrong in (other, {**file, "hashes": {}}, {**file, "key": {"k": "short"}}, {**file, "iv": 7}):
        with pytest.raises(Spoiled):
            await bot.fetch(document({"file": wrong}), MOST)


async def test_a_server_that_is_away_is_asked_again_later(bot: Matrix, ana: Someone):
    found = document({"url": ana.upload(LIST)})
    bot._server.url = "http://127.0.0.1:9"
    with pytest.raises(TryLater):
        await bot.fetch(found, MOST)
