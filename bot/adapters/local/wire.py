"""Messages as stored text, for the journal. Only messages that were already said."""

from __future__ import annotations

import json

from bot.chat.address import Chat, MessageRef
from bot.chat.message import Button, File, Message, Picture
from bot.chat.text import Line, Style

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(message: Message) -> str:
    """The message as JSON; absent parts are left out."""
    kept: dict[str, object] = {"lines": [(str(line.text), line.style) for line in message.lines]}
    if message.rows:
        kept["rows"] = [[(str(one.label), one.data, one.typed, one.url) for one in row] for row in message.rows]
    if message.picture:
        kept["picture"] = (message.picture.svg, message.picture.alt)
    if message.file:
        kept["file"] = message.file.packed
    if message.reply_to:
        kept["reply_to"] = (*message.reply_to.chat, message.reply_to.id)
    if message.silent:
        kept["silent"] = True
    if message.reactions:
        kept["reactions"] = message.reactions
    return _encode(kept)


def load(text: str) -> Message:
    """The message that `dump` wrote."""
    kept = json.loads(text)
    reply = kept.get("reply_to")
    return Message(
        lines=tuple(Line(words, Style(style)) for words, style in kept["lines"]),
        rows=tuple(tuple(Button(a, d, tuple(t), u) for a, d, t, u in row) for row in kept.get("rows", ())),
        picture=Picture(*kept["picture"]) if "picture" in kept else None,
        file=File.unpacked(kept["file"]) if "file" in kept else None,
        reply_to=MessageRef(Chat(*reply[:3]), reply[3]) if reply else None,
        silent=kept.get("silent", False),
        reactions=tuple(kept.get("reactions", ())),
    )


def plain(message: Message) -> str:
    """What the message says, its lines one under another."""
    return "\n".join(str(line.text) for line in message.lines)
