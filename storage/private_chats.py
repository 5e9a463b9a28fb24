"""Whose private chat is which: on some networks a private chat is a room whose number says nothing of the person.

Noted when somebody acts alone with the bot, and when the bot writes to somebody there. By it an erased person is gone
from all their private chats at once, and an account that is separated takes nothing of the other one along. Where a
private chat is called like its person nothing is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Column, Index, Table, Text, bindparam, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, MessageRef, User
from storage.cursor import Cursor
from storage.groups import rooms
from storage.members import REMEMBERED, accounts
from storage.outbox import outbox
from storage.posts import posts
from storage.talks import talks
from storage.types import Statement, metadata

private_chats = Table(
    "private_chats",
    metadata,
    Column("network", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("user", Text, nullable=False),
    Index("ix_private_chats_user", "network", "user"),
    sqlite_with_rowid=False,
)

# Whoever erased themselves is nobody: the last word to them must not bring their room back.
_row = insert(private_chats).from_select(
    ["network", "chat", "user"],
    select(accounts.c.network, bindparam("chat", type_=Text), accounts.c.user).where(
        accounts.c.network == bindparam("network"), accounts.c.user == bindparam("user")
    ),
)
_note = Statement(_row.on_conflict_do_update(index_elements=["network", "chat"], set_={"user": _row.excluded.user}))
# A private room into which others came is a group's.
_grown = exists(
    select(rooms.c.id).where(rooms.c.network == private_chats.c.network, rooms.c.chat == private_chats.c.chat)
)
_of = Statement(
    select(private_chats.c.chat)
    .where(private_chats.c.network == bindparam("network"), private_chats.c.user == bindparam("user"), ~_grown)
    .order_by(private_chats.c.chat)
)
_owner = Statement(
    select(private_chats.c.user).where(
        private_chats.c.network == bindparam("network"), private_chats.c.chat == bindparam("chat"), ~_grown
    )
)
_this = (private_chats.c.network == bindparam("of_network")) & (private_chats.c.chat == bindparam("of_chat"))
_move = Statement(update(private_chats).prefix_with("OR REPLACE").where(_this).values(chat=bindparam("new_chat")))

_for_user = (outbox.c.network == bindparam("of_network")) & (outbox.c.user == bindparam("of_user"))
_for_chat = (outbox.c.network == bindparam("of_network")) & (outbox.c.chat == bindparam("of_chat"))
_unsent = Statement(select(outbox.c.body).where(_for_user, outbox.c.kind == "send").order_by(outbox.c.id))
_coming = Statement(
    select(posts.c.topic)
    .join_from(outbox, posts, outbox.c.post == posts.c.id)
    .where(_for_user, posts.c.private == 1, posts.c.topic != "")
    .order_by(posts.c.id)
)
_unshown = Statement(delete(posts).where(posts.c.private == 1, posts.c.id.in_(select(outbox.c.post).where(_for_user))))
_unsend = Statement(delete(outbox).where(_for_user))
_undo = Statement(delete(outbox).where(_for_chat))
_shown = Statement(
    select(posts.c.topic, posts.c.message)
    .where(
        posts.c.network == bindparam("of_network"), posts.c.chat == bindparam("of_chat"), posts.c.private == 1,
        posts.c.topic != "",
    )
    .order_by(posts.c.id)
)  # fmt: skip
_end_talks = Statement(
    delete(talks).where(talks.c.network == bindparam("of_network"), talks.c.chat == bindparam("of_chat"))
)


class Taken(NamedTuple):
    """What somebody was shown in private and kept current there, the messages that show it, and what was still to be
    said to them, as bodies."""

    topics: Sequence[str]
    shown: Sequence[MessageRef]
    unsent: Sequence[str]


class PrivateChats:
    """The private chats of accounts. The ones noted lately are remembered: every private event asks."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._noted: dict[Chat, User] = {}

    def forget(self) -> None:
        """Reads everything anew: something was changed or rolled back."""
        self._noted.clear()

    def note(self, chat: Chat, user: User) -> None:
        """The chat is the account's with the bot alone; nothing is noted of an account that nobody has."""
        if chat.id == user.id or self._noted.get(chat) == user:
            return
        if _note(self._cursor, network=user.network, chat=chat.id, user=user.id).rowcount:
            if len(self._noted) >= REMEMBERED:
                self._noted.clear()
            self._noted[chat] = user

    def of(self, user: User) -> Sequence[Chat]:
        """The account's private chats; on some networks it is called like the account itself."""
        rows = _of(self._cursor, network=user.network, user=user.id)
        return [Chat(user.network, user.id), *(Chat(user.network, str(row[0])) for row in rows)]

    def owner(self, chat: Chat) -> User:
        """The account whose private chat this is; one that is called like the chat where nothing else is known."""
        row = _owner(self._cursor, network=chat.network, chat=chat.id).fetchone()
        return User(chat.network, str(row[0]) if row else chat.id)

    def move(self, chat: Chat, to: Chat) -> None:
        """The chat goes on under another id."""
        self.forget()
        _move(self._cursor, of_network=chat.network, of_chat=chat.id, new_chat=to.id)

    def take(self, user: User) -> Taken:
        """Takes away what is kept current in the account's private chats, what was to come there and the conversations
        under way; what stands there cannot be answered any more. What it was, for whoever it is still for."""
        account = {"of_network": user.network, "of_user": user.id}
        unsent = [str(row[0]) for row in _unsent(self._cursor, **account)]
        topics = [str(row[0]) for row in _coming(self._cursor, **account)]
        _unshown(self._cursor, **account)
        _unsend(self._cursor, **account)
        shown: list[MessageRef] = []
        for chat in self.of(user):
            here = {"of_network": chat.network, "of_chat": chat.id}
            for topic, message in _shown(self._cursor, **here):
                topics.append(str(topic))
                shown += [MessageRef(chat, str(message))] if message else []
            _undo(self._cursor, **here)
            _end_talks(self._cursor, **here)
        return Taken(list(dict.fromkeys(topics)), shown, unsent)
