"""Reminders: something to be told again, to a person or to a group, at an instant or each time it comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NewType
from zoneinfo import ZoneInfo

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.when import Recurrence
from bot.domain.zones import instant

ReminderId = NewType("ReminderId", int)
TEXT = 500  # characters at most
MOST = 50  # waiting at once, for one person or one group
UNDONE = timedelta(minutes=10)  # how long `/annuler` takes it back
SHOWN = 3  # the next times of a series that are shown
LATE = timedelta(minutes=10)  # from here on a late reminder says so
GRACE = timedelta(hours=12)  # later than this it is no longer given, and that is said
TICK = timedelta(seconds=1)


class ReminderOver(Refused):
    says = N_("This reminder was given or cancelled already. For a new one: /remind tomorrow 7pm software meeting")


class TooManyReminders(Refused):
    says = N_("{most} reminders are waiting already. Cancel one first: /remind shows them.")


class Stage(StrEnum):
    """Where a reminder stands."""

    ACTIVE = "active"
    DONE = "done"
    CANCELLED = "cancelled"


class Pause(StrEnum):
    """How much later."""

    MINUTES = "10m"
    HOUR = "1h"
    TOMORROW = "1d"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`group` is whom it is for, None when it is for its author alone. `zone` is the one in which it was asked.

    A series has its `recurrence`, and `due_at` is its next time. `revision` counts what was changed, for calendars.
    """

    id: ReminderId
    author: MemberId
    group: GroupId | None
    text: str
    due_at: datetime
    zone: str
    status: Stage = Stage.ACTIVE
    recurrence: Recurrence | None = None
    revision: int = 0

    @property
    def topic(self) -> str:
        return f"reminder:{self.id}"

    @property
    def job(self) -> str:
        """The key of the job that gives it."""
        return f"reminder:{self.id}"

    @property
    def is_active(self) -> bool:
        return self.status is Stage.ACTIVE

    def coming(self) -> tuple[datetime, ...]:
        """The next times it is given, some of them where it comes back; none once it is over."""
        if not self.is_active:
            return ()
        later = self.recurrence.coming(self.due_at, SHOWN - 1) if self.recurrence else ()
        return (self.due_at, *later)

    def change(self, text: str, due_at: datetime, recurrence: Recurrence | None = None) -> Reminder:
        """With other words, another time or recurrence; raises ReminderOver once it was given or cancelled."""
        self._check_active()
        return self._revised(text=text, due_at=due_at, recurrence=recurrence)

    def kept_at(self, shown: datetime) -> Reminder:
        """At the hour that was said, as clocks show it, whose instant is another since the rules of its zone are."""
        habit, day = self.recurrence, shown.date()
        is_its_day = habit is not None and next(habit.on_days(day), None) == day
        return self._revised(due_at=habit.on(day) if habit and is_its_day else instant(shown, self.zone))

    def cancel(self) -> Reminder:
        """It will not be given, or not again; raises ReminderOver once it was."""
        self._check_active()
        return self._revised(status=Stage.CANCELLED)

    def give(self, now: datetime) -> Given:
        """What there is to say now that it is due. A clock that jumps back never gives one time twice."""
        last, missed = self.due_at, 0
        for at in self.recurrence.after(self.due_at) if self.recurrence else ():
            if at > now:
                return Given(replace(self, due_at=at), last, missed)
            last, missed = at, missed + 1
        return Given(self.finish(), last, missed)

    def finish(self) -> Reminder:
        """It was given, or is no longer needed."""
        return replace(self, status=Stage.DONE)

    def later(self, pause: Pause, now: datetime) -> Reminder:
        """Waiting again; raises ReminderOver when it was cancelled."""
        if self.status is Stage.CANCELLED:
            raise ReminderOver
        return self._revised(due_at=after(pause, self.due_at, self.zone, now), status=Stage.ACTIVE)

    def _revised(self, **changes: Any) -> Reminder:
        return replace(self, revision=self.revision + 1, **changes)

    def _check_active(self) -> None:
        if not self.is_active:
            raise ReminderOver


@dataclass(frozen=True, slots=True)
class Given:
    """A reminder whose time `at` has come, and how it goes on: `then`. `missed` times before it were never given."""

    then: Reminder
    at: datetime
    missed: int

    def is_too_late(self, now: datetime) -> bool:
        """Whether it is no longer given, and only told."""
        return now - self.at > GRACE

    def turns(self, now: datetime) -> list[datetime]:
        """The instants to come at which something else is to be said of it, should it not have been said by then: from
        the first on it is late, from the second on it is no longer given, and from the last on its next time is past.
        """
        found = [self.at + LATE, self.at + GRACE + TICK, *([self.then.due_at] if self.then.is_active else [])]
        return sorted(one for one in found if one > now)


def after(pause: Pause, due_at: datetime, zone: str, now: datetime) -> datetime:
    """The instant after a pause; tomorrow is at the hour that clocks showed, also when they were changed overnight."""
    match pause:
        case Pause.MINUTES:
            return now + timedelta(minutes=10)
        case Pause.HOUR:
            return now + timedelta(hours=1)
        case Pause.TOMORROW:
            local = ZoneInfo(zone)
            day = now.astimezone(local).date() + timedelta(days=1)
            return datetime.combine(day, due_at.astimezone(local).time(), local).astimezone(UTC)
