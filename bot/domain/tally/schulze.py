"""Schulze: one winner among many from ranked ballots, by duels and the strongest paths between them.

Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method" (2011), with winning votes as the strength of a duel and losing votes to separate equal ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .ballots import Grouped, OneSeatOnly, Option, Order, check_option, check_seats, sift
from .ranking import Ranking, read_ranking, together
from .seats import Elected, seat
from .turnout import ANYONE, Room

Matrix = tuple[tuple[int, ...], ...]
HEAD = 4
"""Ballots that begin alike are counted together for their first ranks, then those that end alike for the rest."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`status_quo` is the option another must not lose to if it is to win."""

    options: int
    seats: int = 1
    status_quo: Option | None = None

    def __post_init__(self) -> None:
        check_seats(self.seats, self.options)
        check_option(self.status_quo, self.options)
        if self.seats > 1:
            raise OneSeatOnly


@dataclass(frozen=True, slots=True)
class SchulzeResult(Elected):
    """`duels[a][b]` voters prefer a to b; `paths[a][b]` is the weakest duel, won and lost, of the strongest path."""

    duels: Matrix
    paths: tuple[tuple[tuple[int, int], ...], ...]
    ranking: tuple[tuple[Option, ...], ...]
    condorcet: Option | None
    barred: tuple[Option, ...]
    lot: tuple[Option, ...]


def count(
    settings: Settings, ballots: Grouped[Ranking], order: Order | None = None, room: Room = ANYONE
) -> SchulzeResult:
    """The option no other beats by a stronger path than its own; what loses its duel to the status quo cannot win."""
    sifted = sift(ballots, room)
    total, options = sifted.turnout.cast, [Option(option) for option in range(settings.options)]
    duels = fight(sifted.ballots, settings.options)
    paths = strongest(duels, total)
    ranking = tuple(_layers(options, paths))
    barred = tuple(o for o in options if _loses(duels, o, settings.status_quo))
    best = next(_layers([o for o in options if o not in barred], paths)) if total else ()
    seating = seat(dict.fromkeys(best, 0), 1, order)
    condorcet = next((a for a in options if all(duels[a][b] > duels[b][a] for b in options if b != a)), None)
    return SchulzeResult(
        sifted.turnout, seating.winners, seating.tied, duels, _named(paths, total),
        ranking, condorcet, barred, seating.lot,
    )  # fmt: skip


def fight(ballots: Mapping[Ranking, int], options: int) -> Matrix:
    """How many voters put each option strictly above each other one; what a ballot leaves out is below its ranks.

    A row is one long integer with a lane for each rival, so that one addition counts a rank against all below it.
    """
    lane = sum(ballots.values()).bit_length() + 1
    unit = [1 << lane * option for option in range(options)]
    rows = [0] * options

    def add(ranks: Ranking, below: int, weight: int) -> int:
        for rank in ranks:
            level = together(rank)
            for option in level:
                below -= unit[option]
            for option in level:
                rows[option] += weight * below
        return below

    heads: dict[Ranking, int] = {}
    for ranking, weight in ballots.items():
        head = ranking[:HEAD]
        heads[head] = heads.get(head, 0) + weight
    below = {head: add(head, sum(unit), weight) for head, weight in heads.items()}
    tails: dict[tuple[int, Ranking], int] = {}
    for ranking, weight in ballots.items():
        tail = below[ranking[:HEAD]], ranking[HEAD:]
        tails[tail] = tails.get(tail, 0) + weight
    for (rest, ranks), weight in tails.items():
        add(ranks, rest, weight)
    return tuple(tuple(row >> lane * rival & (1 << lane) - 1 for rival in range(options)) for row in rows)


def strongest(duels: Matrix, total: int) -> list[list[int]]:
    """The widest path between any two options; a strength is one integer, won first, then not lost.

    Duels are taken from the strongest down, so the first way from one option to another is the widest. This gives what
    Floyd and Warshall's three loops give, ten times sooner for hundreds of options.
    """
    options = range(len(duels))
    paths = [[0] * len(duels) for _ in options]
    reached, reaching = ([1 << option for option in options] for _ in range(2))
    links = ((_strength(duels[a][b], duels[b][a], total), a, b) for a in options for b in options)
    for strength, winner, loser in sorted((link for link in links if link[0]), reverse=True):
        for one in _members(reaching[winner] & ~reaching[loser]):
            found = reached[loser] & ~reached[one]
            reached[one] |= found
            for other in _members(found):
                paths[one][other] = strength
                reaching[other] |= 1 << one
    return paths


def _members(options: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while options:
        lowest = options & -options
        yield lowest.bit_length() - 1
        options ^= lowest


def _strength(won: int, lost: int, total: int) -> int:
    return won * (total + 1) + total - lost if won > lost else 0


def _named(paths: list[list[int]], total: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    split = [[divmod(strength, total + 1) for strength in row] for row in paths]
    return tuple(tuple((won, total - rest if won else 0) for won, rest in row) for row in split)


def _loses(duels: Matrix, option: Option, status_quo: Option | None) -> bool:
    return status_quo is not None and duels[option][status_quo] < duels[status_quo][option]


def _layers(options: list[Option], paths: list[list[int]]) -> Iterator[tuple[Option, ...]]:
    """The unbeaten, then the unbeaten among the rest, and so on."""
    while options:
        best = tuple(a for a in options if all(paths[a][b] >= paths[b][a] for b in options if b != a))
        yield best
        options = [option for option in options if option not in best]


def read(raw: object, settings: Settings) -> Ranking:
    """A ranking, in which options may share a rank in a list of their own."""
    return read_ranking(raw, settings.options, level=True)
