"""What a file holds: labels, grouped ballots, and the ways they may be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..errors import N_, Refused
from ..quorum import Quorum
from ..tally import ANYONE, Room


class FileRefused(Refused):
    """`reason` is a refusal of its own, to be translated before it fills the blank."""

    says = N_("Line {line}: {reason}")

    def __init__(self, line: int, reason: Refused) -> None:
        super().__init__(line=line, reason=reason)
        self.line, self.reason = line, reason

    def __str__(self) -> str:
        return self.says.format(line=self.line, reason=self.reason.says.format(**self.reason.blanks))


class Unexpected(Refused):
    says = N_("“{text}” was not expected here.")


class NotWhole(Refused):
    says = N_("“{text}” is not a whole number above zero.")


class TooLarge(Refused):
    says = N_("“{text}” is too large to be counted here; the most is {most}.")


class EndsEarly(Refused):
    says = N_("The file ends before it is complete.")


class WrongNumberOf(Refused):
    says = N_("“{what}” says {announced}, but there are {found}.")


class Missing(Refused):
    says = N_("“{what}” is missing.")


class NotText(Refused):
    says = N_("This is not text in UTF-8.")


class TooManyOptions(Refused):
    says = N_("{number} options are too many to be counted here; the most is {most}.")


@dataclass(frozen=True, slots=True)
class Profile:
    """Grouped ballots; `ways` are the methods that fit them with their settings, the file's own first.

    Settings are kept as the fields of the method's own, since seats may still be asked otherwise. `published` is what a
    recount file says the result was.
    """

    title: str
    labels: tuple[str, ...]
    ballots: Mapping[Any, int]
    ways: Mapping[str, Mapping[str, Any]]
    room: Room = ANYONE
    vote: int = 0
    seed: str | None = None
    words: tuple[str, ...] = ()
    published: Mapping[str, object] | None = None
    quorum: Quorum | None = None

    @property
    def method(self) -> str:
        return next(iter(self.ways))


LARGEST = 10**12
"""No electorate and no amount is larger; it keeps a hostile file from filling the memory with one number."""
MOST_OPTIONS = 1000


def whole(text: str, line: int, *, least: int = 1) -> int:
    """The whole number written in plain digits; raises FileRefused naming the line for anything else."""
    if not (text.isascii() and text.isdigit()):
        raise FileRefused(line, NotWhole(text=text[:40]))
    if len(text) > 15 or int(text) > LARGEST:
        raise FileRefused(line, TooLarge(text=text[:40], most=LARGEST))
    if int(text) < least:
        raise FileRefused(line, NotWhole(text=text))
    return int(text)


def lines_of(content: bytes) -> list[str]:
    """The lines of a text file in UTF-8, with or without a byte order mark, whatever ends them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileRefused(content.count(b"\n", 0, wrong.start) + 1, NotText()) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def check_options(options: int, line: int) -> None:
    """Raises FileRefused before a hostile number of options takes all the memory and time there is."""
    if options > MOST_OPTIONS:
        raise FileRefused(line, TooManyOptions(number=options, most=MOST_OPTIONS))


@contextmanager
def at(line: int) -> Iterator[None]:
    """Adds the line to any refusal raised inside."""
    try:
        yield
    except FileRefused:
        raise
    except Refused as reason:
        raise FileRefused(line, reason) from None


def distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels, a second of the same name followed by its number, so that a winner is never in doubt."""
    unique: dict[str, None] = {}
    for label in labels:
        name, number = label, 1
        while name in unique or (number > 1 and name in labels):
            number += 1
            name = f"{label} ({number})"
        unique[name] = None
    return tuple(unique)


def ranked_ways(options: int, seats: int, first: str) -> dict[str, dict[str, int]]:
    """The methods that count rankings, `first` by default."""
    settings = {"options": options, "seats": seats}
    return dict.fromkeys((first, *(each for each in RANKED if each != first)), settings)


RANKED = ("stv", "irv", "schulze")
