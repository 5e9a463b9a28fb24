"""Ballots. A vote never loads its ballots: one row is written, and counting is a GROUP BY."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.members import MemberId
from bot.domain.polls import Ballots, Marks, PollId
from storage.cursor import Cursor
from storage.polls import polls
from storage.types import EPOCH, Instant, Statement, instant, metadata, micros

ballots = Table(
    "ballots",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("marks", Text, nullable=False),
    Column("at", Instant, nullable=False, server_default="0"),  # of two by one person the later counts
    sqlite_with_rowid=False,
)
# What a closed vote that is not public keeps: who took part, and the totals, without a link between the two.
tallies = Table(
    "tallies",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("marks", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
notices = Table(
    "notices",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("wanted", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_insert = insert(ballots).values({column.name: bindparam(column.name) for column in ballots.c})
_vote = Statement(
    _insert.on_conflict_do_update(
        index_elements=["poll", "member"], set_={"marks": _insert.excluded.marks, "at": _insert.excluded.at}
    )
)
_one = (ballots.c.poll == bindparam("poll")) & (ballots.c.member == bindparam("member"))
_mine = Statement(select(ballots.c.marks).where(_one))
_given = Statement(select(ballots.c.marks, ballots.c.at).where(_one))
_withdraw = Statement(delete(ballots).where(_one))
_grouped = Statement(
    select(ballots.c.marks, func.count()).where(ballots.c.poll == bindparam("poll")).group_by(ballots.c.marks)
)
_tallied = Statement(select(tallies.c.marks, tallies.c.number).where(tallies.c.poll == bindparam("poll")))
_turnout = Statement(select(func.count()).where(ballots.c.poll == bindparam("poll")))
_kept_turnout = Statement(select(func.sum(tallies.c.number)).where(tallies.c.poll == bindparam("poll")))
_any = Statement(select(ballots.c.member).where(ballots.c.poll == bindparam("poll")).limit(1))
_voters = Statement(select(ballots.c.member).where(ballots.c.poll == bindparam("poll")).order_by(ballots.c.member))
_by_name = Statement(
    select(ballots.c.member, ballots.c.marks).where(ballots.c.poll == bindparam("poll")).order_by(ballots.c.member)
)
_freeze = Statement(
    insert(tallies).from_select(
        ["poll", "marks", "number"],
        select(ballots.c.poll, ballots.c.marks, func.count())
        .where(ballots.c.poll == bindparam("poll"))
        .group_by(ballots.c.poll, ballots.c.marks),
    )
)
_unlink = Statement(update(ballots).where(ballots.c.poll == bindparam("of_poll")).values(marks="-", at=0))
_notice_row = insert(notices).values(poll=bindparam("poll"), member=bindparam("member"), wanted=bindparam("wanted"))
_notice = Statement(
    _notice_row.on_conflict_do_update(index_elements=["poll", "member"], set_={"wanted": _notice_row.excluded.wanted})
)
_notices = Statement(
    select(notices.c.poll, notices.c.wanted)
    .join_from(polls, notices, (notices.c.poll == polls.c.id) & (notices.c.member == bindparam("member")))
    .order_by(notices.c.poll)
)
_to_remind = Statement(
    select(notices.c.member)
    .outerjoin(ballots, (ballots.c.poll == notices.c.poll) & (ballots.c.member == notices.c.member))
    .where(notices.c.poll == bindparam("poll"), notices.c.wanted == 1, ballots.c.member.is_(None))
    .order_by(notices.c.member)
)

_refused = Statement(select(notices.c.member).where(notices.c.poll == bindparam("poll"), notices.c.wanted == 0))
_answered = Statement(
    select(polls.c.id)
    .join(ballots, (ballots.c.poll == polls.c.id) & (ballots.c.member == bindparam("member")))
    .order_by(polls.c.id.desc())
    .limit(bindparam("most"))
)


class Cast:
    """Ballots cast, one per person and vote."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, poll: PollId, member: MemberId, marks: Marks, at: datetime = EPOCH) -> None:
        """The person's ballot; the one before is replaced."""
        self._cursor.later(_vote, (poll, member, written_marks(marks), micros(at)))

    def given(self, poll: PollId, member: MemberId) -> tuple[Marks, datetime] | None:
        """The person's ballot and when they gave it, None when they have none."""
        row = _given(self._cursor, poll=poll, member=member).fetchone()
        return (read_marks(row[0]), instant(row[1])) if row else None

    def of(self, poll: PollId, member: MemberId) -> Marks | None:
        """The person's ballot, None when they have none."""
        row = _mine(self._cursor, poll=poll, member=member).fetchone()
        return read_marks(row[0]) if row else None

    def answered(self, member: MemberId, most: int) -> Sequence[PollId]:
        """The numbers of those that somebody answered, the newest first."""
        return [PollId(row[0]) for row in _answered(self._cursor, member=member, most=most)]

    def withdraw(self, poll: PollId, member: MemberId) -> bool:
        """As if the person had not voted; False when they had not."""
        return _withdraw(self._cursor, poll=poll, member=member).rowcount > 0

    def grouped(self, poll: PollId) -> Ballots:
        """Equal ballots with their number; of a closed vote that is not public, the totals that were kept."""
        kept = {read_marks(marks): int(number) for marks, number in _tallied(self._cursor, poll=poll)}
        return kept or {read_marks(marks): int(number) for marks, number in _grouped(self._cursor, poll=poll)}

    def turnout(self, poll: PollId) -> int:
        """How many people answered; once the names are gone, how many had."""
        return int(
            _turnout(self._cursor, poll=poll).fetchone()[0] or _kept_turnout(self._cursor, poll=poll).fetchone()[0] or 0
        )

    def is_unlinked(self, poll: PollId) -> bool:
        """Whether only totals are left of who answered what."""
        return _tallied(self._cursor, poll=poll).fetchone() is not None

    def any(self, poll: PollId) -> bool:
        """Whether anybody answered."""
        return _any(self._cursor, poll=poll).fetchone() is not None

    def voters(self, poll: PollId) -> Sequence[MemberId]:
        """Who answered; not what."""
        return [MemberId(row[0]) for row in _voters(self._cursor, poll=poll)]

    def by_name(self, poll: PollId) -> Sequence[tuple[MemberId, Marks]]:
        """Who answered what, of a public vote."""
        return [(MemberId(member), read_marks(marks)) for member, marks in _by_name(self._cursor, poll=poll)]

    def unlink(self, poll: PollId) -> None:
        """Keeps the totals and who took part, and erases the link between the two, for good."""
        _freeze(self._cursor, poll=poll)
        _unlink(self._cursor, of_poll=poll)

    def remind(self, poll: PollId, member: MemberId, wanted: bool) -> None:
        """Whether the person wants to be reminded of this vote in private."""
        _notice(self._cursor, poll=poll, member=member, wanted=int(wanted))

    def notices(self, member: MemberId) -> Sequence[tuple[PollId, bool]]:
        """Of which votes somebody said whether they want to be reminded."""
        return [(PollId(poll), bool(wanted)) for poll, wanted in _notices(self._cursor, member=member)]

    def to_remind(self, poll: PollId) -> Sequence[MemberId]:
        """Who asked to be reminded and has not voted."""
        return [MemberId(row[0]) for row in _to_remind(self._cursor, poll=poll)]

    def not_to_remind(self, poll: PollId) -> Sequence[MemberId]:
        """Who asked not to be reminded."""
        return [MemberId(row[0]) for row in _refused(self._cursor, poll=poll)]


@lru_cache(maxsize=4096)
def written_marks(marks: Marks) -> str:
    """A ballot as its column keeps it."""
    return ",".join(map(str, marks))


@lru_cache(maxsize=4096)
def read_marks(text: str) -> Marks:
    """The ballot of a column; empty where its answer was erased."""
    return tuple(int(mark) for mark in text.split(",")) if text and text != "-" else ()
