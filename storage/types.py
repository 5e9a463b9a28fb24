"""Columns and statements. Instants are kept as whole microseconds since 1970 UTC: exact and sortable.

Statements are written in SQLAlchemy, compiled once and run on the driver's cursor: building one per call costs ten
times the query itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger, MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.selectable import SelectBase

from bot.core.ports import Unavailable

if TYPE_CHECKING:
    from storage.cursor import Cursor

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)
Instant = BigInteger
Row = tuple[object, ...]  # a statement's values, in its own order

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The low byte of SQLite's result codes; everything else tells of the disk, the file or another process.
_BUGS = frozenset((
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE,
))  # fmt: skip
# The driver lets go of the interpreter, and begins anew, for each row that it is given alone.
WIDE = 25
_VALUES = re.compile(r"VALUES (\([?, ]+\))")
_DIALECT = sqlite.dialect(paramstyle="qmark")


def micros(when: datetime) -> int:
    """An aware instant as microseconds since 1970 UTC."""
    span = when - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def instant(at: int) -> datetime:
    """The instant that `micros` wrote, UTC."""
    return EPOCH + timedelta(microseconds=at)


def maybe_instant(at: int | None) -> datetime | None:
    """The instant, or None."""
    return None if at is None else instant(at)


class Statement:
    """A statement compiled once, when it is first used: a start uses few of them, and all took a quarter of a second.

    Call it with a cursor and its named values; it gives the cursor back.
    Raises Unavailable when the database cannot be used now; any other error of the driver is a bug and passes.
    """

    __slots__ = ("_clause", "_defaults", "_names", "sql", "tables", "wide", "writes")

    sql: str
    wide: str  # the same for WIDE rows at once; empty when it does more than insert its values
    tables: frozenset[str]  # that it reads or writes, or that a column of it is called by
    writes: bool

    every: ClassVar[list[Statement]] = []

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        Statement.every.append(self)

    @classmethod
    def compile_all(cls) -> None:
        """Compiles them before they are used, for whoever cannot wait then."""
        for one in cls.every:
            one._compile()

    def __getattr__(self, name: str) -> Any:
        """What is not there yet is there once it is compiled."""
        if name not in Statement.__slots__:
            raise AttributeError(name)
        self._compile()
        return getattr(self, name)

    def _compile(self) -> None:
        compiled = self._clause.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.tables = frozenset(re.findall(r"\w+", self.sql)) & metadata.tables.keys()
        self.writes = not isinstance(self._clause, SelectBase)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]  # SQLCompiler's
        self.wide = _widened(self.sql, len(self._names))
        binds = compiled.binds  # type: ignore[attr-defined]
        self._defaults = {name: bind.value for name, bind in binds.items() if not bind.required}

    def __call__(self, cursor: Cursor, **values: Any) -> sqlite3.Cursor:
        if self._defaults:
            values = self._defaults | values
        return self.run(cursor, tuple(map(values.__getitem__, self._names)))

    def many(self, cursor: Cursor, rows: Iterable[Mapping[str, Any]]) -> None:
        """Writes many rows at once."""
        ordered = [tuple(map({**self._defaults, **row}.__getitem__, self._names)) for row in rows]
        cursor.together(self, ordered)

    def run(self, cursor: Cursor, row: Row) -> sqlite3.Cursor:
        """Runs it now."""
        cursor.ready(self)
        try:
            return cursor.raw.execute(self.sql, row)
        except sqlite3.DatabaseError as error:
            raise_unless_bug(error)
            raise


def _widened(sql: str, values: int) -> str:
    found = _VALUES.search(sql)
    if found is None or found[1].count("?") != values:
        return ""
    return sql.replace(found[1], ", ".join([found[1]] * WIDE), 1)


def raise_unless_bug(error: sqlite3.DatabaseError) -> None:
    """Turns what a full disk or a broken file does into Unavailable; wrong SQL, a value that is too long and a broken
    constraint stay what they are: bugs of one event, which must not make the others wait."""
    code = getattr(error, "sqlite_errorcode", None)
    bug = isinstance(error, sqlite3.ProgrammingError) if code is None else code & 0xFF in _BUGS
    if not bug:
        raise Unavailable(str(error)) from error
