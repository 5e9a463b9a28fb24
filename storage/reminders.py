"""Reminders that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.reminders import Reminder, ReminderId, Stage
from bot.domain.when import Recurrence, kept
from bot.domain.zones import wall
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

CALENDAR = 500  # entries of one calendar at most

reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", ForeignKey("members.id"), nullable=False, index=True),
    Column("group", ForeignKey("groups.id"), index=True),
    Column("text", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("zone", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("recurrence", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("wall", Text),  # what clocks of the zone show at `due_at`: said, and kept when the rules of the zone change
    sqlite_autoincrement=True,
)

_CHANGING = ("text", "due_at", "status", "recurrence", "revision", "wall")
_put = Statement(
    insert(reminders)
    .values({column.name: bindparam(column.name) for column in reminders.c if column.name != "id"})
    .returning(reminders.c.id)
)
_keep = Statement(
    update(reminders)
    .where(reminders.c.id == bindparam("reminder"))
    .values({column: bindparam(f"new_{column}") for column in _CHANGING})
)
_get = Statement(select(reminders).where(reminders.c.id == bindparam("reminder")))
_walls = Statement(
    select(reminders.c.id, reminders.c.due_at, reminders.c.zone, reminders.c.wall)
    .where(reminders.c.status == Stage.ACTIVE.value, reminders.c.wall.is_not(None))
    .order_by(reminders.c.due_at)
)
_all = Statement(select(reminders).order_by(reminders.c.id))
_active = select(reminders).where(reminders.c.status == Stage.ACTIVE.value).order_by(reminders.c.due_at)
_mine = Statement(_active.where(reminders.c.author == bindparam("member"), reminders.c.group.is_(None)))
_asked_by = Statement(select(reminders).where(reminders.c.author == bindparam("member")).order_by(reminders.c.id))
_of_group = Statement(_active.where(reminders.c.group == bindparam("group")))
_calendar = (
    select(reminders)
    .where(reminders.c.status != Stage.DONE.value, reminders.c.due_at > bindparam("since"))
    .order_by(reminders.c.due_at)
    .limit(CALENDAR)
)
_mine_in_calendar = Statement(_calendar.where(reminders.c.author == bindparam("member"), reminders.c.group.is_(None)))
_group_in_calendar = Statement(_calendar.where(reminders.c.group == bindparam("group")))


class Reminders:
    """Everything people want to be told again."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(
        self, author: MemberId, group: GroupId | None, text: str, due_at: datetime, zone: str,
        recurrence: Recurrence | None = None,
    ) -> Reminder:  # fmt: skip
        """A new one."""
        row = _put(
            self._cursor, author=author, group=group, text=text, due_at=micros(due_at), zone=zone,
            status=Stage.ACTIVE.value, recurrence=recurrence.text if recurrence else None, revision=0,
            wall=wall(due_at, zone).isoformat(),
        ).fetchone()  # fmt: skip
        return Reminder(ReminderId(row[0]), author, group, text, due_at, zone, recurrence=recurrence)

    def keep(self, reminder: Reminder) -> None:
        """Keeps a changed one."""
        _keep(
            self._cursor, reminder=reminder.id, new_text=reminder.text, new_due_at=micros(reminder.due_at),
            new_status=reminder.status.value, new_revision=reminder.revision,
            new_recurrence=reminder.recurrence.text if reminder.recurrence else None,
            new_wall=wall(reminder.due_at, reminder.zone).isoformat(),
        )  # fmt: skip

    def get(self, reminder: int) -> Reminder | None:
        """The one of an id, None when there is none."""
        row = _get(self._cursor, reminder=reminder).fetchone()
        return _reminder(row) if row else None

    def mine(self, member: MemberId) -> Sequence[Reminder]:
        """The active ones a person keeps for themselves, the next due first."""
        return [_reminder(row) for row in _mine(self._cursor, member=member)]

    def asked_by(self, member: MemberId) -> Sequence[Reminder]:
        """Everything that somebody asked for."""
        return [_reminder(row) for row in _asked_by(self._cursor, member=member)]

    def of_group(self, group: GroupId) -> Sequence[Reminder]:
        """The active ones for a group, the next due first."""
        return [_reminder(row) for row in _of_group(self._cursor, group=group)]

    def in_calendar(
        self, since: datetime, *, member: MemberId | None = None, group: GroupId | None = None
    ) -> Sequence[Reminder]:
        """What a calendar shows of a person's own, or of a group's: waiting, or cancelled since then."""
        if group is not None:
            rows = _group_in_calendar(self._cursor, group=group, since=micros(since))
        else:
            rows = _mine_in_calendar(self._cursor, member=member, since=micros(since))
        return [_reminder(row) for row in rows]

    def strayed(self) -> Sequence[tuple[ReminderId, datetime]]:
        """Those that wait at an instant at which clocks no longer show what was said, with what was: the rules of their
        zones are others now."""
        rows = ((id_, due, zone, datetime.fromisoformat(said)) for id_, due, zone, said in _walls(self._cursor))
        return [(ReminderId(id_), said) for id_, due, zone, said in rows if wall(instant(due), zone) != said]

    def all(self) -> Sequence[Reminder]:
        """Every one, by number."""
        return [_reminder(row) for row in _all(self._cursor)]


def _reminder(row: tuple[Any, ...]) -> Reminder:
    id_, author, group, text, due_at, zone, status, recurrence, revision, _wall = row
    again = kept(recurrence) if recurrence else None
    return Reminder(id_, author, group, text, instant(due_at), zone, Stage(status), again, revision)
