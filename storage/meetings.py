"""Who comes to a plenary, who is there, who does what in it, and who wants to speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.members import MemberId
from bot.domain.plenaries import Answer, Attendance
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

rsvps = Table(
    "rsvps",
    metadata,
    Column("plenary", ForeignKey("plenaries.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_rsvps_member", "member"),
    sqlite_with_rowid=False,
)
attendances = Table(
    "attendances",
    metadata,
    Column("plenary", ForeignKey("plenaries.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("arrived_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("by", ForeignKey("members.id")),
    Index("ix_attendances_member", "member"),
    sqlite_with_rowid=False,
)
offices = Table(
    "offices",
    metadata,
    Column("plenary", ForeignKey("plenaries.id"), primary_key=True),
    Column("office", Text, primary_key=True),
    Column("member", ForeignKey("members.id"), nullable=False),
    Column("drawn", Integer, nullable=False),
    Index("ix_offices_member", "member"),
    sqlite_with_rowid=False,
)
turns = Table(
    "turns",
    metadata,
    Column("plenary", ForeignKey("plenaries.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def _upsert(table: Table, *keys: str) -> Statement:
    new = insert(table).values({column.name: bindparam(column.name) for column in table.c})
    changed = {column.name: new.excluded[column.name] for column in table.c if column.name not in keys}
    return Statement(new.on_conflict_do_update(index_elements=list(keys), set_=changed))


def _of(table: Table) -> Any:
    return select(table).where(table.c.plenary == bindparam("plenary"))


_answer = _upsert(rsvps, "plenary", "member")
_answers = Statement(_of(rsvps).order_by(rsvps.c.at, rsvps.c.member))
_one_answer = Statement(
    select(rsvps.c.answer).where(rsvps.c.plenary == bindparam("plenary"), rsvps.c.member == bindparam("member"))
)
_unanswer = Statement(delete(rsvps).where(rsvps.c.plenary == bindparam("plenary")))
_take_back = Statement(
    delete(rsvps).where(rsvps.c.plenary == bindparam("plenary"), rsvps.c.member == bindparam("member"))
)
_sign = _upsert(attendances, "plenary", "member")
_signed = Statement(_of(attendances).order_by(attendances.c.arrived_at, attendances.c.member))
_office = _upsert(offices, "plenary", "office")
_offices = Statement(_of(offices))
_vacate = Statement(
    delete(offices).where(offices.c.plenary == bindparam("plenary"), offices.c.office == bindparam("office"))
)
_turn = Statement(
    insert(turns).values({column.name: bindparam(column.name) for column in turns.c}).on_conflict_do_nothing()
)
_last_turn = Statement(
    select(func.coalesce(func.max(turns.c.place), 0)).where(turns.c.plenary == bindparam("plenary"))
)  # fmt: skip
_turns = Statement(
    select(turns.c.member).where(turns.c.plenary == bindparam("plenary")).order_by(turns.c.place)
)  # fmt: skip
_done = Statement(delete(turns).where(turns.c.plenary == bindparam("plenary"), turns.c.member == bindparam("member")))
_clear = Statement(delete(turns).where(turns.c.plenary == bindparam("plenary")))


class Meetings:
    """People and plenaries."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    # who comes

    def answer(self, plenary: int, member: MemberId, answer: Answer, now: datetime) -> None:
        """Somebody says whether they come; the last answer counts."""
        _answer(self._cursor, plenary=plenary, member=member, answer=answer.value, at=micros(now))

    def answer_of(self, plenary: int, member: MemberId) -> Answer | None:
        """What somebody said, None when they did not."""
        row = _one_answer(self._cursor, plenary=plenary, member=member).fetchone()
        return Answer(row[0]) if row else None

    def answers(self, plenary: int) -> Mapping[MemberId, Answer]:
        """What everybody said, in the order in which they did."""
        return {MemberId(row[1]): Answer(row[2]) for row in _answers(self._cursor, plenary=plenary)}

    def take_back(self, plenary: int, member: MemberId) -> None:
        """As if somebody had not said anything."""
        _take_back(self._cursor, plenary=plenary, member=member)

    def forget_answers(self, plenary: int) -> None:
        """The date is another: everybody is asked anew."""
        _unanswer(self._cursor, plenary=plenary)

    # who is there

    def sign(self, plenary: int, one: Attendance) -> None:
        """Keeps who came, and who left."""
        left = None if one.left_at is None else micros(one.left_at)
        _sign(
            self._cursor, plenary=plenary, member=one.member, arrived_at=micros(one.arrived_at), left_at=left, by=one.by
        )  # fmt: skip

    def attendances(self, plenary: int) -> Mapping[MemberId, Attendance]:
        """Everybody who came, in the order in which they did."""
        return {MemberId(row[1]): _attendance(row) for row in _signed(self._cursor, plenary=plenary)}

    # who does what

    def fill(self, plenary: int, office: str, member: MemberId, *, drawn: bool = False) -> None:
        """Somebody does it, in the place of whoever did."""
        _office(self._cursor, plenary=plenary, office=office, member=member, drawn=int(drawn))

    def vacate(self, plenary: int, office: str) -> None:
        """Nobody does it any more."""
        _vacate(self._cursor, plenary=plenary, office=office)

    def offices(self, plenary: int) -> Mapping[str, MemberId]:
        """Who does what."""
        return {row[1]: MemberId(row[2]) for row in _offices(self._cursor, plenary=plenary)}

    def drawn(self, plenary: int) -> frozenset[str]:
        """What was given by lot."""
        return frozenset(row[1] for row in _offices(self._cursor, plenary=plenary) if row[3])

    # who wants to speak

    def ask_to_speak(self, plenary: int, member: MemberId, now: datetime) -> bool:
        """Somebody wants to speak; False when they wait already."""
        place = _last_turn(self._cursor, plenary=plenary).fetchone()[0] + 1
        return _turn(self._cursor, plenary=plenary, member=member, at=micros(now), place=place).rowcount > 0

    def speakers(self, plenary: int) -> Sequence[MemberId]:
        """Who waits to speak, the next one first."""
        return [MemberId(row[0]) for row in _turns(self._cursor, plenary=plenary)]

    def spoke(self, plenary: int, member: MemberId) -> bool:
        """Somebody waits no longer; False when they did not."""
        return _done(self._cursor, plenary=plenary, member=member).rowcount > 0

    def silence(self, plenary: int) -> None:
        """Nobody waits any more."""
        _clear(self._cursor, plenary=plenary)


def _attendance(row: tuple[Any, ...]) -> Attendance:
    _plenary, member, arrived_at, left_at, by = row
    return Attendance(MemberId(member), instant(arrived_at), maybe_instant(left_at), by)
