"""Chats that join the group of another chat: what waits for a yes on both sides, and how it is done and undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.pairing import Matter
from storage.cursor import Cursor
from storage.groups import groups, presences, rooms
from storage.types import Instant, Statement, metadata, micros

pairings = Table(
    "pairings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id"), nullable=False),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("by", ForeignKey("members.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("agreed", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,  # an old button never agrees to another pairing
)

_ask = Statement(
    insert(pairings)
    .values(room=bindparam("room"), group=bindparam("group"), by=bindparam("by"), asked_at=bindparam("at"), agreed=0)
    .returning(pairings.c.id)
)
_get = Statement(
    select(pairings.c.room, pairings.c.group, pairings.c.by, pairings.c.agreed).where(
        pairings.c.id == bindparam("pairing"), pairings.c.asked_at >= bindparam("since")
    )
)
_agree = Statement(update(pairings).where(pairings.c.id == bindparam("pairing")).values(agreed=1))
_done = Statement(delete(pairings).where(pairings.c.room == bindparam("of_room")))
_purge = Statement(delete(pairings).where(pairings.c.asked_at < bindparam("before")))
# What a group has of its own, and that makes it one which does not go into another.
_MATTERS: Mapping[Matter, str] = {
    Matter.VOTES: "SELECT count(*) FROM polls WHERE \"group\" = :of AND (status IN ('open', 'closed') OR "
                  "status = 'proclaimed' AND json_extract(terms, '$.binding'))",
    Matter.DECISIONS: 'SELECT count(*) FROM decisions WHERE "group" = :of',
    Matter.PLENARIES: "SELECT max((SELECT count(*) FROM plenaries WHERE \"group\" = :of AND "
                      "(convened_at IS NOT NULL OR status = 'draft')), "
                      "(SELECT count(*) FROM series WHERE \"group\" = :of AND ended_at IS NULL))",
    Matter.MEMBERS: 'SELECT count(*) FROM memberships WHERE "group" = :of',
    Matter.PROJECTS: 'SELECT count(*) FROM projects WHERE "group" = :of',
    Matter.QUESTIONS: "SELECT (SELECT count(*) FROM questions WHERE \"group\" = :of AND condition = 'open') + "
                      "(SELECT count(*) FROM initiatives WHERE \"group\" = :of AND stage = 'gathering')",
    Matter.GROUPS: "SELECT count(*) FROM groups WHERE joined IS NULL AND "
                   "(parent = :of OR id = :of AND parent IS NOT NULL)",
}  # fmt: skip
_matters = {matter: Statement(text(sql)) for matter, sql in _MATTERS.items()}
_come = Statement(
    update(rooms)
    .where(rooms.c.group == bindparam("of_group"))
    .values(group=bindparam("to"), own=bindparam("before"), since=bindparam("new_since"))
)
_joined = Statement(update(groups).where(groups.c.id == bindparam("of_group")).values(joined=bindparam("to")))
_went = Statement(select(groups.c.joined).where(groups.c.id == bindparam("group")))
_any_joined = Statement(select(rooms.c.id).where(rooms.c.own.is_not(None)).limit(1))
_own = Statement(select(rooms.c.own).where(rooms.c.id == bindparam("room")))
_leave = Statement(update(rooms).where(rooms.c.id == bindparam("of_room")).values(group=bindparam("to"), own=None))
_anew = Statement(
    update(presences)
    .where(presences.c.room == bindparam("of_room"), presences.c.until.is_(None))
    .values(since=bindparam("new_since"))
)


_since = Statement(update(rooms).where(rooms.c.id == bindparam("of_room")).values(since=bindparam("new_since")))


@dataclass(frozen=True, slots=True)
class Pairing:
    """A chat that is to join a group; `agreed` once an organizer of the chat said yes."""

    id: int
    room: int
    group: GroupId
    by: MemberId
    agreed: bool = False


class Pairings:
    """One at a time for each chat."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def ask(self, room: int, group: GroupId, by: MemberId, now: datetime) -> Pairing:
        """A new one; another one of the same chat is over."""
        self.done(room)
        row = _ask(self._cursor, room=room, group=group, by=by, at=micros(now)).fetchone()
        return Pairing(row[0], room, group, by)

    def get(self, pairing: int, since: datetime) -> Pairing | None:
        """The one of a number, None when there is none that was asked for since then."""
        row = _get(self._cursor, pairing=pairing, since=micros(since)).fetchone()
        return Pairing(pairing, row[0], GroupId(row[1]), MemberId(row[2]), bool(row[3])) if row else None

    def agree(self, pairing: int) -> None:
        """The chat's side said yes."""
        _agree(self._cursor, pairing=pairing)

    def done(self, room: int) -> None:
        """Nothing waits any more for this chat."""
        _done(self._cursor, of_room=room)

    def purge(self, before: datetime) -> int:
        """Forgets what was asked before an instant; how many."""
        return _purge(self._cursor, before=micros(before)).rowcount

    def matters(self, group: GroupId) -> Mapping[Matter, int]:
        """What a group has of its own, and how much of it."""
        found = {matter: int(one(self._cursor, of=group).fetchone()[0]) for matter, one in _matters.items()}
        return {matter: number for matter, number in found.items() if number}

    def join(self, group: GroupId, to: GroupId, now: datetime) -> None:
        """The chats of a group are of another one from now on, and the group is no more while they are."""
        _come(self._cursor, of_group=group, to=to, before=group, new_since=micros(now))
        _joined(self._cursor, of_group=group, to=to)

    def goes_on(self, group: GroupId) -> GroupId:
        """The group itself; while it is no more, the one into which it went with its chats."""
        row = _went(self._cursor, group=group).fetchone()
        return group if row is None or row[0] is None else self.goes_on(GroupId(row[0]))

    def any_joined(self) -> bool:
        """Whether any chat is with the group of another one."""
        return _any_joined(self._cursor).fetchone() is not None

    def own(self, room: int) -> GroupId | None:
        """The group that was the chat's own before it joined another."""
        row = _own(self._cursor, room=room).fetchone()
        return GroupId(row[0]) if row and row[0] is not None else None

    def part(self, room: int, to: GroupId) -> None:
        """The chat is of this group from now on, which is one again if it was no more."""
        _leave(self._cursor, of_room=room, to=to)
        _joined(self._cursor, of_group=to, to=None)

    def begin_anew(self, room: int, now: datetime) -> None:
        """Whoever is in the chat, met or not, is in its group since now: a vote that was open before is not theirs."""
        _since(self._cursor, of_room=room, new_since=micros(now))
        _anew(self._cursor, of_room=room, new_since=micros(now))
