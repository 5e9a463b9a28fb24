"""Votes and their ballots. A vote never loads its ballots: one row is written, and counting is a GROUP BY."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.fingerprint import canonical
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.polls import Ballots, Marks, Method, Poll, PollId, Result, Results, Secrecy, Status, Terms
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.tally.motion import Majority
from bot.domain.tally.turnout import Base, Turnout
from storage.cursor import Cursor
from storage.types import EPOCH, Instant, Statement, instant, maybe_instant, metadata, micros

REMEMBERED = 256  # votes
CALENDAR = 500  # entries of one calendar at most

polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False, index=True),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("status", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("members.id")),
    Column("extended", Integer, nullable=False, server_default="0"),
    Column("delayed", Integer, nullable=False, server_default="0"),  # seconds
    Column("reason", Text, nullable=False, server_default=""),
    Column("result", Text),
    Index("ix_polls_status", "status"),
    sqlite_autoincrement=True,  # a number that was announced is never given to another vote
)
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

_columns = [column for column in polls.c if column.name not in ("fingerprint", "closes_at")]
_put = Statement(
    insert(polls)
    .values({column.name: bindparam(column.name) for column in polls.c if column.name != "id"})
    .returning(polls.c.id)
)
_keep = Statement(
    update(polls)
    .where(polls.c.id == bindparam("poll"))
    .values({
        name: bindparam(f"new_{name}")
        for name in (
            "closes_at", "status", "terms", "fingerprint", "closed_at", "closed_by", "extended", "delayed",
            "reason", "result",
        )
    })
)  # fmt: skip
_get = Statement(select(*_columns).where(polls.c.id == bindparam("poll")))
_all = Statement(select(*_columns).order_by(polls.c.id))
_answered = Statement(
    select(polls.c.id)
    .join(ballots, (ballots.c.poll == polls.c.id) & (ballots.c.member == bindparam("member")))
    .order_by(polls.c.id.desc())
    .limit(bindparam("most"))
)
_opened = Statement(
    select(polls.c.id, func.json_extract(polls.c.terms, "$.title"), polls.c.opened_at)
    .where(polls.c.author == bindparam("member"))
    .order_by(polls.c.id)
)
_open = Statement(select(*_columns).where(polls.c.status == Status.OPEN.value).order_by(polls.c.closes_at, polls.c.id))
_open_in = Statement(
    select(*_columns)
    .where(polls.c.status == Status.OPEN.value, polls.c.group == bindparam("group"))
    .order_by(polls.c.closes_at, polls.c.id)
)
_in_calendar = Statement(
    select(*_columns)
    .where(polls.c.group == bindparam("group"), polls.c.closes_at > bindparam("since"))
    .order_by(polls.c.closes_at, polls.c.id)
    .limit(CALENDAR)
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


class Polls:
    """Every vote and poll ever opened. The ones being answered are remembered: only the one writer changes them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._remembered: dict[int, Poll] = {}

    def open(self, group: GroupId, author: MemberId, terms: Terms, now: datetime) -> Poll:
        """A new one, open from now on, under the next number."""
        poll = Poll(PollId(0), group, author, now, terms)
        row = _put(self._cursor, group=group, author=author, opened_at=micros(now), **_changing(poll)).fetchone()
        return Poll(PollId(row[0]), group, author, now, terms)

    def keep(self, poll: Poll) -> None:
        """Keeps a changed one."""
        self.forget()
        _keep(self._cursor, poll=poll.id, **{f"new_{name}": value for name, value in _changing(poll).items()})

    def get(self, poll: int) -> Poll | None:
        """The one of a number, None when there is none."""
        known = self._remembered.get(poll)
        if known is None:
            row = _get(self._cursor, poll=poll).fetchone()
            if row is None:
                return None
            if len(self._remembered) >= REMEMBERED:
                self.forget()
            known = self._remembered[poll] = _poll(row)
        return known

    def forget(self) -> None:
        """Reads everything anew: something was changed or rolled back."""
        self._remembered.clear()

    def all(self) -> Sequence[Poll]:
        """Every one, by number."""
        return [_poll(row) for row in _all(self._cursor)]

    def answered(self, member: MemberId, most: int) -> Sequence[PollId]:
        """The numbers of those that somebody answered, the newest first."""
        return [PollId(row[0]) for row in _answered(self._cursor, member=member, most=most)]

    def opened(self, member: MemberId) -> Sequence[tuple[PollId, str, datetime]]:
        """Those that somebody opened: number, title and when."""
        return [(PollId(id_), str(title), instant(at)) for id_, title, at in _opened(self._cursor, member=member)]

    def every_open(self) -> Sequence[Poll]:
        """The open ones of every group, the next to close first."""
        return [_poll(row) for row in _open(self._cursor)]

    def open_in(self, group: GroupId) -> Sequence[Poll]:
        """The open ones of a group, the next to close first."""
        return [_poll(row) for row in _open_in(self._cursor, group=group)]

    def in_calendar(self, group: GroupId, since: datetime) -> Sequence[Poll]:
        """What a calendar shows of a group: the open ones, and those that were to close after an instant."""
        return [_poll(row) for row in _in_calendar(self._cursor, group=group, since=micros(since))]


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


def _changing(poll: Poll) -> dict[str, Any]:
    return {
        "closes_at": micros(poll.closes_at),
        "status": poll.status.value,
        "terms": canonical(poll.terms).decode(),
        "fingerprint": poll.terms.fingerprint,
        "closed_at": None if poll.closed_at is None else micros(poll.closed_at),
        "closed_by": poll.closed_by,
        "extended": int(poll.extended),
        "delayed": int(poll.delayed.total_seconds()),
        "reason": poll.reason,
        "result": None if poll.result is None else canonical(poll.result).decode(),
    }


def _poll(row: tuple[Any, ...]) -> Poll:
    id_, group, author, opened_at, status, terms, closed_at, closed_by, extended, delayed, reason, result = row
    return Poll(
        id_, group, author, instant(opened_at), _terms(terms), Status(status), maybe_instant(closed_at), closed_by,
        bool(extended), timedelta(seconds=delayed), reason, _result(result) if result else None,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _terms(text: str) -> Terms:
    kept = json.loads(text)
    quorum = kept["quorum"]
    return Terms(
        title=kept["title"], options=tuple(kept["options"]), method=Method(kept["method"]), binding=kept["binding"],
        closes_at=datetime.fromisoformat(kept["closes_at"]), zone=kept["zone"], body=kept["body"], most=kept["most"],
        secrecy=Secrecy(kept["secrecy"]), results=Results(kept["results"]),
        quorum=_quorum(quorum) if quorum else None,
        majority=_majority(kept["majority"]), base=Base(kept["base"]), electorate=kept["electorate"],
        **{name: kept[name] for name in ("listed", "electors", "charter", "subject", "meeting") if name in kept},
    )  # fmt: skip


def _quorum(kept: dict[str, Any]) -> Quorum:
    return Quorum.read(str(kept["persons"] or _share(kept["share"])), QuorumBase(kept["base"]))


def _majority(kept: dict[str, Any]) -> Majority:
    return Majority.read(kept["kind"] if kept["share"] is None else f"{'>' * kept['more_than']}{_share(kept['share'])}")


def _share(text: str) -> str:
    return text if "/" in text else f"{text}/1"


@lru_cache(maxsize=1024)
def _result(text: str) -> Result:
    kept = json.loads(text)
    numbers = {field.name: kept["turnout"][field.name] for field in fields(Turnout)}
    lists = {name: tuple(kept[name]) for name in ("counts", "winners", "tied")}
    return Result(**kept | lists | {"turnout": Turnout(**numbers)})
