"""The transport over real sockets: what servers answer and what they do not, and that no address gets out."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import telegram
from aiohttp import web
from telegram.error import TelegramError

from bot.adapters.telegram import request as transport
from bot.adapters.telegram.client import Client
from bot.adapters.telegram.errors import Declined, Lost, undelivered
from bot.adapters.telegram.request import Request, declined, proxy_to
from bot.chat.adapter import Barred, Denied, Gone, Moved, TryLater, Undelivered
from bot.chat.address import Chat

TOKEN = "7000000001:AAE_TEST-token_of_35_characters_xyz"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server that answers every call the same way; its base_url."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/bot"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(base_url: str) -> AsyncIterator[Client]:
    client = Client(TOKEN, base_url)
    await client._request.initialize()
    try:
        yield client
    finally:
        await client.close()


def saying(status: int, body: str, content_type: str = "application/json") -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type=content_type)

    return handler


def no(code: int, why: str, more: str = "") -> Handler:
    return saying(code, f'{{"ok":false,"error_code":{code},"description":"{why}"{more}}}')


async def failure(client: Client) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await client.bot.send_message(1, "Bonjour")
    return raised.value


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (no(429, "Too Many Requests: retry after 7", ',"parameters":{"retry_after":7}'), TryLater(7)),
        (no(429, "Too Many Requests"), TryLater(10)),
        (no(429, "Too Many Requests", ',"parameters":{"retry_after":"soon"}'), TryLater(10)),
        (no(429, "Too Many Requests", ',"parameters":{"retry_after":1e999}'), TryLater(10)),
        (saying(400, '{"ok":false,"error_code":"x"}'), TryLater(3)),
        (no(400, "Bad Request: group chat was upgraded to a supergroup chat",
            ',"parameters":{"migrate_to_chat_id":-100987}'), Moved(Chat("telegram", "-100987"))),
        (no(400, "Bad Request: chat not found"), Gone()),
        (no(400, "Bad Request: message to edit not found"), Gone()),
        (no(400, "Bad Request: not enough rights to send text messages to the chat"), Gone()),
        (no(403, "Forbidden: bot was blocked by the user"), Gone()),
        (no(403, "Forbidden: user is deactivated"), Gone()),
        (no(403, "Forbidden: bot was kicked from the supergroup chat"), Gone()),
        (no(404, "Not Found: method not found"), Gone()),
        (no(404, "Not Found"), TryLater(60)),
        (no(400, "Bad Request: MESSAGE_ID_INVALID"), Gone()),
        (no(400, "Bad Request: BUTTON_DATA_INVALID"), Denied("Bad Request: BUTTON_DATA_INVALID")),
        (no(400, "Bad Request: can't parse entities: unexpected end"),
            Denied("Bad Request: can't parse entities: unexpected end")),
        (no(413, "Request Entity Too Large"), Denied("Request Entity Too Large")),
        (no(401, "Unauthorized"), TryLater(60)),
        (no(409, "Conflict: terminated by other getUpdates request"), TryLater(5)),
        (no(500, "Internal Server Error: restart"), TryLater(5)),
        (saying(502, "<html>502 Bad Gateway</html>", "text/html"), TryLater(3)),
        (saying(200, "<html>Please log in to this network</html>", "text/html"), TryLater(3)),
        (saying(200, '{"ok":true'), TryLater(3)),
        (saying(200, "[]"), TryLater(3)),
        (saying(200, '{"ok":false,"error_code":400,"description":"Bad Request: odd"}'), Denied("Bad Request: odd")),
        (saying(403, "<html>Forbidden by a proxy</html>", "text/html"), TryLater(3)),
        (saying(302, ""), TryLater(3)),
        (saying(200, "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")), TryLater(3)),
    ],
)  # fmt: skip
async def test_every_answer_is_one_of_four_failures(handler: Handler, expected: Undelivered) -> None:
    async with serving(handler) as url, connected(url) as client:
        ours = undelivered(await failure(client))
        with pytest.raises(TelegramError) as raised:
            await client.answer("5", {"text": "Noted"})
    by_hand = undelivered(raised.value)

    assert type(by_hand) is type(ours) is type(expected)
    assert vars(by_hand) == vars(ours) == vars(expected)


async def test_a_call_travels_as_a_form_and_an_upload_in_parts() -> None:
    seen: list[tuple[str, dict[str, str], bytes]] = []

    async def handler(request: web.Request) -> web.Response:
        fields, content = {}, b""
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                content = value.file.read()
            else:
                fields[name] = str(value)
        seen.append((request.content_type, fields, content))
        message = '{"message_id":5,"date":0,"chat":{"id":1,"type":"private"}}'
        return web.Response(text=f'{{"ok":true,"result":{message}}}', content_type="application/json")

    async with serving(handler) as url, connected(url) as client:
        sent = await client.bot.send_message(1, "é & 🧺 = +", entities=[telegram.MessageEntity("bold", 0, 1)])
        await client.bot.send_photo(1, b"\x89PNG", caption="Résultat")

    assert sent.message_id == 5
    (form, fields, _none), (parts, more, content) = seen
    assert (form, fields["text"], fields["chat_id"]) == ("application/x-www-form-urlencoded", "é & 🧺 = +", "1")
    assert '"bold"' in fields["entities"]
    assert (parts, more["caption"], content) == ("multipart/form-data", "Résultat", b"\x89PNG")


async def test_what_is_called_at_every_vote_says_what_the_library_would_say() -> None:
    seen: list[tuple[str, dict[str, str], object]] = []

    async def handler(request: web.Request) -> web.Response:
        asked = await request.json() if request.content_type == "application/json" else None
        seen.append((request.path.rpartition("/")[2], dict(request.query), asked))
        result = "true" if asked else '[{"update_id":7},"no update"]'
        return web.Response(text=f'{{"ok":true,"result":{result}}}', content_type="application/json")

    async with serving(handler) as url, connected(url) as client:
        updates = await client.updates(None, 30)
        await client.updates(8, 30)
        await client.answer("5", {"text": "Noté : Pour & 🧺", "show_alert": False})

    first, second, answer = seen
    assert updates == [{"update_id": 7}]
    assert first[0] == second[0] == "getUpdates"
    assert "offset" not in first[1]
    assert second[1] == first[1] | {"offset": "8"}
    assert (first[1]["timeout"], first[1]["limit"]) == ("30", "100")
    assert "chat_member" in json.loads(first[1]["allowed_updates"])
    assert answer[2] == {"callback_query_id": "5", "text": "Noté : Pour & 🧺", "show_alert": False}


async def hang(_request: web.Request) -> web.Response:
    await asyncio.sleep(30)
    return web.Response()


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def stop_in_the_middle(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"ok":true,"result":[')
    assert request.transport is not None
    request.transport.close()
    return response


@pytest.mark.parametrize("handler", [hang, hang_up, stop_in_the_middle], ids=["hangs", "hangs up", "stops halfway"])
async def test_a_connection_that_fails_ends_in_time(handler: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ANSWERING", 0.2)
    monkeypatch.setattr(transport, "CONNECTING", 0.1)
    async with serving(handler) as url, connected(url) as client, asyncio.timeout(5):
        assert isinstance(await failure(client), Lost)


async def test_a_server_that_is_not_there_is_lost() -> None:
    async with connected("http://127.0.0.1:9/bot") as client:
        assert isinstance(await failure(client), Lost)


async def test_a_call_before_the_beginning_or_after_the_end_is_lost() -> None:
    client = Client(TOKEN, "http://127.0.0.1:9/bot")
    before = await failure(client)
    await client._request.initialize()
    await client.close()

    assert isinstance(before, Lost)
    assert isinstance(await failure(client), Lost)


async def test_nothing_is_repeated_and_no_redirection_followed() -> None:
    calls: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with serving(handler) as url, connected(url) as client:
        await failure(client)

    assert calls == [f"/bot{TOKEN}/sendMessage"]


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_is_none_bars_the_bot_and_says_what_to_do(code: int) -> None:
    async with serving(no(code, "Unauthorized")) as url, connected(url) as client:
        with pytest.raises(Barred) as raised:
            await client.open()

    assert "@BotFather" in raised.value.says.key


async def test_what_cannot_be_a_token_is_not_even_tried() -> None:
    with pytest.raises(Barred):
        await Client("../elsewhere", "http://127.0.0.1:9/bot").open()


async def test_the_servers_clock_is_known() -> None:
    async def handler(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": True}, headers={"Date": "Wed, 25 Nov 2026 14:30:00 GMT"})

    async with serving(handler) as url, connected(url) as client:
        await client.bot.leave_chat(1)
        assert client.date == "Wed, 25 Nov 2026 14:30:00 GMT"


@pytest.mark.parametrize(
    "handler",
    [no(400, f"Bad Request: cannot read https://example.org/bot{TOKEN}/x"), hang_up, saying(502, "no"), no(401, "No")],
    ids=["quoted", "hangs up", "502", "401"],
)
async def test_the_token_is_in_no_error_and_in_no_log(handler: Handler, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(handler) as url, connected(url) as client:
        try:
            with client.translating():
                await client.bot.send_message(1, "Bonjour")
        except Undelivered as error:
            told = "".join(traceback.format_exception(error))
            chain: list[BaseException | None] = [error, error.__context__, error.__cause__]

    assert TOKEN not in told
    assert not any(TOKEN in repr(one) or TOKEN in str(one) for one in chain)
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            "Bad Request: can't parse entities: unsupported tag \"Ana's\" there",
            "Bad Request: can't parse entities: unsupported tag … there",
        ),
        ("Bad Request: chat not found", "Bad Request: chat not found"),
        ("Bad Request: wrong HTTP URL https://ana.example/secret specified", "Bad Request: wrong HTTP URL … specified"),
    ],
)
def test_a_reason_is_told_without_what_it_quotes(reason: str, told: str) -> None:
    assert Declined(400, reason).told == told


def test_only_json_counts_as_telegrams_own_answer() -> None:
    assert isinstance(declined(403, b"<html>"), Lost)
    assert isinstance(declined(403, b'{"error":"proxy"}'), Lost)
    assert isinstance(declined(403, b'{"ok":false,"error_code":403,"description":"Forbidden"}'), Declined)


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")

    assert proxy_to("https://api.telegram.org/bot") == "http://proxy.example:3128"
    assert proxy_to("https://127.0.0.1:8081/bot") is None
    assert Request("https://127.0.0.1/bot").read_timeout == transport.ANSWERING
