"""What a copy of one's data reads: the rows that name somebody, whatever their table.

The columns are found by their keys, so a new table cannot be forgotten: tests hold the copy and the erasing of an
account to this list. A column is called as in SQL, "proxies.giver".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from bot.domain.members import MemberId
from storage import mentions
from storage.cursor import Cursor
from storage.types import Statement, instant, metadata


@cache
def naming() -> tuple[str, ...]:
    """Every column that names a member, in the order of the alphabet."""
    import storage.transaction  # noqa: F401  # all repositories, and with them their tables

    return tuple(sorted(f"{one.table.name}.{one.name}" for one in mentions.naming("members")))


def refers_to(column: str) -> str:
    """The table whose numbers a column holds, "" when they are no numbers of a table."""
    table, _dot, name = column.partition(".")
    return next((key.target_fullname.partition(".")[0] for key in metadata.tables[table].c[name].foreign_keys), "")


@cache
def _rows(column: str) -> Statement:
    name, _dot, key = column.partition(".")
    table = metadata.tables[name]
    return Statement(select(table).where(table.c[key] == bindparam("member")).order_by(*table.primary_key))


class Copies:
    """Where somebody is named."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def rows(self, column: str, member: MemberId) -> Sequence[Mapping[str, Any]]:
        """The rows that name somebody there, each as its values by column; instants are aware, the rest as kept."""
        columns = metadata.tables[column.partition(".")[0]].c
        return [
            {one.name: _value(one.type, value) for one, value in zip(columns, row, strict=True)}
            for row in _rows(column)(self._cursor, member=member)
        ]


def _value(kind: object, value: Any) -> Any:
    """Only instants are kept in big integers."""
    return instant(value) if isinstance(kind, BigInteger) and value is not None else value
