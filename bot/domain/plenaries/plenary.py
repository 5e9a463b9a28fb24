"""One plenary, from its preparation to its end. Every change gives back a new value.

It is stored as an instant with its zone; `sequence` grows whenever a calendar must learn of a change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.notice import is_in_time, last_day
from bot.domain.plenaries import refusals as no

SeriesId = NewType("SeriesId", int)
PlenaryId = NewType("PlenaryId", int)
TITLE, PLACE, LINK, REASON = 100, 200, 300, 300  # characters at most
OPENS = timedelta(hours=2)  # how long before its beginning the sign-in may open
LASTS = timedelta(hours=12)  # from here on a meeting that nobody opened is past

_ONLINE = re.compile(
    r"\b(?:visio\w*|video\w*|en ligne|a distance|distanciel|online|remote|remotely|jitsi|zoom|bbb|big ?blue ?button)\b"
)


class Kind(StrEnum):
    """A statutory one decides under the statutes, and must be convened in time."""

    ORDINARY = "ordinary"
    STATUTORY = "statutory"


class Status(StrEnum):
    """Where a plenary stands."""

    DRAFT = "draft"
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Plenary:
    """`agenda_until` is when points are no longer taken, `current` the point that is being dealt with. `signing` says
    whether people may sign themselves in. One of a `series` keeps the `slot` that it has there, its day as the rule
    counts them, also when it is moved."""

    id: PlenaryId
    group: GroupId
    author: MemberId
    start: datetime
    zone: str
    created_at: datetime
    title: str = ""
    place: str = ""
    link: str = ""
    kind: Kind = Kind.ORDINARY
    status: Status = Status.DRAFT
    series: SeriesId | None = None
    slot: date | None = None
    sequence: int = 0
    updated_at: datetime | None = None
    convened_at: datetime | None = None
    agenda_until: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    signing: bool = False
    current: int | None = None
    reason: str = ""

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def topic(self) -> str:
        return f"plenary:{self.id}"

    @property
    def occasion(self) -> str:
        """The occasion of the proxies given for it."""
        return f"plenary:{self.id}"

    @property
    def held_on(self) -> date:
        """The day of the meeting, where it is."""
        return self.start.astimezone(ZoneInfo(self.zone)).date()

    @property
    def lacks_link(self) -> bool:
        """Whether it is held online, and nobody knows how to follow it."""
        return not self.link and is_online(self.place)

    @property
    def is_prepared(self) -> bool:
        """Whether it is there, and nobody is convened to it yet."""
        return self.status is Status.DRAFT

    @property
    def is_to_come(self) -> bool:
        return self.status is Status.CONVENED

    @property
    def is_dropped(self) -> bool:
        """Whether it was given up before anybody was told."""
        return self.status is Status.CANCELLED and self.convened_at is None

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN

    def convene(self, *, notice_days: int, now: datetime) -> Plenary:
        """Convened now. A statutory one that is too late is refused; an ordinary one decides, but not under the
        statutes."""
        if self.status is not Status.DRAFT:
            self._check_not_ended()
            raise no.ConvenedAlready(number=self.number)
        self._check_to_come(now)
        if self.kind is Kind.STATUTORY and not self.in_time(notice_days, now):
            earliest = earliest_lawful(self, notice_days, now)
            raise no.NoticeTooLate(day=self.held_on, last=last_day(self.held_on, notice_days), earliest=earliest)
        until = agenda_until(self.start, self.zone, notice_days, now)
        return replace(self, status=Status.CONVENED, convened_at=now, agenda_until=until, updated_at=now)

    def in_time(self, notice_days: int, now: datetime) -> bool:
        """Whether a notice sent now leaves enough clear days."""
        return is_in_time(now.astimezone(ZoneInfo(self.zone)).date(), self.held_on, notice_days)

    def move(self, start: datetime, *, notice_days: int, now: datetime) -> Plenary:
        """At another instant; the notice and the agenda are counted anew from now."""
        self._check_changeable(now)
        moved = replace(self, start=start, sequence=self.sequence + 1, updated_at=now)
        if self.status is Status.DRAFT:
            return moved
        if self.kind is Kind.STATUTORY and not moved.in_time(notice_days, now):
            earliest = earliest_lawful(self, notice_days, now)
            raise no.NoticeTooLate(day=moved.held_on, last=last_day(moved.held_on, notice_days), earliest=earliest)
        return replace(moved, convened_at=now, agenda_until=agenda_until(start, self.zone, notice_days, now))

    def kept_at(self, start: datetime) -> Plenary:
        """At the hour that was said, whose instant is another since the rules of its zone are; points are taken until
        the same midnight as before."""
        until = self.agenda_until
        if until == self.start:
            until = start
        elif until is not None and until != self.convened_at:
            local = ZoneInfo(self.zone)
            near = until.astimezone(local) + timedelta(hours=12)
            until = datetime.combine(near.date(), time(0), local).astimezone(start.tzinfo)
        return replace(self, start=start, agenda_until=until, sequence=self.sequence + 1)

    def relocate(self, place: str, link: str, *, now: datetime) -> Plenary:
        """At another place, or with another link."""
        self._check_changeable(now)
        return replace(self, place=place, link=link, sequence=self.sequence + 1, updated_at=now)

    def as_kind(self, kind: Kind) -> Plenary:
        """Of another kind, while it is prepared."""
        if self.status is not Status.DRAFT:
            raise no.ConvenedAlready(number=self.number)
        return replace(self, kind=kind)

    def cancel(self, reason: str, *, now: datetime) -> Plenary:
        """It does not take place."""
        self._check_changeable(now)
        return replace(
            self, status=Status.CANCELLED, reason=reason, sequence=self.sequence + 1, updated_at=now, closed_at=now
        )

    def open(self, *, now: datetime) -> Plenary:
        """It begins with its sign-in, two hours early at most."""
        self._check_not_ended()
        if self.status is Status.DRAFT:
            raise no.NotConvened(number=self.number)
        if now < self.start - OPENS:
            raise no.TooEarly(number=self.number, at=self.start, opens=self.start - OPENS)
        if self.is_open:
            return replace(self, signing=True)
        return replace(self, status=Status.OPEN, opened_at=now, signing=True)

    def shut_sign_in(self) -> Plenary:
        """People no longer sign themselves in."""
        self.check_open()
        return replace(self, signing=False)

    def turn_to(self, point: int | None) -> Plenary:
        """The point that is dealt with now."""
        self.check_open()
        return replace(self, current=point)

    def close(self, *, now: datetime) -> Plenary:
        """It is over."""
        self.check_open()
        return replace(self, status=Status.CLOSED, closed_at=now, signing=False, current=None, updated_at=now)

    def lapse(self, *, now: datetime) -> Plenary:
        """Its day is over: what nobody closed, or nobody opened, ends."""
        return replace(self, status=Status.CLOSED, closed_at=now, signing=False, current=None, updated_at=now)

    def was_moved_after(self, at: datetime) -> bool:
        """Whether what was said of it at an instant was said of another date: with another one it is convened anew."""
        return self.convened_at is not None and at < self.convened_at

    def check_answers(self) -> None:
        """Raises where it makes no sense to say whether one comes."""
        self._check_not_ended()
        if self.status is Status.DRAFT:
            raise no.NotConvened(number=self.number)

    def check_open(self) -> None:
        """Raises unless it is under way."""
        self._check_not_ended()
        if not self.is_open:
            raise no.NotUnderWay(number=self.number)

    def check_takes_points(self, now: datetime) -> None:
        """Raises once the agenda is closed."""
        self._check_not_ended()
        if self.is_open and self.opened_at is not None:
            raise no.AgendaClosed(number=self.number, at=self.opened_at)
        if self.agenda_until is not None and now >= self.agenda_until:
            raise no.AgendaClosed(number=self.number, at=self.agenda_until)

    def _check_not_ended(self) -> None:
        if self.is_dropped:
            raise no.NeverConvened(number=self.number)
        if self.status is Status.CANCELLED:
            raise no.PlenaryCancelled(number=self.number, reason=self.reason)
        if self.status is Status.CLOSED:
            raise (no.NeverOpened if self.opened_at is None else no.PlenaryOver)(number=self.number)

    def _check_changeable(self, now: datetime) -> None:
        self._check_not_ended()
        if self.is_open:
            raise no.PlenaryBegun(number=self.number, at=self.start)
        if self.status is Status.CONVENED:
            self._check_to_come(now)

    def _check_to_come(self, now: datetime) -> None:
        if now >= self.start:
            raise no.PlenaryBegun(number=self.number, at=self.start)


def is_online(place: str) -> bool:
    """Whether a place is none that one goes to: "visio", "MJC et en ligne", "online"."""
    return _ONLINE.search(fold(place)) is not None


def last_lawful(plenary: Plenary, notice_days: int) -> date:
    """The last day on which it can lawfully be convened."""
    return last_day(plenary.held_on, notice_days)


def lawful_until(plenary: Plenary, notice_days: int, now: datetime) -> datetime:
    """By when everybody is to be told who is convened `now`, UTC: before the last lawful day is over where the meeting
    is; where it was convened later, or no notice is asked for, before it begins."""
    day_after = last_lawful(plenary, notice_days) + timedelta(days=1)
    midnight = datetime.combine(day_after, time(0), ZoneInfo(plenary.zone)).astimezone(plenary.start.tzinfo)
    is_late = (plenary.convened_at or now) >= midnight
    return plenary.start if not notice_days or is_late else midnight


def earliest_lawful(plenary: Plenary, notice_days: int, now: datetime) -> date:
    """The first day on which it can be held where it is convened today."""
    return now.astimezone(ZoneInfo(plenary.zone)).date() + timedelta(days=notice_days + bool(notice_days))


def agenda_until(start: datetime, zone: str, notice_days: int, convened_at: datetime) -> datetime:
    """When points are no longer taken: the day before the last lawful one is the last, as the agenda goes with the
    notice. A meeting convened later closes it at once; without a notice period it stays open to the beginning."""
    if not notice_days:
        return start
    local = ZoneInfo(zone)
    last = last_day(start.astimezone(local).date(), notice_days)
    return max(datetime.combine(last, time(0), local).astimezone(start.tzinfo), convened_at)
