"""Initiatives: enough supporters put a question to the vote, without an organizer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import NewType

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import clean, clean_body
from bot.domain.quorum import Quorum, QuorumUnreadable

InitiativeId = NewType("InitiativeId", int)
TEXT, BODY = 300, 3000  # characters at most
LASTS = timedelta(days=30)


class SupportersUnreadable(Refused):
    says = N_("“{text}” is not a number of supporters. Write a number of people or a share, for example: 10 or 1/10")


class NoInitiatives(Refused):
    says = N_(
        "In this group a question needs an organizer to be put to the vote. Ask for advice: /poll Open on Sundays?"
    )


class SupportsAlready(Refused):
    says = N_("You support this question already. Once is enough: it has {n} of the {needed} supporters it needs.")


class NotSupporting(Refused):
    says = N_("You do not support this question, so there is nothing to take back. It has {n} of {needed} supporters.")


class MayNotSupport(Refused):
    says = N_("Only people who may vote here can support a question. You may still speak about it in the group.")


class InitiativeOver(Refused):
    says = N_("This question no longer looks for supporters. A new one can be put at any time, with other words.")


@dataclass(frozen=True, slots=True)
class Supporters:
    """How many it takes: a number of people, or a share of those who may vote, counted up."""

    asked: Quorum

    @classmethod
    def read(cls, text: str) -> Supporters:
        """Written `10`, `1/10` or `10%`; raises SupportersUnreadable for anything else."""
        try:
            return cls(Quorum.read(text))
        except QuorumUnreadable:
            raise SupportersUnreadable(text=text) from None

    def needed(self, electors: int) -> int:
        """Supporters needed among so many electors: one at least, and never more than there are people."""
        share, persons = self.asked.share, self.asked.persons
        return max(1, ceil(share * electors)) if share is not None else max(1, min(persons or 1, electors))


class Stage(StrEnum):
    """Where an initiative stands: once `reached` it is put to the vote, and that cannot be undone by leaving it."""

    GATHERING = "gathering"
    REACHED = "reached"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Initiative:
    """A question that looks for supporters; `needed` is frozen when it starts. Its author supports it.

    `unnamed` is how many supported it, once who they were is no longer kept.
    `takes_up` is the vote in which it was refused, when it is to rise to the wider group; None to be voted on here.
    """

    id: InitiativeId
    group: GroupId
    author: MemberId
    title: str
    started_at: datetime
    needed: int
    body: str = ""
    supporters: frozenset[MemberId] = frozenset()
    stage: Stage = Stage.GATHERING
    takes_up: int | None = None
    unnamed: int = 0

    @property
    def n(self) -> int:
        """How many people support it, or did."""
        return len(self.supporters) or self.unnamed

    @property
    def topic(self) -> str:
        return f"initiative:{self.id}"

    @property
    def ends_at(self) -> datetime:
        return self.started_at + LASTS

    def support(self, member: MemberId, *, may_vote: bool, now: datetime) -> Initiative:
        """One supporter more; `reached` with the last one needed."""
        self._check_gathering(now)
        if not may_vote:
            raise MayNotSupport
        if member in self.supporters:
            raise SupportsAlready(n=len(self.supporters), needed=self.needed)
        supporters = self.supporters | {member}
        stage = Stage.REACHED if len(supporters) >= self.needed else Stage.GATHERING
        return replace(self, supporters=supporters, stage=stage)

    def leave(self, member: MemberId, *, now: datetime) -> Initiative:
        """One supporter less; the last one takes the question with them."""
        self._check_gathering(now)
        if member not in self.supporters:
            raise NotSupporting(n=len(self.supporters), needed=self.needed)
        supporters = self.supporters - {member}
        return replace(self, supporters=supporters, stage=self.stage if supporters else Stage.WITHDRAWN)

    def expire(self, now: datetime) -> Initiative:
        """The same, ended when its time is over."""
        over = self.stage is Stage.GATHERING and now >= self.ends_at
        return replace(self, stage=Stage.EXPIRED) if over else self

    def _check_gathering(self, now: datetime) -> None:
        if self.expire(now).stage is not Stage.GATHERING:
            raise InitiativeOver


def start(
    group: GroupId, author: MemberId, title: str, body: str = "", *,
    asked: str, electors: int, may_vote: bool, now: datetime, takes_up: int | None = None,
) -> Initiative:  # fmt: skip
    """A question with its author as first supporter; `asked` is the charter's number, "" where there are none."""
    if not asked:
        raise NoInitiatives
    needed = Supporters.read(asked).needed(electors)
    text, more = clean(title, most=TEXT), clean_body(body, most=BODY)
    fresh = Initiative(InitiativeId(0), group, author, text, now, needed, more, takes_up=takes_up)
    return fresh.support(author, may_vote=may_vote, now=now)
