"""Logs: one line an event, no secret, nothing of what people wrote or chose."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import structlog

from bot.core import logs

BALLOT = "Pour-la-rue-Pasteur"
Read = Callable[[], str]


@pytest.fixture
def configured() -> Iterator[Callable[..., Read]]:
    """Logs into a text for one test, and gives the logging of before back."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level

    def configure(level: str = "debug", format: str = "json", **more: object) -> Read:
        stream = StringIO()
        logs.configure(level, format, stream=stream, **more)
        return stream.getvalue

    yield configure
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.configure(**before)


def fails() -> None:
    ballot = BALLOT
    raise ValueError(f"cannot read {ballot}")


@pytest.mark.parametrize("format", ["json", "console"])
def test_a_traceback_shows_code_and_no_value(configured: Callable[..., Read], format: str) -> None:
    read = configured(format=format)

    try:
        fails()
    except ValueError:
        structlog.get_logger("bot.test").exception("a handler failed", code="4F2A")

    assert "ValueError" in read()
    assert "in fails" in read()
    assert "4F2A" in read()
    assert BALLOT not in read()


def test_a_traceback_says_what_led_to_it(configured: Callable[..., Read]) -> None:
    read = configured()

    try:
        try:
            int(BALLOT)
        except ValueError as error:
            raise RuntimeError(BALLOT) from error
    except RuntimeError as error:
        structlog.get_logger("bot.test").error("failed", exc_info=error)

    told = json.loads(read())["exception"]
    assert told.index("ValueError") < told.index("which led to") < told.index("RuntimeError")
    assert BALLOT not in told


def test_what_the_system_says_is_told(configured: Callable[..., Read]) -> None:
    read = configured()

    structlog.get_logger("bot.test").error("failed", exc_info=OSError(28, "No space left on device"))

    assert "No space left on device" in read()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://api.telegram.org/bot123:ABC/getMe", "123:ABC"),
        ("token is 123456789:AAEabcdefghijklmnopqrstuvwxyz-_12345 here", "AAEabcdefghij"),
        ("GET /sync?access_token=abc123&since=4", "abc123"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ("{'Authorization': 'Basic QWxhZGRpbg=='}", "QWxhZGRpbg"),
        ("headers Bearer abcdefghijkl", "abcdefghijkl"),
        ('{"password": "hunter2"}', "hunter2"),
        ("password=hunter2", "hunter2"),
        ("webhook_secret: hunter2", "hunter2"),
        ("as syt_Y29vcA_abcdefghijklmnop_123456", "syt_Y29"),
        ("postgresql+psycopg://coop:hunter2@localhost/coop", "hunter2"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "MIIE"),
        ("known: correct horse", "correct horse"),
    ],
)
@pytest.mark.parametrize("format", ["json", "console"])
def test_secrets_are_masked_wherever_they_stand(
    configured: Callable[..., Read], format: str, text: str, secret: str
) -> None:
    read = configured(format=format, secrets=["correct horse"])

    structlog.get_logger("bot.test").warning("said", what=text)
    logging.getLogger("library").warning("it says %s", text)

    assert secret not in read()
    assert read().count("***") >= 2


def test_the_mask_leaves_the_words_of_a_sentence(configured: Callable[..., Read]) -> None:
    """Broken once: “refuses the token: *** was revoked”."""
    read = configured()

    structlog.get_logger("bot.test").error("barred", why="Telegram refuses the token: it was revoked, or mistyped.")
    logging.getLogger("library").warning("password: it7x is wrong, and so is token: abc")

    assert "the token: it was revoked" in read()
    assert "it7x" not in read()
    assert "token: ***" in read()


def test_values_named_like_secrets_are_masked(configured: Callable[..., Read]) -> None:
    read = configured()

    structlog.get_logger("bot.test").info("connected", token="abc", access_token="def", key="close:4", chat="ruche")

    line = json.loads(read())
    assert (line["token"], line["access_token"], line["key"], line["chat"]) == ("***", "***", "close:4", "ruche")


# Not uvicorn.access: the page turns that log off altogether.
@pytest.mark.parametrize("name", ["uvicorn.error", "websockets", "starlette", "apscheduler", "alembic"])
def test_libraries_are_heard_from_warnings_on(configured: Callable[..., Read], name: str) -> None:
    read = configured("debug")

    logging.getLogger(name).info("a frame: %s", BALLOT)
    assert read() == ""

    logging.getLogger(name).warning("trouble")
    assert json.loads(read())["event"] == "trouble"


def test_our_own_level_is_the_one_that_was_asked_for(configured: Callable[..., Read]) -> None:
    read = configured("warning")

    structlog.get_logger("bot.core.writer").info("quiet")
    structlog.get_logger("bot.core.writer").warning("loud")

    assert [json.loads(line)["event"] for line in read().splitlines()] == ["loud"]


async def test_a_lost_task_of_asyncio_tells_no_value(configured: Callable[..., Read]) -> None:
    read = configured()

    async def lost() -> None:
        raise ValueError(BALLOT)

    task = asyncio.ensure_future(lost())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)

    assert "never retrieved" in read()
    assert "ValueError" in read()
    assert BALLOT not in read()
