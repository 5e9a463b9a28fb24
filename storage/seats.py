"""How many people a group has: its networks count accounts, and somebody may have several, in several of its chats.

Of whoever has one account on a network the presences tell in which of its chats they are. Of two accounts on one
network they do not tell which of them is there: the network is asked, account by account, and what it said is kept as
a seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, User
from bot.domain.groups import GroupId
from storage.cursor import Cursor
from storage.groups import NEVER, presences, rooms
from storage.members import accounts
from storage.memberships import memberships, without_voice
from storage.types import Instant, Statement, metadata, micros

UNSURE = 50  # accounts of linked people of which networks are asked at once

seats = Table(
    "seats",
    metadata,
    Column("room", ForeignKey("rooms.id"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("there", Integer),  # NULL where the network does not say
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

_other = accounts.alias("other")
_twins = (_other.c.member == accounts.c.member) & (_other.c.network == accounts.c.network)
# Nothing needs to be known of an account that is its person's only one there: the presences tell.
_row = insert(seats).from_select(
    ["room", "user", "there", "at"],
    select(rooms.c.id, accounts.c.user, bindparam("there", type_=Integer), bindparam("at", type_=Instant))
    .join_from(rooms, accounts, rooms.c.network == accounts.c.network)
    .where(
        rooms.c.id == bindparam("room"), accounts.c.user == bindparam("user"),
        exists(select(_other.c.user).where(_twins, _other.c.user != accounts.c.user)),
    ),
)  # fmt: skip
_put = Statement(
    _row.on_conflict_do_update(
        index_elements=["room", "user"], set_={"there": _row.excluded.there, "at": _row.excluded.at}
    )
)
_says = Statement(select(seats.c.there).where(seats.c.room == bindparam("room"), seats.c.user == bindparam("user")))
_another = Statement(
    select(_other.c.user)
    .select_from(rooms)
    .join(accounts, accounts.c.network == rooms.c.network)
    .join(_other, _twins & (_other.c.user != accounts.c.user))
    .outerjoin(seats, (seats.c.room == rooms.c.id) & (seats.c.user == _other.c.user))
    .where(
        rooms.c.id == bindparam("room"), accounts.c.user == bindparam("user"), func.coalesce(seats.c.there, 1) == 1
    )
    .limit(1)
)  # fmt: skip

# Each account is counted by its network, in each chat: whoever is in two chats, or there with two accounts, is one.
_chats = (
    select(presences.c.member, rooms.c.network, func.count().label("chats"))
    .join_from(presences, rooms, presences.c.room == rooms.c.id)
    .where(rooms.c.group == bindparam("group"), rooms.c.there == 1, presences.c.until.is_(None))
    .group_by(presences.c.member, rooms.c.network)
    .subquery()
)
_with = (
    select(func.count())
    .where(accounts.c.member == _chats.c.member, accounts.c.network == _chats.c.network)
    .correlate(_chats)
    .scalar_subquery()
)
_seat = and_(seats.c.room == rooms.c.id, seats.c.user == accounts.c.user)
_places = (
    select(func.count())
    .select_from(rooms)
    .join(accounts, accounts.c.network == rooms.c.network)
    .outerjoin(seats, _seat)
    .where(
        rooms.c.group == bindparam("group"), rooms.c.there == 1, accounts.c.member == _chats.c.member,
        accounts.c.network == _chats.c.network,
    )
    .correlate(_chats)
)  # fmt: skip
_unknown = _places.where(seats.c.there.is_(None)).scalar_subquery()
_taken = _places.where(seats.c.there == 1).scalar_subquery()
# Where the network does not say which of two accounts is in which of its chats, each is taken to be in one at least.
_number = case((_with == 1, _chats.c.chats), (_unknown > 0, func.max(_with, _chats.c.chats)), else_=_taken)
_each = select(_chats.c.member, func.sum(_number).label("number")).group_by(_chats.c.member).subquery()
_repeated = Statement(select(func.coalesce(func.sum(func.max(_each.c.number - 1, 0)), 0)))
_vague = Statement(select(_chats.c.member).where(_with > 1, _unknown > 0).limit(1))
_people = Statement(
    select(
        select(func.sum(rooms.c.count))
        .where(rooms.c.group == bindparam("group"), rooms.c.there == 1)
        .scalar_subquery(),
        select(func.count(presences.c.member.distinct()))
        .join_from(presences, rooms, presences.c.room == rooms.c.id)
        .where(rooms.c.group == bindparam("group"), presences.c.until.is_(None))
        .scalar_subquery(),
    )
)

# Linked people, and those who have no voice, whom nobody has seen in a chat that one of their accounts may be in.
_linked = select(accounts.c.member).group_by(accounts.c.member).having(func.count() > 1)
_voiceless = select(memberships.c.member).where(
    memberships.c.group == bindparam("group"),
    without_voice,
)
_unsure = Statement(
    select(rooms.c.network, rooms.c.chat, accounts.c.user)
    .join_from(rooms, accounts, rooms.c.network == accounts.c.network)
    .outerjoin(presences, (presences.c.room == rooms.c.id) & (presences.c.member == accounts.c.member))
    .where(
        rooms.c.group == bindparam("group"), rooms.c.there == 1,
        accounts.c.member.in_(_linked) | accounts.c.member.in_(_voiceless),
        presences.c.since.is_(None) | (presences.c.until == NEVER),
    )
    .limit(bindparam("most"))
)  # fmt: skip
# And those who are there, with one account or the other, as far as no network said it lately.
_doubled = (
    select(accounts.c.member, accounts.c.network)
    .group_by(accounts.c.member, accounts.c.network)
    .having(func.count() > 1)
    .subquery()
)
_unseated = Statement(
    select(rooms.c.network, rooms.c.chat, accounts.c.user)
    .select_from(_doubled)
    .join(
        _chats, (_chats.c.member == _doubled.c.member) & (_chats.c.network == _doubled.c.network)
    )
    .join(accounts, (accounts.c.member == _doubled.c.member) & (accounts.c.network == _doubled.c.network))
    .join(rooms, (rooms.c.network == accounts.c.network) & (rooms.c.group == bindparam("group")) & (rooms.c.there == 1))
    .outerjoin(seats, _seat)
    .where(seats.c.at.is_(None) | (seats.c.at < bindparam("since")))
    .order_by(rooms.c.id, accounts.c.user)
    .limit(bindparam("most"))
)  # fmt: skip

_of = Statement(
    select(rooms.c.group)
    .distinct()
    .join_from(seats, rooms, seats.c.room == rooms.c.id)
    .where(rooms.c.network == bindparam("network"), seats.c.user == bindparam("user"), seats.c.there == 1)
    .order_by(rooms.c.group)
)


class Seats:
    """Who is counted how often."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, room: int, user: User, there: bool | None, now: datetime) -> None:
        """What the network says of an account in a chat, None when it says nothing; kept where the person has another
        one on that network."""
        sits = None if there is None else int(there)
        _put(self._cursor, room=room, user=user.id, there=sits, at=micros(now))

    def says(self, room: int, user: User) -> bool | None:
        """What the network said last of an account in a chat, None when it did not."""
        row = _says(self._cursor, room=room, user=user.id).fetchone()
        return None if row is None or row[0] is None else bool(row[0])

    def another(self, room: int, user: User) -> bool:
        """Whether another account of the person may be in the chat."""
        return _another(self._cursor, room=room, user=user.id).fetchone() is not None

    def of(self, user: User) -> Sequence[GroupId]:
        """The groups in whose chats a network said that an account is."""
        return [GroupId(row[0]) for row in _of(self._cursor, network=user.network, user=user.id)]

    def people(self, group: GroupId) -> int:
        """How many people it has: as its networks counted them last, each person once; else those known to be there."""
        counted, known = _people(self._cursor, group=group).fetchone()
        return max(int(counted or 0) - self.repeated(group), int(known))

    def repeated(self, group: GroupId) -> int:
        """How many times more than once the networks count the people known to be in a group's chats."""
        return int(_repeated(self._cursor, group=group).fetchone()[0])

    def is_vague(self, group: GroupId) -> bool:
        """Whether somebody is in the group with two accounts of one network, which does not say where each of them is:
        they are taken to be in one of its chats each."""
        return _vague(self._cursor, group=group).fetchone() is not None

    def unsure(self, group: GroupId, most: int = UNSURE) -> Sequence[tuple[Chat, User]]:
        """Accounts of linked people, and of those who have no voice in the group, each with a chat of it of which
        nothing tells whether they are in it."""
        rows = _unsure(self._cursor, group=group, most=most)
        return [(Chat(network, chat), User(network, user)) for network, chat, user in rows]

    def unseated(self, group: GroupId, since: datetime, most: int = UNSURE) -> Sequence[tuple[Chat, User]]:
        """Accounts of which the network did not say since an instant whether they are in a chat of the group, where it
        matters; none when they are more than can be asked about at once."""
        rows = _unseated(self._cursor, group=group, since=micros(since), most=most + 1).fetchall()
        found = [(Chat(network, chat), User(network, user)) for network, chat, user in rows]
        return found if len(found) <= most else ()
