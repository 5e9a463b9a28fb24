"""Typed button payloads. A button, a reaction, a typed `2` and a native poll's answer all come back as one Action.

A payload carries no authority: who pressed, where and in which state is checked inside the transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import ClassVar, Self, cast, get_type_hints

# Telegram refuses callback data over 64 bytes; the others allow more.
MAX_BYTES = 64

_WHOLE = re.compile(r"-?[0-9]{1,18}")  # what fits a column; longer ones were typed by hand


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise ValueError(text)
    return int(text)


_READ: dict[type, Callable[[str], object]] = {int: _whole, str: str, bool: "1".__eq__}
_WRITE: dict[type, Callable[[object], str]] = {int: str, str: str, bool: lambda value: "1" if value else "0"}


@dataclass(frozen=True)
class Action:
    """Something a person can choose. Subclasses are frozen dataclasses of int, str and bool, declared with a prefix:

    @dataclass(frozen=True)
    class Vote(Action, prefix="v"):
        poll: int
        option: int                      # packs to "v:42:3"
    """

    prefix: ClassVar[str]
    known: ClassVar[dict[str, type[Action]]] = {}
    _types: ClassVar[tuple[type, ...] | None] = None

    def __init_subclass__(cls, *, prefix: str) -> None:
        if prefix in Action.known:
            raise TypeError(f"the button prefix {prefix!r} is taken by {Action.known[prefix].__name__}")
        cls.prefix = prefix
        Action.known[prefix] = cls

    def pack(self) -> str:
        """The payload, at most 64 bytes; raises ValueError when it is longer."""
        values = (getattr(self, field.name) for field in fields(self))
        written = (_WRITE[type_](value) for type_, value in zip(self.types(), values, strict=True))
        data = ":".join((self.prefix, *written))
        if len(data.encode()) > MAX_BYTES:
            raise ValueError(f"{type(self).__name__} packs to more than {MAX_BYTES} bytes")
        return data

    @classmethod
    def types(cls) -> tuple[type, ...]:
        """The fields' types in order, read once: a forward reference can only be resolved after the class exists."""
        if cls._types is None:
            hints = get_type_hints(cls)
            cls._types = tuple(cast(type, hints[field.name]) for field in fields(cls))
        return cls._types

    @classmethod
    def read(cls, parts: list[str]) -> Self:
        """The action with these parts as its fields; raises ValueError when they do not fit."""
        types = cls.types()
        if len(parts) < len(types):
            raise ValueError(f"{cls.__name__} takes {len(types)} values")
        head, rest = parts[: len(types) - 1], parts[len(types) - 1 :]
        texts = [*head, ":".join(rest)] if types else []
        return cls(*(_READ[type_](text) for type_, text in zip(types, texts, strict=True)))


@lru_cache(maxsize=4096)
def unpack(data: str) -> Action | None:
    """The action in a payload, or None when it is not one of ours: another version's, or typed by hand."""
    prefix, *parts = data.split(":")
    kind = Action.known.get(prefix)
    if kind is None:
        return None
    try:
        return kind.read(parts)
    except ValueError:
        return None
