"""Words before a language: a sentence with blanks that is said later, in its reader's language.

The English sentence is the key. Blanks hold raw values (people's words, numbers, instants, other phrases); whoever
says the phrase formats them for the reader. People's words are plain text and are never parsed as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence to be said. With `other`, `key` is its singular and `count` chooses between them."""

    key: str
    blanks: Mapping[str, object] = field(default_factory=dict)
    other: str = ""
    count: int = 0
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Phrases are said once and remembered; raises TypeError when a blank holds a list."""
        if not self._hash:
            object.__setattr__(self, "_hash", hash((self.key, tuple(self.blanks.items()), self.other, self.count)))
        return self._hash


Words = Phrase | str


def _(key: str, /, **blanks: object) -> Phrase:
    """The phrase of an English sentence: `_("Your vote is in.")`."""
    return Phrase(key, blanks)


def many(one: str, other: str, count: int, /, **blanks: object) -> Phrase:
    """A phrase that depends on a number, which stands in it as {n}."""
    return Phrase(one, {"n": count, **blanks}, other, count)


@runtime_checkable
class Sayable(Protocol):
    """A value that says itself in a language, because its words follow a grammar of their own: a recurrence."""

    def said(self, language: str) -> str: ...


class Style(StrEnum):
    """How a line is shown where the network can; every style reads well without it."""

    PLAIN = ""
    TITLE = "title"
    QUOTE = "quote"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of a message."""

    text: Words
    style: Style = Style.PLAIN


def title(words: Words) -> Line:
    """The first line of a message, shown strong."""
    return Line(words, Style.TITLE)


def quote(words: Words) -> Line:
    """Somebody's words, set apart."""
    return Line(words, Style.QUOTE)


def note(words: Words) -> Line:
    """A quieter line: a hint, a rule."""
    return Line(words, Style.NOTE)
