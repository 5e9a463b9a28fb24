"""What the networks' adapters must know again after a restart: where they were in the stream, what waits there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.chat.adapter import Note
from storage.cursor import Cursor
from storage.types import Instant, Statement, metadata, micros

notes = Table(
    "notes",
    metadata,
    Column("network", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

_one = (
    (notes.c.network == bindparam("of_network")) & (notes.c.kind == bindparam("of_kind"))
    & (notes.c.key == bindparam("of_key"))
)  # fmt: skip
_row = insert(notes).values(
    network=bindparam("network"), kind=bindparam("kind"), key=bindparam("key"), text=bindparam("text"),
    at=bindparam("at"),
)  # fmt: skip
_put = Statement(
    _row.on_conflict_do_update(
        index_elements=["network", "kind", "key"], set_={"text": _row.excluded.text, "at": _row.excluded.at}
    )
)
_get = Statement(select(notes.c.text).where(_one))
_all = Statement(
    select(notes.c.key, notes.c.text).where(
        notes.c.network == bindparam("of_network"), notes.c.kind == bindparam("of_kind")
    )
)
_forget = Statement(delete(notes).where(_one))
_purge = Statement(delete(notes).where(notes.c.at < bindparam("before")))


class Notes:
    """The notes of every network."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def get(self, network: str, kind: str, key: str) -> str | None:
        """What was noted."""
        row = _get(self._cursor, of_network=network, of_kind=kind, of_key=key).fetchone()
        return str(row[0]) if row else None

    def all(self, network: str, kind: str) -> Mapping[str, str]:
        """Everything of a kind, by its key."""
        return {str(key): str(text) for key, text in _all(self._cursor, of_network=network, of_kind=kind)}

    def put(self, network: str, note: Note, now: datetime) -> None:
        """Notes something in place of what was noted; without a text, forgets it."""
        if note.text is None:
            _forget(self._cursor, of_network=network, of_kind=note.kind, of_key=note.key)
        else:
            _put(self._cursor, network=network, kind=note.kind, key=note.key, text=note.text, at=micros(now))

    def purge(self, before: datetime) -> int:
        """Forgets what was not noted again since an instant; how much."""
        return _purge(self._cursor, before=micros(before)).rowcount
