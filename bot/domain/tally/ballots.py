"""Ballots as they are counted: equal ones grouped with their weight, the blank and the abstentions set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NewType, TypeVar

from ..errors import N_, Refused
from .turnout import ANYONE, Room, Turnout

Option = NewType("Option", int)
"""An option's place in the list, from 0; its label is attached at the edge."""

B = TypeVar("B", bound=Hashable)
Grouped = Mapping[B, int] | Mapping[B | None, int] | Iterable[tuple[B | None, int]]
"""Every different ballot with the number of voices that gave it; None is an abstention."""

Order = Sequence[Option]
"""A published permutation of the options, the luckiest first."""


class BallotUnreadable(Refused):
    says = N_("This ballot cannot be read.")


class UnknownOption(Refused):
    says = N_("There is no option {option} in this vote: they go from 1 to {last}.")


class NamedTwice(Refused):
    says = N_("Option {option} is named twice. Name each option once.")


class TooFewOptions(Refused):
    says = N_("A vote needs at least two options.")


class SeatsRefused(Refused):
    says = N_("{seats} seats cannot be filled among {options} options: there must be fewer seats than options.")


class OneSeatOnly(Refused):
    says = N_("This method elects one option only. For several seats use STV.")


@dataclass(frozen=True, slots=True)
class Sifted(Generic[B]):
    """The ballots that say something, and the numbers of all of them."""

    ballots: Mapping[B, int]
    turnout: Turnout


def sift(grouped: Grouped[B], room: Room = ANYONE) -> Sifted[B]:
    """Sets apart the blank ballots, which are empty, and the abstentions, which are None."""
    voices = merge(grouped)
    participants, abstentions = sum(voices.values()), voices.pop(None, 0)
    blanks = voices.pop((), 0)  # type: ignore[arg-type]  # () is the blank of every method
    turnout = Turnout.of(room, participants=participants, blanks=blanks, abstentions=abstentions)
    return Sifted(voices, turnout)  # type: ignore[arg-type]  # None was taken out above


def merge(grouped: Grouped[B]) -> dict[B | None, int]:
    """A copy in which every different ballot stands once."""
    if isinstance(grouped, Mapping):
        return dict(grouped)
    voices: dict[B | None, int] = {}
    for ballot, weight in grouped:
        voices[ballot] = voices.get(ballot, 0) + weight
    return voices


def group(ballots: Iterable[B]) -> dict[B, int]:
    """Equal ballots together, in the order they first came."""
    return dict(Counter(ballots))


def check_seats(seats: int, options: int) -> None:
    """Raises when there is nothing to choose: fewer than two options, or a seat for each."""
    if options < 2:
        raise TooFewOptions
    if not 0 < seats < options:
        raise SeatsRefused(seats=seats, options=options)


def check_option(option: Option | None, options: int) -> None:
    """Raises UnknownOption when a setting names an option that is not in the list."""
    if option is not None and not 0 <= option < options:
        raise UnknownOption(option=option + 1, last=options)


def read_option(raw: object, options: int) -> Option:
    """The option `raw` stands for; raises UnknownOption for anything but an integer of the list."""
    if type(raw) is not int:
        raise BallotUnreadable
    check_option(Option(raw), options)
    return Option(raw)


def read_options(raw: object, options: int) -> tuple[Option, ...]:
    """The options of a list, in its order; raises NamedTwice for a repeated one."""
    if not isinstance(raw, list | tuple):
        raise BallotUnreadable
    chosen = tuple(read_option(item, options) for item in raw)
    check_once(chosen)
    return chosen


def check_once(chosen: Iterable[Option]) -> None:
    seen = set[Option]()
    for option in chosen:
        if option in seen:
            raise NamedTwice(option=option + 1)
        seen.add(option)


Points = tuple[tuple[Option, int], ...]
"""Points given to options, in the order of the list."""


class PointsOutOfRange(Refused):
    says = N_("Option {option} cannot get {points}: from {least} to {most} points are possible.")


def read_points(raw: object, options: int, most: int, least: int = 0) -> Points:
    """The points of a list of [option, points] pairs; raises for an option named twice or points out of range."""
    if not isinstance(raw, list | tuple):
        raise BallotUnreadable
    given = sorted(_pair(item, options) for item in raw)
    check_once(option for option, _ in given)
    for option, points in given:
        if not least <= points <= most:
            raise PointsOutOfRange(option=option + 1, points=points, least=least, most=most)
    return tuple(given)


def _pair(item: object, options: int) -> tuple[Option, int]:
    match item:
        case [option, int() as points] if not isinstance(points, bool):
            return read_option(option, options), points
    raise BallotUnreadable
