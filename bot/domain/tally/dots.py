"""Dots: a few points each, shared out as one likes, the most dots win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import N_, Refused
from .ballots import Grouped, Option, Order, Points, check_seats, read_points, sift
from .seats import Elected, seat
from .turnout import ANYONE, Room


class DotsOverspent(Refused):
    says = N_("This ballot places {placed} dots; each person has {dots}.")


class DotsRefused(Refused):
    says = N_("Each person needs at least one dot, and each option must be allowed at least one.")


@dataclass(frozen=True, slots=True)
class Settings:
    """`dots` for each person, at most `cap` of them on one option."""

    options: int
    seats: int = 1
    dots: int = 0
    cap: int = 0

    def __post_init__(self) -> None:
        """Left out, there are half as many dots as options and at least 3, all of them allowed on one option."""
        check_seats(self.seats, self.options)
        if self.dots < 0 or self.cap < 0:
            raise DotsRefused
        object.__setattr__(self, "dots", self.dots or max(3, (self.options + 1) // 2))
        object.__setattr__(self, "cap", self.cap or self.dots)


@dataclass(frozen=True, slots=True)
class DotsResult(Elected):
    """Dots of each option, and how many different people placed them."""

    dots: Mapping[Option, int]
    supporters: Mapping[Option, int]
    lot: tuple[Option, ...]


def count(settings: Settings, ballots: Grouped[Points], order: Order | None = None, room: Room = ANYONE) -> DotsResult:
    """Most dots, then more people behind them; an option without a dot is never elected."""
    sifted = sift(ballots, room)
    dots = {Option(option): 0 for option in range(settings.options)}
    supporters = dict(dots)
    for ballot, weight in sifted.ballots.items():
        for option, placed in ballot:
            dots[option] += weight * placed
            supporters[option] += weight
    standing = {option: (dots[option], supporters[option]) for option in dots if dots[option]}
    seating = seat(standing, settings.seats, order)
    return DotsResult(sifted.turnout, seating.winners, seating.tied, dots, supporters, seating.lot)


def read(raw: object, settings: Settings) -> Points:
    """Pairs of an option and its dots, zeros left out; not all dots need be placed, none is a blank ballot."""
    given = read_points(raw, settings.options, settings.cap)
    placed = sum(points for _, points in given)
    if placed > settings.dots:
        raise DotsOverspent(placed=placed, dots=settings.dots)
    return tuple((option, points) for option, points in given if points)
