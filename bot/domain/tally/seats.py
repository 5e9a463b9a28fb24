"""Seats: who wins when options are compared by a number, and who is tied for the last place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from .ballots import Option, Order
from .turnout import Turnout


class Outcome(StrEnum):
    """What a count leads to, in one word."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    ELECTED = "elected"
    NONE = "none"
    TIED = "tied"


class Result(Protocol):
    """What every method gives back; each adds its own explanation."""

    @property
    def turnout(self) -> Turnout: ...
    @property
    def winners(self) -> tuple[Option, ...]: ...
    @property
    def tied(self) -> tuple[tuple[Option, ...], ...]: ...
    @property
    def outcome(self) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Elected:
    """The options elected, best first, and the groups nothing could tell apart."""

    turnout: Turnout
    winners: tuple[Option, ...]
    tied: tuple[tuple[Option, ...], ...]

    @property
    def outcome(self) -> Outcome:
        if self.tied:
            return Outcome.TIED
        return Outcome.ELECTED if self.winners else Outcome.NONE


K = TypeVar("K", int, tuple[int, ...])


@dataclass(frozen=True, slots=True)
class Seating:
    """Seats given; `lot` names those a published order had to choose between."""

    winners: tuple[Option, ...] = ()
    tied: tuple[tuple[Option, ...], ...] = ()
    lot: tuple[Option, ...] = ()


def seat(standing: Mapping[Option, K], seats: int, order: Order | None = None) -> Seating:
    """The `seats` highest win; a tie across the last seat goes to `order`, or stays a tie without one."""
    ranked = sorted(sorted(standing), key=lambda option: standing[option], reverse=True)
    if len(ranked) <= seats:
        return Seating(tuple(ranked))
    cut = standing[ranked[seats - 1]]
    above = tuple(option for option in ranked if standing[option] > cut)
    level = tuple(option for option in ranked if standing[option] == cut)
    if len(above) + len(level) == seats:
        return Seating(above + level)
    if order is None:
        return Seating(above, (level,))
    lucky = sorted(level, key=list(order).index)[: seats - len(above)]
    return Seating(above + tuple(lucky), (), level)
