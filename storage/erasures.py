"""Erasing a person: who they are goes at once, the rest of their rows in small pieces, so that nobody waits.

What others decided with them stays and counts: ballots of public votes show a pseudonym. While a vote is open in which
their ballot waits, a salted print of the account is kept, so that whoever comes back has not two voices in it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, exists, func, select, update

from bot.chat.address import Chat, User
from bot.domain.members import MemberId
from bot.domain.names import SHORTEST
from bot.domain.polls import Status
from storage.ballots import ballots, notices
from storage.cursor import Cursor
from storage.groups import rooms
from storage.jobs import jobs
from storage.members import members
from storage.mentions import erasing
from storage.moves import moves
from storage.notes import notes
from storage.outbox import outbox
from storage.paths import paths
from storage.polls import polls
from storage.posts import posts
from storage.private_chats import private_chats
from storage.reminders import reminders
from storage.seats import seats
from storage.trusts import trusts
from storage.types import Statement, metadata, micros

erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("print", Text, nullable=False),
    Column("member", ForeignKey("members.id"), nullable=False),
)

PIECE = 30  # rows taken away in one transaction: with more of them those who vote meanwhile wait longer

_who: Any = bindparam("member")
_unasked = Statement(delete(trusts).where(trusts.c.by == _who, trusts.c.verdict == "asked"))
# Whose buddy they were begins anew with the next one; what they wrote for newcomers stays the group's.
_no_buddy = Statement(update(paths).where(paths.c.buddy == bindparam("of_member")).values(buddy=None, buddy_at=None))
_unname = Statement(
    update(members)
    .where((members.c.id == bindparam("of_member")) | (members.c.linked_to == bindparam("of_member")))
    .values(
        name="", language="", hint="", muted=0, zone="", quiet="", returned_at=None,
        disturbed_on="", disturbed=0, created_at=bindparam("new_at"),
        erased_at=bindparam("new_at"),
    )
)  # fmt: skip
_parcels = (outbox.c.network == bindparam("of_network")) & (
    (outbox.c.user == bindparam("of_user")) | (outbox.c.chat == bindparam("of_chat"))
)
_unsent_posts = Statement(
    delete(posts).where(posts.c.id.in_(select(outbox.c.post).where(_parcels, outbox.c.post > 0)), posts.c.private == 1)
)
# Questions and lists that were shown to others offer people by their names: such a button means nothing any more.
_named = func.instr(posts.c.choices, bindparam("name")) > 0
_unoffer = Statement(update(posts).where(posts.c.topic == "", _named).values(choices="[]"))
_topics = Statement(select(posts.c.topic).where(posts.c.topic != "", _named).distinct())
_unsent = Statement(delete(outbox).where(_parcels))
# What a network's adapter noted of the account or of its private room, and where such a room went on.
_id = bindparam("of_id", type_=Text)
_noted = Statement(
    delete(notes).where(
        notes.c.network == bindparam("of_network"),
        (notes.c.key == _id)
        | (func.instr("\t" + notes.c.text + "\t", "\t" + _id + "\t") > 0)
        | (func.instr(notes.c.text, '"' + _id + '"') > 0),
    )
)
_moved = Statement(
    delete(moves).where(
        moves.c.network == bindparam("of_network"),
        (moves.c.chat == bindparam("of_chat")) | (moves.c.to == bindparam("of_chat")),
    )
)
_own_chats = Statement(
    delete(private_chats).where(
        private_chats.c.network == bindparam("of_network"),
        (private_chats.c.user == bindparam("of_user")) | (private_chats.c.chat == bindparam("of_chat")),
    )
)  # fmt: skip
_seats = Statement(
    delete(seats).where(
        seats.c.user == bindparam("of_user"),
        seats.c.room.in_(select(rooms.c.id).where(rooms.c.network == bindparam("of_network"))),
    )
)  # fmt: skip
_waits = Statement(
    select(ballots.c.poll)
    .join_from(polls, ballots, (ballots.c.poll == polls.c.id) & (ballots.c.member == _who))
    .where(polls.c.status == Status.OPEN.value)
)
_print = Statement(
    erasures.insert().values(salt=bindparam("salt"), print=bindparam("print"), member=bindparam("member"))
)
_prints = Statement(select(erasures.c.salt, erasures.c.print))
_counted = Statement(
    delete(erasures).where(
        ~exists(
            select(ballots.c.poll)
            .join_from(polls, ballots, (ballots.c.poll == polls.c.id) & (ballots.c.member == erasures.c.member))
            .where(polls.c.status == Status.OPEN.value)
        )
    )
)

# In pieces: their own reminders with what was planned and shown of them, wishes to be reminded, private messages.
_some_reminders = Statement(
    select(reminders.c.id).where(reminders.c.author == _who, reminders.c.group.is_(None)).limit(bindparam("most"))
)
_reminder = Statement(delete(reminders).where(reminders.c.id == bindparam("reminder")))
_planned = Statement(delete(jobs).where(jobs.c.key == bindparam("topic")))
_shown = Statement(delete(posts).where(posts.c.topic == bindparam("topic")))
_some_notices = Statement(
    select(notices.c.poll)
    .join_from(polls, notices, (notices.c.poll == polls.c.id) & (notices.c.member == _who))
    .limit(bindparam("most"))
)
_notice = Statement(delete(notices).where(notices.c.poll == bindparam("poll"), notices.c.member == bindparam("member")))
_some_posts = Statement(
    select(posts.c.id)
    .where(
        posts.c.network == bindparam("network"), posts.c.chat == bindparam("chat"), posts.c.private == 1
    )
    .limit(bindparam("most"))
)  # fmt: skip
_post = Statement(delete(posts).where(posts.c.id == bindparam("post")))


class Erasures:
    """What becomes of somebody who goes."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def unoffer(self, name: str) -> Sequence[str]:
        """Nobody is offered somebody of this name any more; the topics to be drawn again, as they show it too."""
        first = name.split(" ")[0]
        shown = first if len(first) >= SHORTEST else name
        _unoffer(self._cursor, name=shown)
        return [str(row[0]) for row in _topics(self._cursor, name=shown)]

    def unname(self, member: MemberId, accounts: Sequence[User], chats: Collection[Chat], now: datetime) -> None:
        """The person is nobody any more: no account, no name, no place, nothing that waits for them."""
        self._cursor.traces = True
        if _waits(self._cursor, member=member).fetchone():
            for user in accounts:
                salt = secrets.token_hex(16)
                _print(self._cursor, salt=salt, print=_printed(salt, user), member=member)
        for statement in (*_at_once(), _unasked):
            statement(self._cursor, member=member)
        _no_buddy(self._cursor, of_member=member)
        _unname(self._cursor, of_member=member, new_at=micros(now))
        places = {(one.network, one.id, None) for one in accounts} | {(one.network, None, one.id) for one in chats}
        for network, user_id, chat_id in places:
            where = {"of_network": network, "of_user": user_id, "of_chat": chat_id}
            _unsent_posts(self._cursor, **where)
            _unsent(self._cursor, **where)
            _own_chats(self._cursor, **where)
            _seats(self._cursor, of_network=network, of_user=user_id)
            _noted(self._cursor, of_network=network, of_id=user_id or chat_id)
            _moved(self._cursor, of_network=network, of_chat=chat_id)

    def unsend(self, chats: Collection[Chat]) -> None:
        """Nothing waits any more to be said in these private chats."""
        self._cursor.traces = True
        for chat in chats:
            _unsent(self._cursor, of_network=chat.network, of_user=None, of_chat=chat.id)

    def sweep(self, member: MemberId, chats: Collection[Chat], most: int = PIECE) -> int:
        """Takes a piece of what is left away; how many rows it was of, fewer than `most` when nothing is left.

        The log is emptied once, after the last piece: emptying it takes as long as three of them.
        """
        number = self._reminders(member, most)
        if number < most:
            number += self._notices(member, most - number)
        for chat in chats:
            if number < most:
                number += self._posts(chat, most - number)
        self._cursor.traces |= number < most
        return number

    def _reminders(self, member: MemberId, most: int) -> int:
        found = [row[0] for row in _some_reminders(self._cursor, member=member, most=most)]
        for one in found:
            _planned(self._cursor, topic=f"reminder:{one}")
            _shown(self._cursor, topic=f"reminder:{one}")
            _reminder(self._cursor, reminder=one)
        return len(found)

    def _notices(self, member: MemberId, most: int) -> int:
        found = [row[0] for row in _some_notices(self._cursor, member=member, most=most)]
        for poll in found:
            _notice(self._cursor, poll=poll, member=member)
        return len(found)

    def _posts(self, chat: Chat, most: int) -> int:
        found = [row[0] for row in _some_posts(self._cursor, network=chat.network, chat=chat.id, most=most)]
        for one in found:
            _post(self._cursor, post=one)
        return len(found)

    def came_back(self, user: User) -> bool:
        """Whether this account was erased while a ballot of its person still waits to be counted."""
        return any(secrets.compare_digest(_printed(salt, user), kept) for salt, kept in _prints(self._cursor))

    def purge(self) -> int:
        """Forgets the prints of accounts whose ballots were counted; how many."""
        return _counted(self._cursor).rowcount


@cache
def _at_once() -> tuple[Statement, ...]:
    return tuple(erasing())


def _printed(salt: str, user: User) -> str:
    return hashlib.sha256(f"{salt}\0{user.network}\0{user.id}".encode()).hexdigest()
