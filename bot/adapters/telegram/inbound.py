"""Their update → our events, as Telegram wrote it. Pure: what is not for us is no event, and goes no further.

A group's talk reaches a bot that administrates it: what neither commands, nor names, nor answers the bot is dropped
here, before it is kept or logged anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from bot.adapters.telegram import membership
from bot.adapters.telegram.account import Account
from bot.adapters.telegram.people import person, place, speaker
from bot.chat import events
from bot.chat.address import Chat, MessageRef, Person

Json = Mapping[str, Any]

_COMMAND: Final = re.compile(r"\s*[/!][^\s/@!]{1,40}(?:@(?P<bot>\w+))?(?=\s|$)")


def read(update: Json, me: Account) -> list[events.Event]:
    """What an update tells, mostly one event; the further ones of an update number themselves."""
    id_ = str(update["update_id"])
    for kind, reader in _READERS.items():
        if kind in update:
            return reader(id_, update[kind], me)
    return []


def _message(id_: str, message: Json, me: Account) -> list[events.Event]:
    found = membership.of_message(id_, message)
    if found is not None:
        return found
    said = _said(id_, message, me)
    return [said] if said is not None else []


def _said(id_: str, message: Json, me: Account) -> events.Said | None:
    text = message.get("text") or message.get("caption") or ""
    by = speaker(message)
    if by is None or "via_bot" in message:
        return None
    where = place(message)
    if not (text or (where.private and _is_wordless(message))):
        return None
    if not where.private and "forward_origin" in message:
        return None  # somebody else's words, handed on
    words, named, called = _addressed(text, me)
    if words is None:
        return None
    reply_to, reply_text, to_us, reply_by = _reply(message, where.chat, me)
    if not (where.private or named or to_us or _COMMAND.match(words)):
        return None
    ref = MessageRef(where.chat, message_id(message))
    to_bot = where.private or named or to_us
    return events.Said(id_, by, where, words, ref, reply_to, reply_text, to_bot, reply_by, _document(message), called)


def _document(message: Json) -> events.Document | None:
    """The document or the picture that came with the words; of a picture the largest form, which is told last."""
    among = "media_group_id" in message
    found, media_type = message.get("document"), "application/octet-stream"
    if not isinstance(found, Mapping):
        sizes = message.get("photo")
        found, media_type = (sizes[-1] if isinstance(sizes, list) and sizes else None), "image/jpeg"
    if not isinstance(found, Mapping) or not isinstance(found.get("file_id"), str):
        return None
    name, size = str(found.get("file_name", "")), found.get("file_size")
    media_type = str(found.get("mime_type", media_type))
    return events.Document(name, media_type, size if isinstance(size, int) else None, found["file_id"], among)


# What somebody may send without a word: alone with the bot they are told so. Service messages hold none of these.
_WORDLESS: Final = frozenset((
    "animation", "audio", "contact", "dice", "document", "location", "paid_media", "photo", "poll", "sticker", "story",
    "venue", "video", "video_note", "voice",
))  # fmt: skip


def _is_wordless(message: Json) -> bool:
    """A sticker, a picture, a voice. The pictures of an album come one by one: it is not told ten times. Its documents
    do too, and each may be one that is waited for."""
    return not _WORDLESS.isdisjoint(message) and ("media_group_id" not in message or "document" in message)


def _edited(id_: str, message: Json, me: Account) -> list[events.Event]:
    text = message.get("text") or message.get("caption")
    by = speaker(message)
    if not text or by is None or "via_bot" in message or "forward_origin" in message:
        return []
    words, _named, called = _addressed(text, me)
    where = place(message)
    if called and words is not None and not _COMMAND.match(words):
        words = f"/{words}"  # after the bot's name the sign may be left out, also where it is changed
    if words is None or not (_COMMAND.match(words) or where.private or _reply(message, where.chat, me)[2]):
        return []  # only a command, or what was said to the bot, means anything when it changes
    return [events.Edited(id_, by, where, words, MessageRef(where.chat, message_id(message)))]


def _pressed(id_: str, query: Json, me: Account) -> list[events.Event]:
    message, data = query.get("message"), query.get("data")
    if message is None or data is None:
        return []  # from a message of the inline mode, or a game: we have none
    where = place(message)
    ref = MessageRef(where.chat, message_id(message))
    return [events.Pressed(id_, person(query["from"]), where, ref, data, query["id"])]


def message_id(message: Json) -> str:
    """The message's id; one that only one person sees has a number of its own."""
    ephemeral = message.get("ephemeral_message_id")
    if ephemeral is None:
        return str(message["message_id"])
    return f"e{message['receiver_user']['id']}.{ephemeral}"


def _reply(message: Json, chat: Chat, me: Account) -> tuple[MessageRef | None, str, bool, Person | None]:
    """What the message answers, what that said, whether the bot had said it, and who else."""
    answered = message.get("reply_to_message")
    if answered is None:
        return None, "", False, None
    if message.get("is_topic_message") and answered["message_id"] == message.get("message_thread_id"):
        return None, "", False, None  # the beginning of the topic: so Telegram marks whatever is said in it
    text = answered.get("text") or answered.get("caption") or ""
    ours = (answered.get("from") or {}).get("id") == me.id
    by = speaker(answered)
    return MessageRef(chat, message_id(answered)), text, ours, None if by is None or by.anonymous else by


def _addressed(text: str, me: Account) -> tuple[str | None, bool, bool]:
    """The words without the bot's name where they begin with it or command it, whether they name it, and whether they
    begin with it.

    None for words when they command another bot.
    """
    command = _COMMAND.match(text)
    if command is not None:
        bot = command["bot"]
        if bot is None:
            return text, False, False
        if bot.casefold() != me.username.casefold():
            return None, False, False
        return text[: command.start("bot") - 1] + text[command.end("bot") :], True, False
    if "@" not in text:
        return text, False, False
    first, anywhere = _names(me.username)
    begun = first.match(text)
    if begun is not None:
        return text[begun.end() :] or text, True, begun.end() < len(text)
    return text, anywhere.search(text) is not None, False


@lru_cache(maxsize=4)
def _names(username: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = re.escape(username)
    return (
        re.compile(rf"\s*@{name}(?!\w)[\s,:]*", re.IGNORECASE),
        re.compile(rf"(?<![\w@])@{name}(?!\w)", re.IGNORECASE),
    )


_READERS: Final[Mapping[str, Callable[[str, Json, Account], list[events.Event]]]] = {
    "callback_query": _pressed,
    "message": _message,
    "edited_message": _edited,
    "chat_member": membership.of_person,
    "my_chat_member": membership.of_bot,
    "chat_join_request": membership.of_request,
}
