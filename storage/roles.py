"""Roles that groups gave, and dangerous acts that wait for a second organizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.countersigns import Countersign
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.permissions import Act
from bot.domain.roles import Mandate, Roles
from storage.cursor import Cursor
from storage.groups import groups
from storage.types import Instant, Statement, instant, metadata, micros

mandates = Table(
    "mandates",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("by", ForeignKey("members.id")),
    Index("ix_mandates_member", "member"),
    sqlite_with_rowid=False,
)
countersigns = Table(
    "countersigns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("asked_by", ForeignKey("members.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    sqlite_autoincrement=True,  # an old button never agrees to another act
)

_order = (mandates.c.since, mandates.c.member, mandates.c.role)
_of_group = Statement(
    select(mandates.c.member, mandates.c.role, mandates.c.since, mandates.c.by)
    .where(mandates.c.group == bindparam("group"))
    .order_by(*_order)
)
_mine = Statement(
    select(mandates.c.group, mandates.c.member, mandates.c.role, mandates.c.since, mandates.c.by)
    .join_from(mandates, groups, mandates.c.group == groups.c.id)
    .where(mandates.c.member == bindparam("member"), groups.c.joined.is_(None))
    .order_by(*_order)
)
_clear = Statement(delete(mandates).where(mandates.c.group == bindparam("group")))
_give = Statement(insert(mandates).values({column.name: bindparam(column.name) for column in mandates.c}))
_waiting = select(
    countersigns.c.group, countersigns.c.act, countersigns.c.subject, countersigns.c.text, countersigns.c.asked_by,
    countersigns.c.asked_at,
)  # fmt: skip
_ask = Statement(
    insert(countersigns)
    .values({column.name: bindparam(column.name) for column in countersigns.c if column.name != "id"})
    .returning(countersigns.c.id)
)
_get = Statement(_waiting.where(countersigns.c.id == bindparam("countersign")))
_numbers = Statement(select(countersigns.c.id).order_by(countersigns.c.id))
_reword = Statement(
    update(countersigns).where(countersigns.c.id == bindparam("countersign")).values(text=bindparam("new_text"))
)
_done = Statement(delete(countersigns).where(countersigns.c.id == bindparam("countersign")))
_purge = Statement(delete(countersigns).where(countersigns.c.asked_at < bindparam("before")))


class GroupRoles:
    """Who has which role where."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def of(self, group: GroupId) -> Roles:
        """The roles of a group, in the order in which they were given."""
        rows = _of_group(self._cursor, group=group)
        return Roles(tuple(_mandate(*row) for row in rows))

    def mine(self, member: MemberId) -> Mapping[GroupId, tuple[Mandate, ...]]:
        """The roles of a person, by group."""
        found: dict[GroupId, tuple[Mandate, ...]] = {}
        for group, *row in _mine(self._cursor, member=member):
            found[group] = (*found.get(group, ()), _mandate(*row))
        return found

    def keep(self, group: GroupId, roles: Roles) -> None:
        """Keeps the roles of a group."""
        _clear(self._cursor, group=group)
        for one in roles.mandates:
            _give(
                self._cursor, group=group, member=one.member, role=one.role, since=micros(one.since), by=one.by
            )  # fmt: skip


class Countersigns:
    """Dangerous acts that wait."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def ask(self, group: GroupId, one: Countersign, text: str = "") -> int:
        """One more; its number. `text` is what the act needs beside its subject."""
        row = _ask(
            self._cursor, group=group, act=one.act.value, subject=one.subject, text=text, asked_by=one.asked_by,
            asked_at=micros(one.asked_at),
        ).fetchone()  # fmt: skip
        return int(row[0])

    def get(self, number: int) -> tuple[GroupId, Countersign, str] | None:
        """The one of a number with its group and its text, None once it was done or forgotten."""
        row = _get(self._cursor, countersign=number).fetchone()
        if row is None:
            return None
        group, act, subject, text, by, at = row
        return GroupId(group), Countersign(Act(act), subject, MemberId(by), instant(at)), str(text)

    def numbers(self) -> Sequence[int]:
        """Everything that waits, in every group."""
        return [int(row[0]) for row in _numbers(self._cursor)]

    def reword(self, number: int, text: str) -> None:
        """Keeps another text for it."""
        _reword(self._cursor, countersign=number, new_text=text)

    def done(self, number: int) -> None:
        """It waits no more."""
        _done(self._cursor, countersign=number)

    def purge(self, before: datetime) -> int:
        """Forgets those asked for before an instant; how many."""
        return _purge(self._cursor, before=micros(before)).rowcount


def _mandate(member: int, role: str, since: int, by: int | None) -> Mandate:
    return Mandate(MemberId(member), role, instant(since), None if by is None else MemberId(by))
