"""Who and where in what Telegram tells: accounts, anonymous administrators, chats and their topics. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.adapters.telegram.account import NETWORK
from bot.chat.address import Chat, Person, Place, User

Json = Mapping[str, Any]

# The account that stands for an administrator who stays anonymous: @GroupAnonymousBot.
ANONYMOUS: Final = 1087968824


def person(account: Json) -> Person:
    """Who an account is. The name of a deleted one is empty."""
    name = account.get("first_name") or ""
    last = account.get("last_name")
    return Person(
        User(NETWORK, str(account["id"])),
        f"{name} {last}".strip() if last else name,
        account.get("language_code") or "",
        account["id"] == ANONYMOUS,
        _handle(account),
    )


def _handle(account: Json) -> str:
    """A link that also opens from another network; whoever chose no name cannot be reached by anybody."""
    name = account.get("username")
    return f"https://t.me/{name}" if name and account["id"] != ANONYMOUS else ""


def speaker(message: Json) -> Person | None:
    """Who says a message; None when it is a bot, or a channel whose posts are repeated here."""
    chat = message.get("sender_chat")
    if chat is not None:
        # An administrator as the group, or somebody as a channel of theirs: a person, and nobody can tell which one.
        if message.get("is_automatic_forward"):
            return None
        return Person(User(NETWORK, str(chat["id"])), chat.get("title") or "", anonymous=True)
    account = message.get("from")
    if account is None or account.get("is_bot"):
        return None
    return person(account)


def place(message: Json) -> Place:
    """Where a message is. A topic is a topic of a forum: the thread of a plain reply is none."""
    chat = message["chat"]
    thread = str(message["message_thread_id"]) if message.get("is_topic_message") else ""
    private = chat["type"] == "private"
    title = "" if private else chat.get("title") or ""
    # Who has a public address lets everybody in, and lets everybody look and press from outside.
    return Place(Chat(NETWORK, str(chat["id"]), thread), title, private, private or "username" not in chat)
