"""Grammar of numbers: digits or words."""

from __future__ import annotations

from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.words import WORDS


@rule
def number(cursor: Cursor) -> int | None:
    """A whole number from 1 to 9999 in digits, to ninety-nine in words."""
    found = cursor.digits(4)
    return (cursor.phrase(WORDS.numbers) if found is None else found) or None


@rule
def count(cursor: Cursor) -> int | None:
    """How many of a unit: "3", "trois", "a"."""
    return number(cursor) or cursor.phrase(WORDS.articles)


@rule
def ordinal(cursor: Cursor) -> int | None:
    """Which one: "premier", "2e", "last" (-1)."""
    if named := cursor.phrase(WORDS.ordinals):
        return named
    found = cursor.digits(2)
    return found if found and cursor.skip(WORDS.ordinal_endings) else None
