"""Multiple choice and approval: every option a person agrees with, the most approved win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..errors import N_, Refused
from .ballots import Grouped, Option, Order, check_option, check_seats, read_options, sift
from .choice import contenders
from .seats import Elected, seat
from .turnout import ANYONE, Room


class WrongNumber(Refused):
    says = N_("Choose from {least} to {most} options; this ballot has {number}.")


class LimitsRefused(Refused):
    says = N_("From {least} to {most} options each is not possible among {options}.")


@dataclass(frozen=True, slots=True)
class Settings:
    """`least` and `most` are the options one ballot may hold; an empty ballot is blank and always allowed."""

    options: int
    seats: int = 1
    least: int = 1
    most: int | None = None
    none: Option | None = None

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)
        check_option(self.none, self.options)
        if not 1 <= self.least <= self.limit <= self.options:
            raise LimitsRefused(least=self.least, most=self.limit, options=self.options)

    @property
    def limit(self) -> int:
        return self.options if self.most is None else self.most


@dataclass(frozen=True, slots=True)
class ApprovalResult(Elected):
    """Approvals of each option."""

    votes: Mapping[Option, int]
    lot: tuple[Option, ...]
    none_won: bool = False

    def share(self, option: Option) -> Fraction:
        """Approvals of the voters, blank ballots included: several options may each have more than half."""
        return Fraction(self.votes[option], self.turnout.voters or 1)


def count(
    settings: Settings, ballots: Grouped[tuple[Option, ...]], order: Order | None = None, room: Room = ANYONE
) -> ApprovalResult:
    """The options most approved; an option nobody approves is never elected."""
    sifted = sift(ballots, room)
    votes = {Option(option): 0 for option in range(settings.options)}
    for ballot, weight in sifted.ballots.items():
        for option in ballot:
            votes[option] += weight
    standing, seats = contenders(votes, settings.seats, settings.none)
    seating = seat(standing, seats, order)
    none_won = seating.winners == (settings.none,)
    winners = () if none_won else seating.winners
    return ApprovalResult(sifted.turnout, winners, seating.tied, votes, seating.lot, none_won)


def read(raw: object, settings: Settings) -> tuple[Option, ...]:
    """The options approved, in the order of the list, or none for a blank ballot."""
    ballot = tuple(sorted(read_options(raw, settings.options)))
    if ballot and not settings.least <= len(ballot) <= settings.limit:
        raise WrongNumber(least=settings.least, most=settings.limit, number=len(ballot))
    return ballot
