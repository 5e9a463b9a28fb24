"""The register of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.decisions import Decision, DecisionId, Standing
from bot.domain.groups import GroupId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("source", Text, nullable=False, index=True),
    Column("result", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default=""),
    Column("review_on", Text),
    sqlite_autoincrement=True,
)

_put = Statement(
    insert(decisions)
    .values({column.name: bindparam(column.name) for column in decisions.c if column.name != "id"})
    .returning(decisions.c.id)
)
_all = Statement(select(decisions).order_by(decisions.c.id))
_of_group = Statement(select(decisions).where(decisions.c.group == bindparam("group")).order_by(decisions.c.id.desc()))
_get = Statement(select(decisions).where(decisions.c.id == bindparam("decision")))
_keep = Statement(
    update(decisions)
    .where(decisions.c.id == bindparam("decision"))
    .values(status=bindparam("new_status"), owner=bindparam("new_owner"), review_on=bindparam("new_review_on"))
)
_of_source = Statement(select(decisions).where(decisions.c.source == bindparam("source")))


class Decisions:
    """What was decided, for good."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def enter(self, group: GroupId, title: str, result: str, source: str, now: datetime) -> Decision:
        """A new entry, in force from now on."""
        row = _put(
            self._cursor, group=group, title=title, decided_at=micros(now), source=source, result=result,
            status=Standing.ACTIVE.value, owner="", review_on=None,
        ).fetchone()  # fmt: skip
        return Decision(DecisionId(row[0]), group, title, now, source, result)

    def keep(self, decision: Decision) -> None:
        """Keeps a changed one: its status, its owner, its review date. What was decided never changes."""
        review = decision.review_on.isoformat() if decision.review_on else None
        _keep(
            self._cursor, decision=decision.id, new_status=decision.status.value, new_owner=decision.owner,
            new_review_on=review,
        )  # fmt: skip

    def get(self, decision: int) -> Decision | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, decision=decision).fetchone()
        return _decision(row) if row else None

    def of_group(self, group: GroupId) -> Sequence[Decision]:
        """A group's decisions, the newest first."""
        return [_decision(row) for row in _of_group(self._cursor, group=group)]

    def of_source(self, source: str) -> Decision | None:
        """What a vote or a plenary led to."""
        row = _of_source(self._cursor, source=source).fetchone()
        return _decision(row) if row else None

    def all(self) -> Sequence[Decision]:
        """Every decision, by number."""
        return [_decision(row) for row in _all(self._cursor)]


def _decision(row: tuple[Any, ...]) -> Decision:
    id_, group, title, decided_at, source, result, status, owner, review_on = row
    review = date.fromisoformat(review_on) if review_on else None
    return Decision(id_, group, title, instant(decided_at), source, result, Standing(status), owner, review)
