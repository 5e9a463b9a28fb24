"""Second readings: a decision that the charter wants confirmed is in force once a later plenary has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.charter import Charter
from bot.domain.polls import Result, Terms
from bot.domain.subjects import includes

DECIDED = ("adopted", "elected")


class Reading(StrEnum):
    """Where the second reading of a decision stands; only a confirmed one is in force."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"


def is_read_twice(terms: Terms, result: Result, charter: Charter) -> bool:
    """Whether what was decided is to be confirmed, under the charter that the vote was opened under."""
    return result.outcome in DECIDED and includes(charter.second_reading, terms.subject)


def confirms(first: Result, again: Result) -> bool:
    """Whether the same came out of it again."""
    return (again.outcome, again.winners) == (first.outcome, first.winners)


def reading(first: Result, later: Sequence[Result]) -> Reading:
    """What the votes that read a decision again, in their order, made of it: the first one that had an effect says so,
    and one without a quorum confirms nothing."""
    settled = next((one for one in later if one.outcome != "no_quorum"), None)
    if settled is not None:
        return Reading.CONFIRMED if confirms(first, settled) else Reading.NOT_CONFIRMED
    return Reading.NOT_CONFIRMED if later else Reading.WAITING
