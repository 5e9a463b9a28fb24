"""The charters of groups, each version with the instant from which it holds. None that ever held is changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.charter import Charter, read, written
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.versions import Version, at, first
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

charters = Table(
    "charters",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("by", ForeignKey("members.id")),
    Column("charter", Text, nullable=False),
    Column("taken_back_at", Instant),  # before it began
    sqlite_with_rowid=False,
)

_columns = (charters.c.number, charters.c.charter, charters.c.since, charters.c.by, charters.c.taken_back_at)
_adopt = Statement(
    insert(charters).values({
        column.name: bindparam(column.name) for column in charters.c if column.name != "taken_back_at"
    })
)  # fmt: skip
_amend = Statement(
    update(charters)
    .where(charters.c.group == bindparam("of_group"), charters.c.number == bindparam("of_number"))
    .values(charter=bindparam("new_charter"), taken_back_at=bindparam("new_taken_back_at"))
)
_of = Statement(select(*_columns).where(charters.c.group == bindparam("group")).order_by(charters.c.number))
_one = Statement(
    select(*_columns).where(charters.c.group == bindparam("group"), charters.c.number == bindparam("number"))
)


class Charters:
    """Every version of every group's charter."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._remembered: dict[tuple[int, int], Charter] = {}

    def forget(self) -> None:
        """Reads everything anew: something was rolled back."""
        self._remembered.clear()

    def adopt(self, group: GroupId, version: Version) -> None:
        """Keeps a new version."""
        _adopt(
            self._cursor, group=group, number=version.number, since=micros(version.since), by=version.by,
            charter=_dump(version.charter),
        )  # fmt: skip

    def amend(self, group: GroupId, version: Version) -> None:
        """Keeps what became of a version that is still to begin: what it changes, or that it was taken back."""
        gone = None if version.taken_back_at is None else micros(version.taken_back_at)
        _amend(
            self._cursor, of_group=group, of_number=version.number, new_charter=_dump(version.charter),
            new_taken_back_at=gone,
        )  # fmt: skip
        self._remembered.pop((group, version.number), None)

    def of(self, group: GroupId) -> Sequence[Version]:
        """Every version of a group, by number; empty before the first vote or change."""
        return [_version(row) for row in _of(self._cursor, group=group)]

    def get(self, group: GroupId, number: int) -> Charter | None:
        """The charter of a number, None when there is none: a vote opened before versions were kept."""
        known = self._remembered.get((group, number))
        if known is None and (row := _one(self._cursor, group=group, number=number).fetchone()):
            known = self._remembered[group, number] = _version(row).charter
        return known

    def current(self, group: Group, now: datetime) -> Version:
        """The version that a group decides by now; written down when nobody has yet."""
        known = self.of(group.id)
        if any(one.since <= now for one in known) and (held := at(known, now)).charter == group.charter:
            return held
        began = first(group.charter, now)
        number = max((version.number for version in known), default=0) + 1
        version = Version(number, began.charter, began.since)
        self.adopt(group.id, version)
        return version


def _version(row: tuple[Any, ...]) -> Version:
    number, charter, since, by, gone = row
    adopted_by = None if by is None else MemberId(by)
    return Version(number, read(json.loads(charter)), instant(since), adopted_by, maybe_instant(gone))


def _dump(charter: Charter) -> str:
    return json.dumps(written(charter), sort_keys=True, ensure_ascii=False)
