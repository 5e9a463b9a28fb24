"""What a transaction reads and writes with: the driver's cursor, on which rows can wait and savepoints open late.

Starting a statement costs more than the row it writes. So rows that nobody reads yet wait, and are written together,
many by one run of a statement; and a savepoint is opened only before something is really written inside it. Neither can
be seen from outside: whatever reads a table in which rows wait, and whatever else is written, comes after them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from bot.core.ports import Entangled, Unavailable
from storage.types import WIDE, raise_unless_bug

if TYPE_CHECKING:
    from storage.types import Row, Statement


class Cursor:
    """One connection's cursor. Savepoints nest: `_marks` holds how many rows waited when each one began, and the first
    `_opened` of them are known to SQLite."""

    __slots__ = ("_marks", "_opened", "_patient", "_rows", "_tables", "_waiting", "raw", "traces")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.raw = connection.cursor()
        self.traces = False  # of what was removed for good, in the write-ahead log: it is to be emptied
        self.starts(careful=True)  # a reader has no end at which rows would be written: it must fail at once

    def starts(self, *, careful: bool = False) -> None:
        """A new transaction. A careful one lets nothing wait, so that an error strikes whoever caused it."""
        self._rows: list[tuple[Statement, Row]] = []
        self._waiting: set[Statement] = set()
        self._tables: set[str] = set()
        self._marks: list[int] = []
        self._opened = 0
        self._patient = not careful

    def execute(self, sql: str, values: Row = ()) -> sqlite3.Cursor:
        """Runs SQL of which nothing is known: everything before is written first."""
        self.write_all()
        return self.raw.execute(sql, values)

    def ready(self, statement: Statement) -> None:
        """Call it before running a statement: what it must come after is written now."""
        if statement.writes or not self._tables.isdisjoint(statement.tables):
            self.write_all()

    def later(self, statement: Statement, row: Row) -> None:
        """Writes a row at the latest at the end; those of one statement together, in the order in which they came."""
        if not self._patient:
            statement.run(self, row)
            return
        if statement not in self._waiting:
            self._begin_to_wait(statement)
        self._rows.append((statement, row))

    def together(self, statement: Statement, rows: list[Row]) -> None:
        """Writes many rows of one statement now."""
        self.ready(statement)
        try:
            self._write_rows(statement, rows)
        except sqlite3.DatabaseError as error:
            raise_unless_bug(error)
            raise

    def _begin_to_wait(self, statement: Statement) -> None:
        """A table's rows wait for one statement only: those of another one would overtake them, or be overtaken."""
        if not self._tables.isdisjoint(statement.tables):
            self.write_all()
        self._waiting.add(statement)
        self._tables |= statement.tables

    def write_all(self) -> None:
        """Opens every savepoint, and writes every row into the one in which it came."""
        if len(self._marks) > self._opened:
            self._open()
        if self._waiting:  # also for rows that were all taken back: nobody is to be overtaken because of them
            rows, self._rows = self._rows, []
            self._waiting.clear()
            self._tables.clear()
            self._write(rows)

    def _open(self) -> None:
        rows, written = self._rows, 0
        for place in range(self._opened, len(self._marks)):
            self._write(rows[written : self._marks[place]])
            written = self._marks[place]
            self._run("SAVEPOINT event")
            self._marks[place] = 0
        self._opened = len(self._marks)
        self._rows = rows[written:]

    def _write(self, rows: list[tuple[Statement, Row]]) -> None:
        """Raises Entangled for an error that is one row's fault: whose, nobody can tell any more."""
        together: defaultdict[Statement, list[Row]] = defaultdict(list)
        for statement, row in rows:
            together[statement].append(row)
        try:
            for statement, some in together.items():
                self._write_rows(statement, some)
        except sqlite3.DatabaseError as error:
            raise_unless_bug(error)
            raise Entangled(str(error)) from error
        except (ValueError, OverflowError) as error:  # half a character, a number too long
            raise Entangled(str(error)) from error

    def _write_rows(self, statement: Statement, rows: list[Row]) -> None:
        """Many rows by one run of a statement, and what is left one after another."""
        together = len(rows) // WIDE * WIDE if statement.wide else 0
        for start in range(0, together, WIDE):
            self.raw.execute(statement.wide, tuple(chain.from_iterable(rows[start : start + WIDE])))
        if together < len(rows):
            self.raw.executemany(statement.sql, rows[together:])

    # savepoints

    def begin(self) -> None:
        """What comes now happens until `keep`, or not at all."""
        self._marks.append(len(self._rows))

    def keep(self) -> None:
        """The end of what began last."""
        self._marks.pop()
        if self._opened > len(self._marks):
            self._opened -= 1
            self._run("RELEASE event")

    def take_back(self, error: BaseException) -> bool:
        """As if what began last had not happened; whether anything had been written."""
        mark = self._marks.pop()
        wrote = len(self._rows) > mark
        del self._rows[mark:]
        if self._opened > len(self._marks):
            self._opened -= 1
            wrote = True
            # A full disk or an input/output error may have ended the transaction, and ours is then taken back whole.
            if self.raw.connection.in_transaction and not isinstance(error, Unavailable):
                self._run("ROLLBACK TO event")
                self._run("RELEASE event")
        return wrote

    def _run(self, sql: str) -> None:
        try:
            self.raw.execute(sql)
        except sqlite3.DatabaseError as error:
            raise_unless_bug(error)
            raise
