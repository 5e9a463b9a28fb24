"""What failed on the bot's side, for its operator: codes and places, never what anybody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("network", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),
)

_put = Statement(
    insert(reports).values(
        code=bindparam("code"), what=bindparam("what"), network=bindparam("network"), at=bindparam("at")
    )
)
_reports = select(reports.c.code, reports.c.what, reports.c.network, reports.c.at)
_untold = Statement(_reports.where(reports.c.told_at.is_(None)).order_by(reports.c.id))
_latest = Statement(_reports.order_by(reports.c.id.desc()).limit(bindparam("most")))
_tell = Statement(update(reports).where(reports.c.told_at.is_(None)).values(told_at=bindparam("now")))
_told_at = Statement(select(func.max(reports.c.told_at)))
_purge = Statement(delete(reports).where(reports.c.at < bindparam("before")))


class Report(NamedTuple):
    """One failure: the short code that is in the log too, what it was (an English sentence), where and when."""

    code: str
    what: str
    network: str
    at: datetime


class Reports:
    """Failures, and which of them the operator was told."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, code: str, what: str, network: str, now: datetime) -> None:
        """Something failed."""
        _put(self._cursor, code=code, what=what, network=network, at=micros(now))

    def tell(self, now: datetime) -> Sequence[Report]:
        """What the operator was not told yet; told now."""
        found = [_report(row) for row in _untold(self._cursor)]
        _tell(self._cursor, now=micros(now))
        return found

    def latest(self, most: int) -> Sequence[Report]:
        """The newest ones first."""
        return [_report(row) for row in _latest(self._cursor, most=most)]

    def told_at(self) -> datetime | None:
        """When the operator was last told of something."""
        return maybe_instant(_told_at(self._cursor).fetchone()[0])

    def purge(self, before: datetime) -> int:
        """Forgets what failed before an instant; how much."""
        return _purge(self._cursor, before=micros(before)).rowcount


def _report(row: tuple[str, str, str, int]) -> Report:
    return Report(row[0], row[1], row[2], instant(row[3]))
