"""Who came forward for a need or an offer, what the bot carried between two people, and which matches were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.aid import Helper, ItemId, Note, Step
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

helpers = Table(
    "aid_helpers",
    metadata,
    Column("item", ForeignKey("aid.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("step", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_aid_helpers_member", "member"),
    sqlite_with_rowid=False,
)
notes = Table(
    "aid_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item", ForeignKey("aid.id"), nullable=False, index=True),
    Column("sender", ForeignKey("members.id"), nullable=False, index=True),
    Column("to", ForeignKey("members.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
matches = Table(
    "aid_matches",
    metadata,
    Column("need", ForeignKey("aid.id"), primary_key=True),
    Column("offer", ForeignKey("aid.id"), primary_key=True),
    Column("told", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_aid_matches_offer", "offer"),
    Index("ix_aid_matches_told", "told", "at"),
    sqlite_with_rowid=False,
)

_come = Statement(
    insert(helpers)
    .values(item=bindparam("item"), member=bindparam("member"), step=bindparam("step"), at=bindparam("at"))
    .on_conflict_do_nothing()
)
_step = Statement(
    update(helpers)
    .where(helpers.c.item == bindparam("of_item"), helpers.c.member == bindparam("of_member"))
    .values(step=bindparam("new_step"))
)
_go = Statement(delete(helpers).where(helpers.c.item == bindparam("item"), helpers.c.member == bindparam("member")))
_of = Statement(select(helpers).where(helpers.c.item == bindparam("item")).order_by(helpers.c.at, helpers.c.member))
_helping = Statement(select(helpers).where(helpers.c.member == bindparam("member")).order_by(helpers.c.item))
_note = Statement(
    insert(notes)
    .values({column.name: bindparam(column.name) for column in notes.c if column.name != "id"})
    .returning(notes.c.id)
)
_get_note = Statement(select(notes).where(notes.c.id == bindparam("note")))
_with = Statement(
    select(notes)
    .where((notes.c.sender == bindparam("member")) | (notes.c.to == bindparam("member")))
    .order_by(notes.c.id)
)
_about = Statement(select(notes).where(notes.c.item == bindparam("item")))
_forget = tuple(
    Statement(one)
    for one in (
        delete(notes).where((notes.c.sender == bindparam("member")) | (notes.c.to == bindparam("member"))),
        delete(helpers).where(helpers.c.member == bindparam("member")),
        delete(matches).where(matches.c.told == bindparam("member")),
    )
)
_sent = Statement(
    select(func.count()).where(
        notes.c.sender == bindparam("sender"), notes.c.to == bindparam("to"), notes.c.at >= bindparam("since")
    )
)
_match = Statement(
    insert(matches)
    .values(need=bindparam("need"), offer=bindparam("offer"), told=bindparam("told"), at=bindparam("at"))
    .on_conflict_do_nothing()
)


class People:
    """Those between whom an item is settled."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def come(self, item: ItemId, member: MemberId, now: datetime) -> bool:
        """Somebody comes forward; False when they had."""
        return _come(self._cursor, item=item, member=member, step=Step.WAITS.value, at=micros(now)).rowcount > 0

    def step(self, item: ItemId, member: MemberId, step: Step) -> None:
        """How far they got."""
        _step(self._cursor, of_item=item, of_member=member, new_step=step.value)

    def go(self, item: ItemId, member: MemberId) -> bool:
        """Somebody takes it back; False when they had not come forward."""
        return _go(self._cursor, item=item, member=member).rowcount > 0

    def of(self, item: ItemId) -> Sequence[Helper]:
        """Whoever came forward, in the order in which they did."""
        return [_helper(row) for row in _of(self._cursor, item=item)]

    def helping(self, member: MemberId) -> Sequence[Helper]:
        """For what somebody came forward."""
        return [_helper(row) for row in _helping(self._cursor, member=member)]

    def write(self, item: ItemId, sender: MemberId, to: MemberId, text: str, now: datetime) -> Note:
        """Something to be carried to the other one."""
        row = _note(self._cursor, item=item, sender=sender, to=to, text=text, at=micros(now)).fetchone()
        return Note(row[0], item, sender, to, text, now)

    def note(self, note: int) -> Note | None:
        """The one of a number, None when there is none."""
        row = _get_note(self._cursor, note=note).fetchone()
        return _as_note(row) if row else None

    def with_them(self, member: MemberId) -> Sequence[Note]:
        """Everything that somebody wrote or was written."""
        return [_as_note(row) for row in _with(self._cursor, member=member)]

    def about(self, item: ItemId) -> Sequence[Note]:
        """What was written about one of them."""
        return [_as_note(row) for row in _about(self._cursor, item=item)]

    def forget(self, member: MemberId) -> None:
        """Somebody goes: nothing that they wrote, were written or came forward for is left."""
        for statement in _forget:
            statement(self._cursor, member=member)

    def sent(self, sender: MemberId, to: MemberId, since: datetime) -> int:
        """How many notes went from one to the other since an instant."""
        return int(_sent(self._cursor, sender=sender, to=to, since=micros(since)).fetchone()[0])

    def match(self, need: ItemId, offer: ItemId, told: MemberId, now: datetime) -> bool:
        """Notes that two suit each other and who was told without asking; False when that is known."""
        return _match(self._cursor, need=need, offer=offer, told=told, at=micros(now)).rowcount > 0


def _helper(row: tuple[Any, ...]) -> Helper:
    item, member, step, at = row
    return Helper(item, member, Step(step), instant(at))


def _as_note(row: tuple[Any, ...]) -> Note:
    id_, item, sender, to, text, at = row
    return Note(id_, item, sender, to, text, instant(at))
