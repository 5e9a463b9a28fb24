"""Who belongs to which group, since when and as what: what the groups wrote down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from storage.cursor import Cursor
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
_all = Statement(select(*_columns).order_by(memberships.c.member, memberships.c.group))
_numbers = Statement(
    select(memberships.c.member, memberships.c.number).where(
        memberships.c.group == bindparam("group"), memberships.c.number != ""
    )
)
_row = insert(memberships).values({column.name: bindparam(column.name) for column in _columns} | {"number": ""})
_keep = Statement(
    _row.on_conflict_do_update(
        index_elements=["group", "member"],
        set_={column.name: _row.excluded[column.name] for column in _columns if not column.primary_key},
    )
)
_count = Statement(
    memberships.update().where(
        memberships.c.group == bindparam("of_group"), memberships.c.member == bindparam("of_member")
    ).values(number=bindparam("new_number"))
)  # fmt: skip
_drop = Statement(delete(memberships).where(_one))


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

    def keep(self, one: Membership, number: str | None = None) -> None:
        """Keeps it; the group's own number stays unless another is given."""
        _keep(
            self._cursor, group=one.group, member=one.member, status=one.status.value, joined_on=_iso(one.joined_on),
            left_on=_iso(one.left_on), excluded=int(one.excluded), dues_until=_iso(one.dues_until), college=one.college,
            weight=one.weight,
        )  # fmt: skip
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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
