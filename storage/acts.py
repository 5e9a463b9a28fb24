"""The journal of each group: what its organizers and the operator did, written with the deed itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.deeds import DETAIL, Deed, Noted
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("by", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("deed", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("whom", ForeignKey("members.id")),
    Index("ix_acts_group", "group", "id"),
    sqlite_autoincrement=True,  # a line that is gone leaves a gap that everybody sees
)

_put = Statement(insert(acts).values({column.name: bindparam(column.name) for column in acts.c if column.name != "id"}))
_page = Statement(
    select(acts)
    .where(acts.c.group == bindparam("group"))
    .order_by(acts.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("after"))
)
_count = Statement(select(func.count()).where(acts.c.group == bindparam("group")))
_about = Statement(
    select(acts).where((acts.c.by == bindparam("member")) | (acts.c.whom == bindparam("member"))).order_by(acts.c.id)
)
_tells = Statement(
    select(acts.c.id).where(acts.c.group == bindparam("group"), acts.c.deed == bindparam("deed")).limit(1)
)
_all = Statement(select(acts).order_by(acts.c.id))


class Acts:
    """Written and read, never changed."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def note(self, group: GroupId, by: MemberId | None, deed: Deed, detail: str, now: datetime, *,
             whom: MemberId | None = None) -> None:  # fmt: skip
        """One line more: `ctx.tx.acts.note(group.id, ctx.member.id, Deed.VOTE_CLOSED, "41 – …", ctx.now)`."""
        kept = detail if len(detail) <= DETAIL else f"{detail[: DETAIL - 1]}…"
        _put(self._cursor, group=group, by=by, at=micros(now), deed=deed.value, detail=kept, whom=whom)

    def page(self, group: GroupId, after: int, most: int) -> Sequence[Noted]:
        """Some lines of a group, the newest first, without the newest `after`."""
        return [_noted(row) for row in _page(self._cursor, group=group, after=after, most=most)]

    def count(self, group: GroupId) -> int:
        """How many lines a group has."""
        return int(_count(self._cursor, group=group).fetchone()[0])

    def tells(self, group: GroupId, deed: Deed) -> bool:
        """Whether this was ever done in a group."""
        return _tells(self._cursor, group=group, deed=deed.value).fetchone() is not None

    def about(self, member: MemberId) -> Sequence[Noted]:
        """What somebody did, and what was done to them."""
        return [_noted(row) for row in _about(self._cursor, member=member)]

    def all(self) -> Sequence[Noted]:
        """Every line of every group."""
        return [_noted(row) for row in _all(self._cursor)]


def _noted(row: tuple[Any, ...]) -> Noted:
    id_, group, by, at, deed, detail, whom = row
    return Noted(id_, group, by, instant(at), Deed(deed), detail, whom)
