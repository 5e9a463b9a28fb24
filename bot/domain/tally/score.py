"""Scores: every option gets a note, the highest sum wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import N_, Refused
from .ballots import Grouped, Option, Order, Points, check_seats, read_points, sift
from .seats import Elected, seat
from .turnout import ANYONE, Room


class RangeRefused(Refused):
    says = N_("Scores go from 0 to a whole number, such as 5.")


@dataclass(frozen=True, slots=True)
class Settings:
    """Scores are whole numbers from 0 to `top`; an option left without one counts as 0."""

    options: int
    seats: int = 1
    top: int = 5

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)
        if self.top < 1:
            raise RangeRefused


@dataclass(frozen=True, slots=True)
class ScoreResult(Elected):
    """The sum of each option, and what separates equal sums: top scores given, then zeros, unrated among them."""

    sums: Mapping[Option, int]
    tops: Mapping[Option, int]
    zeros: Mapping[Option, int]
    unrated: Mapping[Option, int]
    lot: tuple[Option, ...]


def count(settings: Settings, ballots: Grouped[Points], order: Order | None = None, room: Room = ANYONE) -> ScoreResult:
    """Highest sum, then more top scores, then fewer zeros; an option with no points is never elected."""
    sifted = sift(ballots, room)
    options = [Option(option) for option in range(settings.options)]
    sums, tops = dict.fromkeys(options, 0), dict.fromkeys(options, 0)
    zeros, unrated = dict.fromkeys(options, sifted.turnout.cast), dict.fromkeys(options, sifted.turnout.cast)
    for ballot, weight in sifted.ballots.items():
        for option, points in ballot:
            sums[option] += weight * points
            tops[option] += weight * (points == settings.top)
            zeros[option] -= weight * (points > 0)
            unrated[option] -= weight
    standing = {option: (sums[option], tops[option], -zeros[option]) for option in options if sums[option]}
    seating = seat(standing, settings.seats, order)
    return ScoreResult(sifted.turnout, seating.winners, seating.tied, sums, tops, zeros, unrated, seating.lot)


def read(raw: object, settings: Settings) -> Points:
    """Pairs of an option and its score, or an empty list for a blank ballot."""
    return read_points(raw, settings.options, settings.top)
