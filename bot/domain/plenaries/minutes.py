"""What stays of a plenary: notes, what somebody is to do, and the minutes that are published and ratified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import refusals as no

TaskId = NewType("TaskId", int)
NOTE, TASK, OWNER = 1500, 300, 100  # characters at most


@dataclass(frozen=True, slots=True)
class Note:
    """What was written down about a point, or about the whole meeting."""

    id: int
    plenary: int
    point: int | None
    author: MemberId
    text: str
    at: datetime


class TaskState(StrEnum):
    """Whether it is done."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Task:
    """An action that the meeting gave to somebody. `member` is who that is, where their name is one of a member."""

    id: TaskId
    plenary: int
    group: GroupId
    point: int | None
    text: str
    owner: str
    member: MemberId | None
    due_on: date | None
    state: TaskState = TaskState.OPEN

    @property
    def job(self) -> str:
        """The key of the job that asks about it."""
        return f"task:{self.id}"

    def finish(self) -> Task:
        """It is done."""
        return self._to(TaskState.DONE)

    def drop(self) -> Task:
        """Nobody does it after all."""
        return self._to(TaskState.DROPPED)

    def put_off(self, day: date) -> Task:
        """Until another day."""
        return replace(self._to(TaskState.OPEN), due_on=day)

    def _to(self, state: TaskState) -> Task:
        if self.state is not TaskState.OPEN:
            raise no.TaskOver
        return replace(self, state=state)


@dataclass(frozen=True, slots=True)
class Minutes:
    """As they were published, for good; ratified at a later plenary."""

    plenary: int
    text: str
    published_at: datetime
    published_by: MemberId
    ratified_at: datetime | None = None
    ratified_in: int | None = None

    def ratify(self, plenary: int, now: datetime) -> Minutes:
        """Ratified at that plenary; a second time changes nothing."""
        return self if self.ratified_at else replace(self, ratified_at=now, ratified_in=plenary)
