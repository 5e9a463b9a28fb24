"""A vote of a meeting: it belongs to a point, it counts who is in the room, and hands and paper are entered for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.plenaries.refusals import MoreThanPresent


class CountsUnreadable(Refused):
    says = N_(
        "{n} numbers are expected, one for each answer, in this order: {answers}. Write 0 for none. For example: "
        "{example}"
    )


class ConfirmedAlready(Refused):
    says = N_("These numbers were confirmed already and count. To enter others, begin anew with /vote hands {number}")


class SecondPerson(Refused):
    says = N_("Two people enter what was counted: the other one, chair or secretary, says whether it is right.")


@dataclass(frozen=True, slots=True)
class MeetingVote:
    """`present` and `represented` are who was in the room when it closed, None while it is open."""

    poll: int
    plenary: int
    point: int
    present: int | None = None
    represented: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """Hands or paper ballots, one number for each answer; they count once a second person has confirmed them."""

    poll: int
    counts: tuple[int, ...]
    entered_by: MemberId
    at: datetime
    confirmed_by: MemberId | None = None

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by is not None

    @property
    def ballots(self) -> Mapping[tuple[int, ...], int]:
        """As equal ballots with their number."""
        return {(mark,): n for mark, n in enumerate(self.counts) if n}

    def confirm(self, by: MemberId) -> Paper:
        """The second person says that it is right."""
        if self.confirmed_by is not None:
            raise ConfirmedAlready(number=str(self.poll))
        if by == self.entered_by:
            raise SecondPerson
        return replace(self, confirmed_by=by)

    def check_fits(self, answered: int, attending: int) -> None:
        """Raises when there would be more answers than voices in the room."""
        if answered + self.total > attending:
            left = max(0, attending - answered)
            raise MoreThanPresent(n=answered + self.total, tapped=answered, most=attending, answers=len(self.counts),
                                  example=example_of_counts(len(self.counts), left))  # fmt: skip


def example_of_counts(answers: int, left: int) -> str:
    """How the numbers of so many answers are written, where so many voices are `left` to be counted."""
    first = (left + 1) // 2
    return " ".join(map(str, (first, left - first, *(0,) * answers)[:answers]))


def read_counts(text: str, answers: tuple[object, ...], left: int = 7) -> tuple[int, ...]:
    """The numbers of each answer, in their order: "17 6 3 0". None is a 0: fewer numbers may be a slip, and whoever
    confirms them would not see it. The example of a refusal counts the voices that are `left`."""
    words = text.replace(",", " ").replace(";", " ").split()
    example = example_of_counts(len(answers), left)
    if len(words) != len(answers) or not all(one.isascii() and one.isdecimal() and len(one) < 6 for one in words):
        raise CountsUnreadable(n=len(answers), answers=answers, example=example)
    return tuple(map(int, words))
