"""What became of a decision that the charter wants confirmed: for its vote, the register, the minutes and an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.text import Phrase, _
from bot.domain.charter import Charter
from bot.domain.plenaries import Preset
from bot.domain.polls import Poll, Result
from bot.domain.readings import Reading, confirms, is_read_twice, reading
from handlers.context import Transaction


@dataclass(frozen=True, slots=True)
class Read:
    """Where the second reading of a decision stands. `by` is the last vote on it that was counted, and `again` whether
    it comes back, as that one had no effect."""

    state: Reading
    by: Poll | None = None
    again: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether the next plenary is to read it."""
        return self.state is Reading.WAITING or self.again


def charter_of(tx: Transaction, poll: Poll) -> Charter:
    """The charter that a vote was opened under, whatever was decided since."""
    return tx.charters.get(poll.group, poll.terms.charter) or tx.groups.get(poll.group).charter


def second(tx: Transaction, poll: Poll) -> Read | None:
    """The second reading of what a vote decided; None where none is wanted, as also of a second reading itself."""
    result = poll.result
    if result is None or not poll.terms.subject or not is_read_twice(poll.terms, result, charter_of(tx, poll)):
        return None
    if first(tx, poll) is not None:
        return None
    later = [(one, one.result) for number in tx.meeting_votes.readings(poll.id)
             if (one := tx.polls.get(number)) is not None and one.result is not None]  # fmt: skip
    found = reading(result, [one for _vote, one in later])
    settled = next((vote for vote, one in later if one.outcome != "no_quorum"), None)
    last = settled or (later[-1][0] if later else None)
    return Read(found, last, again=bool(later) and settled is None)


def first(tx: Transaction, poll: Poll) -> Poll | None:
    """The vote that a second reading reads again, None where it is none."""
    vote = tx.meeting_votes.get(poll.id) if poll.terms.meeting else None
    point = tx.agendas.get(vote.point) if vote is not None else None
    return tx.polls.get(point.about or 0) if point is not None and point.preset is Preset.CONFIRM else None


def state(tx: Transaction, poll: Poll) -> Reading | None:
    """How far a decision holds that was read twice, or that is the second reading itself: that one alone decides
    nothing where it did not confirm. None where there is nothing of the kind."""
    before = first(tx, poll)
    if before is not None:
        return Reading.CONFIRMED if _confirms(before.result, poll.result) else Reading.NOT_CONFIRMED
    read = second(tx, poll)
    return read.state if read is not None else None


def _confirms(before: Result | None, again: Result | None) -> bool:
    return before is not None and again is not None and confirms(before, again)


def told(tx: Transaction, poll: Poll) -> Sequence[Phrase]:
    """What is to be said of it beside the result of either vote; nothing of any other one."""
    if poll.result is None:
        return ()
    before = first(tx, poll)
    if before is not None:
        return (_of_reading(poll, before),)
    read = second(tx, poll)
    return (_of_first(read),) if read is not None else ()


def _of_reading(poll: Poll, before: Poll) -> Phrase:
    if _confirms(before.result, poll.result):
        return _("The decision of vote {number} is confirmed: it is in force.", number=before.number)
    if poll.result is not None and poll.result.outcome == "no_quorum":
        return _("The decision of vote {number} is not confirmed. Its second reading comes back at the next plenary; "
                 "until then it is not in force.", number=before.number)  # fmt: skip
    return _("The decision of vote {number} is not confirmed: it is not in force.", number=before.number)


def _of_first(read: Read) -> Phrase:
    if read.by is None:
        return _("This decision waits for its second reading at the next plenary; until then it is not in force.")
    number = read.by.number
    if read.again:
        return _("Not confirmed: the second reading, vote {number}, had no effect. It comes back at the next plenary; "
                 "until then this decision is not in force.", number=number)  # fmt: skip
    if read.state is Reading.CONFIRMED:
        return _("Confirmed at its second reading, vote {number}: this decision is in force.", number=number)
    return _("Not confirmed at its second reading, vote {number}: this decision is not in force.", number=number)
