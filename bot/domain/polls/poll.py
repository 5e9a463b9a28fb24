"""A question put to a group, from its opening to its result. Every change gives back a new value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.groups import GroupId
from bot.domain.members import MemberId, Presence
from bot.domain.polls.refusals import (
    AlreadyExtended,
    AnsweredAlready,
    ExtendLater,
    LeftGroup,
    NoSuchAnswer,
    NotAnElector,
    NotInGroup,
    PollCancelled,
    PollClosed,
    PollLate,
    TooLateToCorrect,
    TooMany,
)
from bot.domain.polls.result import Marks, Result
from bot.domain.polls.terms import Method, Results, Secrecy, Terms

PollId = NewType("PollId", int)
CORRECTABLE = timedelta(minutes=10)


class Status(StrEnum):
    """Where a poll stands: `closed` takes no more answers, `proclaimed` has its result."""

    OPEN = "open"
    CLOSED = "closed"
    PROCLAIMED = "proclaimed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Poll:
    """A question put to a group. `number` is what people call it; votes and polls share one sequence.

    `delayed` is by how much its deadline moved because the bot could not be reached.
    """

    id: PollId
    group: GroupId
    author: MemberId
    opened_at: datetime
    terms: Terms
    status: Status = Status.OPEN
    closed_at: datetime | None = None
    closed_by: MemberId | None = None
    extended: bool = False
    delayed: timedelta = timedelta(0)
    reason: str = ""
    result: Result | None = None

    @property
    def topic(self) -> str:
        return f"poll:{self.id}"

    @property
    def occasion(self) -> str:
        """The occasion of the proxies that it took."""
        return f"vote:{self.id}"

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def closes_at(self) -> datetime:
        return self.terms.closes_at

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN

    @property
    def shows_tally(self) -> bool:
        """Whether counts may be seen now: in chat, pages and exports alike."""
        return self.status is Status.PROCLAIMED or (self.is_open and self.terms.results is Results.LIVE)

    @property
    def shows_names(self) -> bool:
        """Whether who answered what may be seen."""
        return self.terms.secrecy is Secrecy.PUBLIC

    def accept(self, mark: int, before: Marks, *, now: datetime) -> Marks:
        """The ballot as it will count; `before` is what the person had answered. Raises from the closing instant on."""
        self.check_open(now)
        if not 0 <= mark < self.terms.voices:
            raise NoSuchAnswer(n=mark + 1, most=self.terms.voices)
        if self.terms.method is not Method.MULTIPLE:
            return (mark,)
        if mark in before:
            return tuple(kept for kept in before if kept != mark)
        if len(before) >= self.terms.most:
            raise TooMany(most=self.terms.most)
        return tuple(sorted((*before, mark)))

    def check_open(self, now: datetime) -> None:
        """Raises a refusal unless answers are taken at this instant; the bot's reception time counts."""
        if self.status is Status.OPEN and now < self.terms.closes_at:
            return  # every ballot passes here
        if self.status is Status.CANCELLED:
            raise PollCancelled(number=self.number, reason=self.reason)
        if not self.is_open:
            raise PollClosed(number=self.number, closed_at=self.closed_at or self.closes_at)
        raise PollLate(number=self.number, closed_at=self.closes_at, received_at=now)

    def check_elector(self, presences: tuple[Presence, ...], now: datetime) -> None:
        """Raises unless the person is in the group, and for a vote was there at its opening and did not leave since."""
        there_now = then = False
        for presence in presences:  # plain loop: every ballot passes here
            there_now = there_now or presence.was_there(now)
            then = then or presence.was_there(self.opened_at)
        if self.terms.binding and not then:
            raise NotAnElector(number=self.number)
        if not there_now:
            raise LeftGroup(number=self.number) if self.terms.binding else NotInGroup(number=self.number)

    def close(self, *, now: datetime, by: MemberId | None = None) -> Poll:
        """No more answers; closing a second time changes nothing."""
        if not self.is_open:
            return self
        return replace(self, status=Status.CLOSED, closed_at=now if by else self.closes_at, closed_by=by)

    def cancel(self, reason: str, *, now: datetime) -> Poll:
        """Ends it without a result; raises once it has one."""
        if self.status is not Status.OPEN:
            self.check_open(now)
        return replace(self, status=Status.CANCELLED, closed_at=now, reason=reason)

    def extend(self, until: datetime, *, now: datetime) -> Poll:
        """A later deadline, once."""
        self.check_open(now)
        if self.extended:
            raise AlreadyExtended(number=self.number, ends=self.closes_at)
        if until <= self.closes_at:
            raise ExtendLater(number=self.number, ends=self.closes_at)
        return replace(self, terms=replace(self.terms, closes_at=until), extended=True)

    def correct(self, terms: Terms, *, answered: bool, now: datetime) -> Poll:
        """Other terms, within ten minutes and while nobody has answered."""
        self.check_open(now)
        if answered:
            raise AnsweredAlready(number=self.number)
        if now > self.opened_at + CORRECTABLE:
            raise TooLateToCorrect(number=self.number)
        return replace(self, terms=terms)

    def call(self, until: datetime, *, now: datetime) -> Poll:
        """The last call in a meeting: it closes then, unless it closes before."""
        self.check_open(now)
        return replace(self, terms=replace(self.terms, closes_at=min(until, self.closes_at)))

    def counted_once(self, weight: int = 1, listed: str = "") -> Poll:
        """One person less: somebody was counted twice. `listed` is the fingerprint of the list without them."""
        left = None if self.terms.electorate is None else max(0, self.terms.electorate - weight)
        electors = self.terms.electors - 1 if self.terms.listed else 0
        terms = replace(self.terms, electorate=left, electors=electors, listed=listed or self.terms.listed)
        return replace(self, terms=terms)

    def postpone(self, until: datetime) -> Poll:
        """A later deadline because the bot could not be reached; the one extension of its author stays possible."""
        delayed = self.delayed + (until - self.closes_at)
        return replace(self, terms=replace(self.terms, closes_at=until), delayed=delayed)
