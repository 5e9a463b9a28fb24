"""Dates: who can come to which slot, and the slot that suits most people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .ballots import (
    BallotUnreadable,
    Grouped,
    Option,
    Order,
    TooFewOptions,
    check_once,
    check_option,
    read_option,
    sift,
)
from .seats import Elected, seat
from .turnout import ANYONE, Room

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Answer(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


Answers = tuple[tuple[Option, Answer], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The slots' instants; `removed` are those a required person said no to, known when the poll closes."""

    starts: tuple[datetime, ...]
    removed: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        if not self.starts:
            raise TooFewOptions
        for slot in self.removed:
            check_option(slot, self.options)

    @property
    def options(self) -> int:
        return len(self.starts)

    @property
    def seats(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class DatesResult(Elected):
    """What people answered to each slot, and the slots a required person cannot come to."""

    yes: Mapping[Option, int]
    maybe: Mapping[Option, int]
    no: Mapping[Option, int]
    removed: tuple[Option, ...]


def count(
    settings: Settings, ballots: Grouped[Answers], order: Order | None = None, room: Room = ANYONE
) -> DatesResult:
    """Most people who can come, then most who easily can, then the earliest; nobody's slot is never chosen."""
    sifted = sift(ballots, room)
    given = {answer: {Option(slot): 0 for slot in range(settings.options)} for answer in Answer}
    for ballot, weight in sifted.ballots.items():
        for slot, answer in ballot:
            given[answer][slot] += weight
    yes, maybe, no = given[Answer.YES], given[Answer.MAYBE], given[Answer.NO]
    standing = {
        slot: (yes[slot] + maybe[slot], yes[slot], (EPOCH - settings.starts[slot]) // timedelta(microseconds=1))
        for slot in yes
        if slot not in settings.removed and yes[slot] + maybe[slot]
    }
    seating = seat(standing, 1, order)
    return DatesResult(sifted.turnout, seating.winners, seating.tied, yes, maybe, no, settings.removed)


def read(raw: object, settings: Settings) -> Answers:
    """Pairs of a slot and an answer, slots without one left out."""
    if not isinstance(raw, list | tuple):
        raise BallotUnreadable
    answers = tuple(sorted(_pair(item, settings.options) for item in raw))
    check_once(slot for slot, _ in answers)
    return answers


def _pair(item: object, options: int) -> tuple[Option, Answer]:
    match item:
        case [slot, str() as answer] if answer in tuple(Answer):
            return read_option(slot, options), Answer(answer)
    raise BallotUnreadable
