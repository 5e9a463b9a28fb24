"""Secret addresses of calendars: one for a person, one for a group, until it is taken back."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.calendars import Feed
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.members import members
from storage.types import Instant, Statement, metadata, micros

feeds = Table(
    "feeds",
    metadata,
    Column("secret", Text, primary_key=True),
    Column("member", ForeignKey("members.id"), unique=True),
    Column("group", ForeignKey("groups.id"), unique=True),
    Column("since", Instant, nullable=False),
)

_put = Statement(
    insert(feeds).values({name: bindparam(name) for name in ("secret", "member", "group", "since")})
)  # fmt: skip
_known = select(feeds.c.secret, feeds.c.member, feeds.c.group)
_by_secret = Statement(_known.where(feeds.c.secret == bindparam("secret")))
_of_member = Statement(_known.where(feeds.c.member == bindparam("member")))
_of_group = Statement(_known.where(feeds.c.group == bindparam("group")))
_first = Statement(select(func.min(members.c.created_at)))
_close = Statement(delete(feeds).where(feeds.c.secret == bindparam("secret")))


class Feeds:
    """Which calendars can be read from outside."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def open(self, now: datetime, *, member: MemberId | None = None, group: GroupId | None = None) -> Feed:
        """A new address, for a person or for a group; the one before no longer answers."""
        if (known := self.of(member=member, group=group)) is not None:
            self.close(known)
        feed = Feed(secrets.token_urlsafe(24), member, group)
        _put(self._cursor, secret=feed.secret, member=member, group=group, since=micros(now))
        return feed

    def of(self, *, member: MemberId | None = None, group: GroupId | None = None) -> Feed | None:
        """The address of a person or of a group, None when there is none."""
        row = (
            _of_group(self._cursor, group=group) if group is not None else _of_member(self._cursor, member=member)
        ).fetchone()
        return Feed(*row) if row else None

    def get(self, secret: str) -> Feed | None:
        """Whose address it is, None when it is nobody's."""
        row = _by_secret(self._cursor, secret=secret).fetchone()
        return Feed(*row) if row else None

    def close(self, feed: Feed) -> None:
        """Nobody reads it from now on."""
        _close(self._cursor, secret=feed.secret)

    def mark(self) -> str:
        """What tells this installation's calendars from another's: the instant at which it met the first person."""
        first = _first(self._cursor).fetchone()[0]
        return f"{first or 0:x}"
