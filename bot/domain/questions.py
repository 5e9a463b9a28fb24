"""Open questions: asked of a group until a deadline, answered in words, summed up as a list. Nothing is voted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import clean, clean_body

QuestionId = NewType("QuestionId", int)
TITLE, ANSWER = 300, 500  # characters at most
EACH = 5  # answers of one person
MOST = 20  # open at once in one group
UNDONE = timedelta(minutes=10)
DAYS = 3  # without a deadline of its own


class QuestionOver(Refused):
    says = N_("Question {number} ended on {ends_at}. For a new one: /ask What shall we cook on Saturday?")


class TooManyAnswers(Refused):
    says = N_("You have answered {most} times already. To take your answers back: /ask withdraw {number}")


class CorrectedTooLate(Refused):
    says = N_(
        "A question can be corrected for ten minutes, until somebody answers, so question {number} stays as it was. To "
        "end it: /ask close {number}"
    )


class TooManyQuestions(Refused):
    says = N_("{most} questions are open already. Wait until one is over, or close yours: /ask shows them.")


class Condition(StrEnum):
    """Where it stands."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Question:
    """`anonymous` answers are kept without whoever gave them."""

    id: QuestionId
    group: GroupId
    author: MemberId
    title: str
    anonymous: bool
    asked_at: datetime
    ends_at: datetime
    condition: Condition = Condition.OPEN

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def topic(self) -> str:
        return f"question:{self.id}"

    @property
    def job(self) -> str:
        """The key of the job that ends it."""
        return f"question:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.condition is Condition.OPEN

    def check_open(self, now: datetime) -> None:
        """Raises from the deadline on."""
        if not self.is_open or now >= self.ends_at:
            raise QuestionOver(number=self.number, ends_at=self.ends_at)

    def end(self) -> Question:
        """No more answers."""
        return replace(self, condition=Condition.CLOSED)

    def cancel(self) -> Question:
        """It was not meant; nothing is summed up."""
        return replace(self, condition=Condition.CANCELLED)

    def correct(
        self, title: str, ends_at: datetime | None, now: datetime, *, anonymous: bool, answered: bool
    ) -> Question:
        """In other words, shortly after it was asked and before anybody answered."""
        self.check_open(now)
        if answered or now > self.asked_at + UNDONE:
            raise CorrectedTooLate(number=self.number)
        return replace(self, title=title, ends_at=ends_at or self.ends_at, anonymous=anonymous)

    def until(self, ends_at: datetime, now: datetime) -> Question:
        """With another deadline."""
        self.check_open(now)
        return replace(self, ends_at=ends_at)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; of an anonymous one nobody knows whose it is."""

    text: str
    member: MemberId | None


def read_title(text: str) -> str:
    """What is asked."""
    return clean(text, most=TITLE)


def read_answer(text: str) -> str:
    """One answer, its words kept as they are."""
    return clean_body(text, most=ANSWER)
