"""Our message → the content of their events. Pure.

The plain body stands alone: whoever reads without markup, or aloud, loses nothing. People's words are never markup.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from bot.chat.address import Chat, MessageRef
from bot.chat.message import Message, NativePoll
from bot.chat.text import Line, Style

HTML: Final = "org.matrix.custom.html"
# Polls as MSC3381 had them before they were stable, and texts as MSC1767: what clients send and show to this day.
POLL_START: Final = "org.matrix.msc3381.poll.start"
POLL_END: Final = "org.matrix.msc3381.poll.end"
TOLD: Final = "org.matrix.msc1767.text"
# Clients show no tally before the end: they would count the poll's answers alone.
UNDISCLOSED: Final = "org.matrix.msc3381.poll.undisclosed"
# A message of Matrix may have 65,536 bytes, which hold it four times when it is edited, and encrypted a third more.
MOST_BYTES: Final = 14_000

_TAGS: Final = {Style.TITLE: "strong", Style.NOTE: "em"}


def address(ref: MessageRef, me: str) -> str:
    """The link to an event, found through the server of our account: the id of a newer room names none."""
    if not (ref.chat.id.startswith("!") and ref.id.startswith("$")):
        return ""
    room, event, server = (quote(one, safe="!:$") for one in (ref.chat.id, ref.id, me.partition(":")[2]))
    return f"https://matrix.to/#/{room}/{event}?via={server}"


def content(message: Message, chat: Chat) -> dict[str, Any]:
    """The event of a new message. It rings unless it is silent, or answers somebody who is looking anyway."""
    quiet = message.silent or message.reply_to is not None
    return body(message, quiet=quiet) | _relation(message.reply_to, chat)


def body(message: Message, *, quiet: bool) -> dict[str, Any]:
    """What a message says, without what it refers to. Nobody is named to be rung by it."""
    lines = cut(told(message))
    plain = "\n".join(_plain(line) for line in lines)
    found: dict[str, Any] = {"msgtype": "m.notice" if quiet else "m.text", "body": plain, "m.mentions": {}}
    if any(Style(line.style) is not Style.PLAIN for line in lines):
        found |= {"format": HTML, "formatted_body": _marked(lines)}
    return found


def edit(message: Message, of: str) -> dict[str, Any]:
    """The event that replaces what a message shows; clients that know no edits show it below."""
    new = body(message, quiet=True)
    return {
        "msgtype": new["msgtype"], "body": f"* {new['body']}", "m.mentions": {}, "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": of},
    }  # fmt: skip


def annotation(of: str, key: str) -> dict[str, Any]:
    """The event of a reaction."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": of, "key": key}}


def poll_start(poll: NativePoll, card: str) -> dict[str, Any]:
    """The event of a poll; its answers are named by their places, from 1."""
    options = [{"id": str(place), TOLD: str(option)} for place, option in enumerate(poll.options, 1)]
    question = {TOLD: str(poll.title), "msgtype": "m.text", "body": str(poll.title)}
    told = "\n".join((str(poll.title), *(f"{one['id']}. {one[TOLD]}" for one in options)))
    asked = {"kind": UNDISCLOSED, "max_selections": poll.most, "question": question, "answers": options}
    return {POLL_START: asked, TOLD: told, "m.mentions": {}, **_refers(card)}


def poll_end(poll: NativePoll, id_: str) -> dict[str, Any]:
    """The event that ends a poll: clients take no answer after it."""
    return {POLL_END: {}, TOLD: str(poll.title), "m.mentions": {}, **_refers(id_)}


def belonging(event: Mapping[str, Any]) -> str:
    """The message that an event of the bot's belongs to; "" without one. It is in clear also where all is sealed."""
    relation = event.get("content", {}).get("m.relates_to", {})
    return str(relation["event_id"]) if relation.get("rel_type") == "m.reference" else ""


def attached(kind: str, name: str, said: str, media_type: str, size: int, source: Mapping[str, Any]) -> dict[str, Any]:
    """The event of a picture or a document; `source` is where its content lies."""
    return {
        "msgtype": kind, "body": said or name, "filename": name, "m.mentions": {},
        "info": {"mimetype": media_type, "size": size}, **source,
    }  # fmt: skip


def belongs(to: str, chat: Chat) -> dict[str, Any]:
    """What ties an attachment to the message that it comes with."""
    thread = _relation(None, chat)
    return thread or _refers(to)


def _refers(to: str) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": "m.reference", "event_id": to}}


def told(message: Message) -> tuple[Line, ...]:
    """The lines that say the same without the picture; what is already said is not said twice."""
    if message.picture is None:
        return message.lines
    said = {str(line.text) for line in message.lines}
    return (*message.lines, *(Line(text) for text in message.picture.alt.split("\n") if text not in said))


def cut(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """As many of the lines as one event bears; `fit` has already made parts, so that this is for the unforeseen."""
    left = MOST_BYTES
    kept: list[Line] = []
    for line in lines:
        size = len(html.escape(str(line.text)).encode("utf-8", "replace")) + 20
        if size > left:
            text = str(line.text)
            while text and len(html.escape(text).encode("utf-8", "replace")) + 30 > left:
                text = text[: len(text) * 3 // 4]
            return (*kept, Line(text.rstrip() + "…", Style(line.style)))
        kept.append(line)
        left -= size
    return tuple(kept)


def _relation(reply_to: MessageRef | None, chat: Chat) -> dict[str, Any]:
    here = reply_to is not None and reply_to.chat.id == chat.id and reply_to.id.startswith("$")
    answered = {"m.in_reply_to": {"event_id": reply_to.id}} if reply_to is not None and here else {}
    if not chat.thread:
        return {"m.relates_to": answered} if answered else {}
    # For clients that know no threads it answers something: the beginning where it answers nothing.
    shown = answered or {"m.in_reply_to": {"event_id": chat.thread}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": chat.thread, "is_falling_back": not answered, **shown}}


def _plain(line: Line) -> str:
    text = str(line.text)
    return "\n".join(f"> {one}" for one in text.split("\n")) if Style(line.style) is Style.QUOTE else text


def _marked(lines: tuple[Line, ...]) -> str:
    parts: list[str] = []
    for line in lines:
        style, text = Style(line.style), html.escape(str(line.text)).replace("\n", "<br>")
        if style is Style.QUOTE:
            parts.append(f"<blockquote>{text}</blockquote>")
            continue
        if parts and not parts[-1].endswith("</blockquote>"):
            parts.append("<br>")
        tag = _TAGS.get(style)
        parts.append(f"<{tag}>{text}</{tag}>" if tag and text else text)
    return "".join(parts)
