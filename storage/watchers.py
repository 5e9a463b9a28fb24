"""Who was in a group's chats without a voice when a vote of whoever is there opened: frozen at the opening, a row each.

Each answer asks it, so that it is remembered: there are few of them, and they do not change.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, insert, select

from bot.domain.members import MemberId
from bot.domain.polls import PollId
from storage.cursor import Cursor
from storage.groups import REMEMBERED
from storage.types import Statement, metadata

watchers = Table(
    "watchers",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    sqlite_with_rowid=False,
)

_freeze = Statement(insert(watchers).values(poll=bindparam("poll"), member=bindparam("member")))
_of = Statement(select(watchers.c.member).where(watchers.c.poll == bindparam("poll")))
_drop = Statement(
    delete(watchers).where(watchers.c.poll == bindparam("poll"), watchers.c.member == bindparam("member"))
)


class Watchers:
    """Who reads and speaks while a vote is open, and has no voice in it."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._remembered: dict[PollId, frozenset[MemberId]] = {}

    def forget(self) -> None:
        """Reads everything anew: something was rolled back."""
        self._remembered.clear()

    def freeze(self, poll: PollId, members: Iterable[MemberId]) -> None:
        """Writes them down; whoever becomes an observer later votes in it still, as when it opened."""
        for member in members:
            _freeze(self._cursor, poll=poll, member=member)
        self._remembered.pop(poll, None)

    def of(self, poll: PollId) -> frozenset[MemberId]:
        """All of them; mostly none."""
        found = self._remembered.get(poll)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self.forget()
            found = frozenset(MemberId(row[0]) for row in _of(self._cursor, poll=poll))
            self._remembered[poll] = found
        return found

    def drop(self, poll: PollId, member: MemberId) -> None:
        """Somebody turns out to be one who has a voice in it."""
        _drop(self._cursor, poll=poll, member=member)
        self._remembered.pop(poll, None)
