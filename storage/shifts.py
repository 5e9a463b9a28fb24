"""Shifts, who is on duty, and the swaps that somebody asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.members import MemberId
from bot.domain.projects import ProjectId
from bot.domain.shifts import Shift, ShiftId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

shifts = Table(
    "shifts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("place", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("cancelled", Integer, nullable=False, server_default="0"),
    Index("ix_shifts_project", "project", "at"),
    sqlite_autoincrement=True,
)
duties = Table(
    "duties",
    metadata,
    Column("shift", ForeignKey("shifts.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("place", Integer, nullable=False),
    Index("ix_duties_member", "member"),
    sqlite_with_rowid=False,
)
swaps = Table(
    "swaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shift", ForeignKey("shifts.id"), nullable=False),
    Column("giver", ForeignKey("members.id"), nullable=False),
    Column("other", ForeignKey("shifts.id"), nullable=False),
    Column("taker", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

_put = Statement(
    insert(shifts)
    .values(project=bindparam("project"), at=bindparam("at"), place=bindparam("place"), seats=bindparam("seats"),
            cancelled=0)
    .returning(shifts.c.id)
)  # fmt: skip
_cancel = Statement(update(shifts).where(shifts.c.id == bindparam("shift")).values(cancelled=1))
_get = Statement(select(shifts).where(shifts.c.id == bindparam("shift")))
_to_come = Statement(
    select(shifts)
    .where(shifts.c.project == bindparam("project"), shifts.c.at > bindparam("now"), shifts.c.cancelled == 0)
    .order_by(shifts.c.at, shifts.c.id)
)
_mine = Statement(
    select(shifts)
    .join_from(duties, shifts, duties.c.shift == shifts.c.id)
    .where(duties.c.member == bindparam("member"), shifts.c.at > bindparam("now"), shifts.c.cancelled == 0)
    .order_by(shifts.c.at, shifts.c.id)
)
_any_taken = Statement(select(duties.c.shift).limit(1))
_holders = Statement(select(duties.c.member).where(duties.c.shift == bindparam("shift")).order_by(duties.c.place))
_clear = Statement(delete(duties).where(duties.c.shift == bindparam("shift")))
_hold = Statement(insert(duties).values(shift=bindparam("shift"), member=bindparam("member"), place=bindparam("place")))
_free = Statement(
    delete(duties).where(
        duties.c.member == bindparam("member"),
        duties.c.shift.in_(select(shifts.c.id).where(shifts.c.at > bindparam("now"))),
    )
)
_unasked = Statement(
    delete(swaps).where((swaps.c.giver == bindparam("member")) | (swaps.c.taker == bindparam("member")))
)
_ask = Statement(
    insert(swaps)
    .values(shift=bindparam("shift"), giver=bindparam("giver"), other=bindparam("other"), taker=bindparam("taker"),
            at=bindparam("at"))
    .returning(swaps.c.id)
)  # fmt: skip
_swap = Statement(select(swaps).where(swaps.c.id == bindparam("swap")))
_answer = Statement(delete(swaps).where(swaps.c.id == bindparam("swap")))


@dataclass(frozen=True, slots=True)
class Swap:
    """`giver`, who has `shift`, asks `taker` for `other` in exchange."""

    id: int
    shift: ShiftId
    giver: MemberId
    other: ShiftId
    taker: MemberId
    at: datetime


class Shifts:
    """When somebody is on duty."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, project: ProjectId, at: datetime, place: str, seats: int) -> Shift:
        """A new one, free."""
        row = _put(self._cursor, project=project, at=micros(at), place=place, seats=seats).fetchone()
        return Shift(ShiftId(row[0]), project, at, place, seats)

    def keep(self, shift: Shift) -> None:
        """Keeps who is on duty, and whether it takes place."""
        _clear(self._cursor, shift=shift.id)
        for place, member in enumerate(shift.holders):
            _hold(self._cursor, shift=shift.id, member=member, place=place)
        if shift.cancelled:
            _cancel(self._cursor, shift=shift.id)

    def get(self, shift: int) -> Shift | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, shift=shift).fetchone()
        return self._read(row) if row else None

    def to_come(self, project: ProjectId, now: datetime) -> Sequence[Shift]:
        """Those of a project that are still to come, the next one first."""
        return [self._read(row) for row in _to_come(self._cursor, project=project, now=micros(now)).fetchall()]

    def any_taken(self) -> bool:
        """Whether anybody is on duty anywhere."""
        return _any_taken(self._cursor).fetchone() is not None

    def mine(self, member: MemberId, now: datetime) -> Sequence[Shift]:
        """Those to come on which somebody is on duty."""
        return [self._read(row) for row in _mine(self._cursor, member=member, now=micros(now)).fetchall()]

    def ask(self, shift: Shift, giver: MemberId, other: Shift, taker: MemberId, now: datetime) -> Swap:
        """Somebody asks for a swap."""
        row = _ask(
            self._cursor, shift=shift.id, giver=giver, other=other.id, taker=taker, at=micros(now)
        ).fetchone()  # fmt: skip
        return Swap(row[0], shift.id, giver, other.id, taker, now)

    def swap(self, swap: int) -> Swap | None:
        """The swap of a number that waits for an answer."""
        row = _swap(self._cursor, swap=swap).fetchone()
        return Swap(row[0], row[1], row[2], row[3], row[4], instant(row[5])) if row else None

    def answered(self, swap: int) -> None:
        """It waits no longer."""
        _answer(self._cursor, swap=swap)

    def forget(self, member: MemberId, now: datetime) -> Sequence[str]:
        """Somebody is free of what is still to come, and asks for no swap; the topics that show it."""
        found = [shift.topic for shift in self.mine(member, now)]
        _free(self._cursor, member=member, now=micros(now))
        _unasked(self._cursor, member=member)
        return found

    def _read(self, row: tuple[Any, ...]) -> Shift:
        id_, project, at, place, seats, cancelled = row
        shift = Shift(id_, project, instant(at), place, seats, cancelled=bool(cancelled))
        return replace(shift, holders=tuple(MemberId(one[0]) for one in _holders(self._cursor, shift=id_)))
