"""What is due when. The table decides; the timer only sleeps until the next row."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.core.rows import Job
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
)

_insert = insert(jobs).values(
    key=bindparam("key"), kind=bindparam("kind"), payload=bindparam("payload"), due_at=bindparam("due_at"),
    attempts=bindparam("attempts"),
)  # fmt: skip
_plan = Statement(
    _insert.on_conflict_do_update(
        index_elements=["key"],
        set_={name: _insert.excluded[name] for name in ("kind", "payload", "due_at", "attempts")},
    )
)
_cancel = Statement(delete(jobs).where(jobs.c.key == bindparam("key")))
_columns = (jobs.c.id, jobs.c.key, jobs.c.kind, jobs.c.payload, jobs.c.due_at, jobs.c.attempts)
_due = Statement(
    select(*_columns)
    .where(jobs.c.due_at <= bindparam("now"))
    .order_by(jobs.c.due_at, jobs.c.id)
    .limit(bindparam("most"))
)
_kinds = select(func.json_each(bindparam("kinds")).table_valued("value").c.value).scalar_subquery()
_coming = Statement(
    select(*_columns)
    .where(jobs.c.due_at <= bindparam("until"), jobs.c.kind.in_(_kinds))
    .order_by(jobs.c.due_at, jobs.c.id)
    .limit(bindparam("most"))
)
_claim = Statement(
    delete(jobs).where(
        jobs.c.key == bindparam("key"), jobs.c.due_at == bindparam("due_at"), jobs.c.payload == bindparam("payload")
    )
)
_next = Statement(select(func.min(jobs.c.due_at)))
_count = Statement(select(func.count()).where(jobs.c.due_at <= bindparam("until")))


class Jobs:
    """Everything that is planned."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.stirred = False

    def plan(self, key: str, kind: str, payload: str, due_at: datetime, attempts: int = 0) -> None:
        """Plans a job; the same key replaces what was planned."""
        self.stirred = True
        self._cursor.later(_plan, (key, kind, payload, micros(due_at), attempts))

    def cancel(self, key: str) -> bool:
        """Takes a job back; False when there is none."""
        return _cancel(self._cursor, key=key).rowcount > 0

    def due(self, now: datetime, most: int) -> Sequence[Job]:
        """What is due, oldest first."""
        return [_job(row) for row in _due(self._cursor, now=micros(now), most=most)]

    def coming(self, until: datetime, kinds: Collection[str], most: int) -> Sequence[Job]:
        """Those of some kinds that are due until then, oldest first."""
        rows = _coming(self._cursor, until=micros(until), kinds=json.dumps(sorted(kinds)), most=most)
        return [_job(row) for row in rows]

    def count(self, until: datetime) -> int:
        """How many are due until then."""
        return int(_count(self._cursor, until=micros(until)).fetchone()[0])

    def claim(self, job: Job) -> bool:
        """Takes the job; False when it was taken, cancelled or planned anew meanwhile."""
        return _claim(self._cursor, key=job.key, due_at=micros(job.due_at), payload=job.payload).rowcount == 1

    def retry(self, job: Job, at: datetime) -> None:
        """Plans a job that failed once more."""
        self.plan(job.key, job.kind, job.payload, at, job.attempts + 1)

    def next_due(self) -> datetime | None:
        """When the next job is due, None when nothing is planned."""
        return maybe_instant(_next(self._cursor).fetchone()[0])


def _job(row: tuple[int, str, str, str, int, int]) -> Job:
    id_, key, kind, payload, due_at, attempts = row
    return Job(id_, key, kind, payload, instant(due_at), attempts)
