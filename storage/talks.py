"""Conversations under way, one per chat and person, until they expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat
from bot.core.rows import Talk
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

talks = Table(
    "talks",
    metadata,
    Column("network", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("flow", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

_one = (
    (talks.c.network == bindparam("network"))
    & (talks.c.chat == bindparam("chat"))
    & (talks.c.member == bindparam("member"))
)
_get = Statement(
    select(talks.c.flow, talks.c.step, talks.c.draft, talks.c.version, talks.c.expires_at).where(
        _one, talks.c.expires_at > bindparam("now")
    )
)
_insert = insert(talks).values({column.name: bindparam(column.name) for column in talks.c})
_put = Statement(
    _insert.on_conflict_do_update(
        index_elements=["network", "chat", "member"],
        set_={name: _insert.excluded[name] for name in ("flow", "step", "draft", "version", "expires_at")},
    )
)
_mine = Statement(
    select(talks.c.flow, talks.c.step, talks.c.draft, talks.c.version, talks.c.expires_at).where(
        talks.c.member == bindparam("member")
    )
)
_everybody = Statement(select(talks.c.network, talks.c.chat, talks.c.member, talks.c.draft))
_end = Statement(delete(talks).where(_one))
_of_chat = (talks.c.network == bindparam("of_network")) & (talks.c.chat == bindparam("of_chat"))
_move = Statement(update(talks).where(_of_chat).values(chat=bindparam("new_chat")))
_drop = Statement(delete(talks).where(_of_chat))
_purge = Statement(delete(talks).where(talks.c.expires_at <= bindparam("now")))


class Talks:
    """Where each conversation stands."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def get(self, chat: Chat, member: MemberId, now: datetime) -> Talk | None:
        """The conversation with a person in a chat, None when there is none or it expired."""
        row = _get(self._cursor, network=chat.network, chat=chat.id, member=member, now=micros(now)).fetchone()
        return Talk(row[0], row[1], row[2], row[3], instant(row[4])) if row else None

    def mine(self, member: MemberId) -> Sequence[Talk]:
        """Every conversation with a person."""
        return [Talk(row[0], row[1], row[2], row[3], instant(row[4])) for row in _mine(self._cursor, member=member)]

    def drafts(self) -> Sequence[tuple[Chat, MemberId, str]]:
        """Every conversation of everybody: where, with whom, and its draft."""
        return [
            (Chat(str(network), str(chat)), MemberId(member), str(draft))
            for network, chat, member, draft in _everybody(self._cursor).fetchall()
        ]

    def put(self, chat: Chat, member: MemberId, talk: Talk) -> None:
        """Keeps where it stands; a conversation already there is replaced."""
        _put(
            self._cursor, network=chat.network, chat=chat.id, member=member, flow=talk.flow, step=talk.step,
            draft=talk.draft, version=talk.version, expires_at=micros(talk.expires_at),
        )  # fmt: skip

    def end(self, chat: Chat, member: MemberId) -> bool:
        """Ends it; False when there was none."""
        return _end(self._cursor, network=chat.network, chat=chat.id, member=member).rowcount > 0

    def move(self, chat: Chat, to: Chat) -> None:
        """The conversations of a chat go on in another one."""
        _drop(self._cursor, of_network=to.network, of_chat=to.id)
        _move(self._cursor, of_network=chat.network, of_chat=chat.id, new_chat=to.id)

    def purge(self, now: datetime) -> int:
        """Forgets the expired ones; how many."""
        return _purge(self._cursor, now=micros(now)).rowcount
