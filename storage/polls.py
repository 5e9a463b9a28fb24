"""Votes: what is asked, until when, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.fingerprint import canonical
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.polls import Method, Poll, PollId, Result, Results, Secrecy, Status, Terms
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.tally.motion import Majority
from bot.domain.tally.turnout import Base, Turnout
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

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
_with_subject = Statement(
    select(*_columns)
    .where(
        polls.c.group == bindparam("group"),
        polls.c.status == Status.PROCLAIMED.value,
        func.json_extract(polls.c.terms, "$.subject") != "",
    )
    .order_by(polls.c.id)
)
_in_calendar = Statement(
    select(*_columns)
    .where(polls.c.group == bindparam("group"), polls.c.closes_at > bindparam("since"))
    .order_by(polls.c.closes_at, polls.c.id)
    .limit(CALENDAR)
)


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

    def opened(self, member: MemberId) -> Sequence[tuple[PollId, str, datetime]]:
        """Those that somebody opened: number, title and when."""
        return [(PollId(id_), str(title), instant(at)) for id_, title, at in _opened(self._cursor, member=member)]

    def every_open(self) -> Sequence[Poll]:
        """The open ones of every group, the next to close first."""
        return [_poll(row) for row in _open(self._cursor)]

    def open_in(self, group: GroupId) -> Sequence[Poll]:
        """The open ones of a group, the next to close first."""
        return [_poll(row) for row in _open_in(self._cursor, group=group)]

    def with_subject(self, group: GroupId) -> Sequence[Poll]:
        """Those of a group that decided something under the statutes and have their result, by number."""
        return [_poll(row) for row in _with_subject(self._cursor, group=group)]

    def in_calendar(self, group: GroupId, since: datetime) -> Sequence[Poll]:
        """What a calendar shows of a group: the open ones, and those that were to close after an instant."""
        return [_poll(row) for row in _in_calendar(self._cursor, group=group, since=micros(since))]


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
