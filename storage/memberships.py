"""Who belongs to which group, since when and as what: what the groups wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    case,
    delete,
    literal,
    select,
    union,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import ERASED
from storage.cursor import Cursor
from storage.groups import presences, rooms
from storage.members import members
from storage.types import Statement, metadata

memberships = Table(
    "memberships",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("status", Text, nullable=False),
    Column("joined_on", Text),
    Column("left_on", Text),
    Column("excluded", Integer, nullable=False, server_default="0"),
    Column("dues_until", Text),
    Column("college", Text, nullable=False, server_default=""),
    Column("weight", Integer, nullable=False, server_default="1"),
    Column("number", Text, nullable=False, server_default=""),  # the group's own
    Index("ix_memberships_member", "member"),
    sqlite_with_rowid=False,
)

_columns = [column for column in memberships.c if column.name != "number"]
_one = (memberships.c.group == bindparam("group")) & (memberships.c.member == bindparam("member"))
_get = Statement(select(*_columns).where(_one))
_of_group = Statement(select(*_columns).where(memberships.c.group == bindparam("group")).order_by(memberships.c.member))
# Who may have no voice: an observer, or somebody who left, perhaps only from a day to come on.
without_voice = (memberships.c.status == MemberStatus.OBSERVER.value) | (
    memberships.c.status == MemberStatus.LEFT.value
)
_apart = Statement(
    select(*_columns).where(
        memberships.c.group == bindparam("group"),
        without_voice,
    )
)
_mine = Statement(select(*_columns).where(memberships.c.member == bindparam("member")).order_by(memberships.c.group))
_standing = Statement(
    select(memberships).where(memberships.c.group == bindparam("group")).order_by(memberships.c.member)
)
_all = Statement(select(*_columns).order_by(memberships.c.member, memberships.c.group))
_numbers = Statement(
    select(memberships.c.member, memberships.c.number).where(
        memberships.c.group == bindparam("group"), memberships.c.number != ""
    )
)
_written: dict[str, Any] = {column.name: bindparam(column.name) for column in _columns}
_row = insert(memberships).values(_written | {"number": ""})
_numbered = insert(memberships).values(_written | {"number": bindparam("new_number")})
_keep, _keep_with = (
    Statement(
        row.on_conflict_do_update(
            index_elements=["group", "member"],
            set_={column.name: row.excluded[column.name] for column in columns if not column.primary_key},
        )
    )
    for row, columns in ((_row, _columns), (_numbered, memberships.c))
)
_count = Statement(
    memberships.update().where(
        memberships.c.group == bindparam("of_group"), memberships.c.member == bindparam("of_member")
    ).values(number=bindparam("new_number"))
)  # fmt: skip
_drop = Statement(delete(memberships).where(_one))
_listed = select(memberships.c.member).where(memberships.c.group == bindparam("group"))
_present = (
    select(presences.c.member)
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(rooms.c.group == bindparam("group"), presences.c.until.is_(None))
)
_named = Statement(
    select(members.c.id, case((members.c.erased_at.is_(None), members.c.name), else_=literal(ERASED)))
    .where(
        members.c.id.in_(union(_listed, _present)),
        members.c.id.not_in(_listed.where(memberships.c.status == MemberStatus.ERASED.value)),
    )
    .order_by(members.c.id)
)


class Memberships:
    """The list of members of every group."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def get(self, group: GroupId, member: MemberId) -> Membership | None:
        """What the group wrote down of somebody, None when nothing."""
        row = _get(self._cursor, group=group, member=member).fetchone()
        return _membership(row) if row else None

    def of_group(self, group: GroupId) -> Sequence[Membership]:
        """Everybody in the list of a group, also those who left."""
        return [_membership(row) for row in _of_group(self._cursor, group=group)]

    def apart(self, group: GroupId) -> Sequence[Membership]:
        """Its observers, and those who left it or are to leave."""
        return [_membership(row) for row in _apart(self._cursor, group=group)]

    def mine(self, member: MemberId) -> Sequence[Membership]:
        """What the groups wrote down of somebody."""
        return [_membership(row) for row in _mine(self._cursor, member=member)]

    def all(self) -> Sequence[Membership]:
        """Everybody in every list."""
        return [_membership(row) for row in _all(self._cursor)]

    def numbers(self, group: GroupId) -> Mapping[MemberId, str]:
        """The group's own numbers of its members."""
        return {MemberId(member): number for member, number in _numbers(self._cursor, group=group)}

    def names(self, group: GroupId) -> Mapping[MemberId, str]:
        """Everybody in a group's chats or in its list, by their whole names; without those who erased themselves."""
        return {MemberId(member): name for member, name in _named(self._cursor, group=group)}

    def standing(self, group: GroupId) -> object:
        """Everything that is written down in a group, and how everybody is called: equal while none of it changes."""
        written = _standing(self._cursor, group=group).fetchall()
        return written, _named(self._cursor, group=group).fetchall()

    def keep_all(self, lines: Iterable[tuple[Membership, str | None]]) -> None:
        """Keeps many of them, each with the group's own number where one is given."""
        given = list(lines)
        _keep.many(self._cursor, (_values(one) for one, number in given if number is None))
        numbered = ((one, number) for one, number in given if number is not None)
        _keep_with.many(self._cursor, (_values(one) | {"new_number": number} for one, number in numbered))

    def keep(self, one: Membership, number: str | None = None) -> None:
        """Keeps it; the group's own number stays unless another is given."""
        _keep(self._cursor, **_values(one))
        if number is not None:
            _count(self._cursor, of_group=one.group, of_member=one.member, new_number=number)

    def hand_over(self, group: GroupId, entered: MemberId, to: MemberId) -> None:
        """What the group wrote down of somebody without an account is of whoever they turned out to be."""
        written = self.get(group, entered)
        if written is not None:
            self.keep(replace(written, member=to), self.numbers(group).get(entered))
            self.drop(group, entered)

    def drop(self, group: GroupId, member: MemberId) -> None:
        """As if nothing had been written down."""
        _drop(self._cursor, group=group, member=member)


def _membership(row: tuple[Any, ...]) -> Membership:
    group, member, status, joined_on, left_on, excluded, dues_until, college, weight = row
    return Membership(
        MemberId(member), GroupId(group), MemberStatus(status), _day(joined_on), _day(left_on), bool(excluded),
        _day(dues_until), college, weight,
    )  # fmt: skip


def _values(one: Membership) -> dict[str, Any]:
    return {
        "group": one.group, "member": one.member, "status": one.status.value, "joined_on": _iso(one.joined_on),
        "left_on": _iso(one.left_on), "excluded": int(one.excluded), "dues_until": _iso(one.dues_until),
        "college": one.college, "weight": one.weight,
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
