"""Who is known to be in which chat, since when, and whether they organize it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId, Presence
from bot.domain.roles import Role
from storage.cursor import Cursor
from storage.groups import NEVER, REMEMBERED, presences, rooms
from storage.members import members
from storage.roles import mandates
from storage.types import EPOCH, Statement, instant, maybe_instant, micros

_presence_of = (presences.c.room == bindparam("p_room")) & (presences.c.member == bindparam("p_member"))
_values: dict[str, Any] = {
    name: bindparam(name) for name in ("room", "member", "since", "until", "organizer", "organizer_at")
}
_new = insert(presences).values(_values)
# Whoever erased an account whose ballot still waits was not there before they came back: one person, one voice.
_returned = select(members.c.returned_at).where(members.c.id == bindparam("member")).scalar_subquery()
# And nobody was in a group before their chat was of it.
_its = select(rooms.c.since).where(rooms.c.id == bindparam("room")).scalar_subquery()
_there = insert(presences).values(
    _values | {"since": func.max(bindparam("since"), func.coalesce(_returned, 0), func.coalesce(_its, 0))}
)
_key = ["room", "member"]
# Whoever comes back after leaving was not there in between; whoever is there already stays since when they were.
_joined = Statement(
    _new.on_conflict_do_update(
        index_elements=_key, set_={"since": _new.excluded.since, "until": None}, where=presences.c.until.is_not(None)
    )
)
_still_there = presences.c.until.is_(None) | (presences.c.until == NEVER)
# Only the first time tells when they went; and who went away no longer organizes.
_left = Statement(
    _new.on_conflict_do_update(
        index_elements=_key,
        set_={
            "until": case((_still_there, _new.excluded.until), else_=presences.c.until),
            "organizer": 0,
            "organizer_at": 0,
        },
    )
)
# Of somebody who is not there nothing tells that they ever were.
_absent = Statement(
    _new.on_conflict_do_update(
        index_elements=_key,
        set_={
            "since": case((presences.c.until == NEVER, _new.excluded.since), else_=presences.c.since),
            "until": case((_still_there, _new.excluded.until), else_=presences.c.until),
            "organizer": 0,
            "organizer_at": 0,
        },
    )
)
_seen = Statement(
    _there.on_conflict_do_update(
        index_elements=_key, set_={"since": _there.excluded.since, "until": None}, where=presences.c.until == NEVER
    )
)
_organizer = Statement(
    _there.on_conflict_do_update(
        index_elements=_key,
        set_={"organizer": _there.excluded.organizer, "organizer_at": _there.excluded.organizer_at},
    )
)
_is_organizer = Statement(select(presences.c.organizer, presences.c.organizer_at).where(_presence_of))
_named = Statement(
    select(mandates.c.member)
    .join_from(mandates, rooms, mandates.c.group == rooms.c.group)
    .where(
        rooms.c.id == bindparam("p_room"), mandates.c.member == bindparam("p_member"),
        mandates.c.role == Role.ORGANIZER.value,
    )
)  # fmt: skip
_administrators = Statement(
    select(presences.c.member)
    .distinct()
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(rooms.c.group == bindparam("group"), presences.c.organizer == 1)
    .order_by(presences.c.member)
)
_mine = Statement(
    select(rooms.c.group, presences.c.since, presences.c.until, presences.c.organizer)
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(presences.c.member == bindparam("member"), presences.c.until.is_(None) | (presences.c.until != NEVER))
    .order_by(rooms.c.id)
)
_of_group = Statement(
    select(presences.c.since, presences.c.until)
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(
        rooms.c.group == bindparam("group"), presences.c.member == bindparam("member"),
        presences.c.until.is_(None) | (presences.c.until != NEVER),
    )
)  # fmt: skip
_in_group = Statement(
    select(presences.c.member)
    .distinct()
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(rooms.c.group == bindparam("group"), presences.c.until.is_(None))
    .order_by(presences.c.member)
)


class Presences:
    """Who is known to be in which chat, since when, and whether they organize it.

    Presences are remembered while they do not change: every ballot asks for its giver's.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._remembered: dict[MemberId, dict[GroupId, tuple[Presence, ...]]] = {}

    def forget(self) -> None:
        """Reads everything anew: something was rolled back."""
        self._remembered.clear()

    def joined(self, room: int, member: MemberId, now: datetime) -> None:
        """The person came in now."""
        self._put(_joined, room, member, since=now)

    def left(self, room: int, member: MemberId, now: datetime) -> None:
        """The person went away now."""
        self._put(_left, room, member, until=now)

    def absent(self, room: int, member: MemberId, now: datetime) -> None:
        """The network says that the person is not there."""
        self._put(_absent, room, member, since=now, until=now)

    def seen(self, room: int, member: MemberId) -> None:
        """The person is there, and was before we looked: no join of theirs was ever announced."""
        self._put(_seen, room, member)

    def keep_organizer(self, room: int, member: MemberId, organizer: bool, now: datetime) -> None:
        """Keeps what the network said of the person's rights; that they have none does not say that they are there."""
        until = None if organizer else EPOCH
        self._put(_organizer, room, member, until=until, organizer=organizer, organizer_at=now)

    def is_organizer(self, room: int, member: MemberId, since: datetime) -> bool | None:
        """Whether the group named the person, or the network says that they organize the chat; None when neither, and
        the network did not tell us since then."""
        if _named(self._cursor, p_room=room, p_member=member).fetchone():
            return True
        row = _is_organizer(self._cursor, p_room=room, p_member=member).fetchone()
        return bool(row[0]) if row and row[1] >= micros(since) else None

    def administrators(self, group: GroupId) -> Sequence[MemberId]:
        """Those who organize the group's chats, as far as the networks told us."""
        return [MemberId(row[0]) for row in _administrators(self._cursor, group=group)]

    def mine(self, member: MemberId) -> Sequence[tuple[GroupId, Presence, bool]]:
        """Where the person is and was, and whether they organize there."""
        rows = _mine(self._cursor, member=member)
        return [
            (GroupId(group), Presence(instant(since), maybe_instant(until)), bool(organizer))
            for group, since, until, organizer in rows
        ]

    def of(self, group: GroupId, member: MemberId) -> tuple[Presence, ...]:
        """The person's presences in the group's chats."""
        if len(self._remembered) >= REMEMBERED:
            self.forget()
        known = self._remembered.setdefault(member, {})
        found = known.get(group)
        if found is None:
            rows = _of_group(self._cursor, group=group, member=member)
            found = known[group] = tuple(Presence(instant(since), maybe_instant(until)) for since, until in rows)
        return found

    def members(self, group: GroupId) -> Sequence[MemberId]:
        """Everybody known to be in the group's chats now."""
        return [MemberId(row[0]) for row in _in_group(self._cursor, group=group)]

    def _put(
        self, statement: Statement, room: int, member: MemberId, *, since: datetime = EPOCH,
        until: datetime | None = None, organizer: bool = False, organizer_at: datetime = EPOCH,
    ) -> None:  # fmt: skip
        self._remembered.pop(member, None)
        statement(
            self._cursor, room=room, member=member, since=micros(since), until=None if until is None else micros(until),
            organizer=int(organizer), organizer_at=micros(organizer_at),
        )  # fmt: skip
