"""What stays of plenaries: notes, actions, and the minutes as they were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import Minutes, Note, Task, TaskId, TaskState
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

records = Table(
    "records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plenary", ForeignKey("plenaries.id"), nullable=False),
    Column("point", ForeignKey("points.id")),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_records_plenary", "plenary"),
)
tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plenary", ForeignKey("plenaries.id"), nullable=False),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("point", ForeignKey("points.id")),
    Column("text", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("member", ForeignKey("members.id")),
    Column("due_on", Text),
    Column("state", Text, nullable=False),
    Index("ix_tasks_plenary", "plenary"),
    Index("ix_tasks_group", "group", "state"),
    sqlite_autoincrement=True,
)
minutes = Table(
    "minutes",
    metadata,
    Column("plenary", ForeignKey("plenaries.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", ForeignKey("members.id"), nullable=False),
    Column("ratified_at", Instant),
    Column("ratified_in", ForeignKey("plenaries.id")),
)

_put_note = Statement(
    insert(records)
    .values({column.name: bindparam(column.name) for column in records.c if column.name != "id"})
    .returning(records.c.id)
)
_notes = Statement(select(records).where(records.c.plenary == bindparam("plenary")).order_by(records.c.id))
_drop_note = Statement(delete(records).where(records.c.id == bindparam("note")))
_put_task = Statement(
    insert(tasks)
    .values({column.name: bindparam(column.name) for column in tasks.c if column.name != "id"})
    .returning(tasks.c.id)
)
_keep_task = Statement(
    update(tasks)
    .where(tasks.c.id == bindparam("task"))
    .values(due_on=bindparam("new_due_on"), state=bindparam("new_state"))
)
_task = Statement(select(tasks).where(tasks.c.id == bindparam("task")))
_tasks = Statement(select(tasks).where(tasks.c.plenary == bindparam("plenary")).order_by(tasks.c.id))
_open_tasks = Statement(
    select(tasks)
    .where(tasks.c.group == bindparam("group"), tasks.c.state == TaskState.OPEN.value)
    .order_by(tasks.c.due_on, tasks.c.id)
)
_given_to = Statement(
    select(tasks.c.group).where(tasks.c.member == bindparam("member")).distinct().order_by(tasks.c.group)
)
_disown = Statement(
    update(tasks)
    .where(tasks.c.member == bindparam("of_member"), tasks.c.group == bindparam("of_group"))
    .values(member=None, owner=bindparam("new_owner"))
)
_put = Statement(insert(minutes).values({column.name: bindparam(column.name) for column in minutes.c}))
_keep = Statement(
    update(minutes)
    .where(minutes.c.plenary == bindparam("of_plenary"))
    .values(ratified_at=bindparam("new_at"), ratified_in=bindparam("new_in"))
)
_reduce = Statement(
    update(minutes).where(minutes.c.plenary == bindparam("of_plenary")).values(text=bindparam("new_text"))
)
_get = Statement(select(minutes).where(minutes.c.plenary == bindparam("plenary")))


class Records:
    """What was written down."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    # notes

    def note(self, plenary: int, point: int | None, author: MemberId, text: str, now: datetime) -> Note:
        """Something is written down."""
        row = _put_note(
            self._cursor, plenary=plenary, point=point, author=author, text=text, at=micros(now)
        ).fetchone()  # fmt: skip
        return Note(row[0], plenary, point, author, text, now)

    def notes(self, plenary: int) -> Sequence[Note]:
        """Everything that was written down, in its order."""
        return [_note(row) for row in _notes(self._cursor, plenary=plenary)]

    def drop_note(self, note: int) -> None:
        """It was wrong."""
        _drop_note(self._cursor, note=note)

    # actions

    def put_task(self, fresh: Task) -> Task:
        """Somebody is to do something."""
        row = _put_task(
            self._cursor, plenary=fresh.plenary, group=fresh.group, point=fresh.point, text=fresh.text,
            owner=fresh.owner, member=fresh.member, due_on=_iso(fresh.due_on), state=fresh.state.value,
        ).fetchone()  # fmt: skip
        return replace(fresh, id=TaskId(row[0]))

    def keep_task(self, task: Task) -> None:
        """Keeps a changed one."""
        _keep_task(self._cursor, task=task.id, new_due_on=_iso(task.due_on), new_state=task.state.value)

    def task(self, task: int) -> Task | None:
        """The one of an id, None when there is none."""
        row = _task(self._cursor, task=task).fetchone()
        return _read_task(row) if row else None

    def tasks(self, plenary: int) -> Sequence[Task]:
        """The actions of a meeting."""
        return [_read_task(row) for row in _tasks(self._cursor, plenary=plenary)]

    def open_tasks(self, group: GroupId) -> Sequence[Task]:
        """The actions of a group that are not done, the first due first."""
        return [_read_task(row) for row in _open_tasks(self._cursor, group=group)]

    def groups_of_tasks(self, member: MemberId) -> Sequence[GroupId]:
        """The groups whose meetings gave somebody something to do."""
        return [GroupId(row[0]) for row in _given_to(self._cursor, member=member).fetchall()]

    def disown(self, member: MemberId, group: GroupId, owner: str) -> None:
        """What somebody was to do in a group is nobody's any more; `owner` is said in the place of their name."""
        _disown(self._cursor, of_member=member, of_group=group, new_owner=owner)

    # minutes

    def publish(self, one: Minutes) -> None:
        """The minutes are published."""
        _put(
            self._cursor, plenary=one.plenary, text=one.text, published_at=micros(one.published_at),
            published_by=one.published_by, ratified_at=None, ratified_in=None,
        )  # fmt: skip

    def keep(self, one: Minutes) -> None:
        """Keeps whether they are ratified; nobody changes their text any more."""
        at = None if one.ratified_at is None else micros(one.ratified_at)
        _keep(self._cursor, of_plenary=one.plenary, new_at=at, new_in=one.ratified_in)

    def reduce(self, plenary: int, text: str) -> None:
        """The same without names, once the years that names are kept are over."""
        _reduce(self._cursor, of_plenary=plenary, new_text=text)

    def minutes(self, plenary: int) -> Minutes | None:
        """The minutes of a plenary, None while they are not published."""
        row = _get(self._cursor, plenary=plenary).fetchone()
        return _minutes(row) if row else None


def _note(row: tuple[Any, ...]) -> Note:
    id_, plenary, point, author, text, at = row
    return Note(id_, plenary, point, author, text, instant(at))


def _read_task(row: tuple[Any, ...]) -> Task:
    id_, plenary, group, point, text, owner, member, due_on, state = row
    day = date.fromisoformat(due_on) if due_on else None
    return Task(TaskId(id_), plenary, group, point, text, owner, member, day, TaskState(state))


def _minutes(row: tuple[Any, ...]) -> Minutes:
    plenary, text, published_at, published_by, ratified_at, ratified_in = row
    return Minutes(plenary, text, instant(published_at), published_by, maybe_instant(ratified_at), ratified_in)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
