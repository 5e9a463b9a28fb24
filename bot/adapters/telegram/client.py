"""The connection: one bot account on one server of the Bot API."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import telegram
from telegram.error import TelegramError

from bot.adapters.telegram.account import Account, read
from bot.adapters.telegram.errors import BAD_REQUEST, NOT_FOUND, UNAUTHORIZED, Declined, undelivered
from bot.adapters.telegram.request import Request
from bot.chat.adapter import Barred
from bot.chat.text import _

Json = Mapping[str, Any]

# Named one by one: Telegram sends no member updates unless asked, and remembers what was asked before.
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "chat_join_request")
MOST_UPDATES = 100
_ASKED = urlencode({"limit": MOST_UPDATES, "allowed_updates": json.dumps(UPDATES)})
MARGIN = 10.0  # seconds beyond a long poll until its connection counts as hung

# What is not of this form would be part of an address that is not Telegram's.
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)

log = logging.getLogger(__name__)

# What the library logs below a warning holds the address of every call, and what people write.
logging.getLogger("telegram").setLevel(logging.WARNING)


class Client:
    """Calls Telegram. `bot` raises what the library and the transport raise; inside `translating` our own failures."""

    def __init__(self, token: str, base_url: str) -> None:
        self._request = Request(base_url)
        self.bot = telegram.Bot(token, base_url, request=self._request, get_updates_request=self._request)
        # https://api.telegram.org/bot is for calls, https://api.telegram.org/file/bot for files.
        server, _slash, bot = base_url.rpartition("/")
        self._files = f"{server}/file/{bot}{token}"
        self.refused = asyncio.Event()  # some call was told that there is no such token

    async def open(self) -> Account:
        """Connects and learns who the bot is; Barred when Telegram knows no such token."""
        if _TOKEN.fullmatch(self.bot.token) is None:
            raise revoked()
        await self._request.initialize()
        with self.translating():
            try:
                me = await self.bot.get_me()
            except Declined as no:
                if no.code in (UNAUTHORIZED, NOT_FOUND):
                    raise revoked() from None
                raise
        return read(me.to_dict())

    async def close(self) -> None:
        """Lets go of every connection."""
        await self._request.shutdown()

    @property
    def date(self) -> str:
        """The server's clock at its latest answer."""
        return self._request.date

    async def updates(self, offset: int | None, seconds: int) -> list[Json]:
        """What happened since the last confirmed update, waiting for something; an offset confirms all before it.

        As they came, not as the library's objects: those cost more than all the rest of an event.
        """
        confirming = f"&offset={offset}" if offset is not None else ""
        url = f"{self.bot.base_url}/getUpdates?timeout={seconds}&{_ASKED}{confirming}"
        found = await self._request.call(url, waits=seconds + MARGIN)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    async def answer(self, press: str, said: Mapping[str, Any]) -> None:
        """Answers a press: the other call that is made at every vote."""
        await self._request.call(f"{self.bot.base_url}/answerCallbackQuery", {"callback_query_id": press, **said})

    async def file(self, id_: str) -> Json:
        """What Telegram tells of a file, with the path at which it can be had for an hour at least."""
        found = await self._request.call(f"{self.bot.base_url}/getFile", {"file_id": id_})
        return found if isinstance(found, dict) else {}

    async def content(self, path: str, most: int) -> bytes:
        """What is at a path; raises TooLarge beyond so many bytes, and takes no more of it."""
        return await self._request.take(f"{self._files}/{quote(path)}", most)

    @contextmanager
    def translating(self) -> Iterator[None]:
        """What Telegram refuses inside becomes TryLater, Gone, Moved or Denied."""
        try:
            yield
        except TelegramError as error:
            if isinstance(error, Declined) and error.code == UNAUTHORIZED:
                self.refused.set()
            if isinstance(error, Declined) and error.code == BAD_REQUEST:
                log.info("Telegram says no: %s", error.told)
            elif not isinstance(error, Declined) or error.code >= 500:
                log.info("Telegram could not be reached: %s", error)
            raise undelivered(error) from None


def revoked() -> Barred:
    """The token is no longer one."""
    return Barred(_("Telegram refuses the token: it was revoked, or mistyped. @BotFather shows the right one."))


def contested() -> Barred:
    """Somebody else listens with the same token."""
    return Barred(
        _(
            "Another process uses this bot’s token, and only one may listen. Stop the other one; if it is not yours, "
            "have @BotFather revoke the token."
        )
    )
