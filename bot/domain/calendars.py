"""Calendars that people subscribe to from outside: whose they are, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.when import Recurrence


@dataclass(frozen=True, slots=True)
class Feed:
    """A secret address, of a person or of a group. It is as good as a key, hence never shown in a log."""

    secret: str = field(repr=False)
    member: MemberId | None = None
    group: GroupId | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. `uid` stays, `revision` grows with each change: that is how calendars follow it.

    `lasts` is no time at all for what only is an instant. `cancelled` stays in the calendar, struck out; `planned` is
    only intended so far.
    """

    uid: str
    title: str
    at: datetime
    zone: str
    revision: int = 0
    lasts: timedelta = timedelta(0)
    recurrence: Recurrence | None = None
    text: str = ""
    place: str = ""
    link: str = ""
    cancelled: bool = False
    planned: bool = False
    moved: tuple[tuple[datetime, datetime], ...] = ()  # single times of a series that are at another instant
