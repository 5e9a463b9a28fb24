"""The list of commands that Telegram's clients propose to whoever types "/". Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.adapters.telegram.outbound import number
from bot.chat.address import Chat

MOST = 8  # more is a wall on a phone
LONGEST_NAME, LONGEST_HELP = 32, 256
DEFAULT = "fr"  # whoever has no list in their language gets this one


def proposed(commands: Sequence[tuple[str, str]]) -> list[BotCommand]:
    """The first few as Telegram takes them: plain letters, each name once."""
    found: dict[str, str] = {}
    for typed, does in commands:
        name = plain(typed)
        if name and does:
            found.setdefault(name, does if len(does) <= LONGEST_HELP else does[: LONGEST_HELP - 1].rstrip() + "…")
    return [BotCommand(name, does) for name, does in list(found.items())[:MOST]]


def plain(name: str) -> str:
    """The name in letters that Telegram allows; commands are understood with and without accents."""
    apart = unicodedata.normalize("NFD", name.lstrip("/!").casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9_]", "_", bare)[:LONGEST_NAME].strip("_")


def scopes(chat: Chat | None) -> tuple[BotCommandScope, ...]:
    """Where the list is shown. A narrower list hides a wider one, so each of them is given."""
    if chat is not None:
        return (BotCommandScopeChat(number(chat.id)),)
    return (
        BotCommandScopeAllPrivateChats(),
        BotCommandScopeAllGroupChats(),
        BotCommandScopeAllChatAdministrators(),
    )


def tongue(language: str) -> str | None:
    """The language code of a list, None for the list of everybody else."""
    return None if language == DEFAULT else language
