"""The points of agendas, and those that wait for a plenary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.plenaries import Nature, Point, PointId, Preset, Progress, ordered
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

points = Table(
    "points",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id")),
    Column("title", Text, nullable=False),
    Column("nature", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("plenary", ForeignKey("plenaries.id")),
    Column("place", Integer, nullable=False),
    Column("preset", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("progress", Text, nullable=False),
    Column("about", Integer),
    Column("late", Integer, nullable=False),
    Column("began_at", Instant),
    Index("ix_points_plenary", "plenary"),
    Index("ix_points_group", "group"),
    sqlite_autoincrement=True,
)

_FIXED = ("group", "author", "preset", "created_at", "about")
_CHANGING = tuple(column.name for column in points.c if column.name not in ("id", *_FIXED))
_add = Statement(
    insert(points).values({name: bindparam(name) for name in (*_FIXED, *_CHANGING)}).returning(points.c.id)
)
_keep = Statement(
    update(points)
    .where(points.c.id == bindparam("point"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_get = Statement(select(points).where(points.c.id == bindparam("point")))
_of = Statement(select(points).where(points.c.plenary == bindparam("plenary")).order_by(points.c.place, points.c.id))
_waiting = Statement(
    select(points).where(points.c.group == bindparam("group"), points.c.plenary.is_(None)).order_by(points.c.id)
)
_drop = Statement(delete(points).where(points.c.id == bindparam("point")))


class Agendas:
    """What is to be spoken of."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def add(self, fresh: Point) -> Point:
        """Keeps a new one."""
        row = _add(
            self._cursor, group=fresh.group, author=fresh.author, preset=fresh.preset.value,
            created_at=micros(fresh.created_at), about=fresh.about, **_changing(fresh),
        ).fetchone()  # fmt: skip
        return replace(fresh, id=PointId(row[0]))

    def keep(self, *changed: Point) -> None:
        """Keeps changed ones."""
        for point in changed:
            _keep(self._cursor, point=point.id, **{f"new_{key}": value for key, value in _changing(point).items()})

    def get(self, point: int) -> Point | None:
        """The one of an id, None when there is none."""
        row = _get(self._cursor, point=point).fetchone()
        return _point(row) if row else None

    def of(self, plenary: int) -> tuple[Point, ...]:
        """A plenary's points in their order, numbered from 1."""
        return ordered([_point(row) for row in _of(self._cursor, plenary=plenary)])

    def waiting(self, group: GroupId) -> Sequence[Point]:
        """Those of a group that wait for a plenary."""
        return [_point(row) for row in _waiting(self._cursor, group=group)]

    def drop(self, point: PointId) -> None:
        """It is withdrawn."""
        _drop(self._cursor, point=point)

    def number(self, some: Iterable[Point]) -> tuple[Point, ...]:
        """Keeps the order in which they stand."""
        numbered = ordered(tuple(some))
        self.keep(*numbered)
        return numbered


def _changing(point: Point) -> dict[str, Any]:
    return {
        "title": point.title, "nature": point.nature.value, "plenary": point.plenary, "place": point.place,
        "options": json.dumps(point.options, ensure_ascii=False),
        "settings": json.dumps(point.settings, ensure_ascii=False), "minutes": point.minutes,
        "progress": point.progress.value, "late": int(point.late),
        "began_at": None if point.began_at is None else micros(point.began_at),
    }  # fmt: skip


def _point(row: tuple[Any, ...]) -> Point:
    (
        id_, group, author, title, nature, created_at, plenary, place, preset, options, settings, minutes, progress,
        about, late, began_at,
    ) = row  # fmt: skip
    return Point(
        PointId(id_), GroupId(group), author, title, Nature(nature), instant(created_at), plenary, place,
        Preset(preset), tuple(json.loads(options)), tuple((key, value) for key, value in json.loads(settings)), minutes,
        Progress(progress), about, bool(late), maybe_instant(began_at),
    )  # fmt: skip
