"""A choice: one option each, the most votes win, in one round or two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import N_, Refused
from .ballots import Grouped, Option, Order, check_option, check_seats, read_options, sift
from .seats import Elected, seat
from .turnout import ANYONE, Room


class OneOptionOnly(Refused):
    says = N_("Choose one option only.")


class RoundsRefused(Refused):
    says = N_("A choice has one round, or two rounds for a single seat.")


@dataclass(frozen=True, slots=True)
class Settings:
    """`none` is the option that means “none of these”: if it wins, nothing is adopted."""

    options: int
    seats: int = 1
    rounds: int = 1
    none: Option | None = None

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)
        check_option(self.none, self.options)
        if self.rounds not in (1, 2) or (self.rounds == 2 and self.seats > 1):
            raise RoundsRefused


@dataclass(frozen=True, slots=True)
class ChoiceResult(Elected):
    """Votes of each option; `required` and `runoff` tell why a first round of two elected nobody."""

    votes: Mapping[Option, int]
    lot: tuple[Option, ...]
    required: int | None = None
    runoff: tuple[Option, ...] = ()
    none_won: bool = False


def count(
    settings: Settings, ballots: Grouped[tuple[Option, ...]], order: Order | None = None, room: Room = ANYONE
) -> ChoiceResult:
    """The options with the most votes; an option nobody chose is never elected."""
    sifted = sift(ballots, room)
    votes = {Option(option): 0 for option in range(settings.options)}
    for ballot, weight in sifted.ballots.items():
        votes[ballot[0]] += weight
    turnout = sifted.turnout
    required = turnout.cast // 2 + 1 if settings.rounds == 2 else None
    if required is not None and turnout.cast and max(votes.values()) < required:
        return ChoiceResult(turnout, (), (), votes, (), required, first_two(votes))
    standing, seats = contenders(votes, settings.seats, settings.none)
    seating = seat(standing, seats, order)
    none_won = seating.winners == (settings.none,)
    winners = () if none_won else seating.winners
    return ChoiceResult(turnout, winners, seating.tied, votes, seating.lot, required, none_won=none_won)


def first_two(votes: Mapping[Option, int]) -> tuple[Option, ...]:
    """Those of the second round: the two first, and everybody tied with the second."""
    ranked = sorted((option for option in votes if votes[option]), key=lambda option: -votes[option])
    return tuple(option for option in ranked if votes[option] >= votes[ranked[min(1, len(ranked) - 1)]])


def contenders(votes: Mapping[Option, int], seats: int, none: Option | None) -> tuple[dict[Option, int], int]:
    """The options somebody chose and the seats open to them: a winning “none” leaves itself alone for one seat.

    With several seats “none” fills no seat unless it is ahead of everybody.
    """
    chosen = {option: number for option, number in votes.items() if number}
    if none not in chosen or seats == 1:
        return chosen, seats
    own = chosen.pop(none)
    return (chosen, seats) if own <= max(chosen.values(), default=0) else ({none: own}, 1)


def read(raw: object, settings: Settings) -> tuple[Option, ...]:
    """One option in a list, or an empty list for a blank ballot."""
    ballot = read_options(raw, settings.options)
    if len(ballot) > 1:
        raise OneOptionOnly
    return ballot
