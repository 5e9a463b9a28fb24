"""A result in tables: every number of the calculation, exact, with labels as plain strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..errors import N_
from .approval import ApprovalResult
from .ballots import Option
from .choice import ChoiceResult
from .consent import ConsentResult, Position
from .dates import DatesResult
from .dots import DotsResult
from .equal_shares import Account, Exclusion, Phase, SharesResult
from .irv import IrvResult
from .motion import MotionResult
from .schulze import SchulzeResult
from .score import ScoreResult
from .seats import Result
from .sentences import Said
from .stv import StvResult
from .turnout import Turnout

Cell = str | int | Fraction | Said | None
"""A label as people wrote it, an exact number, words to translate, or nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first cell of a row names it."""

    title: Said
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


OPTION, VOTES = Said(N_("Option")), Said(N_("Votes"))
EXHAUSTED, LOST = Said(N_("Exhausted")), Said(N_("Lost by truncation"))
POSITIONS = {
    Position.CONSENT: N_("Consent"),
    Position.ASIDE: N_("Stands aside"),
    Position.PREFERENCE: N_("Preference"),
    Position.OBJECTION: N_("Objection"),
}
EXCLUSIONS = {
    Exclusion.OVER_BUDGET: N_("Costs more than the budget"),
    Exclusion.NO_SUPPORT: N_("Without support"),
    Exclusion.TOO_FEW: N_("Too little support"),
}
PHASES = {Phase.SHARES: N_("Funded by its supporters"), Phase.GREEDY: N_("Funded from what was left")}


def numbers(turnout: Turnout) -> Table:
    """Who took part, in the order every result shows; what nobody counted is left out."""
    rows = (
        (Said(N_("Members")), turnout.members),
        (Said(N_("Present")), turnout.present),
        (Said(N_("Represented")), turnout.represented),
        (Said(N_("Participants")), turnout.participants),
        (Said(N_("Voters")), turnout.voters),
        (Said(N_("Blank")), turnout.blanks),
        (Said(N_("Abstentions")), turnout.abstentions),
        (Said(N_("Votes cast")), turnout.cast),
    )
    return Table(Said(N_("Turnout")), (), tuple(row for row in rows if row[1] is not None))


def tables(result: Result, labels: Sequence[str]) -> Iterator[Table]:
    """The votes of each option, then what the method adds: rounds, duels, what each project was paid."""
    match result:
        case MotionResult():
            yield Table(VOTES, (), ((Said(N_("For")), result.in_favour), (Said(N_("Against")), result.against)))
        case ConsentResult():
            rows = tuple((Said(POSITIONS[position]), number) for position, number in result.positions.items())
            yield Table(Said(N_("Positions")), (), rows)
        case ChoiceResult(votes=votes) | ApprovalResult(votes=votes):
            yield _columns(labels, (VOTES, votes))
        case ScoreResult():
            yield _columns(
                labels, (Said(N_("Sum")), result.sums), (Said(N_("Top scores")), result.tops),
                (Said(N_("Zeros")), result.zeros), (Said(N_("Unrated")), result.unrated),
            )  # fmt: skip
        case DotsResult():
            yield _columns(labels, (Said(N_("Dots")), result.dots), (Said(N_("Supporters")), result.supporters))
        case DatesResult():
            answers = (Said(N_("Yes")), result.yes), (Said(N_("If need be")), result.maybe), (Said(N_("No")), result.no)
            yield _columns(labels, *answers)
        case SchulzeResult():
            yield _matrix(Said(N_("Duels: how many voters prefer the row to the column")), result.duels, labels)
            strengths = tuple(tuple(won for won, _ in row) for row in result.paths)
            yield _matrix(Said(N_("Strongest paths from the row to the column")), strengths, labels)
        case IrvResult(rounds=rounds):
            exhausted = EXHAUSTED, [each.exhausted for each in rounds]
            yield _rounds(Said(N_("Rounds")), labels, [each.votes for each in rounds], 1, exhausted)
        case StvResult(rounds=stages):
            sums = (EXHAUSTED, [each.exhausted for each in stages]), (LOST, [each.lost for each in stages])
            yield _rounds(Said(N_("Stages")), labels, [each.votes for each in stages], result.unit, *sums)
        case SharesResult():
            yield _projects(result, labels)


def _columns(labels: Sequence[str], *columns: tuple[Said, Mapping[Option, int]]) -> Table:
    heads: tuple[Cell, ...] = (OPTION, *(head for head, _ in columns))
    rows: list[tuple[Cell, ...]] = [
        (label, *(cells[Option(place)] for _, cells in columns)) for place, label in enumerate(labels)
    ]
    return Table(VOTES, heads, tuple(rows))


def _matrix(title: Said, cells: Sequence[Sequence[int]], labels: Sequence[str]) -> Table:
    rows = tuple(
        (label, *(None if row == column else cells[row][column] for column in range(len(labels))))
        for row, label in enumerate(labels)
    )
    return Table(title, (OPTION, *labels), rows)


def _rounds(
    title: Said, labels: Sequence[str], votes: Sequence[Mapping[Option, int]], unit: int, *sums: tuple[Said, list[int]]
) -> Table:
    """A column for each round; an option that has left shows nothing."""

    def exact(number: int | None) -> Cell:
        return number if number is None or unit == 1 else Fraction(number, unit)

    options = [(label, [each.get(Option(place)) for each in votes]) for place, label in enumerate(labels)]
    rows = [(label, *map(exact, numbers)) for label, numbers in options]
    rows += [(head, *map(exact, numbers)) for head, numbers in sums]
    return Table(title, (OPTION, *range(1, len(votes) + 1)), tuple(rows))


def _projects(result: SharesResult, labels: Sequence[str]) -> Table:
    """Why a project was funded or not: what each supporter paid, or what was missing from their shares."""
    heads = N_("Cost"), N_("Supporters"), N_("Paid by each supporter"), N_("Missing"), N_("Outcome")
    rows = tuple(
        (labels[option], account.cost, account.supporters, account.price, account.missing, fate(account))
        for option, account in result.accounts.items()
    )
    return Table(Said(N_("Projects")), (OPTION, *map(Said, heads)), rows)


def fate(account: Account) -> Said:
    """Why a project was funded or not, in a few words."""
    if account.excluded:
        return Said(EXCLUSIONS[account.excluded])
    return Said(PHASES[account.phase]) if account.phase else Said(N_("Not funded"))
