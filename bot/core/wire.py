"""Messages as stored text: compact, quick, and read back as they were. Only messages that were already said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Button, File, Message, NativePoll, Picture
from bot.chat.text import Line, Style
from bot.chat.text import Words as Said
from bot.core.words import Words
from bot.domain.names import without

_quoted = json.encoder.encode_basestring
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def voice(words: Words) -> str:
    """Who is spoken to, in short: the language, the zone, and whether it is *vous*: "fr+Europe/Paris"; for whoever is
    elsewhere, the zone of what it is about after theirs: "fr+Asia/Tokyo Europe/Paris"."""
    return f"{words.language}{'+' if words.formal else '-'}{words.zone}{f' {words.home}' if words.home else ''}"


def voiced(text: str, year: int) -> Words:
    """The words of a `voice`."""
    zone, _sep, home = text[3:].partition(" ")
    return Words(text[:2], text[2:3] == "+", zone or "Europe/Paris", year, home)


def dump(message: Message, words: Words) -> str:
    """The message as JSON, with the words it was said in; absent parts are left out."""
    return _encode({"w": voice(words), **_kept(message)})


def _kept(message: Message) -> dict[str, object]:
    kept: dict[str, object] = {"l": [(line.text, line.style) for line in message.lines]}
    if message.rows:
        kept["b"] = [[(one.label, one.data, one.typed, one.url) for one in row] for row in message.rows]
    if message.picture:
        kept["p"] = (message.picture.svg, message.picture.alt)
    if message.file:
        kept["f"] = message.file.packed
    if message.reply_to:
        kept["r"] = (*message.reply_to.chat, message.reply_to.id)
    if message.privately is not None:
        kept["q"] = message.privately
    if message.silent:
        kept["s"] = 1
    if message.only:
        kept["o"] = message.only
    if message.in_words:
        kept["i"] = 1
    if message.poll:
        kept["n"] = (message.poll.title, message.poll.options, message.poll.most, message.poll.ended)
    if message.later:
        kept["a"] = [(at.isoformat(), _kept(instead)) for at, instead in message.later]
    return kept


@lru_cache(maxsize=4096)
def sentence(text: str, words: Words) -> str:
    """The JSON of a message of one plain line, as `dump` would write it: most answers are one, and there are many."""
    return f'{{"w":{_quoted(voice(words))},"l":[[{_quoted(text)},""]]}}'


def load(text: str) -> tuple[Message, Words]:
    """The message that `dump` wrote, and the words it was said in."""
    kept = json.loads(text)
    return _message(kept), voiced(kept["w"], 0)


def unnamed(text: str, names: Sequence[str], by: Said) -> str:
    """The stored message with another word where it calls somebody by one of these names.

    It offers nothing any more then: what it asked may be of nobody now, and its choices may name them as well.
    """
    message, words = load(text)
    put = partial(without, names=names, by=words.say(by))
    return dump(_put(message, put), words)


def _put(message: Message, put: Callable[[str], str]) -> Message:
    """Everything that is said of it in other words; unchanged where none of it changes."""
    picture, file = message.picture, message.file
    said = replace(
        message,
        lines=tuple(Line(put(str(line.text)), line.style) for line in message.lines),
        picture=picture and Picture(put(picture.svg), put(picture.alt)),
        file=file and (File(file.name, file.media_type, put(file.content)) if isinstance(file.content, str) else file),
        privately=None if message.privately is None else put(str(message.privately)),
        later=tuple((at, _put(instead, put)) for at, instead in message.later),
    )
    offers = "\n".join(f"{one.label}\n{one.data}\n{one.typed}" for one in message.buttons)
    return replace(said, rows=(), poll=None) if said != message or put(offers) != offers else message


def _message(kept: dict[str, Any]) -> Message:
    reply = kept.get("r")
    return Message(
        lines=tuple(Line(words, Style(style)) for words, style in kept["l"]),
        rows=tuple(tuple(Button(a, d, tuple(t), u) for a, d, t, u in row) for row in kept.get("b", ())),
        picture=Picture(*kept["p"]) if "p" in kept else None,
        file=File.unpacked(kept["f"]) if "f" in kept else None,
        reply_to=MessageRef(Chat(*reply[:3]), reply[3]) if reply else None,
        privately=kept.get("q"),
        silent="s" in kept,
        only=User(*kept["o"]) if "o" in kept else None,
        in_words="i" in kept,
        poll=_poll(*kept["n"]) if "n" in kept else None,
        later=tuple((datetime.fromisoformat(at), _message(instead)) for at, instead in kept.get("a", ())),
    )


def _poll(title: str, options: list[str], most: int, ended: bool) -> NativePoll:
    return NativePoll(title, tuple(options), most, ended)
