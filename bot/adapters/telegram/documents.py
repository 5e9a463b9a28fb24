"""Documents that people send: asked for by their id, then taken from the server's other address.

That address holds the token, as every call's does: it is in no error and in no log.
"""

from __future__ import annotations

import re
from typing import Any

from telegram.error import TelegramError

from bot.adapters.telegram.client import Client
from bot.adapters.telegram.errors import BAD_REQUEST, NOT_FOUND, Declined
from bot.chat.adapter import Denied, Gone, TooLarge, TryLater, Undelivered
from bot.chat.events import Document

Json = dict[str, Any]

SOON = 2.0  # seconds until a file that Telegram itself cannot have just now is asked for again

# The path of a file on a server that hands files over: no place of a disk, none outside its folder.
_PATH = re.compile(r"(?!/)(?!.*\.\.)[^\\\x00-\x1f]{1,500}")


async def fetch(client: Client, document: Document, most: int) -> bytes:
    """What it holds. A server of one's own may keep its files on its disk instead of handing them over: Denied then."""
    with client.translating():
        try:
            found = await client.file(document.handle)
            size, path = found.get("file_size"), found.get("file_path")
            if isinstance(size, int) and size > most:
                raise TooLarge
            if not isinstance(path, str) or _PATH.fullmatch(path) is None:
                raise Denied("the server of the Bot API hands no files over: it is run with --local", foreseen=True)
            return await client.content(path, most)
        except TelegramError as error:
            raise _told(error) or error from None


def _told(error: TelegramError) -> Undelivered | None:
    """What is particular to files; anything else is as with every call."""
    if isinstance(error, Declined) and error.code == NOT_FOUND:
        return Gone()  # the server's other address knows no such path any more
    if not isinstance(error, Declined) or error.code != BAD_REQUEST:
        return None
    if error.says("file is too big"):
        return TooLarge()
    if error.says("temporarily unavailable"):
        return TryLater(SOON)
    return Gone() if error.says("invalid file_id", "wrong file identifier") else None
