"""Documents on Telegram: told by an update, fetched from the server's other address, and what goes wrong with that."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.telegram.account import Account
from bot.adapters.telegram.adapter import Telegram
from bot.adapters.telegram.inbound import read
from bot.chat import events
from bot.chat.adapter import Denied, Gone, TooLarge, TryLater
from bot.chat.events import Document
from bot.config import Telegram as Settings
from tests.adapters.contract import Ears, listening
from tests.adapters.test_telegram import Hamlet, settled
from tests.botapi import Limits, World, serving
from tests.botapi.calls import Upload

LIST = Upload("membres.csv", b"nom\nMarie Dupont\n", "text/csv")
MOST = 2_000_000
TOKEN = f"123456:{'a' * 35}"


@pytest.fixture
async def hamlet() -> AsyncIterator[Hamlet]:
    async with serving(World(), limits=Limits(on=False)) as server:
        async with settled(server) as hamlet:
            yield hamlet
        assert server.violations == []


async def sent(hamlet: Hamlet, upload: Upload = LIST, text: str = "", **more: Any) -> Document:
    """Ana sends it to the bot; what the bot heard of it."""
    ana = hamlet.person(hamlet.ana)
    async with listening(hamlet, Ears()) as ears:
        await hamlet.world.say(ana, hamlet.world.private(ana), text, document=upload, **more)
        await ears.until(lambda: bool(ears.taken))
    [event] = ears.taken
    assert isinstance(event, events.Said)
    assert event.document is not None
    assert event.text == text
    return event.document


async def test_a_document_is_told_and_its_content_is_fetched(hamlet: Hamlet) -> None:
    document = await sent(hamlet, text="/reglages membres importer")

    assert (document.name, document.media_type, document.size) == ("membres.csv", "text/csv", len(LIST.data))
    assert hamlet.server.calls["file"] == 0
    assert await hamlet.adapter.fetch(document, MOST) == LIST.data
    assert document.handle not in repr(document)


async def test_in_a_group_only_a_document_with_words_for_the_bot_is_heard(hamlet: Hamlet) -> None:
    ana, world = hamlet.person(hamlet.ana), hamlet.world
    await world.promote(world.bot, hamlet.room, ana)
    async with listening(hamlet, Ears()) as ears:
        await world.say(ana, hamlet.room, "", document=LIST)
        await world.say(ana, hamlet.room, "nos comptes", document=LIST)
        await world.say(ana, hamlet.room, "/reglages membres importer", document=LIST)
        await ears.until(lambda: bool(ears.texts))
    assert ears.texts == ["/reglages membres importer"]


async def test_each_document_of_an_album_is_heard_and_says_so(hamlet: Hamlet) -> None:
    ana, heard = hamlet.person(hamlet.ana), hamlet.world.private(hamlet.person(hamlet.ana))
    async with listening(hamlet, Ears()) as ears:
        for more in ({"album": "a1"}, {"album": "a1"}, {}):
            await hamlet.world.say(ana, heard, "", document=LIST, **more)
        await ears.until(lambda: len(ears.taken) == 3)
    assert [event.document.among for event in ears.taken if isinstance(event, events.Said) and event.document] == [
        True, True, False,
    ]  # fmt: skip


def test_of_a_picture_the_largest_form_is_the_document() -> None:
    private = {"id": 503, "type": "private", "first_name": "Chloé"}
    sizes = [
        {"file_id": f"f{n}", "file_unique_id": f"u{n}", "width": n, "height": n, "file_size": n * 100}
        for n in (90, 800)
    ]
    told = {"message_id": 5, "date": 1, "chat": private, "from": private | {"is_bot": False}, "photo": sizes}
    [event] = read({"update_id": 1, "message": told}, Account(1, "bot", "Bot"))
    assert isinstance(event, events.Said)
    assert event.document == Document("", "image/jpeg", 80_000, "f800")


@pytest.mark.parametrize("size", [MOST + 1, 20 * 1024 * 1024 + 1])
async def test_no_more_is_taken_than_is_wanted(hamlet: Hamlet, size: int) -> None:
    document = await sent(hamlet, Upload("membres.csv", b"x" * size, "text/csv"))
    with pytest.raises(TooLarge):
        await hamlet.adapter.fetch(document, MOST)
    assert hamlet.server.calls["file"] == 0  # its size was told


async def test_a_document_that_is_longer_than_was_told_is_given_up_on_the_way(hamlet: Hamlet) -> None:
    document = await sent(hamlet)
    told = hamlet.world.contents[document.handle]

    def grown() -> None:
        hamlet.world.contents[document.handle] = b"x" * (MOST + 1)

    hamlet.server.faults.next("getFile", after=True, first=grown)
    with pytest.raises(TooLarge):
        await hamlet.adapter.fetch(document, len(told))


async def test_a_document_that_is_not_there_any_more_is_gone(hamlet: Hamlet) -> None:
    document = await sent(hamlet)
    hamlet.server.faults.next("file", 404, "Not Found")
    with pytest.raises(Gone):
        await hamlet.adapter.fetch(document, MOST)
    del hamlet.world.contents[document.handle]
    with pytest.raises(Gone):
        await hamlet.adapter.fetch(document, MOST)


@pytest.mark.parametrize("call", ["getFile", "file"])
@pytest.mark.parametrize("fault", [{"code": 502, "html": True}, {"code": 500}, {"retry_after": 3}])
async def test_what_gets_lost_may_be_asked_for_again(hamlet: Hamlet, call: str, fault: dict[str, Any]) -> None:
    document = await sent(hamlet)
    hamlet.server.faults.next(call, **fault)
    with pytest.raises(TryLater):
        await hamlet.adapter.fetch(document, MOST)
    assert await hamlet.adapter.fetch(document, MOST) == LIST.data


async def test_a_file_that_telegram_cannot_have_just_now_is_asked_for_again(hamlet: Hamlet) -> None:
    document = await sent(hamlet)
    hamlet.server.faults.next("getFile", 400, "wrong file_id or the file is temporarily unavailable")
    with pytest.raises(TryLater):
        await hamlet.adapter.fetch(document, MOST)


async def test_a_server_of_ones_own_that_keeps_its_files_is_said_to(hamlet: Hamlet) -> None:
    document = await sent(hamlet)
    hamlet.world.keeps_files = True
    with pytest.raises(Denied, match="--local") as no:
        await hamlet.adapter.fetch(document, MOST)
    assert hamlet.world.bot.token not in str(no.value)
    assert hamlet.server.calls["file"] == 0


async def test_the_token_is_in_no_log_and_no_error(hamlet: Hamlet, caplog: pytest.LogCaptureFixture) -> None:
    document = await sent(hamlet)
    errors = []
    with caplog.at_level(logging.DEBUG):
        for fault in ({"code": 502}, {"retry_after": 3}, {"code": 404}, {"code": 403}):
            hamlet.server.faults.next("file", **fault)
            try:
                await hamlet.adapter.fetch(document, MOST)
            except Exception as error:
                errors += [repr(error), repr(error.__cause__), repr(error.__context__)]
    assert len(errors) == 12
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "telegram"))]
    assert not [text for text in (*ours, *errors) if hamlet.world.bot.token in text]


@pytest.mark.parametrize("base", ["https://api.telegram.org/bot", "http://127.0.0.1:8081/bot"])
def test_files_are_at_the_other_address_of_the_same_server(base: str) -> None:
    client = Telegram(Settings(token=TOKEN, base_url=base))._client
    assert client._files == f"{base.removesuffix('bot')}file/bot{TOKEN}"
