"""Questions on their way through the groups, and each move of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.subsidiarity import Ground, Journey, Local, Move
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

journeys = Table(
    "journeys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("born_in", ForeignKey("groups.id"), nullable=False),
    Column("poll", ForeignKey("polls.id"), index=True),
    sqlite_autoincrement=True,
)
moves = Table(
    "moves",
    metadata,
    Column("journey", ForeignKey("journeys.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("origin", ForeignKey("groups.id"), nullable=False),
    Column("to", ForeignKey("groups.id"), nullable=False),
    Column("by", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ground", Text),
    Column("why", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("vote", ForeignKey("polls.id"), index=True),
    Column("supporters", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_begin = Statement(
    insert(journeys)
    .values({column.name: bindparam(column.name) for column in journeys.c if column.name != "id"})
    .returning(journeys.c.id)
)
_get = Statement(select(journeys).where(journeys.c.id == bindparam("journey")))
_poll = Statement(update(journeys).where(journeys.c.id == bindparam("of_journey")).values(poll=bindparam("new_poll")))
_of_poll = Statement(
    select(journeys.c.id)
    .where(journeys.c.poll == bindparam("poll"))
    .union(select(moves.c.journey).where(moves.c.vote == bindparam("poll")))
)
_any = Statement(select(journeys.c.id).limit(1))
_moves = Statement(select(moves).where(moves.c.journey == bindparam("journey")).order_by(moves.c.place))
_move = Statement(insert(moves).values({column.name: bindparam(column.name) for column in moves.c}))


STAYS = 100  # of one question, at most: the number of a topic holds the question's and the stay's


@dataclass(frozen=True, slots=True)
class Kept:
    """A journey with its number, and the vote that its question has where it is now, None before there is one."""

    id: int
    journey: Journey
    poll: int | None

    @property
    def topic(self) -> str:
        return f"journey:{self.id}"


class Journeys:
    """Every question that left the group in which it was born."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def begin(self, journey: Journey, poll: int | None) -> Kept:
        """A question that is about to move for the first time, with the vote it had where it was born."""
        row = _begin(
            self._cursor, title=journey.title, body=journey.body, link=journey.link, born_in=journey.born_in, poll=poll
        ).fetchone()  # fmt: skip
        return Kept(row[0], journey, poll)

    def keep(self, kept: Kept, moved: Journey) -> Kept:
        """Keeps its newest move; where it is now it has no vote yet."""
        move, place = moved.moves[-1], len(moved.moves) - 1
        _move(
            self._cursor, journey=kept.id, place=place, origin=move.origin, to=move.to, by=move.by, at=micros(move.at),
            ground=move.ground.value if move.ground else None, why=move.why, outcome=move.local.outcome,
            vote=move.local.vote, supporters=move.supporters,
        )  # fmt: skip
        self.voted(kept, None)
        return Kept(kept.id, moved, None)

    def any(self) -> bool:
        """Whether any question ever left its group."""
        return _any(self._cursor).fetchone() is not None

    def voted(self, kept: Kept, poll: int | None) -> None:
        """Notes the vote that it has where it is now."""
        _poll(self._cursor, of_journey=kept.id, new_poll=poll)

    def get(self, journey: int) -> Kept | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, journey=journey).fetchone()
        if row is None:
            return None
        id_, title, body, link, born_in, poll = row
        moved = tuple(_as_move(one) for one in _moves(self._cursor, journey=journey))
        return Kept(id_, Journey(title, born_in, body, link, moved), poll)

    def of_vote(self, poll: int) -> Kept | None:
        """The journey on which a question had this vote, or has it now."""
        row = _of_poll(self._cursor, poll=poll).fetchone()
        return self.get(row[0]) if row else None


def _as_move(row: Sequence[Any]) -> Move:
    _journey, _place, origin, to, by, at, ground, why, outcome, vote, supporters = row
    local = Local(outcome, vote)
    return Move(origin, to, by, instant(at), Ground(ground) if ground else None, why, local, supporters)
