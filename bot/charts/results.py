"""The picture of a result, whatever its method: bars of votes, rounds of a ranked vote, duels, or a shared budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.charts import bars, duels, rounds, shares
from bot.charts.bars import Bars, Mark, Row
from bot.charts.duels import Duels
from bot.charts.rounds import Pile, Rounds
from bot.charts.rows import said
from bot.charts.shares import Project, Shares
from bot.domain.errors import N_
from bot.domain.tally import Option, Result, Turnout
from bot.domain.tally.approval import ApprovalResult
from bot.domain.tally.choice import ChoiceResult
from bot.domain.tally.consent import ConsentResult
from bot.domain.tally.dates import DatesResult
from bot.domain.tally.dots import DotsResult
from bot.domain.tally.equal_shares import Account, Phase, SharesResult
from bot.domain.tally.irv import IrvResult
from bot.domain.tally.motion import MotionResult
from bot.domain.tally.schulze import SchulzeResult
from bot.domain.tally.score import ScoreResult
from bot.domain.tally.sentences import Said, round_said, stage_said
from bot.domain.tally.stv import StvResult
from bot.domain.tally.tables import EXHAUSTED, LOST, POSITIONS, fate

Say = Callable[[Said], str]
"""Words in the reader's language."""


@dataclass(frozen=True, slots=True)
class About:
    """What a picture says beside the numbers. `stands` is False where a missed quorum undoes the result.

    `point` is the decimal mark of the language.
    """

    title: str
    labels: Sequence[str]
    say: Say
    subtitle: str = ""
    stands: bool = True
    point: str = ","


def draw(result: Result, about: About) -> str | None:
    """The picture that fits the result, as SVG with its text twin in it; None where nobody voted."""
    if not result.turnout.participants:
        return None
    match result:
        case IrvResult() | StvResult() if result.rounds:
            return rounds.draw(_rounds(result, about))
        case SchulzeResult():
            return duels.draw(_duels(result, about))
        case SharesResult():
            return shares.draw(_shares(result, about))
    return bars.draw(_bars(result, about))


# bars


def _bars(result: Result, about: About) -> Bars:
    say, required = about.say, result.required if isinstance(result, MotionResult) else None
    threshold = Mark(required, say(Said(N_("majority: {n}"), {"n": required}))) if required else None
    verdict = N_("adopted") if isinstance(result, MotionResult | ConsentResult) else N_("chosen")
    rows = (*_rows(result, about), *_quiet(result.turnout, say))
    return Bars(about.title, about.subtitle, rows, threshold=threshold, verdict=say(Said(verdict)))


def _rows(result: Result, about: About) -> Iterator[Row]:
    say = about.say
    match result:
        case MotionResult():
            cast, adopted = result.turnout.cast, result.adopted and about.stands
            yield Row(say(Said(N_("For"))), result.in_favour, _share(result.in_favour, cast), chosen=adopted)
            yield Row(say(Said(N_("Against"))), result.against, _share(result.against, cast))
        case ConsentResult():
            for position, number in result.positions.items():
                yield Row(say(Said(POSITIONS[position])), number)
        case _:
            winners = result.winners if about.stands else ()
            for option, (count, note) in enumerate(_counts(result, about)):
                yield Row(about.labels[option], count, note, chosen=option in winners)


def _counts(result: Result, about: About) -> list[tuple[int, str]]:
    """The count of each option, with what else the method looks at in words."""
    match result:
        case ChoiceResult(votes=votes):
            return [(number, _share(number, result.turnout.cast)) for number in _in_order(votes, about)]
        case ApprovalResult(votes=votes):
            return [(number, _share(number, result.turnout.voters)) for number in _in_order(votes, about)]
        case ScoreResult(sums=sums):
            return [(number, "") for number in _in_order(sums, about)]
        case DotsResult(dots=dots):
            return [(number, "") for number in _in_order(dots, about)]
        case DatesResult():
            asked = about.say(Said(N_("If need be")))
            return [
                (yes, f"{asked}: {maybe}" if maybe else "")
                for yes, maybe in zip(_in_order(result.yes, about), _in_order(result.maybe, about), strict=True)
            ]
    return []  # a ranked vote in which every ballot was blank


def _share(count: int, of: int) -> str:
    """Whole percents, half up, in integers."""
    return f"{(200 * count + of) // (2 * of)}\u202f%" if of else ""


def _in_order(votes: Mapping[Option, int], about: About) -> list[int]:
    return [votes[Option(option)] for option in range(len(about.labels))]


def _quiet(turnout: Turnout, say: Say) -> Iterator[Row]:
    """Who took part and is no vote for any of the answers."""
    if turnout.abstentions:
        yield Row(say(Said(N_("Abstentions"))), turnout.abstentions, quiet=True)
    if turnout.blanks:
        yield Row(say(Said(N_("Blank"))), turnout.blanks, quiet=True)


# ranked votes


def _rounds(result: IrvResult | StvResult, about: About) -> Rounds:
    winners = result.winners if about.stands else ()
    piles = [
        Pile(label, tuple(each.votes.get(Option(place), 0) for each in result.rounds), chosen=place in winners)
        for place, label in enumerate(about.labels)
    ]
    piles.append(Pile(about.say(EXHAUSTED), tuple(each.exhausted for each in result.rounds), quiet=True))
    if isinstance(result, StvResult):
        piles.append(Pile(about.say(LOST), tuple(each.lost for each in result.rounds), quiet=True))
    return Rounds(
        about.title, tuple(_happened(result, about)), tuple(piles), about.subtitle,
        verdict=about.say(Said(N_("chosen"))), unit=getattr(result, "unit", 1), point=about.point,
    )  # fmt: skip


def _happened(result: IrvResult | StvResult, about: About) -> Iterator[str]:
    if isinstance(result, IrvResult):
        for number, each in enumerate(result.rounds, 1):
            yield " ".join(map(about.say, round_said(number, each, about.labels)))
        return
    for number, stage in enumerate(result.rounds, 1):
        told = tuple(stage_said(number, stage, about.labels)) or (
            Said(N_("Stage {stage}: the first choices."), {"stage": number}),
        )
        yield " ".join(map(about.say, told))


def _duels(result: SchulzeResult, about: About) -> Duels:
    legend = about.say(Said(N_("Duels: how many voters prefer the row to the column")))
    return Duels(about.title, tuple(about.labels), result.duels, about.subtitle, legend)


# a budget


def _shares(result: SharesResult, about: About) -> Shares:
    projects = (_project(about.labels[option], account, about) for option, account in result.accounts.items())
    return Shares(about.title, tuple(projects), about.subtitle)


def _project(label: str, account: Account, about: About) -> Project:
    funded, note = account.phase is not None, about.say(fate(account))
    missing = -(-account.missing // 1) if account.missing is not None else 0  # up to a whole unit
    lacking = min(max(int(missing), 0), account.cost)
    if account.phase is None and not account.excluded:
        note = about.say(Said(N_("Not funded: {missing} was missing."), {"missing": said(lacking)}))
    paid = 0 if account.excluded else account.cost - lacking
    added = lacking if account.phase is Phase.GREEDY else 0
    return Project(label, account.cost, paid, added, said(account.cost), note, chosen=funded and about.stands)
