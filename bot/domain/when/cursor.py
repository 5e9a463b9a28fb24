"""A place in the tokens that grammar rules move forward, and move back when they do not apply."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bot.domain.when.tokens import tokens

T = TypeVar("T")
P = ParamSpec("P")
LONGEST_PHRASE = 5
_WORD = re.compile(r"\S+")
_PUNCTUATION = ",.;:!?"


class Cursor:
    """`bare` lets a length stand for "in" that length: "3 days" as a deadline."""

    def __init__(self, text: str, *, bare: bool = False) -> None:
        self.text = text
        self.bare = bare
        self.tokens = tokens(text)
        self.place = 0
        self._furthest = 0

    @property
    def is_done(self) -> bool:
        return self.place == len(self.tokens)

    @property
    def is_at_end(self) -> bool:
        """Whether all is read but the dot that may end a sentence."""
        return [token.text for token in self.tokens[self.place :]] in ([], ["."])

    @property
    def ends_here(self) -> bool:
        """Whether no word touches what was read: the text ends, or a mark follows."""
        return self.is_done or self.tokens[self.place].kind == "mark"

    @property
    def word(self) -> str:
        """The first word nothing could be made of, as typed; the last one when something is missing after it."""
        place = min(self._furthest, len(self.tokens) - 1)
        while place and self.tokens[place].text in _PUNCTUATION:  # no word: something is missing before it
            place -= 1
        return self._typed(place)

    @property
    def is_inside_word(self) -> bool:
        """Whether the next token touches the last one read, as the 30 of "19h30"."""
        if self.is_done or not self.place:
            return False
        following = self.tokens[self.place]
        return following.kind != "mark" and following.start == self.end

    @property
    def word_cut(self) -> str | None:
        """The word of which only a part was read: "19h5", "25/11x"."""
        return self._typed(self.place) if self.is_inside_word else None

    @property
    def is_at_line_end(self) -> bool:
        """Whether nothing more stands on the line."""
        return self.is_done or "\n" in self.text[self.end : self.tokens[self.place].start]

    @property
    def end(self) -> int:
        """Where the last token read ends in the text."""
        return self.tokens[self.place - 1].end if self.place else 0

    def words(self, since: int = 0) -> str:
        """What was read since that place, as typed."""
        return self.text[self.tokens[since].start : self.end] if self.place > since else ""

    def phrase(self, table: Mapping[str, T]) -> T | None:
        """The meaning of the longest run of words found in the table, which is then read."""
        found = self._longest(table)
        return None if found is None else table[found]

    def skip(self, phrases: Container[str]) -> bool:
        """Reads the longest of these phrases, if there is one."""
        return self._longest(phrases) is not None

    def take(self, kind: str) -> str | None:
        """Reads a token of this kind."""
        if self.is_done or self.tokens[self.place].kind != kind:
            return None
        self._advance(1)
        return self.tokens[self.place - 1].text

    def digits(self, most: int) -> int | None:
        """Reads a number of at most so many digits."""
        return int(self.take("number") or "") if self.sees_number(1, most) else None

    def two_digits(self) -> int | None:
        """Reads minutes as they are written: "05", never "5"."""
        return self.digits(2) if self.sees_number(2, 2) else None

    def sees_number(self, least: int = 1, most: int = 4) -> bool:
        here = None if self.is_done else self.tokens[self.place]
        return here is not None and here.kind == "number" and least <= len(here.text) <= most

    def _typed(self, place: int) -> str:
        """The whole word, between blanks, in which the token stands."""
        start = self.tokens[place].start
        word = next(match.group() for match in _WORD.finditer(self.text) if match.end() > start)
        return word.strip(_PUNCTUATION) or word

    def _longest(self, phrases: Container[str]) -> str | None:
        ahead = [token.text for token in self.tokens[self.place : self.place + LONGEST_PHRASE]]
        for size in range(len(ahead), 0, -1):
            if (phrase := " ".join(ahead[:size])) in phrases:
                self._advance(size)
                return phrase
        return None

    def _advance(self, count: int) -> None:
        self.place += count
        self._furthest = max(self._furthest, self.place)


def rule(read: Callable[Concatenate[Cursor, P], T | None]) -> Callable[Concatenate[Cursor, P], T | None]:
    """A rule that reads all it needs, or nothing: when it gives None the cursor is back where it was."""

    @wraps(read)
    def tried(cursor: Cursor, /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        place = cursor.place
        found = read(cursor, *args, **kwargs)
        if found is None:
            cursor.place = place
        return found

    return tried


def follows(read: Callable[[Cursor], object | None], cursor: Cursor) -> bool:
    """Whether this comes next, without reading it."""
    place = cursor.place
    found = read(cursor)
    cursor.place = place
    return found is not None
