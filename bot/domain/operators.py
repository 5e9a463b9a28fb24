"""The operator's one-time code: printed on the machine, sent once in private, worn out by wrong tries."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

# Read aloud and typed on a phone: no letter or digit that looks like another, and no vowel, so that it spells nothing.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
LENGTH = 8
MOST_WRONG = 10  # tries, then only a restart of the bot gives a new code
# Groups that one person, and everybody together, may have waiting for the operator's answer.
MOST_ASKED_BY_ONE, MOST_ASKED = 3, 20

_DASH = r"\s*(?P<dash>[-–‑]?)\s*"
_WRITTEN = re.compile(rf"\s*([{ALPHABET}]{{4}}){_DASH}([{ALPHABET}]{{4}})\s*", re.IGNORECASE)
_MEANT = re.compile(rf"\s*([A-Z0-9]{{4}}){_DASH}([A-Z0-9]{{4}})\s*", re.IGNORECASE)
_VOWEL = re.compile(r"[AEIOUY]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Code:
    """A code that waits to be sent, and how often a wrong one was."""

    text: str
    wrong: int = 0

    @property
    def is_worn(self) -> bool:
        """Whether too many wrong ones were tried for it to hold."""
        return self.wrong >= MOST_WRONG

    def opens(self, text: str) -> bool:
        """Whether this text is the code; compared in constant time."""
        typed = written(text)
        return typed is not None and not self.is_worn and hmac.compare_digest(typed, self.text)


def coined(letters: str) -> str:
    """A code of eight letters as people read it: "K7QF-9MXP"."""
    return f"{letters[:4]}-{letters[4:LENGTH]}"


def written(text: str) -> str | None:
    """The code that a text is, however it was typed, without its dash too; None when it is none."""
    found = _WRITTEN.fullmatch(text)
    return coined((found[1] + found[3]).upper()) if found else None


def is_meant(text: str) -> bool:
    """Whether somebody who wrote this meant a code, also with letters that none has; a word of eight letters is one
    only where no word has that spelling: with a digit, or without a vowel."""
    found = _MEANT.fullmatch(text)
    if found is None:
        return False
    letters = found[1] + found[3]
    return bool(found["dash"]) or any(map(str.isdecimal, letters)) or not _VOWEL.search(letters)


def may_ask(by_one: int, together: int) -> bool:
    """Whether the operator may be asked about one more group, with so many waiting of one person and altogether."""
    return by_one < MOST_ASKED_BY_ONE and together < MOST_ASKED
