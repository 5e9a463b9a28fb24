"""Ties inside a count by rounds: earlier rounds first, then the lot, and always said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .ballots import Option, Order


class Cause(StrEnum):
    """What separated equal options: an earlier round, the published lot, or for want of one the order of the list."""

    EARLIER = "earlier"
    LOT = "lot"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Tie:
    """`chosen` of those `among` whom votes were equal; `drawn` are those no earlier `round` told apart."""

    among: tuple[Option, ...]
    chosen: Option
    cause: Cause
    round: int | None = None
    drawn: tuple[Option, ...] = ()


Votes = Mapping[Option, int]


def highest(options: Iterable[Option], rounds: Sequence[Votes], order: Order | None) -> tuple[Option, Tie | None]:
    """The option with the most votes in the last round; the luckiest where all rounds are equal."""
    return _settle(options, rounds, order, sign=-1)


def lowest(options: Iterable[Option], rounds: Sequence[Votes], order: Order | None) -> tuple[Option, Tie | None]:
    """The option with the fewest votes in the last round; the unluckiest where all rounds are equal."""
    return _settle(options, rounds, order, sign=1)


def undecided(ties: Iterable[Tie | None]) -> tuple[tuple[Option, ...], ...]:
    """Those the count could tell apart only by their place in the list."""
    return tuple(dict.fromkeys(tie.drawn for tie in ties if tie and tie.cause is Cause.LIST))


def _settle(
    options: Iterable[Option], rounds: Sequence[Votes], order: Order | None, *, sign: int
) -> tuple[Option, Tie | None]:
    among = level = _least(tuple(options), rounds[-1], sign)
    if len(level) == 1:
        return level[0], None
    for number in range(len(rounds) - 1, 0, -1):
        level = _least(level, rounds[number - 1], sign)
        if len(level) == 1:
            return level[0], Tie(among, level[0], Cause.EARLIER, number)
    lucky = sorted(level, key=None if order is None else list(order).index)
    chosen = lucky[0] if sign < 0 else lucky[-1]
    return chosen, Tie(among, chosen, Cause.LIST if order is None else Cause.LOT, None, level)


def _least(options: tuple[Option, ...], votes: Votes, sign: int) -> tuple[Option, ...]:
    least = min(sign * votes[option] for option in options)
    return tuple(sorted(option for option in options if sign * votes[option] == least))
