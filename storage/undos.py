"""What a person may still take back, and whether they did something else since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    bindparam,
    case,
    delete,
    literal,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bot.core.rows import Undo
from bot.domain.members import MemberId
from bot.domain.polls import Status
from storage.acts import acts
from storage.aid_people import helpers, notes
from storage.ballots import ballots
from storage.cursor import Cursor
from storage.meetings import attendances, rsvps
from storage.polls import polls
from storage.types import Instant, Statement, instant, metadata, micros

LAST_ACTS = 50  # lines of the journals that are looked at

undos = Table(
    "undos",
    metadata,
    Column("action", Text, primary_key=True),
    Column("member", ForeignKey("members.id"), nullable=False, index=True),
    Column("until", Instant, nullable=False, index=True),
    Column("at", Instant, nullable=False, server_default="0"),
    Column("room", Integer),  # where it was done; NULL in private
    Column("source", Text, nullable=False, server_default=""),  # the message that did it
    Column("then", Text),  # the command that came after it, "" for one that is not named; NULL: nothing did
)

_whose = undos.c.member == bindparam("whose")
_supersede = Statement(update(undos).where(_whose, undos.c.then.is_(None)).values(then=""))
# Written anew, not over: of two at one instant the one that came last has the higher row.
_remember = Statement(
    insert(undos)
    .prefix_with("OR REPLACE")
    .values({name: bindparam(name) for name in ("action", "member", "until", "at", "room", "source")})
)
_here = undos.c.room.is_not_distinct_from(bindparam("here"))
# A command typed elsewhere is not named: what somebody writes in private is told to nobody in a group.
_follow = Statement(
    update(undos)
    .where(_whose, ~(_here & undos.c.source.is_not_distinct_from(bindparam("edited"))))
    .values(then=case((_here, bindparam("word")), else_=""))
)
_waiting = Statement(
    select(undos.c.action, undos.c.at, undos.c.room, undos.c.then)
    .where(_whose, undos.c.until > bindparam("now"))
    .order_by(undos.c.at.desc(), literal_column("rowid").desc())
)
_mine = Statement(select(undos.c.action, undos.c.at, undos.c.until, undos.c.then).where(_whose).order_by(undos.c.at))
_forget = Statement(delete(undos).where(undos.c.action == bindparam("action")))
_purge = Statement(delete(undos).where(undos.c.until <= bindparam("now")))

# What is done by a press is found where it is kept: no press writes a row more for it.
_last_acts = select(acts.c.by, acts.c.at).order_by(acts.c.id.desc()).limit(LAST_ACTS).subquery()
_acted = Statement(
    union_all(
        select(literal_column("1"))
        .join_from(polls, ballots, (ballots.c.poll == polls.c.id) & (ballots.c.member == bindparam("whose")))
        .where(polls.c.status == Status.OPEN.value, ballots.c.at > bindparam("since")),
        *(
            select(literal_column("1")).where(member == bindparam("whose"), at > bindparam("since"))
            for member, at in (
                (rsvps.c.member, rsvps.c.at),
                (attendances.c.member, attendances.c.arrived_at),
                (helpers.c.member, helpers.c.at),
                (notes.c.sender, notes.c.at),
                (_last_acts.c.by, _last_acts.c.at),
            )
        ),
    ).limit(literal(1))
)


class Undos:
    """The last things a person published, as the actions that take them back."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def remember(
        self, member: MemberId, action: str, now: datetime, until: datetime, room: int | None = None, source: str = ""
    ) -> None:
        """The person may run the action until then; what they published before is not the last thing any more.

        `room` is the group chat in which they did it, None in private; `source` the message that did it.
        """
        _supersede(self._cursor, whose=member)
        _remember(
            self._cursor, action=action, member=member, until=micros(until), at=micros(now), room=room, source=source
        )

    def follow(self, member: MemberId, word: str = "", room: int | None = None, edited: str | None = None) -> None:
        """The person did something after whatever they may take back: a command of theirs in a chat, or "".

        What the `edited` message itself published is not followed by that.
        """
        _follow(self._cursor, whose=member, word=word, here=room, edited=edited)

    def waiting(self, member: MemberId, now: datetime) -> Sequence[Undo]:
        """What may still be taken back, the newest first."""
        rows = _waiting(self._cursor, whose=member, now=micros(now))
        return [Undo(str(action), instant(at), room, then) for action, at, room, then in rows]

    def acted(self, member: MemberId, since: datetime) -> bool:
        """Whether the person answered, came, offered help or organized after that instant, by a press or otherwise."""
        return _acted(self._cursor, whose=member, since=micros(since)).fetchone() is not None

    def mine(self, member: MemberId) -> Sequence[tuple[str, datetime, datetime, str | None]]:
        """Everything that is kept of a person: the action, since when, until when, and what came after it."""
        return [
            (str(action), instant(at), instant(until), then)
            for action, at, until, then in _mine(self._cursor, whose=member)
        ]

    def forget(self, action: str) -> None:
        """The action can no longer be undone."""
        _forget(self._cursor, action=action)

    def purge(self, now: datetime) -> int:
        """Forgets the expired ones; how many."""
        return _purge(self._cursor, now=micros(now)).rowcount
