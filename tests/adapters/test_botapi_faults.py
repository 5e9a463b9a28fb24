"""The Bot API fake: Telegram's pace, what goes wrong on the way, and what the fake refuses to pretend."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime

import aiogram
import aiohttp
import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from tests.botapi import Limits, Server, World, serving
from tests.botapi.chats import Chat
from tests.botapi.clients import Raw, aiogram_client, raw_client
from tests.botapi.people import Person


class Seconds:
    """A clock that is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(server: Server) -> Seconds:
    """The clock of the limits."""
    server.limits.clock = seconds = Seconds()
    return seconds


@pytest.fixture
async def ana(world: World) -> Person:
    ana = world.person("Ana")
    await world.open_private(ana)
    return ana


@pytest.fixture
async def group(world: World, ana: Person) -> Chat:
    group = world.group("La Ruche", [ana], [ana])
    await world.add_bot(group, by=ana)
    return group


# the pace


async def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(
    server: Server, seconds: Seconds, gram: aiogram.Bot, ana: Person
) -> None:
    for number in range(server.limits.chat_burst):
        await gram.send_message(ana.id, f"{number}")

    with pytest.raises(TelegramRetryAfter) as refused:
        await gram.send_message(ana.id, "too fast")
    assert refused.value.retry_after == 1
    with pytest.raises(TelegramRetryAfter):
        await gram.send_message(ana.id, "still too fast")
    seconds.now += 1
    await gram.send_message(ana.id, "in time")

    assert len(server.limits.ledger) == server.limits.chat_burst + 1
    assert server.limits.refused[ana.id] == 2


async def test_a_group_takes_20_messages_and_edits_a_minute(
    server: Server, seconds: Seconds, raw: Raw, group: Chat
) -> None:
    sent = await raw.result("sendMessage", chat_id=group.id, text="0")
    here = {"chat_id": group.id, "message_id": sent["message_id"]}
    for number in range(1, 20):
        seconds.now += 1
        await raw.result("editMessageText", **here, text=f"{number}")

    seconds.now += 1
    answer = await raw("editMessageText", **here, text="20")
    assert answer["description"] == "Too Many Requests: retry after 40"
    assert answer["parameters"] == {"retry_after": 40}
    seconds.now += 40
    await raw.result("editMessageText", **here, text="20")

    assert server.limits.busiest(group) == 20
    assert [one.method for one in server.limits.ledger[:2]] == ["sendMessage", "editMessageText"]


async def test_all_chats_together_take_30_a_second(world: World, server: Server, seconds: Seconds, raw: Raw) -> None:
    people = [world.person(f"{number}") for number in range(31)]
    for person in people:
        await world.open_private(person)

    answers = [await raw("sendMessage", chat_id=person.id, text="hello") for person in people]

    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
    assert server.limits.busiest(span=1.0) == 30


async def test_answers_to_presses_and_refused_calls_cost_nothing(
    world: World, server: Server, seconds: Seconds, raw: Raw, ana: Person
) -> None:
    for _number in range(40):
        await raw.refused("sendMessage", chat_id=ana.id, text="")
        await raw.refused("answerCallbackQuery", callback_query_id="1")

    assert (await raw("sendMessage", chat_id=ana.id, text="hello"))["ok"]
    assert len(server.limits.ledger) == 1


async def test_the_limits_can_be_switched_off(server: Server, raw: Raw, ana: Person) -> None:
    server.limits.on = False

    for number in range(40):
        await raw.result("sendMessage", chat_id=ana.id, text=f"{number}")

    assert server.limits.busiest() == 40


# faults


async def test_a_502_before_the_effect_sends_nothing_and_one_after_it_sends_all_the_same(
    world: World, server: Server, gram: aiogram.Bot, ana: Person
) -> None:
    server.faults.next("sendMessage", 502)
    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await gram.send_message(ana.id, "before")
    server.faults.next("sendMessage", 502, after=True)
    with pytest.raises(TelegramServerError):
        await gram.send_message(ana.id, "after")

    assert world.shown(ana) == ["after"]


async def test_calls_fail_as_asked_and_only_those(world: World, server: Server, gram: aiogram.Bot, ana: Person) -> None:
    server.faults.next("sendMessage", retry_after=7)
    server.faults.next("sendMessage", 403, "bot was blocked by the user")
    server.faults.next("sendMessage", 400, "CHAT_WRITE_FORBIDDEN")
    server.faults.next("sendMessage", 500, times=2)

    await gram.get_me()
    with pytest.raises(TelegramRetryAfter) as slow:
        await gram.send_message(ana.id, "1")
    assert slow.value.retry_after == 7
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await gram.send_message(ana.id, "2")
    with pytest.raises(TelegramBadRequest, match="Bad Request: CHAT_WRITE_FORBIDDEN"):
        await gram.send_message(ana.id, "3")
    for _time in range(2):
        with pytest.raises(TelegramServerError):
            await gram.send_message(ana.id, "4")
    await gram.send_message(ana.id, "5")

    assert world.shown(ana) == ["5"]
    assert len(server.faults.happened) == 5


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_that_breaks(
    world: World, server: Server, gram: aiogram.Bot, ana: Person, after: bool
) -> None:
    server.faults.next(drop=True, after=after)

    with pytest.raises(TelegramNetworkError):
        await gram.send_message(ana.id, "hello")

    assert world.shown(ana) == ["hello"] * after
    await gram.send_message(ana.id, "again")


async def test_a_hung_connection_lasts_until_the_caller_gives_up(
    server: Server, gram: aiogram.Bot, raw: Raw, ana: Person
) -> None:
    server.faults.next("sendMessage", hang=True)

    with pytest.raises(TelegramNetworkError, match="timeout"):
        await gram.send_message(ana.id, "hello", request_timeout=0.05)

    assert (await raw("getMe"))["ok"]


async def test_a_slow_answer_comes_late(server: Server, gram: aiogram.Bot, ana: Person) -> None:
    server.faults.next("sendMessage", slow=0.05)
    began = asyncio.get_running_loop().time()

    await gram.send_message(ana.id, "hello")

    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_a_page_of_the_machine_in_front_is_no_json(server: Server, raw: Raw) -> None:
    server.faults.next("getMe", 502, html=True)

    with pytest.raises(aiohttp.ContentTypeError):
        await raw("getMe")


async def test_a_group_migrates_while_the_bot_is_sending(
    world: World, server: Server, gram: aiogram.Bot, group: Chat
) -> None:
    server.faults.next("sendMessage", first=lambda: world.migrate(group))

    with pytest.raises(TelegramMigrateToChat) as moved:
        await gram.send_message(group.id, "hello")

    assert moved.value.migrate_to_chat_id == group.moved_to
    assert world.shown(group) == []


async def test_the_server_s_clock_may_be_wrong(server: Server, raw: Raw) -> None:
    async def date() -> float:
        _status, _answer, response = await raw.whole("getMe")
        return parsedate_to_datetime(response.headers["Date"]).timestamp()

    right = await date()
    server.faults.date_off = 600

    assert 595 <= await date() - right <= 605


# what the fake does not pretend


async def test_what_is_not_modelled_fails_loudly(world: World, server: Server, ana: Person) -> None:
    async with raw_client(server) as raw:
        assert (await raw.refused("sendDice", chat_id=ana.id))[0] == 501
        assert (await raw.refused("sendMessage", chat_id=ana.id, text="<b>x</b>", parse_mode="HTML"))[0] == 501
        far = [{"type": "bold", "offset": 0, "length": 9}]
        assert (await raw.refused("sendMessage", chat_id=ana.id, text="short", entities=far))[0] == 501
        assert await raw.refused("sendLove", chat_id=ana.id) == (404, "Not Found: method not found")

    assert [one.partition(":")[0] for one in server.violations] == ["not modelled"] * 3
    assert "sendDice" in server.violations[0]
    assert "parse_mode" in server.violations[1]
    assert "outside its text" in server.violations[2]
    server.violations.clear()


async def test_the_reader_complains_of_calls_that_are_not_valid(server: Server, ana: Person) -> None:
    async with raw_client(server) as raw:
        await raw("getChatMember", chat_id=ana.id)
        await raw("sendMessage", chat_id=ana.id, text="hello", disable_notification="perhaps")
        await raw("sendMessage", chat_id=ana.id, text="hello", link_preview_options={"is_disabled": "maybe"})
        await raw("editMessageReplyMarkup", chat_id=ana.id, message_id="first")

    assert [one.partition(": ")[0] for one in server.violations] == [
        "call of getChatMember", "call of sendMessage", "call of sendMessage", "result of sendMessage",
        "call of editMessageReplyMarkup",
    ]  # fmt: skip
    server.violations.clear()


async def test_the_reader_complains_of_updates_that_are_not_telegram_s(world: World, server: Server) -> None:
    world.bot.queue.put("message", {"message_id": 1, "date": 0, "shouted": True}, 0)

    assert server.violations == ["update message: message.chat: Field required"]
    server.violations.clear()
    world.bot.queue.put("callback_query", {"id": "1", "from": world.bot.shape(), "chat_instance": "1", "x": 1}, 0)
    assert server.violations == ["update callback_query: unknown field callback_query.x"]
    server.violations.clear()


async def test_without_the_reader_nothing_is_checked_but_the_rules(world: World) -> None:
    ana = world.person("Ana")
    await world.open_private(ana)

    async with serving(world, limits=Limits(on=False), validate=False) as server, aiogram_client(server) as gram:
        await gram.send_message(ana.id, "hello")
        with pytest.raises(TelegramBadRequest, match="message is too long"):
            await gram.send_message(ana.id, "x" * 4097)

    assert server.violations == []
    assert [given["text"][:5] for given in server.sent("sendMessage")] == ["hello", "xxxxx"]
