"""Who asked to be let into a group's chat and waits, where a network has that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Index, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, User
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.groups import rooms
from storage.types import Instant, Statement, instant, metadata, micros

requests = Table(
    "requests",
    metadata,
    Column("room", ForeignKey("rooms.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("user", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index("ix_requests_member", "member"),
    sqlite_with_rowid=False,
)

_row = insert(requests).values({column.name: bindparam(column.name) for column in requests.c})
_put = Statement(
    _row.on_conflict_do_update(index_elements=["room", "member"], set_={"asked_at": _row.excluded.asked_at})
)
_found = select(
    requests.c.room, rooms.c.group, rooms.c.network, rooms.c.chat, requests.c.user, requests.c.member,
    requests.c.asked_at,
).join_from(requests, rooms, requests.c.room == rooms.c.id)  # fmt: skip
_mine = Statement(_found.where(requests.c.member == bindparam("member")).order_by(requests.c.room))
_of_group = Statement(_found.where(rooms.c.group == bindparam("group")).order_by(requests.c.asked_at))
_done = Statement(
    delete(requests).where(requests.c.room == bindparam("room"), requests.c.member == bindparam("member"))
)


class Request(NamedTuple):
    """Somebody waits before a chat."""

    room: int
    group: GroupId
    chat: Chat
    user: User
    member: MemberId
    asked_at: datetime


class Requests:
    """Who waits where."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, room: int, member: MemberId, user: User, now: datetime) -> None:
        """Somebody asks to be let in."""
        _put(self._cursor, room=room, member=member, user=user.id, asked_at=micros(now))

    def mine(self, member: MemberId) -> Sequence[Request]:
        """Where a person waits."""
        return [_request(*row) for row in _mine(self._cursor, member=member)]

    def of_group(self, group: GroupId) -> Sequence[Request]:
        """Who waits before a group's chats, the first to ask first."""
        return [_request(*row) for row in _of_group(self._cursor, group=group)]

    def done(self, room: int, member: MemberId) -> bool:
        """They wait no more; False when they did not."""
        return _done(self._cursor, room=room, member=member).rowcount > 0


def _request(room: int, group: int, network: str, chat: str, user: str, member: int, asked_at: int) -> Request:
    return Request(
        room, GroupId(group), Chat(network, chat), User(network, user), MemberId(member), instant(asked_at)
    )  # fmt: skip
