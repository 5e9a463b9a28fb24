"""The votes of meetings: which point they belong to, who was in the room, and what was counted by hand or on paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.plenaries import MeetingVote, Paper, Preset
from storage.agendas import points
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

meeting_votes = Table(
    "meeting_votes",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("plenary", ForeignKey("plenaries.id"), nullable=False),
    Column("point", ForeignKey("points.id"), nullable=False),
    Column("present", Integer),
    Column("represented", Integer),
    Index("ix_meeting_votes_plenary", "plenary"),
    Index("ix_meeting_votes_point", "point"),
    sqlite_with_rowid=False,
)
papers = Table(
    "papers",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("counts", Text, nullable=False),
    Column("entered_by", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("confirmed_by", ForeignKey("members.id")),
    sqlite_with_rowid=False,
)

_put = Statement(
    insert(meeting_votes).values(
        poll=bindparam("poll"), plenary=bindparam("plenary"), point=bindparam("point"), present=None, represented=None
    )
)
_room = Statement(
    update(meeting_votes)
    .where(meeting_votes.c.poll == bindparam("of_poll"))
    .values(present=bindparam("new_present"), represented=bindparam("new_represented"))
)
_get = Statement(select(meeting_votes).where(meeting_votes.c.poll == bindparam("poll")))
_of = Statement(
    select(meeting_votes).where(meeting_votes.c.plenary == bindparam("plenary")).order_by(meeting_votes.c.poll)
)
_on = Statement(select(meeting_votes).where(meeting_votes.c.point == bindparam("point")).order_by(meeting_votes.c.poll))
_readings = Statement(
    select(meeting_votes.c.poll)
    .join(points, points.c.id == meeting_votes.c.point)
    .where(points.c.preset == Preset.CONFIRM.value, points.c.about == bindparam("poll"))
    .order_by(meeting_votes.c.poll)
)
_new_paper = insert(papers).values({column.name: bindparam(column.name) for column in papers.c})
_enter = Statement(
    _new_paper.on_conflict_do_update(
        index_elements=["poll"],
        set_={column.name: _new_paper.excluded[column.name] for column in papers.c if column.name != "poll"},
    )
)
_paper = Statement(select(papers).where(papers.c.poll == bindparam("poll")))
_tear = Statement(delete(papers).where(papers.c.poll == bindparam("poll")))


class MeetingVotes:
    """Votes opened from a point of an agenda."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, one: MeetingVote) -> None:
        """A vote was opened from a point."""
        _put(self._cursor, poll=one.poll, plenary=one.plenary, point=one.point)

    def keep_room(self, poll: int, present: int, represented: int) -> None:
        """Who was in the room when it closed."""
        _room(self._cursor, of_poll=poll, new_present=present, new_represented=represented)

    def get(self, poll: int) -> MeetingVote | None:
        """What is known of a vote, None when it is not one of a meeting."""
        row = _get(self._cursor, poll=poll).fetchone()
        return MeetingVote(*row) if row else None

    def of(self, plenary: int) -> Sequence[MeetingVote]:
        """The votes of a meeting, in the order in which they were opened."""
        return [MeetingVote(*row) for row in _of(self._cursor, plenary=plenary)]

    def on(self, point: int) -> Sequence[MeetingVote]:
        """The votes on a point."""
        return [MeetingVote(*row) for row in _on(self._cursor, point=point)]

    def readings(self, poll: int) -> Sequence[int]:
        """The votes that read a decision again, in the order in which they were opened."""
        return [int(row[0]) for row in _readings(self._cursor, poll=poll)]

    def enter(self, paper: Paper) -> None:
        """Keeps what was counted by hand or on paper, in the place of what was entered before."""
        _enter(
            self._cursor, poll=paper.poll, counts=json.dumps(paper.counts), entered_by=paper.entered_by,
            at=micros(paper.at), confirmed_by=paper.confirmed_by,
        )  # fmt: skip

    def paper(self, poll: int) -> Paper | None:
        """What was counted by hand or on paper, None when nothing was."""
        row = _paper(self._cursor, poll=poll).fetchone()
        return _read(row) if row else None

    def tear(self, poll: int) -> None:
        """What was entered was wrong."""
        _tear(self._cursor, poll=poll)


def _read(row: tuple[Any, ...]) -> Paper:
    poll, counts, entered_by, at, confirmed_by = row
    return Paper(poll, tuple(json.loads(counts)), entered_by, instant(at), confirmed_by)
