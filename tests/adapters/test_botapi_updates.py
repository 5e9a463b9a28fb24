"""The Bot API fake: how updates reach the bot, by polling and by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramConflictError, TelegramUnauthorizedError
from aiohttp import web

from tests.botapi import Server, World
from tests.botapi.clients import Raw, raw_client


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """What the messages among these updates say."""
    return [update["message"]["text"] for update in updates if "text" in update.get("message", {})]


async def test_updates_come_again_until_an_offset_confirms_them(world: World, raw: Raw) -> None:
    ana = world.person("Ana")
    for number in range(3):
        await world.whisper(ana, f"{number}")

    first = await raw.updates()
    again = await raw.updates()
    rest = await raw.updates(offset=first[1]["update_id"])

    assert first == again
    assert texts(rest) == ["1", "2"]
    assert [one["update_id"] for one in first] == [first[0]["update_id"] + n for n in range(3)]


async def test_a_limit_takes_the_oldest_and_a_negative_offset_forgets_all_but_the_newest(
    world: World, raw: Raw
) -> None:
    ana = world.person("Ana")
    for number in range(4):
        await world.whisper(ana, f"{number}")

    oldest = await raw.updates(limit=2)
    newest = await raw.updates(offset=-1)

    assert texts(oldest) == ["0", "1"]
    assert texts(newest) == texts(await raw.updates()) == ["3"]


async def test_a_long_poll_wakes_at_once(world: World, gram: aiogram.Bot) -> None:
    ana = world.person("Ana")
    polling = asyncio.create_task(gram.get_updates(timeout=30))
    await world.bot.queue.waiting.wait()

    await world.whisper(ana, "hello")

    async with asyncio.timeout(1):
        [update] = await polling
    assert update.message is not None
    assert update.message.text == "hello"


async def test_a_test_can_wait_until_the_bot_has_taken_everything(world: World, raw: Raw) -> None:
    async def bot() -> None:
        offset = 0
        while True:
            for update in await raw.updates(offset, timeout=30):
                offset = update["update_id"] + 1
                taken.append(update["message"]["text"])

    ana, taken = world.person("Ana"), list[str]()
    polling = asyncio.create_task(bot())
    await world.bot.queue.waiting.wait()

    await world.whisper(ana, "one")
    await world.whisper(ana, "two")
    await world.bot.queue.waiting.wait()

    assert taken == ["one", "two"]
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_python_telegram_bot_reads_the_same_updates(world: World, ptb: telegram.Bot) -> None:
    ana = world.person("Ana", "Diaz", username="anadiaz", language="fr")
    await world.open_private(ana, "join_42")

    [update] = await ptb.get_updates()

    assert update.effective_message is not None
    assert update.effective_message.text == "/start join_42"
    assert update.effective_user is not None
    assert (update.effective_user.full_name, update.effective_user.language_code) == ("Ana Diaz", "fr")


async def test_a_second_poller_ends_the_first_with_a_conflict(gram: aiogram.Bot, raw: Raw, world: World) -> None:
    first = asyncio.create_task(gram.get_updates(timeout=30))
    await world.bot.queue.waiting.wait()
    second = asyncio.create_task(raw("getUpdates", timeout=30))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await world.whisper(world.person("Ana"), "hello")
    assert (await second)["ok"]


async def test_ids_restart_lower_after_a_silent_week_and_an_offset_of_before_hides_nothing(
    world: World, raw: Raw
) -> None:
    ana = world.person("Ana")
    await world.whisper(ana, "before")
    [before] = await raw.updates()
    assert await raw.updates(before["update_id"] + 1) == []

    world.silent_week()
    await world.whisper(ana, "after")

    [after] = await raw.updates(before["update_id"] + 1)
    assert after["update_id"] < before["update_id"]
    assert texts([after]) == ["after"]


async def test_member_and_reaction_updates_are_sent_only_when_asked_for(world: World, raw: Raw) -> None:
    ana, bo = world.person("Ana"), world.person("Bo")
    group = world.supergroup("La Ruche", [ana, bo], [ana])
    await world.add_bot(group, by=ana, admin=True)
    message = await world.say(ana, group, "hello")
    await raw.news()

    async def happen() -> list[str]:
        await world.join(world.person("Chloé"), group)
        await world.react(bo, message, "👍")
        return [next(iter(update)) for update in await raw.news()]

    assert await happen() == ["message"]
    await raw.updates(allowed_updates=["message", "chat_member", "message_reaction"])
    assert await happen() == ["chat_member", "message", "message_reaction"]
    assert await happen() == ["chat_member", "message", "message_reaction"], "remembered from the call before"
    await raw.updates(allowed_updates=[])
    assert await happen() == ["message"]


async def test_updates_can_come_twice_in_disorder_and_long_after_they_were_confirmed(world: World, raw: Raw) -> None:
    ana = world.person("Ana")
    for number in range(3):
        await world.whisper(ana, f"{number}")

    world.bot.queue.double()
    world.bot.queue.disorder()
    page = await raw.updates()
    assert texts(page) == ["2", "1", "0", "2", "1", "0"]

    confirmed = page[0]["update_id"] + 1
    assert await raw.updates(confirmed) == []
    world.bot.queue.redeliver(2)
    assert texts(await raw.updates(confirmed)) == ["1", "2"]
    assert await raw.updates(confirmed) == []


async def test_a_wrong_token_is_not_found_an_unknown_or_revoked_one_is_unauthorized(
    world: World, server: Server, gram: aiogram.Bot
) -> None:
    async with raw_client(server) as raw:
        world.bot.token, token = "nonsense", world.bot.token
        assert await raw.refused("getMe") == (404, "Not Found")
        world.bot.token = token
    assert (await gram.get_me()).username == "coop_bot"

    new = world.revoke()

    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await gram.get_me()
    assert new != token
    async with raw_client(server) as raw:
        assert (await raw.result("getMe"))["is_bot"]


class Ear:
    """A webhook's end: what came, and what to answer next."""

    def __init__(self) -> None:
        self.heard: list[tuple[str | None, dict[str, Any]]] = []
        self.statuses: list[int] = []
        self.url = ""
        self._more = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.heard.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self._more.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def listening() -> AsyncIterator[Ear]:
    ear = Ear()
    app = web.Application()
    app.router.add_post("/hook", ear.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield ear
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_the_secret_and_again_until_it_says_200(
    world: World, gram: aiogram.Bot
) -> None:
    ana = world.person("Ana")
    async with listening() as ear:
        ear.statuses = [503, 500]
        await gram.set_webhook(ear.url, secret_token="s-3_cret", allowed_updates=["message"])
        await world.whisper(ana, "one")
        await world.whisper(ana, "two")
        await ear.until(4)

        assert [secret for secret, _update in ear.heard] == ["s-3_cret"] * 4
        assert texts([update for _secret, update in ear.heard]) == ["one", "one", "one", "two"]
        info = await gram.get_webhook_info()
        assert info.url == ear.url
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        await gram.delete_webhook()
    assert (await gram.get_webhook_info()).url == ""


async def test_what_waited_comes_by_the_webhook_and_what_the_webhook_took_does_not_come_by_polling(
    world: World, raw: Raw
) -> None:
    await world.whisper(world.person("Ana"), "waited")
    async with listening() as ear:
        await raw.result("setWebhook", url=ear.url)
        await ear.until(1)
        await raw.result("deleteWebhook")

    assert texts([update for _secret, update in ear.heard]) == ["waited"]
    assert await raw.updates() == []


async def test_polling_is_refused_while_a_webhook_is_set_and_ended_by_setting_one(
    world: World, raw: Raw, gram: aiogram.Bot
) -> None:
    polling = asyncio.create_task(gram.get_updates(timeout=30))
    await world.bot.queue.waiting.wait()
    async with listening() as ear:
        await raw.result("setWebhook", url=ear.url)
        with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
            await polling
        code, why = await raw.refused("getUpdates")
        await raw.result("deleteWebhook")

    assert code == 409
    assert why == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


async def test_a_webhook_elsewhere_or_with_a_strange_secret_is_refused(raw: Raw) -> None:
    assert (await raw.refused("setWebhook", url="https://example.org/x"))[1].startswith("Bad Request: bad webhook")
    assert await raw.refused("setWebhook", url="http://127.0.0.1/x", secret_token="é") == (
        400, "Bad Request: secret token contains unallowed characters",
    )  # fmt: skip


async def test_drop_pending_updates_drops_them(world: World, raw: Raw) -> None:
    await world.whisper(world.person("Ana"), "old")

    await raw.result("deleteWebhook", drop_pending_updates=True)

    assert await raw.updates() == []


async def test_two_bots_live_in_one_world_each_with_its_own_updates(world: World, server: Server, raw: Raw) -> None:
    other = world.add_account("Other", "other_bot")
    ana = world.person("Ana")
    group = world.supergroup("La Ruche", [ana], [ana])
    await world.add_bot(group, by=ana)
    await world.add_bot(group, by=ana, bot=other)
    async with raw_client(server, other) as theirs:
        await raw.news()
        await theirs.news()

        await world.say(ana, group, "/vote@other_bot Soup?")
        await world.whisper(ana, "for the first")

        assert texts(await raw.news()) == ["for the first"]
        assert texts(await theirs.news()) == ["/vote@other_bot Soup?"]
