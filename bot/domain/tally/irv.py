"""Instant runoff: ranked ballots, the last option leaves round after round until one has a majority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ballots import Grouped, OneSeatOnly, Option, Order, check_seats
from .ranking import Ranking, read_ranking, sift_strict
from .seats import Elected, Outcome
from .ties import Tie, lowest, undecided
from .turnout import ANYONE, Room


@dataclass(frozen=True, slots=True)
class Settings:
    options: int
    seats: int = 1

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)
        if self.seats > 1:
            raise OneSeatOnly


@dataclass(frozen=True, slots=True)
class Round:
    """Votes of the options still in, the ballots with none of them left, and what came of it."""

    votes: Mapping[Option, int]
    exhausted: int
    elected: Option | None = None
    excluded: Option | None = None
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class IrvResult(Elected):
    """Every round; `tied` names those only their place in the list told apart, and `shortened` the voices cut."""

    rounds: tuple[Round, ...]
    shortened: int

    @property
    def outcome(self) -> Outcome:
        return Outcome.ELECTED if self.winners else Outcome.NONE


def count(settings: Settings, ballots: Grouped[Ranking], order: Order | None = None, room: Room = ANYONE) -> IrvResult:
    """More than half of the ballots not exhausted elects; else the lowest leaves, one at a time."""
    strict = sift_strict(ballots, room)
    rounds = _rounds(settings.options, strict.ballots, order) if strict.ballots else ()
    winners = (rounds[-1].elected,) if rounds and rounds[-1].elected is not None else ()
    ties = undecided(each.tie for each in rounds)
    return IrvResult(strict.turnout, winners, ties, rounds, strict.shortened)


def _rounds(options: int, ballots: Mapping[tuple[Option, ...], int], order: Order | None) -> tuple[Round, ...]:
    piles: dict[Option, list[tuple[Option, ...]]] = {Option(option): [] for option in range(options)}
    votes, exhausted, moving = dict.fromkeys(piles, 0), 0, list(ballots)
    rounds: list[Round] = []
    history: list[Mapping[Option, int]] = []
    while True:
        for ballot in moving:
            for option in ballot:
                if option in piles:
                    piles[option].append(ballot)
                    votes[option] += ballots[ballot]
                    break
            else:
                exhausted += ballots[ballot]
        history.append(dict(votes))
        top = max(votes, key=votes.__getitem__)
        if 2 * votes[top] > sum(votes.values()) or len(votes) == 1:
            return (*rounds, Round(history[-1], exhausted, elected=top))
        excluded, tie = lowest(votes, history, order)
        rounds.append(Round(history[-1], exhausted, excluded=excluded, tie=tie))
        moving = piles.pop(excluded)
        del votes[excluded]


def read(raw: object, settings: Settings) -> Ranking:
    """A ranking without shared ranks; options left out are below the others."""
    return read_ranking(raw, settings.options, level=False)
