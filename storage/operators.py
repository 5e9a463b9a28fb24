"""Who runs the bot: whoever sent the one-time code first, from a private chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.members import MemberId
from bot.domain.operators import Code
from storage.cursor import Cursor
from storage.types import Instant, Statement, metadata, micros

operators = Table(
    "operators",
    metadata,
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("at", Instant, nullable=False),
)
codes = Table(
    "operator_code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("wrong", Integer, nullable=False, server_default="0"),
)

_all = Statement(select(operators.c.member).order_by(operators.c.at))
_is = Statement(select(operators.c.member).where(operators.c.member == bindparam("member")))
_add = Statement(insert(operators).values(member=bindparam("member"), at=bindparam("at")).on_conflict_do_nothing())
_code = Statement(select(codes.c.code, codes.c.wrong))
_put = insert(codes).values(id=1, code=bindparam("code"), wrong=0)
_new = Statement(_put.on_conflict_do_update(index_elements=["id"], set_={"code": _put.excluded.code, "wrong": 0}))
_wrong = Statement(update(codes).values(wrong=codes.c.wrong + 1))
_spend = Statement(delete(codes))


class Operators:
    """The people who run the bot, and the code by which the first of them makes themself known."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def all(self) -> Sequence[MemberId]:
        """Everybody who runs it, the first one first."""
        return [MemberId(row[0]) for row in _all(self._cursor)]

    def includes(self, member: MemberId) -> bool:
        """Whether the person runs it."""
        return _is(self._cursor, member=member).fetchone() is not None

    def add(self, member: MemberId, now: datetime) -> None:
        """The person runs it from now on; the code is spent."""
        _add(self._cursor, member=member, at=micros(now))
        _spend(self._cursor)

    def code(self) -> Code | None:
        """The code that is to be sent, None when there is none."""
        row = _code(self._cursor).fetchone()
        return Code(row[0], row[1]) if row else None

    def offer(self, fresh: str) -> Code | None:
        """The code to print: the one that waits, else `fresh`; None once somebody runs the bot."""
        known = self.code()
        if self.all():
            return None
        if known is None or known.is_worn:
            _new(self._cursor, code=fresh)
        return self.code()

    def tried(self) -> None:
        """Somebody sent a wrong code."""
        _wrong(self._cursor)
