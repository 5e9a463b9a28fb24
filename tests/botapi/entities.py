"""What Telegram finds in a text by itself, and what it makes of the entities a bot gives. All in UTF-16 units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.botapi.calls import Unmodelled, bad

Json = dict[str, Any]

FOUND: Final = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,8}(?!\w)")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)»]|(?:[\w-]+\.)+(?:org|com|net|fr|me|io|eu)(?![\w-])(?:/[^\s<>\"]*)?)")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\d*[^\W\d])\w{1,256}")),
)  # fmt: skip

SIGNS: Final = frozenset("/@.#")  # each of the above holds one of these

STYLES: Final = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "date_time",
})  # fmt: skip


def units(text: str) -> int:
    """How long a text is for Telegram's entities."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, entity: Json) -> str:
    """The words that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def find(text: str) -> list[Json]:
    """Commands, mentions, links, addresses and hashtags, as everybody's messages get them."""
    if not SIGNS.intersection(text):
        return []
    taken: list[tuple[int, int]] = []
    found: list[Json] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                found.append({"offset": units(text[:start]), "length": units(match[0]), "type": kind})
    return sorted(found, key=lambda entity: entity["offset"])


def mentioned(text: str, entities: list[Json]) -> Iterator[str]:
    """The usernames that a text names, in small letters and without their signs."""
    for entity in entities:
        if entity["type"] == "mention":
            yield cut(text, entity)[1:].lower()


def read(text: str, given: list[Json] | None, limit: int, too_long: str) -> tuple[str, list[Json]]:
    """What a bot's text becomes: trimmed, with its styles and what is found in it; raises Refuse or Unmodelled."""
    styles = [_style(text, entity) for entity in given or [] if entity.get("type") in STYLES or _auto(entity)]
    kept = [entity for entity in styles if entity]
    left = 0 if any(entity["offset"] == 0 for entity in kept) else units(text) - units(text.lstrip())
    trimmed = text.rstrip() if not left else text.strip()
    if len(trimmed) > limit:
        raise bad(too_long)
    size = units(trimmed)
    moved = [entity | {"offset": max(0, entity["offset"] - left)} for entity in kept]
    inside = [
        entity | {"length": min(entity["length"], size - entity["offset"])}
        for entity in moved if entity["offset"] < size
    ]  # fmt: skip
    covered = [(entity["offset"], entity["offset"] + entity["length"]) for entity in inside if _opaque(entity)]
    found = [
        entity for entity in find(trimmed)
        if all(entity["offset"] + entity["length"] <= start or entity["offset"] >= end for start, end in covered)
    ]  # fmt: skip
    return trimmed, sorted([*inside, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def _auto(entity: Json) -> bool:
    if entity.get("type") in {kind for kind, _pattern in FOUND} | {"cashtag", "phone_number", "bank_card_number"}:
        return False  # Telegram finds these itself and ignores what is given
    raise bad("can't parse MessageEntity: unsupported type specified")


def _opaque(entity: Json) -> bool:
    return entity["type"] in ("code", "pre", "text_link", "text_mention")


def _style(text: str, entity: Json) -> Json | None:
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad('can\'t parse MessageEntity: field "offset" must be of type Number')
    if offset < 0 or length <= 0 or offset + length > units(text):
        # Telegram drops such an entity without a word; a bot that sends one has counted wrongly.
        raise Unmodelled(f"entity {entity} lies outside its text of {units(text)} units")
    for edge, verb in ((offset, "begins"), (offset + length, "ends")):
        if not _between(text, edge):
            raise bad(f"entity {verb} in a middle of a UTF-16 symbol at offset {edge}")
    return {key: value for key, value in entity.items() if value is not None}


def _between(text: str, unit: int) -> bool:
    try:
        text.encode("utf-16-le")[: unit * 2].decode("utf-16-le")
    except UnicodeDecodeError:
        return False
    return True
