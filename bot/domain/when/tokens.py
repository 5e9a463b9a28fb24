"""A text cut into words, numbers and marks, without accents, case or apostrophes, each knowing where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Each alternative is tried once per place and repeats nothing nested: linear in the length of the text.
_TOKEN = re.compile(
    r"""
      (?P<join>(?<=[^\W\d_])['-](?=[^\W\d_]))
    | (?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:(?:t|[ ]+)[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:z|[+-][0-9]{2}:[0-9]{2})?)?
                 (?![0-9:]))
    | (?P<date>[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?(?![0-9/])
             | [0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})?(?![0-9])
             | [0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![0-9]))
    | (?P<time>[0-9]{1,2}[:.][0-9]{2}(?![0-9]))
    | (?P<number>[0-9]+)
    | (?P<word>[^\W\d_]+)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ′`´"), "'")


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of the text; apostrophes and hyphens inside words part them like spaces."""
    plain, places = _fold(text)
    return [
        Token(match.lastgroup or "", match.group(), places[match.start()], places[match.end()])
        for match in _TOKEN.finditer(plain)
        if match.lastgroup != "join"
    ]


def _fold(text: str) -> tuple[str, list[int]]:
    folded = [(letter, place) for place, char in enumerate(text) for letter in _plain(char)]
    return "".join(letter for letter, _ in folded), [place for _, place in folded] + [len(text)]


def _plain(char: str) -> Iterator[str]:
    if char.isspace():
        yield " "
        return
    # Letters only: NFKD would turn "3²" into 32.
    letters = unicodedata.normalize("NFKD", char.casefold()) if char.isalpha() else char.translate(_APOSTROPHES)
    for letter in letters:
        category = unicodedata.category(letter)
        if category == "Pd":
            yield "-"
        elif category not in ("Mn", "Cf"):
            yield letter.casefold()
