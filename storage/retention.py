"""What has served its purpose goes at night, as the table of `bot/domain/retention.py` says; and how much went is kept.

Each sweep takes a limited number of things, so that whoever calls it again and again lets others in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.initiatives import LASTS, Stage
from bot.domain.names import initials
from bot.domain.plenaries import Told
from bot.domain.polls import Status
from bot.domain.retention import Kind, before
from storage.ballots import ballots, notices, tallies
from storage.cursor import Cursor
from storage.decisions import decisions
from storage.electors import electors
from storage.initiatives import initiatives, supporters
from storage.meetings import attendances, offices, rsvps, turns
from storage.plenaries import plenaries
from storage.polls import polls
from storage.posts import posts
from storage.proxies import proxies
from storage.types import Statement, instant, metadata, micros

removals = Table(
    "removals",
    metadata,
    Column("at", BigInteger, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

PIECE = 50  # votes, each with all its ballots, in one transaction

_binding = func.json_extract(polls.c.terms, "$.binding") == 1
_over = (polls.c.status == Status.PROCLAIMED.value) | (polls.c.status == Status.CANCELLED.value)
_polls = Statement(
    select(polls.c.id).where(~_binding, _over, polls.c.closed_at < bindparam("before")).limit(bindparam("most"))
)
_public = Statement(
    select(polls.c.id)
    .where(
        polls.c.group == bindparam("group"), _binding, _over, polls.c.closed_at < bindparam("before"),
        func.json_extract(polls.c.terms, "$.secrecy") == "public",
        exists(select(ballots.c.poll).where(ballots.c.poll == polls.c.id, ballots.c.marks != "-")),
    )
    .limit(bindparam("most"))
)  # fmt: skip
_turnouts = Statement(
    select(polls.c.id)
    .where(
        _over, polls.c.closed_at < bindparam("before"),
        exists(select(ballots.c.poll).where(ballots.c.poll == polls.c.id)),
        exists(select(tallies.c.poll).where(tallies.c.poll == polls.c.id)),
    )
    .limit(bindparam("most"))
)  # fmt: skip
# A question that looked for supporters is over once its time is, and the vote that it led to, if any.
_supported = Statement(
    select(initiatives.c.id)
    .where(
        initiatives.c.group == bindparam("group"), initiatives.c.stage != Stage.GATHERING.value,
        initiatives.c.started_at < bindparam("began"),
        initiatives.c.poll.is_(None)
        | initiatives.c.poll.in_(select(polls.c.id).where(_over, polls.c.closed_at < bindparam("before"))),
        exists(select(supporters.c.initiative).where(supporters.c.initiative == initiatives.c.id)),
    )
    .limit(bindparam("most"))
)  # fmt: skip
_supporters = select(func.count()).where(supporters.c.initiative == bindparam("initiative")).scalar_subquery()
_count_support = Statement(
    update(initiatives).where(initiatives.c.id == bindparam("initiative")).values(unnamed=_supporters)
)
_unsupport = Statement(delete(supporters).where(supporters.c.initiative == bindparam("initiative")))
_owners = Statement(
    select(decisions.c.id, decisions.c.owner)
    .where(
        decisions.c.decided_at < bindparam("before"),
        decisions.c.owner.like("% %"),
        decisions.c.owner.not_like("%."),  # reduced already
    )
    .limit(bindparam("most"))
)
_own = Statement(update(decisions).where(decisions.c.id == bindparam("decision")).values(owner=bindparam("new_owner")))
_SIGN_IN = (rsvps, attendances, offices, turns)
_met = Statement(
    select(plenaries.c.id)
    .where(
        plenaries.c.start < bindparam("before"),
        or_(*(exists(select(table.c.plenary).where(table.c.plenary == plenaries.c.id)) for table in _SIGN_IN)),
    )
    .limit(bindparam("most"))
)
_forget_who = tuple(Statement(delete(table).where(table.c.plenary == bindparam("plenary"))) for table in _SIGN_IN)
_long_past = (
    select("plenary:" + cast(plenaries.c.id, Text)).where(plenaries.c.start < bindparam("before")),
    select("vote:" + cast(polls.c.id, Text)).where(_over, polls.c.closed_at < bindparam("before")),
)
_lent = Statement(
    select(proxies.c.id)
    .where(
        or_(
            *(proxies.c.occasion.in_(occasions) for occasions in _long_past),
            proxies.c.occasion.like("next:%") & (proxies.c.offered_at < bindparam("before")),  # it never came
        )
    )
    .limit(bindparam("most"))
)
_forget_proxy = Statement(delete(proxies).where(proxies.c.id == bindparam("proxy")))
_forget_holders = Statement(
    update(electors)
    .where(
        electors.c.holder.is_not(None),
        electors.c.poll.in_(select(polls.c.id).where(_over, polls.c.closed_at < bindparam("before"))),
    )
    .values(holder=None)
)
_rows_of_poll = tuple(
    Statement(delete(table).where(table.c.poll == bindparam("poll"))) for table in (ballots, tallies, notices)
)
_who_voted = _rows_of_poll[0]
_poll = Statement(delete(polls).where(polls.c.id == bindparam("poll")))
_topic = Statement(delete(posts).where(posts.c.topic == bindparam("topic")))
_noted = insert(removals).values(at=bindparam("at"), what=bindparam("what"), number=bindparam("number"))
_note = Statement(
    _noted.on_conflict_do_update(
        index_elements=["at", "what"], set_={"number": removals.c.number + _noted.excluded.number}
    )
)
_latest = Statement(
    select(removals.c.at, removals.c.what, removals.c.number)
    .where(removals.c.at == select(func.max(removals.c.at)).scalar_subquery())
    .order_by(removals.c.what)
)
_purge = Statement(delete(removals).where(removals.c.at < bindparam("before")))


class Retention:
    """What goes, and what went."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def polls(self, now: datetime, most: int = PIECE) -> int:
        """Polls that only asked for advice, with everything that belongs to them."""
        found = self._found(_polls, Kind.POLL, now, most)
        for poll in found:
            for statement in _rows_of_poll:
                statement(self._cursor, poll=poll)
            _topic(self._cursor, topic=f"poll:{poll}")
            _poll(self._cursor, poll=poll)
        return len(found)

    def public(self, group: GroupId, contest_days: int, now: datetime, most: int = PIECE) -> Sequence[int]:
        """The public votes of a group whose ballots are to lose their names."""
        return self._found(_public, Kind.PUBLIC_BALLOT, now, most, contest_days=contest_days, group=group)

    def supporters(self, group: GroupId, contest_days: int, now: datetime, most: int = PIECE) -> int:
        """Who supported a group's questions, as it tells what they think; how many did stays. How many questions."""
        cut = _cut(Kind.SUPPORT, now, contest_days)
        rows = _supported(
            self._cursor, group=group, before=cut, began=cut - LASTS // timedelta(microseconds=1), most=most
        ).fetchall()
        for (initiative,) in rows:
            _count_support(self._cursor, initiative=initiative)
            _unsupport(self._cursor, initiative=initiative)
        return len(rows)

    def turnouts(self, now: datetime, most: int = PIECE) -> int:
        """Who took part in votes, after the years that names are kept; the totals stay."""
        found = self._found(_turnouts, Kind.NAMES, now, most)
        for poll in found:
            _who_voted(self._cursor, poll=poll)
        return len(found)

    def owners(self, now: datetime, most: int = PIECE) -> int:
        """The names of those in charge of old decisions become initials."""
        rows = _owners(self._cursor, before=_cut(Kind.NAMES, now), most=most).fetchall()
        for decision, owner in rows:
            _own(self._cursor, decision=decision, new_owner=initials(owner))
        return len(rows)

    def sign_ins(self, now: datetime, most: int = PIECE) -> int:
        """Who said what, came, did what and wanted to speak in old meetings; their minutes stay. How many meetings."""
        found = self._found(_met, Kind.SIGN_IN, now, most)
        for plenary in found:
            for statement in _forget_who:
                statement(self._cursor, plenary=plenary)
            for topic in (f"convened:{plenary}", f"signin:{plenary}", *Told.topics(plenary)):
                _topic(self._cursor, topic=topic)
        return len(found)

    def proxies(self, now: datetime, most: int = PIECE) -> int:
        """Who lent their voice to whom, for meetings and votes of long ago; what was counted stays."""
        found = self._found(_lent, Kind.PROXY, now, most)
        for proxy in found:
            _forget_proxy(self._cursor, proxy=proxy)
        _forget_holders(self._cursor, before=_cut(Kind.PROXY, now))
        return len(found)

    def note(self, removed: Mapping[str, int], now: datetime) -> None:
        """Keeps how much of each was removed; of that, nothing stays in the log either."""
        self._cursor.traces = True
        for what, number in removed.items():
            if number:
                _note(self._cursor, at=micros(now), what=what, number=number)

    def latest(self) -> tuple[datetime | None, Mapping[str, int]]:
        """What was removed the last time that anything was, and when."""
        rows = _latest(self._cursor).fetchall()
        return (instant(rows[0][0]) if rows else None), {what: number for _at, what, number in rows}

    def purge(self, before: datetime) -> int:
        """Forgets what was removed before an instant; how many notes."""
        return _purge(self._cursor, before=micros(before)).rowcount

    def _found(
        self, statement: Statement, kind: Kind, now: datetime, most: int, *, contest_days: int = 7, **values: Any
    ) -> list[int]:
        cut = _cut(kind, now, contest_days)
        return [int(row[0]) for row in statement(self._cursor, before=cut, most=most, **values)]


def _cut(kind: Kind, now: datetime, contest_days: int = 7) -> int:
    oldest = before(kind, now, contest_days=contest_days)
    return micros(oldest) if oldest else 0
