"""Newcomers' paths: where each one stands, what was answered, and what of it may be told. One per person and group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.welcome import Path, Share, Stage
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

paths = Table(
    "paths",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("member", ForeignKey("members.id"), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("stage", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("bring", Text, nullable=False),
    Column("need", Text, nullable=False),
    Column("shared", Text, nullable=False),
    Column("charter", Integer),  # a text; 0 for the standard one
    Column("accepted_at", Instant),
    Column("buddy", ForeignKey("members.id")),
    Column("buddy_at", Instant),
    Column("passed", Text, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("group", "member"),
    Index("ix_paths_member", "member"),
    Index("ix_paths_buddy", "buddy"),
    sqlite_autoincrement=True,  # an old button never leads to somebody else's path
)

_CHANGING = tuple(
    column.name for column in paths.c if column.name not in ("id", "group", "member", "started_at")
)  # fmt: skip
_row = insert(paths).values({column.name: bindparam(column.name) for column in paths.c if column.name != "id"})
_begin = Statement(_row.on_conflict_do_nothing())
_keep = Statement(
    update(paths).where(paths.c.id == bindparam("path")).values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_get = Statement(select(paths).where(paths.c.id == bindparam("path")))
_one = Statement(select(paths).where(paths.c.group == bindparam("group"), paths.c.member == bindparam("member")))
_mine = Statement(select(paths).where(paths.c.member == bindparam("member")).order_by(paths.c.id))
_of_group = Statement(select(paths).where(paths.c.group == bindparam("group")).order_by(paths.c.moved_at))
_drop = Statement(delete(paths).where(paths.c.id == bindparam("path")))
_served = Statement(
    select(paths.c.buddy, func.max(paths.c.buddy_at))
    .where(paths.c.group == bindparam("group"), paths.c.buddy.is_not(None))
    .group_by(paths.c.buddy)
)
_arrived = Statement(
    select(paths.c.member)
    .where(paths.c.group == bindparam("group"), paths.c.ended_at >= bindparam("since"))
    .order_by(paths.c.ended_at)
)
_ended = Statement(select(func.count()).where(paths.c.ended_at.is_not(None)))


class Paths:
    """Where every newcomer stands."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def begin(self, group: GroupId, member: MemberId, now: datetime) -> Path:
        """The person's path into a group, begun now if never before."""
        fresh = Path(0, group, member, now, now)
        _begin(self._cursor, group=group, member=member, started_at=micros(now), **_changing(fresh))
        found = self.of(group, member)
        assert found is not None  # it was just written
        return found

    def get(self, path: int) -> Path | None:
        """The one of a number, None once it was forgotten."""
        row = _get(self._cursor, path=path).fetchone()
        return _path(row) if row else None

    def of(self, group: GroupId, member: MemberId) -> Path | None:
        """The person's path into a group, None when there is none."""
        row = _one(self._cursor, group=group, member=member).fetchone()
        return _path(row) if row else None

    def mine(self, member: MemberId) -> Sequence[Path]:
        """Every path of a person, on whatever network they walk it."""
        return [_path(row) for row in _mine(self._cursor, member=member)]

    def of_group(self, group: GroupId) -> Sequence[Path]:
        """Every path into a group, the one left alone the longest first."""
        return [_path(row) for row in _of_group(self._cursor, group=group)]

    def keep(self, path: Path) -> None:
        """Keeps where it stands."""
        _keep(self._cursor, path=path.id, **{f"new_{key}": value for key, value in _changing(path).items()})

    def drop(self, path: int) -> None:
        """Forgets it, with everything that was answered."""
        _drop(self._cursor, path=path)

    def served(self, group: GroupId) -> Mapping[MemberId, datetime]:
        """When each of a group's buddies was given a newcomer last."""
        return {MemberId(row[0]): instant(row[1]) for row in _served(self._cursor, group=group)}

    def arrived(self, group: GroupId, since: datetime) -> Sequence[MemberId]:
        """Who came to the end of their path since an instant: theirs is the newcomers' turn at a meeting."""
        return [MemberId(row[0]) for row in _arrived(self._cursor, group=group, since=micros(since))]

    def ended(self) -> int:
        """How many people came to the end."""
        return int(_ended(self._cursor).fetchone()[0])


def _changing(path: Path) -> dict[str, Any]:
    return {
        "moved_at": micros(path.moved_at), "stage": path.stage.value, "area": path.area, "bring": path.bring,
        "need": path.need, "shared": " ".join(sorted(path.shared)), "charter": path.charter,
        "accepted_at": _maybe(path.accepted_at), "buddy": path.buddy, "buddy_at": _maybe(path.buddy_at),
        "passed": " ".join(map(str, path.passed)), "ended_at": _maybe(path.ended_at),
    }  # fmt: skip


def _maybe(when: datetime | None) -> int | None:
    return None if when is None else micros(when)


def _path(row: tuple[Any, ...]) -> Path:
    (id_, group, member, started_at, moved_at, stage, area, bring, need, shared, charter, accepted_at, buddy, buddy_at,
     passed, ended_at) = row  # fmt: skip
    return Path(
        id_, group, member, instant(started_at), instant(moved_at), Stage(stage), area, bring, need,
        frozenset(map(Share, shared.split())), charter, maybe_instant(accepted_at), buddy, maybe_instant(buddy_at),
        tuple(MemberId(int(one)) for one in passed.split()), maybe_instant(ended_at),
    )  # fmt: skip
