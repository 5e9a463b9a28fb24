"""Ranked ballots: options in order of preference, some perhaps level, the rest below all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from ..errors import N_, Refused
from .ballots import BallotUnreadable, Grouped, Option, check_once, read_option, sift
from .turnout import Room, Turnout

Ranking = tuple[Option | tuple[Option, ...], ...]
"""The best first; options of equal rank stand together in a tuple of their own."""


class LevelRefused(Refused):
    says = N_("This method needs a clear order: two options cannot share a rank.")


def read_ranking(raw: object, options: int, *, level: bool) -> Ranking:
    """The ranking of a list; raises for an option named twice, and for a shared rank unless `level` allows it."""
    if not isinstance(raw, list | tuple):
        raise BallotUnreadable
    if set(map(type, raw)) == {int} and len(set(raw)) == len(raw) and min(raw) >= 0 and max(raw) < options:
        return tuple(raw)  # the usual ballot, read five times faster
    ranking = tuple(_rank(item, options) for item in raw)
    if not level and any(isinstance(rank, tuple) for rank in ranking):
        raise LevelRefused
    check_once(option for rank in ranking for option in together(rank))
    return ranking


def together(rank: Option | tuple[Option, ...]) -> tuple[Option, ...]:
    """The options of one rank."""
    return rank if isinstance(rank, tuple) else (rank,)


@dataclass(frozen=True, slots=True)
class Strict:
    """Ballots that give a clear order; `shortened` voices were cut at their first shared rank."""

    ballots: Mapping[tuple[Option, ...], int]
    shortened: int
    turnout: Turnout

    @property
    def total(self) -> int:
        return sum(self.ballots.values())


def sift_strict(grouped: Grouped[Ranking], room: Room) -> Strict:
    """Every ballot up to its first shared rank; what starts with one has no clear order, and is left out."""
    sifted = sift(grouped, room)
    if tuple not in set(map(type, chain.from_iterable(sifted.ballots))):
        return Strict(sifted.ballots, 0, sifted.turnout)  # type: ignore[arg-type]  # no shared rank among them
    strict: dict[tuple[Option, ...], int] = {}
    shortened = 0
    for ranking, weight in sifted.ballots.items():
        clear = _clear(ranking)
        shortened += weight * (len(clear) < len(ranking))
        strict[clear] = strict.get(clear, 0) + weight
    strict.pop((), None)
    return Strict(strict, shortened, sifted.turnout)


def _rank(item: object, options: int) -> Option | tuple[Option, ...]:
    if not isinstance(item, list | tuple):
        return read_option(item, options)
    level = tuple(sorted(read_option(option, options) for option in item))
    if not level:
        raise BallotUnreadable
    return level if len(level) > 1 else level[0]


def _clear(ranking: Ranking) -> tuple[Option, ...]:
    clear: list[Option] = []
    for rank in ranking:
        if isinstance(rank, tuple):
            break
        clear.append(rank)
    return tuple(clear)
