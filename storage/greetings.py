"""Newcomers and the greetings that named them: each person once per group, whoever comes back is not new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, metadata, micros

greetings = Table(
    "greetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
greeted = Table(
    "greeted",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("greeting", Integer),
    sqlite_with_rowid=False,
)

_begin = Statement(insert(greetings).values(group=bindparam("group"), at=bindparam("at")).returning(greetings.c.id))
_recent = Statement(
    select(greetings.c.id)
    .where(greetings.c.group == bindparam("group"), greetings.c.at >= bindparam("since"))
    .order_by(greetings.c.id.desc())
    .limit(1)
)
_group = Statement(select(greetings.c.group).where(greetings.c.id == bindparam("greeting")))
_greet = Statement(
    insert(greeted)
    .values(group=bindparam("group"), member=bindparam("member"), greeting=bindparam("greeting"))
    .on_conflict_do_nothing()
)
_known = Statement(
    select(greeted.c.member).where(greeted.c.group == bindparam("group"), greeted.c.member == bindparam("member"))
)
_count = Statement(select(func.count()).where(greeted.c.member == bindparam("member")))
_named = Statement(
    select(greeted.c.member)
    .where(greeted.c.group == bindparam("group"), greeted.c.greeting == bindparam("greeting"))
    .order_by(greeted.c.member)
)


class Greetings:
    """Who was welcomed where."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def begin(self, group: GroupId, now: datetime) -> int:
        """A new greeting; its number."""
        return int(_begin(self._cursor, group=group, at=micros(now)).fetchone()[0])

    def recent(self, group: GroupId, since: datetime) -> int | None:
        """The last greeting of a group when it began at that instant or later."""
        row = _recent(self._cursor, group=group, since=micros(since)).fetchone()
        return int(row[0]) if row else None

    def group(self, greeting: int) -> GroupId | None:
        """Whose greeting it is, None when there is none of that number."""
        row = _group(self._cursor, greeting=greeting).fetchone()
        return GroupId(row[0]) if row else None

    def greet(self, group: GroupId, member: MemberId, greeting: int | None) -> None:
        """The person is named in a greeting (in none, when they are no newcomer); once for good."""
        _greet(self._cursor, group=group, member=member, greeting=greeting)

    def knows(self, group: GroupId, member: MemberId) -> bool:
        """Whether the person was greeted there, or needs no greeting."""
        return _known(self._cursor, group=group, member=member).fetchone() is not None

    def count(self, member: MemberId) -> int:
        """In how many groups the person was greeted, or needs no greeting."""
        return int(_count(self._cursor, member=member).fetchone()[0])

    def named(self, group: GroupId, greeting: int) -> Sequence[MemberId]:
        """The people whom a greeting names."""
        return [MemberId(row[0]) for row in _named(self._cursor, group=group, greeting=greeting)]
