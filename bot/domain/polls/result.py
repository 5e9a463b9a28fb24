"""What comes out of a vote, with every number: a pure function of the frozen terms and the ballots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.polls.terms import ANSWERS, Method, Secrecy, Terms
from bot.domain.tally import approval, choice, motion
from bot.domain.tally.ballots import Option
from bot.domain.tally.motion import Voice
from bot.domain.tally.turnout import Room, Turnout

Marks = tuple[int, ...]
"""A ballot: places in the poll's answers, from 0. One for a motion and a choice, up to `most` for a poll."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came out, with every number. `counts` follow the poll's answers; `winners` and `tied` are places in them.

    `outcome` is `adopted`, `rejected`, `elected`, `none`, `tied`, `no_quorum` or `advice`. `quorum_counted` is how many
    counted for the quorum, None where the result was kept before that was written down.
    """

    outcome: str
    counts: tuple[int, ...]
    turnout: Turnout
    winners: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    quorum_required: int | None = None
    base: str = ""
    base_size: int = 0
    required: int | None = None
    obtained: int = 0
    quorum_counted: int | None = None

    @property
    def quorum_taken(self) -> int:
        """How many counted for the quorum, or would have."""
        return self.turnout.attending if self.quorum_counted is None else self.quorum_counted

    @property
    def quorum_reached(self) -> bool:
        return self.quorum_required is None or self.quorum_taken >= self.quorum_required


Ballots = Mapping[Marks, int]
"""Equal ballots with their number."""


def counts(terms: Terms, ballots: Ballots) -> tuple[int, ...]:
    """How often each answer was given."""
    found = [0] * terms.voices
    for marks, number in ballots.items():
        for mark in marks:
            found[mark] += number
    return tuple(found)


def tally(terms: Terms, ballots: Ballots, room: Room | None = None, chair: Voice | None = None) -> Result:
    """The result: a pure function of the frozen terms and the ballots.

    `room` is who is present and represented, where somebody counted heads; `chair` what the chair answered to a motion,
    where the charter lets that voice count double.
    """
    room = Room(members=terms.electorate) if room is None else room
    if not terms.binding:
        return _advice(terms, ballots, room)
    if terms.method is Method.MOTION:
        return _quorum(terms, _motion(terms, ballots, room, chair))
    grouped = {_options(terms, marks): number for marks, number in ballots.items()}
    found = choice.count(choice.Settings(len(terms.options)), grouped, None, room)
    tied = tuple(int(option) for group in found.tied for option in group)
    winners = tuple(int(option) for option in found.winners)
    result = Result(str(found.outcome), counts(terms, ballots), found.turnout, winners, tied)
    return _quorum(terms, result)


def _motion(terms: Terms, ballots: Ballots, room: Room, chair: Voice | None) -> Result:
    voices = {ANSWERS[marks[0]]: number for marks, number in ballots.items()}
    found = motion.count(motion.Settings(terms.majority, terms.base, _heard(terms, chair)), voices, None, room)
    return Result(
        str(found.outcome), counts(terms, ballots), found.turnout, base=str(found.base), base_size=found.size,
        required=found.required, obtained=found.obtained,
    )  # fmt: skip


def _heard(terms: Terms, chair: Voice | None) -> Voice | None:
    """The chair's voice counts double only where everybody sees it."""
    return chair if terms.secrecy is Secrecy.PUBLIC else None


def _advice(terms: Terms, ballots: Ballots, room: Room) -> Result:
    grouped = {_options(terms, marks): number for marks, number in ballots.items()}
    settings = approval.Settings(len(terms.options), most=terms.most)
    found = approval.count(settings, grouped, None, room)
    tied = tuple(int(option) for group in found.tied for option in group)
    winners = tuple(int(option) for option in found.winners)
    return Result("advice", counts(terms, ballots), found.turnout, winners, tied)


def _options(terms: Terms, marks: Marks) -> tuple[Option, ...] | None:
    return tuple(Option(mark) for mark in marks if not terms.is_blank(mark))


def _quorum(terms: Terms, result: Result) -> Result:
    if terms.quorum is None:
        return result
    required = terms.quorum.required(result.turnout)
    met = terms.quorum.is_met(result.turnout)
    if not met:
        result = replace(result, outcome="no_quorum", winners=(), tied=())
    return replace(result, quorum_required=required, quorum_counted=terms.quorum.reached(result.turnout))
