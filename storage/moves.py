"""Chats that go on under another id: what still comes from the old one belongs to the new one.

Remembered, as every event asks; there are few, and only the one writer adds to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat
from storage.cursor import Cursor
from storage.types import Statement, metadata

moves = Table(
    "chat_moves",
    metadata,
    Column("network", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("to", Text, nullable=False),
    sqlite_with_rowid=False,
)

_all = Statement(select(moves.c.network, moves.c.chat, moves.c.to))
_row = insert(moves).values(network=bindparam("network"), chat=bindparam("chat"), to=bindparam("to"))
_put = Statement(
    _row.on_conflict_do_update(index_elements=["network", "chat"], set_={"to": _row.excluded["to"]}),
)
_drop = Statement(delete(moves).where(moves.c.network == bindparam("of_network"), moves.c.chat == bindparam("of_chat")))
_forward = Statement(
    update(moves)
    .where(moves.c.network == bindparam("of_network"), moves.c.to == bindparam("of_chat"))
    .values(to=bindparam("new_to"))
)


class Moves:
    """Where chats went; each old id leads to the newest one at once."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._known: dict[tuple[str, str], str] | None = None

    def note(self, chat: Chat, to: Chat) -> None:
        """The chat goes on as the other one."""
        self.forget()
        _drop(self._cursor, of_network=to.network, of_chat=to.id)
        _forward(self._cursor, of_network=chat.network, of_chat=chat.id, new_to=to.id)
        _put(self._cursor, network=chat.network, chat=chat.id, to=to.id)

    def followed(self, chat: Chat) -> Chat:
        """Where the chat is now: itself, unless it moved. Threads stay behind."""
        to = self._all().get((chat.network, chat.id))
        return chat if to is None else Chat(chat.network, to)

    def before(self, chat: Chat) -> Sequence[Chat]:
        """The ids that the chat had before."""
        return [Chat(network, old) for (network, old), to in self._all().items() if (network, to) == chat[:2]]

    def forget(self) -> None:
        """Reads everything anew."""
        self._known = None

    def _all(self) -> dict[tuple[str, str], str]:
        if self._known is None:
            self._known = {(network, chat): to for network, chat, to in _all(self._cursor)}
        return self._known
