"""Series of plenaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import Kind, Series, SeriesId
from bot.domain.when import kept
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False, index=True),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("recurrence", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("checked_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ended_at", Instant),
    sqlite_autoincrement=True,
)

_put = Statement(
    insert(series)
    .values({column.name: bindparam(column.name) for column in series.c if column.name != "id"})
    .returning(series.c.id)
)
_keep = Statement(
    update(series)
    .where(series.c.id == bindparam("series"))
    .values({name: bindparam(f"new_{name}") for name in ("recurrence", "link", "checked_at", "ended_at")})
)
_get = Statement(select(series).where(series.c.id == bindparam("series")))
_of = Statement(
    select(series).where(series.c.group == bindparam("group"), series.c.ended_at.is_(None)).order_by(series.c.id)
)
_all = Statement(select(series).order_by(series.c.id))
_by = Statement(select(series).where(series.c.author == bindparam("member")).order_by(series.c.id))


class EverySeries:
    """Plenaries that come back, also those that no longer do."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, fresh: Series) -> Series:
        """Keeps a new one, under its number."""
        row = _put(
            self._cursor, group=fresh.group, author=fresh.author, recurrence=fresh.recurrence.text,
            created_at=micros(fresh.created_at), checked_at=micros(fresh.checked_at), title=fresh.title,
            place=fresh.place, link=fresh.link, kind=fresh.kind.value, ended_at=None,
        ).fetchone()  # fmt: skip
        return replace(fresh, id=SeriesId(row[0]))

    def keep(self, changed: Series) -> None:
        """Keeps a changed one."""
        _keep(
            self._cursor, series=changed.id, new_recurrence=changed.recurrence.text, new_link=changed.link,
            new_checked_at=micros(changed.checked_at),
            new_ended_at=None if changed.ended_at is None else micros(changed.ended_at),
        )  # fmt: skip

    def get(self, number: int) -> Series | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, series=number).fetchone()
        return _series(row) if row else None

    def of(self, group: GroupId) -> Sequence[Series]:
        """Those of a group that go on, the oldest first."""
        return [_series(row) for row in _of(self._cursor, group=group)]

    def all(self) -> Sequence[Series]:
        """Every one, by number."""
        return [_series(row) for row in _all(self._cursor)]

    def by(self, member: MemberId) -> Sequence[Series]:
        """Those that somebody began, also when they ended."""
        return [_series(row) for row in _by(self._cursor, member=member)]


def _series(row: tuple[Any, ...]) -> Series:
    id_, group, author, recurrence, created_at, checked_at, title, place, link, kind, ended_at = row
    return Series(
        SeriesId(id_), GroupId(group), MemberId(author), kept(recurrence), instant(created_at), instant(checked_at),
        title, place, link, Kind(kind), maybe_instant(ended_at),
    )  # fmt: skip
