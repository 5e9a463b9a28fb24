"""Plenaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import Kind, Plenary, PlenaryId, Series, SeriesId, Status
from bot.domain.zones import wall
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

plenaries = Table(
    "plenaries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("start", Instant, nullable=False),
    Column("zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("updated_at", Instant),
    Column("convened_at", Instant),
    Column("agenda_until", Instant),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("signing", Integer, nullable=False),
    Column("current", Integer),
    Column("reason", Text, nullable=False),
    Column("series", Integer),
    Column("slot", Text),
    Column("wall", Text),  # what clocks show there at its start: said, and kept when the rules of the zone change
    Index("ix_plenaries_group", "group", "start"),
    sqlite_autoincrement=True,
)

_FIXED = ("group", "author", "zone", "created_at")
_CHANGING = tuple(column.name for column in plenaries.c if column.name not in ("id", *_FIXED))
_put = Statement(
    insert(plenaries).values({name: bindparam(name) for name in (*_FIXED, *_CHANGING)}).returning(plenaries.c.id)
)
_keep = Statement(
    update(plenaries)
    .where(plenaries.c.id == bindparam("plenary"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_get = Statement(select(plenaries).where(plenaries.c.id == bindparam("plenary")))
_of = Statement(
    select(plenaries).where(plenaries.c.group == bindparam("group")).order_by(plenaries.c.start, plenaries.c.id)
)
_to_come = Statement(
    select(plenaries)
    .where(
        (plenaries.c.status == Status.DRAFT.value) | (plenaries.c.status == Status.CONVENED.value),
        plenaries.c.wall.is_not(None),
    )
    .order_by(plenaries.c.id)
)
_all = Statement(select(plenaries).order_by(plenaries.c.id))


class Plenaries:
    """Every plenary, also those that were cancelled."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, fresh: Plenary) -> Plenary:
        """Keeps a new one, under its number."""
        row = _put(
            self._cursor, group=fresh.group, author=fresh.author, zone=fresh.zone,
            created_at=micros(fresh.created_at), **_changing(fresh),
        ).fetchone()  # fmt: skip
        return replace(fresh, id=PlenaryId(row[0]))

    def keep(self, plenary: Plenary) -> None:
        """Keeps a changed one."""
        _keep(self._cursor, plenary=plenary.id, **{f"new_{key}": value for key, value in _changing(plenary).items()})

    def get(self, plenary: int) -> Plenary | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, plenary=plenary).fetchone()
        return _plenary(row) if row else None

    def of(self, group: GroupId) -> Sequence[Plenary]:
        """Those of a group, the earliest first."""
        return [_plenary(row) for row in _of(self._cursor, group=group)]

    def next_of(self, group: GroupId) -> Plenary | None:
        """The one that is under way, else the earliest that is convened."""
        found = self.of(group)
        under_way = next((one for one in found if one.is_open), None)
        return under_way or next((one for one in found if one.is_to_come), None)

    def before(self, plenary: Plenary) -> Sequence[Plenary]:
        """Those of its group that are over, the latest first."""
        return [one for one in reversed(self.of(plenary.group)) if one.status is Status.CLOSED and one.id != plenary.id]

    def convened_of(self, group: GroupId) -> Sequence[Plenary]:
        """Those of a group that are convened and have not begun, the earliest first."""
        return [one for one in self.of(group) if one.is_to_come]

    def of_series(self, group: GroupId, series: SeriesId) -> Sequence[Plenary]:
        """Those of a series of a group, the earliest first."""
        return [one for one in self.of(group) if one.series == series]

    def taken(self, series: Series) -> frozenset[date]:
        """The days of a series that are dealt with: one of its plenaries was made for them, or another plenary of the
        group is convened for the same instant."""
        days = set[date]()
        for one in self.of(series.group):
            if one.series == series.id and one.slot is not None:
                days.add(one.slot)
            elif one.is_to_come and series.start(one.held_on) == one.start:
                days.add(one.held_on)
        return frozenset(days)

    def strayed(self) -> Sequence[tuple[Plenary, datetime]]:
        """Those to come at whose instant clocks no longer show what was said, with what was: the rules of their zones
        are others now."""
        rows = _to_come(self._cursor).fetchall()
        found = ((_plenary(row), datetime.fromisoformat(row[-1])) for row in rows)
        return [(one, shown) for one, shown in found if wall(one.start, one.zone) != shown]

    def all(self) -> Sequence[Plenary]:
        """Every one, by number."""
        return [_plenary(row) for row in _all(self._cursor)]


def _changing(one: Plenary) -> dict[str, Any]:
    return {
        "start": micros(one.start), "title": one.title, "place": one.place, "link": one.link, "kind": one.kind.value,
        "status": one.status.value, "series": one.series,
        "slot": None if one.slot is None else one.slot.isoformat(), "sequence": one.sequence,
        "updated_at": _maybe(one.updated_at), "convened_at": _maybe(one.convened_at),
        "agenda_until": _maybe(one.agenda_until), "opened_at": _maybe(one.opened_at),
        "closed_at": _maybe(one.closed_at), "signing": int(one.signing), "current": one.current, "reason": one.reason,
        "wall": wall(one.start, one.zone).isoformat(),
    }  # fmt: skip


def _maybe(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _plenary(row: tuple[Any, ...]) -> Plenary:
    (
        id_, group, author, start, zone, created_at, title, place, link, kind, status, sequence, updated_at,
        convened_at, agenda_until, opened_at, closed_at, signing, current, reason, series, slot, _wall,
    ) = row  # fmt: skip
    return Plenary(
        PlenaryId(id_), GroupId(group), MemberId(author), instant(start), zone, instant(created_at), title, place, link,
        Kind(kind), Status(status), series, date.fromisoformat(slot) if slot else None, sequence,
        maybe_instant(updated_at), maybe_instant(convened_at), maybe_instant(agenda_until), maybe_instant(opened_at),
        maybe_instant(closed_at), bool(signing), current, reason,
    )  # fmt: skip
