"""Newcomers and the greetings that named them: each person once per group, whoever comes back is not new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, cast, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.core.rows import Room
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
    Column("room", Integer, index=True),  # no key of the file, which would have to be written anew
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

_begin = Statement(
    insert(greetings)
    .values(group=bindparam("group"), at=bindparam("at"), room=bindparam("room"))
    .returning(greetings.c.id)
)
_recent = Statement(
    select(greetings.c.id)
    .where(greetings.c.room == bindparam("room"), greetings.c.at >= bindparam("since"))
    .order_by(greetings.c.id.desc())
    .limit(1)
)
_get = Statement(select(greetings.c.group, greetings.c.room).where(greetings.c.id == bindparam("greeting")))
_before = Statement(
    select(greetings.c.id)
    .where(greetings.c.room == bindparam("room"), greetings.c.id < bindparam("greeting"))
    .order_by(greetings.c.id.desc())
    .limit(1)
)
_after = Statement(
    select(greetings.c.id).where(greetings.c.room == bindparam("room"), greetings.c.id > bindparam("greeting")).limit(1)
)
_greet = Statement(
    insert(greeted)
    .values(group=bindparam("group"), member=bindparam("member"), greeting=bindparam("greeting"))
    .on_conflict_do_nothing()
)
_known = Statement(
    select(greeted.c.member).where(greeted.c.group == bindparam("group"), greeted.c.member == bindparam("member"))
)
_new = Statement(
    select(greeted.c.member).where(
        greeted.c.group == bindparam("group"), greeted.c.member == bindparam("member"), greeted.c.greeting.is_not(None)
    )
)
_count = Statement(select(func.count()).where(greeted.c.member == bindparam("member")))
_named = Statement(
    select(greeted.c.member)
    .where(greeted.c.group == bindparam("group"), greeted.c.greeting == bindparam("greeting"))
    .order_by(greeted.c.member)
)
_follow = Statement(update(greetings).where(greetings.c.room == bindparam("of_room")).values(group=bindparam("to")))
_known_too = Statement(
    insert(greeted)
    .prefix_with("OR IGNORE")
    .from_select(
        ["group", "member", "greeting"],
        select(cast(bindparam("to"), Integer), greeted.c.member, greeted.c.greeting).where(
            greeted.c.greeting.in_(select(greetings.c.id).where(greetings.c.room == bindparam("of_room")))
        ),
    )
)
_last = Statement(select(func.max(greetings.c.id)).where(greetings.c.room == bindparam("room")))


class Greetings:
    """Who was welcomed where."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def begin(self, room: Room, now: datetime) -> int:
        """A new greeting in a chat; its number."""
        return int(_begin(self._cursor, group=room.group.id, room=room.id, at=micros(now)).fetchone()[0])

    def recent(self, room: int, since: datetime) -> int | None:
        """The last greeting of a chat when it began at that instant or later."""
        row = _recent(self._cursor, room=room, since=micros(since)).fetchone()
        return int(row[0]) if row else None

    def get(self, greeting: int) -> tuple[GroupId, int] | None:
        """Whose greeting it is, and in which chat; None when there is none of that number."""
        row = _get(self._cursor, greeting=greeting).fetchone()
        return (GroupId(row[0]), int(row[1] or 0)) if row else None

    def before(self, room: int, greeting: int) -> int | None:
        """The greeting of the chat before that one."""
        row = _before(self._cursor, room=room, greeting=greeting).fetchone()
        return int(row[0]) if row else None

    def is_last(self, room: int, greeting: int) -> bool:
        """Whether the chat has no later one."""
        return _after(self._cursor, room=room, greeting=greeting).fetchone() is None

    def greet(self, group: GroupId, member: MemberId, greeting: int | None) -> None:
        """The person is named in a greeting (in none, when they are no newcomer); once for good."""
        _greet(self._cursor, group=group, member=member, greeting=greeting)

    def knows(self, group: GroupId, member: MemberId) -> bool:
        """Whether the person was greeted there, or needs no greeting."""
        return _known(self._cursor, group=group, member=member).fetchone() is not None

    def is_new(self, group: GroupId, member: MemberId) -> bool:
        """Whether a greeting named the person there: they came after the bot."""
        return _new(self._cursor, group=group, member=member).fetchone() is not None

    def follow(self, room: int, to: GroupId) -> int | None:
        """The greetings of a chat are of the group that it has now, and whom they name is known there; the last one."""
        _known_too(self._cursor, of_room=room, to=to)
        _follow(self._cursor, of_room=room, to=to)
        row = _last(self._cursor, room=room).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def count(self, member: MemberId) -> int:
        """In how many groups the person was greeted, or needs no greeting."""
        return int(_count(self._cursor, member=member).fetchone()[0])

    def named(self, group: GroupId, greeting: int) -> Sequence[MemberId]:
        """The people whom a greeting names."""
        return [MemberId(row[0]) for row in _named(self._cursor, group=group, greeting=greeting)]
