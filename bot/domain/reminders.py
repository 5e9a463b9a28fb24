"""Reminders: something to be told again, to a person or to a group, at an instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId

ReminderId = NewType("ReminderId", int)
TEXT = 500  # characters at most
MOST = 50  # waiting at once, for one person or one group
UNDONE = timedelta(minutes=10)  # how long `/annuler` takes it back


class ReminderOver(Refused):
    says = N_("This reminder was given or cancelled already. For a new one: /remind Friday 7pm software meeting")


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
    """`group` is whom it is for, None when it is for its author alone. `zone` is the one in which it was asked."""

    id: ReminderId
    author: MemberId
    group: GroupId | None
    text: str
    due_at: datetime
    zone: str
    status: Stage = Stage.ACTIVE

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

    def change(self, text: str, due_at: datetime) -> Reminder:
        """With other words or another instant; raises ReminderOver once it was given or cancelled."""
        self._check_active()
        return replace(self, text=text, due_at=due_at)

    def cancel(self) -> Reminder:
        """It will not be given; raises ReminderOver once it was."""
        self._check_active()
        return replace(self, status=Stage.CANCELLED)

    def finish(self) -> Reminder:
        """It was given, or is no longer needed."""
        return replace(self, status=Stage.DONE)

    def later(self, pause: Pause, now: datetime) -> Reminder:
        """Waiting again; raises ReminderOver when it was cancelled."""
        if self.status is Stage.CANCELLED:
            raise ReminderOver
        return replace(self, due_at=after(pause, self.due_at, self.zone, now), status=Stage.ACTIVE)

    def _check_active(self) -> None:
        if not self.is_active:
            raise ReminderOver


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
