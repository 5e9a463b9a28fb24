"""Lines as Telegram shows them: one text, and beside it which parts are strong or set apart.

Never a parse mode: people's words are not markup, and a text that does not parse is not sent at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from telegram import MessageEntity

from bot.chat.text import Line, Style

STYLES = {
    Style.TITLE: MessageEntity.BOLD,
    Style.QUOTE: MessageEntity.BLOCKQUOTE,
    Style.NOTE: MessageEntity.ITALIC,
}

Written = tuple[str, tuple[MessageEntity, ...]]


def written(lines: Iterable[Line]) -> Written:
    """The text of the lines and its entities."""
    texts: list[str] = []
    entities: list[MessageEntity] = []
    at = 0
    for line in lines:
        text = str(line.text)
        texts.append(text)
        length = units(text)
        kind = STYLES.get(Style(line.style))
        if kind is not None and length:
            entities.append(MessageEntity(kind, at, length))
        at += length + 1
    return "\n".join(texts), tuple(entities)


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units: an emoji takes two."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(lines: Iterable[Line], most: int) -> Written:
    """As `written`, and not longer than `most`: the rest of the line that is too long becomes "…"."""
    kept: list[Line] = []
    left = most
    for line in lines:
        text = str(line.text)
        if len(text) > left:
            kept.append(Line(text[: max(0, left - 1)].rstrip() + "…", line.style))
            break
        kept.append(line)
        left -= len(text) + 1
        if left < 1:
            break
    return written(kept)
