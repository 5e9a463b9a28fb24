"""Groups, their chats, and who is known to be in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, Place
from bot.core.rows import Room
from bot.domain.charter import Charter, read, written
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.tree import Tree
from storage.cursor import Cursor
from storage.types import Instant, Statement, maybe_instant, metadata, micros

REMEMBERED = 20_000  # members whose presences are remembered
NEVER = 0  # `until` of somebody we know something about, but not that they are or were there

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("formal", Integer, nullable=False, server_default="0"),
    Column("charter", Text, nullable=False),
    Column("parent", Integer, index=True),  # a group; no key of the file, which would have to be written anew
    Column("political", Integer, nullable=False, server_default="0"),
    Column("joined", Integer),  # the group into which it went with its chats
    sqlite_autoincrement=True,
)
rooms = Table(
    "rooms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("closed", Integer, nullable=False, server_default="1"),
    Column("count", Integer),
    Column("counted_at", Instant),
    Column("introduced", Integer, nullable=False, server_default="0"),  # 2: also as an administrator
    Column("there", Integer, nullable=False, server_default="1"),
    Column("since", Instant, nullable=False, server_default="0"),  # it is of its group; 0 when it always was
    Column("own", Integer),  # the group that was the chat's own before it joined another chat's
    UniqueConstraint("network", "chat"),
    sqlite_autoincrement=True,
)
presences = Table(
    "presences",
    metadata,
    Column("room", ForeignKey("rooms.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("organizer", Integer, nullable=False, server_default="0"),
    Column("organizer_at", Instant, nullable=False, server_default="0"),
    Index("ix_presences_member", "member"),
    sqlite_with_rowid=False,
)

_group = (
    groups.c.id, groups.c.name, groups.c.language, groups.c.zone, groups.c.formal, groups.c.charter, groups.c.parent,
    groups.c.political,
)  # fmt: skip
_rooms = select(
    rooms.c.id, rooms.c.network, rooms.c.chat, rooms.c.title, rooms.c.count, rooms.c.counted_at, rooms.c.there, *_group
).join_from(rooms, groups, rooms.c.group == groups.c.id)
_room = Statement(_rooms.where(rooms.c.network == bindparam("network"), rooms.c.chat == bindparam("chat")))
_rooms_of = Statement(_rooms.where(rooms.c.group == bindparam("group"), rooms.c.there == 1).order_by(rooms.c.id))
_everywhere = Statement(_rooms.where(rooms.c.there == 1).order_by(rooms.c.id))
_served = Statement(select(rooms.c.id, rooms.c.network, rooms.c.chat).where(rooms.c.there == 1).order_by(rooms.c.id))
_one = Statement(_rooms.where(rooms.c.id == bindparam("room")))
_get = Statement(select(*_group).where(groups.c.id == bindparam("group")))
_all = Statement(select(*_group).where(groups.c.joined.is_(None)).order_by(groups.c.id))
_ever = Statement(select(*_group).order_by(groups.c.id))
_parents = Statement(select(groups.c.id, groups.c.parent).where(groups.c.joined.is_(None)).order_by(groups.c.id))
_create = Statement(insert(groups).values(
    name=bindparam("name"), language=bindparam("language"), zone=bindparam("zone"), formal=0,
    charter=bindparam("charter"),
).returning(groups.c.id))  # fmt: skip
_open = Statement(
    insert(rooms).values(
        network=bindparam("network"), chat=bindparam("chat"), group=bindparam("group"), title=bindparam("title"),
        closed=bindparam("closed"), count=None, counted_at=None,
    )
)  # fmt: skip
_one_room = (rooms.c.network == bindparam("old_network")) & (rooms.c.chat == bindparam("old_chat"))
_count = Statement(update(rooms).where(_one_room).values(count=bindparam("new_count"), counted_at=bindparam("new_at")))
_there = Statement(update(rooms).where(_one_room).values(there=bindparam("new_there")))
_introduce = Statement(
    update(rooms)
    .where(rooms.c.id == bindparam("room"), func.min(rooms.c.introduced, 1) != bindparam("new_introduced"))
    .values(introduced=bindparam("new_introduced"))
)
_empower = Statement(update(rooms).where(rooms.c.id == bindparam("room"), rooms.c.introduced == 1).values(introduced=2))
_move = Statement(update(rooms).where(_one_room).values(chat=bindparam("new_chat")))
_keep = Statement(update(groups).where(groups.c.id == bindparam("group")).values(
    name=bindparam("new_name"), language=bindparam("new_language"), zone=bindparam("new_zone"),
    formal=bindparam("new_formal"), charter=bindparam("new_charter"), parent=bindparam("new_parent"),
    political=bindparam("new_political"),
))  # fmt: skip
_home = Statement(
    select(*_group)
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .join(groups, rooms.c.group == groups.c.id)
    .where(presences.c.member == bindparam("member"), presences.c.until.is_(None))
    .order_by(rooms.c.id)
    .limit(1)
)
_mine = Statement(
    _rooms.join(presences, presences.c.room == rooms.c.id)
    .where(presences.c.member == bindparam("member"), presences.c.until.is_(None), rooms.c.there == 1)
    .order_by(rooms.c.id)
)


class Groups:
    """Groups and the chats in which they meet.

    Rooms are remembered: every event asks for one, they change seldom, and only the one writer changes them.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._remembered: dict[tuple[str, str], Room] = {}

    def room(self, chat: Chat) -> Room | None:
        """The chat as we know it, None when the bot does not serve it yet."""
        key = (chat.network, chat.id)
        known = self._remembered.get(key)
        if known is None:
            row = _room(self._cursor, network=chat.network, chat=chat.id).fetchone()
            if row is None:
                return None
            known = self._remembered[key] = _as_room(row)
        return known

    def forget(self) -> None:
        """Reads everything anew: something was changed or rolled back."""
        self._remembered.clear()

    def one(self, room: int) -> Room:
        """The chat of an id; KeyError when there is none."""
        row = _one(self._cursor, room=room).fetchone()
        if row is None:
            raise KeyError(room)
        return _as_room(row)

    def rooms(self, group: GroupId) -> Sequence[Room]:
        """Every chat of a group in which the bot is."""
        return [_as_room(row) for row in _rooms_of(self._cursor, group=group)]

    def served(self) -> Sequence[tuple[int, Chat]]:
        """The same, by id and chat alone: what a start looks at."""
        return [(room, Chat(network, chat)) for room, network, chat in _served(self._cursor)]

    def everywhere(self) -> Sequence[Room]:
        """Every chat in which the bot is."""
        return [_as_room(row) for row in _everywhere(self._cursor)]

    def rooms_of(self, member: MemberId) -> Sequence[Room]:
        """The chats that a person is known to be in, and the bot with them."""
        return [_as_room(row) for row in _mine(self._cursor, member=member)]

    def home(self, member: MemberId) -> Group | None:
        """The first group that a person is known to be in."""
        row = _home(self._cursor, member=member).fetchone()
        return _as_group(row) if row else None

    def get(self, group: GroupId) -> Group:
        """The group of an id; KeyError when there is none."""
        row = _get(self._cursor, group=group).fetchone()
        if row is None:
            raise KeyError(group)
        return _as_group(row)

    def all(self) -> Sequence[Group]:
        """Every group, in the order in which the bot came to them."""
        return [_as_group(row) for row in _all(self._cursor)]

    def ever(self) -> Sequence[Group]:
        """Every group, and those that went into one of them."""
        return [_as_group(row) for row in _ever(self._cursor)]

    def tree(self) -> Tree:
        """Which group belongs to which."""
        return Tree({GroupId(row[0]): row[1] for row in _parents(self._cursor)})

    def welcome(self, place: Place, language: str, zone: str) -> Room:
        """A new group for a chat that the bot begins to serve, with the quick preset."""
        name = place.title or place.chat.id
        charter = _dump(Charter())
        group = _create(self._cursor, name=name, language=language, zone=zone, charter=charter).fetchone()[0]
        _open(
            self._cursor, network=place.chat.network, chat=place.chat.id, group=group, title=place.title,
            closed=int(place.closed),
        )  # fmt: skip
        room = self.room(place.chat)
        assert room is not None  # it was just written
        return room

    def begin(self, like: Group, name: str) -> GroupId:
        """A new group that decides as another one does."""
        row = _create(
            self._cursor, name=name, language=like.language, zone=like.zone, charter=_dump(like.charter)
        ).fetchone()  # fmt: skip
        group = GroupId(row[0])
        self.keep(replace(like, id=group, name=name, parent=None))
        return group

    def keep(self, group: Group) -> None:
        """Keeps the group's settings."""
        self.forget()
        _keep(
            self._cursor, group=group.id, new_name=group.name, new_language=group.language, new_zone=group.zone,
            new_formal=int(group.formal), new_charter=_dump(group.charter), new_parent=group.parent,
            new_political=int(group.political),
        )  # fmt: skip

    def keep_count(self, chat: Chat, count: int, now: datetime) -> None:
        """Keeps how many people the network counted there."""
        self.forget()
        _count(self._cursor, old_network=chat.network, old_chat=chat.id, new_count=count, new_at=micros(now))

    def keep_there(self, chat: Chat, there: bool) -> None:
        """Notes whether the bot is in the chat. What was decided there stays."""
        self.forget()
        _there(self._cursor, old_network=chat.network, old_chat=chat.id, new_there=int(there))

    def introduce(self, room: int, done: bool = True) -> bool:
        """Notes that the bot introduced itself in a chat, or that it will have to again; False when nothing changed."""
        return _introduce(self._cursor, room=room, new_introduced=int(done)).rowcount > 0

    def empower(self, room: int) -> bool:
        """Notes that the bot, introduced in a chat, administers it; False when it was noted before."""
        return _empower(self._cursor, room=room).rowcount > 0

    def move(self, chat: Chat, to: Chat) -> None:
        """The chat goes on under another id."""
        old, young = self.room(chat), self.room(to)
        if old is not None and young is not None:
            # The network let us see the new chat before it told where it came from.
            _leave_room(self._cursor, p_room=young.id)
            _close_room(self._cursor, p_room=young.id)
        self.forget()
        _move(self._cursor, old_network=chat.network, old_chat=chat.id, new_chat=to.id)


_close_room = Statement(delete(rooms).where(rooms.c.id == bindparam("p_room")))
_leave_room = Statement(delete(presences).where(presences.c.room == bindparam("p_room")))


def _as_room(row: tuple[object, ...]) -> Room:
    id_, network, chat, title, count, counted_at, there, *group = row
    home = _as_group(tuple(group))
    return Room(id_, Chat(network, chat), home, title, count, maybe_instant(counted_at), bool(there))  # type: ignore[arg-type]  # the select's own columns


def _as_group(row: tuple[object, ...]) -> Group:
    id_, name, language, zone, formal, charter, parent, political = row
    return Group(id_, name, language, zone, bool(formal), _load(charter), parent, bool(political))  # type: ignore[arg-type]  # the select's own columns


def _dump(charter: Charter) -> str:
    return json.dumps(written(charter), sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _load(text: str) -> Charter:
    return read(json.loads(text))
