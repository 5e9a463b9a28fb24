"""Every column that names a member: one walk over the tables, by which what concerns a whole person is held complete.

A table is found by its foreign key, so a new one cannot be forgotten: tests hold the copy of one's data and the
erasing of an account to this list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Statement, instant, metadata


class Mention(NamedTuple):
    """A column that holds a member's number: `Mention("proxies", "giver")`."""

    table: str
    column: str


@cache
def mentions() -> tuple[Mention, ...]:
    """Every one, by table and column."""
    import storage.transaction  # noqa: F401  # all repositories, and with them their tables

    found = (
        Mention(table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    )
    return tuple(sorted(found))


def refers_to(table: str, column: str) -> str:
    """The table whose numbers a column holds, "" when they are no numbers of a table."""
    return next((key.column.table.name for key in metadata.tables[table].c[column].foreign_keys), "")


@cache
def _rows(where: Mention) -> Statement:
    table = metadata.tables[where.table]
    return Statement(select(table).where(table.c[where.column] == bindparam("member")).order_by(*table.primary_key))


class Mentions:
    """Where somebody is named."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def rows(self, where: Mention, member: MemberId) -> Sequence[Mapping[str, Any]]:
        """The rows that name somebody there, each as its values by column; instants are aware, the rest as kept."""
        columns = metadata.tables[where.table].c
        return [
            {one.name: _value(one.type, value) for one, value in zip(columns, row, strict=True)}
            for row in _rows(where)(self._cursor, member=member)
        ]


def _value(kind: object, value: Any) -> Any:
    """Only instants are kept in big integers."""
    return instant(value) if isinstance(kind, BigInteger) and value is not None else value
