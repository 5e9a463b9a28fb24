"""Consent: adopted when nobody still objects, enough of the circle spoke, and somebody consented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .ballots import BallotUnreadable, Grouped, Option, Order, merge
from .seats import Outcome
from .turnout import ANYONE, Base, Room, Turnout


class Position(StrEnum):
    """A person's position when the stage ends; a lifted objection is no longer one."""

    CONSENT = "consent"
    ASIDE = "aside"
    PREFERENCE = "preference"
    OBJECTION = "objection"


class Cause(StrEnum):
    CONSENTED = "consented"
    OBJECTED = "objected"
    TOO_FEW = "too_few"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Settings:
    """How much of the circle must take part: half of it and at least 3 people by default."""

    share: Fraction = Fraction(1, 2)
    least: int = 3


@dataclass(frozen=True, slots=True)
class ConsentResult:
    """The positions held, and what was required of the circle."""

    turnout: Turnout
    positions: Mapping[Position, int]
    required: int
    adopted: bool
    cause: Cause

    @property
    def outcome(self) -> Outcome:
        return Outcome.ADOPTED if self.adopted else Outcome.REJECTED

    @property
    def winners(self) -> tuple[Option, ...]:
        return ()

    @property
    def tied(self) -> tuple[tuple[Option, ...], ...]:
        return ()


def count(
    settings: Settings, ballots: Grouped[Position], order: Order | None = None, room: Room = ANYONE
) -> ConsentResult:
    """One standing objection is enough to stop it; silence is not consent, standing aside is."""
    positions = dict.fromkeys(Position, 0)
    for position, weight in merge(ballots).items():
        if position:  # silence is not a position
            positions[Position(position)] += weight
    turnout = Turnout.of(room, participants=sum(positions.values()))
    required = max(settings.least, ceil(settings.share * turnout.size(Base.MEMBERS)))
    cause = _cause(positions, turnout.participants >= required)
    return ConsentResult(turnout, positions, required, cause is Cause.CONSENTED, cause)


def _cause(positions: Mapping[Position, int], enough: bool) -> Cause:
    if positions[Position.OBJECTION]:
        return Cause.OBJECTED
    if not enough:
        return Cause.TOO_FEW
    consents = positions[Position.CONSENT] + positions[Position.ASIDE]
    return Cause.CONSENTED if consents else Cause.NO_CONSENT


def read(raw: object, settings: Settings) -> Position:
    """One position; raises BallotUnreadable for any other word."""
    if raw not in tuple(Position):
        raise BallotUnreadable
    return Position(str(raw))
