"""Projects, which people lead by themselves, and commissions, to which a group gave a lasting mandate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.errors import N_, Or, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import clean, clean_body, fold

ProjectId = NewType("ProjectId", int)
NAME, ABOUT, NEEDS, NEWS = 100, 1000, 300, 1000  # characters at most
MOST = 200  # that are not closed, in one group
WARNED = timedelta(days=7)  # before a report is due
RENEWED = timedelta(days=60)  # after a plenary: a mandate that ends by then is renewed there
MORNING = time(9)


class UnknownKind(Refused):
    says = N_("“{text}” is neither a project nor a commission. For example: {key}={example}")


class UnknownState(Refused):
    says = N_("“{text}” is no state of a project. Choose among: {known}. For example: {key}={example}")


class ProjectOver(Refused):
    says = N_("“{name}” is closed. Whoever wants to take it up again begins a new one, with other words.")


class TooManyProjects(Refused):
    says = N_("{most} projects are under way already. Close one first: the list of projects shows them.")


class OnlyCommissionsReport(Refused):
    says = N_("“{name}” is a project, which leads itself. Only a commission owes a report; news are for everybody.")


class OnlyCommissionsHaveMandates(Refused):
    says = N_("“{name}” is a project, which leads itself: it has no mandate that could end. A commission has one.")


class RenewedAlready(Refused):
    says = N_("The mandate of “{name}” was changed already. Its card says until when it runs: /projects {number}")


class Kind(StrEnum):
    """A project is autonomous; a commission is permanent and has a mandate."""

    PROJECT = "project"
    COMMISSION = "commission"


class State(StrEnum):
    """Where it stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


KINDS = {"projet": Kind.PROJECT, "project": Kind.PROJECT, "commission": Kind.COMMISSION}
STATES = {
    "actif": State.ACTIVE, "active": State.ACTIVE, "en cours": State.ACTIVE, "pause": State.PAUSED,
    "en pause": State.PAUSED, "paused": State.PAUSED, "clos": State.CLOSED, "ferme": State.CLOSED,
    "fini": State.CLOSED, "closed": State.CLOSED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Project:
    """`about` says what it is for; of a commission it is the mandate, which runs up to the day `mandate_until`, None
    for a lasting one. `report_on` is when a commission reports next."""

    id: ProjectId
    group: GroupId
    author: MemberId
    kind: Kind
    name: str
    about: str
    started_at: datetime
    state: State = State.ACTIVE
    needs: str = ""
    report_on: date | None = None
    news: str = ""
    news_at: datetime | None = None
    mandate_until: date | None = None

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def topic(self) -> str:
        return f"project:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state is not State.CLOSED

    def check_open(self) -> None:
        """Raises once it is closed."""
        if not self.is_open:
            raise ProjectOver(name=self.name)

    def to(self, state: State) -> Project:
        """In another state; a closed one stays closed."""
        self.check_open()
        return replace(self, state=state)

    def needing(self, needs: str) -> Project:
        """With what it needs now, "" for nothing."""
        self.check_open()
        return replace(self, needs=clean_body(needs, most=NEEDS))

    def tell(self, news: str, now: datetime) -> Project:
        """With the newest word of it."""
        self.check_open()
        return replace(self, news=clean_body(news, most=NEWS), news_at=now)

    def reporting(self, day: date | None) -> Project:
        """With the day on which its next report is due."""
        self.check_open()
        if self.kind is not Kind.COMMISSION:
            raise OnlyCommissionsReport(name=self.name)
        return replace(self, report_on=day)

    def mandated(self, until: date | None) -> Project:
        """With the last day of its mandate, None for a lasting one."""
        self.check_open()
        if self.kind is not Kind.COMMISSION:
            raise OnlyCommissionsHaveMandates(name=self.name)
        return replace(self, mandate_until=until)

    def renewed(self, ended: date) -> Project:
        """Its mandate, which ends or ended on that day, runs a year longer."""
        if self.mandate_until != ended:
            raise RenewedAlready(name=self.name, number=self.number)
        return self.mandated(a_year_after(ended))

    def asks_renewal(self, plenary: date) -> bool:
        """Whether a plenary of that day is to say what becomes of its mandate: it is over by then, or soon after."""
        return self.is_open and self.mandate_until is not None and self.mandate_until <= plenary + RENEWED


def a_year_after(day: date) -> date:
    """The same day of the next year; of a 29 February, the 28th."""
    return day + relativedelta(years=1)


def begin(group: GroupId, author: MemberId, kind: Kind, name: str, about: str, now: datetime) -> Project:
    """A new one, its words cleaned."""
    return Project(ProjectId(0), group, author, kind, clean(name, most=NAME), clean_body(about, most=ABOUT), now)


def read_kind(word: str, text: str) -> Kind:
    """The kind in people's words."""
    found = KINDS.get(fold(text))
    if found is None:
        raise UnknownKind(text=text, key=word, example="commission")
    return found


def read_state(word: str, text: str) -> State:
    """The state in people's words."""
    found = STATES.get(fold(text))
    if found is None:
        raise UnknownState(text=text, key=word, known=Or(("active", "pause", "closed")), example="pause")
    return found


DIGEST = time(18)  # when a group reads the day's news


def warned_at(day: date, zone: ZoneInfo) -> datetime:
    """When a commission is reminded of the report that it owes."""
    return datetime.combine(day - WARNED, MORNING, zone)


def due_at(day: date, zone: ZoneInfo) -> datetime:
    """When the group is told that a report is due."""
    return datetime.combine(day, MORNING, zone)
