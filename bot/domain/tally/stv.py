"""Single transferable vote: several seats in proportion, from ranked ballots.

The Scottish Local Government Elections Order 2007, weighted inclusive Gregory method. Votes are whole numbers of
hundred-thousandths, so nothing is ever rounded twice; what truncation loses is counted and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .ballots import Grouped, Option, Order, check_seats
from .ranking import Ranking, read_ranking, sift_strict
from .seats import Elected, Outcome
from .ties import Tie, highest, lowest, undecided
from .turnout import ANYONE, Room

UNIT = 100_000
Paper = tuple[tuple[Option, ...], int, int]
"""A ranking, how many people gave it, and what each of their papers is still worth."""


class Act(StrEnum):
    """What a stage did with papers."""

    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Settings:
    options: int
    seats: int = 1

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)


@dataclass(frozen=True, slots=True)
class Stage:
    """The votes after one act upon `option`, in units; `elected` are those who reached the quota by it."""

    act: Act
    option: Option | None
    votes: Mapping[Option, int]
    exhausted: int
    lost: int
    elected: tuple[Option, ...] = ()
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class StvResult(Elected):
    """Every stage; at each one votes + exhausted + lost are `total` ballots, in units of 1/`unit`."""

    quota: int
    total: int
    unit: int
    rounds: tuple[Stage, ...]
    shortened: int

    @property
    def outcome(self) -> Outcome:
        return Outcome.ELECTED if self.winners else Outcome.NONE


def count(settings: Settings, ballots: Grouped[Ranking], order: Order | None = None, room: Room = ANYONE) -> StvResult:
    """The options that reach the quota, in the order elected, and at the end as many as there are seats left."""
    strict = sift_strict(ballots, room)
    table = _Table(settings, strict.total, order)
    if strict.ballots:
        table.run(strict.ballots)
    return StvResult(
        strict.turnout, tuple(table.elected), undecided(stage.tie for stage in table.stages),
        table.quota // UNIT, strict.total, UNIT, tuple(table.stages), strict.shortened,
    )  # fmt: skip


class _Table:
    """The counting table: who is still hopeful, the piles of papers, and the stages written down so far."""

    def __init__(self, settings: Settings, total: int, order: Order | None) -> None:
        self.seats, self.order = settings.seats, order
        self.quota = (total // (settings.seats + 1) + 1) * UNIT
        self.hopeful = {Option(option) for option in range(settings.options)}
        self.piles: dict[Option, list[Paper]] = {option: [] for option in self.hopeful}
        self.votes = dict.fromkeys(sorted(self.hopeful), 0)
        self.elected: list[Option] = []
        self.surpluses: set[Option] = set()
        self.stages: list[Stage] = []
        self.exhausted = self.lost = 0

    def run(self, ballots: Mapping[tuple[Option, ...], int]) -> None:
        self._move((ranking, weight, UNIT) for ranking, weight in ballots.items())
        self._note(Act.FIRST)
        while len(self.elected) < self.seats:
            if len(self.elected) + len(self.hopeful) == self.seats:
                self._note(Act.LAST, enough=0)
            elif self.surpluses:
                self._transfer()
            else:
                self._exclude()

    def _transfer(self) -> None:
        """The largest surplus: every paper of the pile moves on at the same part of its value."""
        option, tie = highest(self.surpluses, self._history, self.order)
        total, surplus = self.votes[option], self.votes[option] - self.quota
        papers = [(ranking, weight, value * surplus // total) for ranking, weight, value in self.piles.pop(option)]
        self.surpluses.remove(option)
        self.votes[option] = self.quota
        self.lost += surplus - sum(weight * value for _, weight, value in papers)
        self._move(papers)
        self._note(Act.SURPLUS, option, tie)

    def _exclude(self) -> None:
        """The lowest hopeful leaves, and its papers move on at the value they have."""
        option, tie = lowest(self.hopeful, self._history, self.order)
        self.hopeful.remove(option)
        self.votes[option] = 0
        self._move(self.piles.pop(option))
        self._note(Act.EXCLUSION, option, tie)

    def _move(self, papers: Iterable[Paper]) -> None:
        hopeful, piles, votes = self.hopeful, self.piles, self.votes
        for paper in papers:
            ranking, weight, value = paper
            for option in ranking:
                if option in hopeful:
                    piles[option].append(paper)
                    votes[option] += weight * value
                    break
            else:
                self.exhausted += weight * value

    def _note(self, act: Act, option: Option | None = None, tie: Tie | None = None, enough: int | None = None) -> None:
        """Elects every hopeful with `enough` votes, a quota unless told, the most votes first."""
        enough = self.quota if enough is None else enough
        reached = sorted(option for option in self.hopeful if self.votes[option] >= enough)
        reached.sort(key=lambda option: [-votes[option] for votes in (self.votes, *reversed(self._history))])
        self.hopeful.difference_update(reached)
        self.elected += reached
        self.surpluses.update(option for option in reached if self.votes[option] > self.quota)
        self.stages.append(Stage(act, option, dict(self.votes), self.exhausted, self.lost, tuple(reached), tie))

    @property
    def _history(self) -> list[Mapping[Option, int]]:
        return [stage.votes for stage in self.stages]


def read(raw: object, settings: Settings) -> Ranking:
    """A ranking without shared ranks; options left out are below the others."""
    return read_ranking(raw, settings.options, level=False)
