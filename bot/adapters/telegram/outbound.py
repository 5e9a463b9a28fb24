"""Our message → their call: the parts of a message as Telegram takes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters

from bot.chat.adapter import Gone, Stays
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Button, Message
from bot.chat.text import Line

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
SUPERGROUP = "-100"  # what the id of one begins with
WIDEST = 8  # buttons in a row
TOAST = 200


def number(id_: str) -> int:
    """An id as Telegram's methods take it; Gone when it is none of Telegram's."""
    try:
        return int(id_)
    except ValueError:
        raise Gone from None


def address(ref: MessageRef) -> str:
    """The link to a message of a supergroup; only these have links. In a topic it says which."""
    group = ref.chat.id.removeprefix(SUPERGROUP)
    if group == ref.chat.id or not (group.isdecimal() and ref.id.isdecimal()):
        return ""
    topic = f"{ref.chat.thread}/" if ref.chat.thread.isdecimal() else ""
    return f"https://t.me/c/{group}/{topic}{ref.id}"


def addressed(chat: Chat, message: Message) -> dict[str, Any]:
    """What every way to send a message takes: where, in answer to what, with which choices, and whether it rings."""
    return {
        "chat_id": number(chat.id),
        "message_thread_id": int(chat.thread) if chat.thread.isdecimal() else None,
        "reply_parameters": reply(message.reply_to, chat),
        "reply_markup": keyboard(message),
        "disable_notification": message.silent or None,
    }


def reply(to: MessageRef | None, chat: Chat) -> ReplyParameters | None:
    """The message to answer. One that was deleted meanwhile, or is elsewhere, keeps nothing from being said."""
    if to is None or to.chat.id != chat.id or not to.id.isdecimal():
        return None
    return ReplyParameters(int(to.id), allow_sending_without_reply=True)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The choices as buttons, in their rows."""
    rows = [row[at : at + WIDEST] for row in message.rows for at in range(0, len(row), WIDEST)]
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in rows]) if rows else None


def _button(one: Button) -> InlineKeyboardButton:
    label = str(one.label)
    if one.url:
        return InlineKeyboardButton(label, url=one.url)
    return InlineKeyboardButton(label, callback_data=one.data)


def told(message: Message) -> tuple[Line, ...]:
    """The lines that say the same without the picture; what is already said is not said twice."""
    if message.picture is None:
        return message.lines
    said = {str(line.text) for line in message.lines}
    return (*message.lines, *(Line(text) for text in message.picture.alt.split("\n") if text not in said))


def toast(text: str) -> Mapping[str, Any]:
    """What answers a press; without a text only the waiting sign goes away.

    A receipt passes by within three seconds: whoever votes should not have to tap once more to go on reading the group.
    A refusal stays, in a box that is tapped away: whoever overlooks it believes to have voted.
    """
    if not text:
        return {}
    short = text if len(text) <= TOAST else text[: TOAST - 1].rstrip() + "…"
    return {"text": short, "show_alert": isinstance(text, Stays)}


# messages that only one person of a group sees


def ephemeral(user: User, press: str | None) -> dict[str, Any]:
    """Shows a group message to one person; `press` is the one it answers, without which only administrators may."""
    parameters: dict[str, Any] = {"receiver_user_id": number(user.id)}
    if press:
        parameters["callback_query_id"] = press
    return {"ephemeral_message_parameters": parameters}


def ephemeral_id(user: User, id_: int) -> str:
    """The id of such a message: its number counts for its reader alone."""
    return f"e{user.id}.{id_}"


def of_ephemeral(ref: MessageRef) -> dict[str, Any] | None:
    """What the calls for such a message take instead of a message's id; None for any other message."""
    user, dot, id_ = ref.id.removeprefix("e").partition(".")
    if not (ref.id.startswith("e") and dot):
        return None
    return {
        "chat_id": number(ref.chat.id), "receiver_user_id": number(user), "ephemeral_message_id": number(id_),
    }  # fmt: skip
