"""One need or one offer: its life from a draft to its end. A change gives a new value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.aid.categories import Category
from bot.domain.aid.sentences import Said
from bot.domain.aid.words import stems
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId

ItemId = NewType("ItemId", int)
LASTS = timedelta(days=30)  # without a day of its own; then its author is asked
LASTS_LONG = timedelta(days=180)  # what is permanent
ANSWERED_WITHIN = timedelta(days=7)  # a question whether it still holds
ASKED_AGAIN = timedelta(days=2)  # after "not yet"
DRAFT_KEPT = timedelta(days=1)
UNDONE = timedelta(minutes=10)
MOST_OPEN = 20  # of one person
MOST_A_DAY = 10  # posted by one person
SHOWN_A_DAY = 3  # of one person shown by themselves in the group; the others stand in the daily digest
MORNING = time(9)


class TooManyOpen(Refused):
    says = N_("{most} of yours are open already. Close one first: /aid mine shows them.")


class TooManyToday(Refused):
    says = N_("That was your {most}th of the day, and others want to be read too. Tomorrow you can go on.")


class ThereAlready(Refused):
    says = N_("You have posted that already, and it is still open: number {number}. To renew it: /aid renew {number}")


class ItemOver(Refused):
    says = N_("Number {number} is over. For a new one: /need a trailer tomorrow morning, Vaise")


class YourOwn(Refused):
    says = N_("This one is your own. To see and close yours: /aid mine")


class Kind(StrEnum):
    """Which side somebody is on."""

    NEED = "need"
    OFFER = "offer"

    @property
    def other(self) -> Kind:
        return Kind.OFFER if self is Kind.NEED else Kind.NEED


class Stage(StrEnum):
    """Where it stands. A draft is nobody's business but its author's."""

    DRAFT = "draft"
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Item:
    """`text` is what it is about. `ask_at` is when its author is asked whether it still holds, `asked` says that the
    question is waiting for an answer, `thanked` that it ended well."""

    id: ItemId
    group: GroupId
    author: MemberId
    kind: Kind
    text: str
    created_at: datetime
    on: datetime | None = None
    timed: bool = False
    span: str = ""
    area: str = ""
    category: Category = Category.OTHER
    permanent: bool = False
    stage: Stage = Stage.DRAFT
    ask_at: datetime | None = None
    asked: bool = False
    ended_at: datetime | None = None
    thanked: bool = False

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def topic(self) -> str:
        return f"aid:{self.id}"

    @property
    def job(self) -> str:
        """The key of the job that asks its author."""
        return f"aid:{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody may still come forward."""
        return self.stage in (Stage.OPEN, Stage.TAKEN)

    @property
    def words(self) -> tuple[str, ...]:
        """By which it is found."""
        return stems(f"{self.text} {self.area}")

    def said(self, said: Said) -> Item:
        """With what another sentence says."""
        return replace(
            self, text=said.what, on=said.on, timed=said.timed, span=said.span, area=said.area, category=said.category,
            permanent=said.permanent,
        )  # fmt: skip

    def open(self, group: GroupId, now: datetime, zone: ZoneInfo) -> Item:
        """For everybody in a group to read."""
        return replace(self, group=group, stage=Stage.OPEN, ask_at=self._asks_at(now, zone), created_at=now)

    def _asks_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The morning after its day; of what has none, in a while."""
        if self.on is not None and not self.permanent:
            day = self.on.astimezone(zone).date() + timedelta(days=1)
            return datetime.combine(day, MORNING, zone)
        day = (now + (LASTS_LONG if self.permanent else LASTS)).astimezone(zone).date()
        return datetime.combine(day, MORNING, zone)

    def take(self) -> Item:
        """Somebody takes care of it; others may still come forward."""
        self.check_open()
        return replace(self, stage=Stage.TAKEN)

    def free(self) -> Item:
        """Whoever took care of it no longer does."""
        return replace(self, stage=Stage.OPEN) if self.stage is Stage.TAKEN else self

    def ask(self, now: datetime) -> Item:
        """Its author is asked; without an answer it goes after a week."""
        return replace(self, asked=True, ask_at=now + ANSWERED_WITHIN)

    def not_yet(self, now: datetime) -> Item:
        """It still holds."""
        self.check_open()
        return replace(self, asked=False, ask_at=now + ASKED_AGAIN if self.stage is Stage.TAKEN else now + LASTS)

    def close(self, now: datetime, *, thanked: bool = False) -> Item:
        """It is settled, or taken back."""
        self.check_open()
        return replace(self, stage=Stage.CLOSED, ended_at=now, ask_at=None, asked=False, thanked=thanked)

    def expire(self, now: datetime) -> Item:
        """Nobody answered whether it still holds."""
        return replace(self, stage=Stage.EXPIRED, ended_at=now, ask_at=None, asked=False)

    def renew(self, now: datetime, zone: ZoneInfo) -> Item:
        """Open again, for as long as a new one; a day that is past is left out."""
        past = self.on is not None and self.on < now
        fresh = replace(self, on=None, timed=False, span="") if past else self
        stage = self.stage if self.is_open else Stage.OPEN
        return replace(fresh, stage=stage, ended_at=None, asked=False, thanked=False, ask_at=fresh._asks_at(now, zone))

    def check_open(self) -> None:
        """Raises once it is over."""
        if not self.is_open:
            raise ItemOver(number=self.number)


class Step(StrEnum):
    """How far somebody who came forward got: waiting for a word of the author, given it, or told no."""

    WAITS = "waits"
    SHARED = "shared"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who came forward."""

    item: ItemId
    member: MemberId
    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the bot carries from one to the other about an item, without their accounts."""

    id: int
    item: ItemId
    sender: MemberId
    to: MemberId
    text: str
    at: datetime

    @property
    def topic(self) -> str:
        return f"aidnote:{self.id}"
