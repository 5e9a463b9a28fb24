"""A result in words: what came out and how, one sentence for each thing that happened.

Nothing is glued or rounded: a sentence keeps its blanks, a number stays exact, a label is a plain string, and a blank
that holds several labels is a tuple of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import N_
from .approval import ApprovalResult
from .ballots import Option
from .choice import ChoiceResult
from .consent import Cause as Stop
from .consent import ConsentResult
from .equal_shares import SharesResult
from .irv import IrvResult, Round
from .motion import Cause as Verdict
from .motion import MotionResult
from .schulze import SchulzeResult
from .seats import Outcome, Result
from .stv import Act, Stage, StvResult
from .ties import Cause, Tie


@dataclass(frozen=True, slots=True)
class Said:
    """An English sentence to translate, and what fills its blanks."""

    sentence: str
    blanks: Mapping[str, object] = field(default_factory=dict)


def outcome(result: Result, labels: Sequence[str]) -> Iterator[Said]:
    """What came out, and who was level."""
    match result.outcome:
        case Outcome.ADOPTED:
            yield Said(N_("Adopted."))
        case Outcome.REJECTED:
            yield Said(N_("Not adopted."))
    if len(result.winners) == 1:
        yield Said(N_("Chosen: {options}."), {"options": _names(result.winners, labels)})
    elif result.winners:
        yield Said(N_("Chosen, in this order: {options}."), {"options": _names(result.winners, labels)})
    elif result.outcome is Outcome.NONE:
        yield Said(N_("Nothing is chosen."))
    for level in result.tied:
        yield Said(N_("Level, and nothing in the ballots decides: {options}."), {"options": _names(level, labels)})
    if lot := getattr(result, "lot", ()):
        yield Said(N_("Level, and decided by lot: {options}."), {"options": _names(lot, labels)})


def _names(options: Iterable[Option], labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(labels[option] for option in options)


VERDICTS = {
    Verdict.REACHED: N_("The majority is reached."),
    Verdict.MISSED: N_("The majority is not reached."),
    Verdict.TIE: N_("Both sides are level, and a motion is never decided by lot."),
    Verdict.CHAIR: N_("Both sides are level; the voice of the chair counts double."),
    Verdict.NO_CAST: N_("Nobody voted for or against."),
}
STOPS = {
    Stop.CONSENTED: N_("Nobody objects."),
    Stop.OBJECTED: N_("An objection stands."),
    Stop.TOO_FEW: N_("Too few members of the circle took part."),
    Stop.NO_CONSENT: N_("Nobody gave their consent."),
}


def story(result: Result, labels: Sequence[str]) -> Iterator[Said]:
    """How the count went."""
    match result:
        case MotionResult():
            yield Said(VERDICTS[result.cause])
            yield Said(
                N_("In favour: {obtained} ({required} required, of {size}). Against: {against}."),
                {
                    "obtained": result.obtained,
                    "required": result.required,
                    "size": result.size,
                    "against": result.against,
                },
            )
        case ConsentResult():
            yield Said(STOPS[result.cause])
            yield Said(N_("People who must take part: {required}."), {"required": result.required})
        case ChoiceResult(runoff=runoff) if runoff:
            blanks = {"required": result.required, "options": _names(runoff, labels)}
            yield Said(N_("Nobody has the {required} votes required: a second round is between {options}."), blanks)
        case ChoiceResult(none_won=True) | ApprovalResult(none_won=True):
            yield Said(N_("“None of these” wins: nothing is adopted."))
        case SchulzeResult():
            yield from _schulze(result, labels)
        case IrvResult():
            yield from _irv(result, labels)
            yield from _shortened(result.shortened)
        case StvResult():
            yield from _stv(result, labels)
            yield from _shortened(result.shortened)
        case SharesResult():
            yield from _shares(result, labels)


def _schulze(result: SchulzeResult, labels: Sequence[str]) -> Iterator[Said]:
    if result.condorcet is None:
        yield Said(N_("No option wins all its duels: the strongest paths decide."))
    else:
        yield Said(N_("{option} wins all its duels."), {"option": labels[result.condorcet]})
    if result.barred:
        yield Said(N_("Lost to the status quo and cannot win: {options}."), {"options": _names(result.barred, labels)})


def _irv(result: IrvResult, labels: Sequence[str]) -> Iterator[Said]:
    for number, each in enumerate(result.rounds, 1):
        yield from _tie(each.tie, labels)
        yield from round_said(number, each, labels)


def round_said(number: int, each: Round, labels: Sequence[str]) -> Iterator[Said]:
    """What happened in a round."""
    if each.excluded is not None:
        blanks = {"round": number, "option": labels[each.excluded], "votes": each.votes[each.excluded]}
        yield Said(N_("Round {round}: {option} leaves. Votes: {votes}."), blanks)
    elif each.elected is not None:
        votes, active = each.votes[each.elected], sum(each.votes.values())
        blanks = {"round": number, "option": labels[each.elected], "votes": votes, "active": active}
        yield Said(N_("Round {round}: {option} is elected. Votes: {votes} of {active}."), blanks)


ACTS = {
    Act.SURPLUS: N_("Stage {stage}: the surplus of {option} moves on."),
    Act.EXCLUSION: N_("Stage {stage}: {option} leaves, and these papers move on."),
    Act.LAST: N_("Stage {stage}: as many are left as there are seats."),
}


def _stv(result: StvResult, labels: Sequence[str]) -> Iterator[Said]:
    yield Said(N_("Quota: {quota} of {total} ballots."), {"quota": result.quota, "total": result.total})
    for number, stage in enumerate(result.rounds, 1):
        yield from _tie(stage.tie, labels)
        yield from stage_said(number, stage, labels)


def stage_said(number: int, stage: Stage, labels: Sequence[str]) -> Iterator[Said]:
    """What happened in a stage; nothing in a first one that elects nobody."""
    name = "" if stage.option is None else labels[stage.option]
    if stage.act in ACTS:
        yield Said(ACTS[stage.act], {"stage": number, "option": name})
    if stage.elected:
        blanks = {"stage": number, "options": _names(stage.elected, labels)}
        yield Said(N_("Elected at stage {stage}: {options}."), blanks)


def _shortened(number: int) -> Iterator[Said]:
    if number:
        yield Said(N_("Ballots counted up to their first shared rank: {number}."), {"number": number})


def _shares(result: SharesResult, labels: Sequence[str]) -> Iterator[Said]:
    if not result.is_proportional:
        yield Said(N_("Funded by number of supporters only: a majority may take the whole budget."))
        return
    yield Said(
        N_("Each voter held {share}. Raises of the share: {raises}."), {"share": result.share, "raises": result.raises}
    )
    for tie in (*(purchase.tie for purchase in result.rounds), *result.greedy_ties):
        yield from _tie(tie, labels)


TIES = {
    Cause.EARLIER: N_("{options} were level: round {round} picks {option}."),
    Cause.LOT: N_("{options} were level: the lot picks {option}."),
    Cause.LIST: N_("{options} were level: without a lot, the order of the list picks {option}."),
}


def _tie(tie: Tie | None, labels: Sequence[str]) -> Iterator[Said]:
    if tie:
        blanks = {"options": _names(tie.among, labels), "option": labels[tie.chosen], "round": tie.round}
        yield Said(TIES[tie.cause], blanks)
