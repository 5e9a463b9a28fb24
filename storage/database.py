"""The database file: one connection writes, short read-only ones read, and one process at a time holds it.

SQLite before 3.51.3 can corrupt its write-ahead log when two connections write or checkpoint at once: here a single
connection does both.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from sqlalchemy.engine import make_url

from bot.core.ports import Unavailable
from storage import schema
from storage.cursor import Cursor
from storage.transaction import Transaction
from storage.types import raise_unless_bug

BUSY = 5.0  # seconds to wait for another process, such as a backup
COMMITS = 100  # at most, until what was erased is gone from the log too, where there is never a quiet moment for it


class InUse(Exception):
    """Another process holds the database."""


class NotBuilt(Exception):
    """The settings name a database that is not built yet."""


def path_of(url: str, relative_to: Path) -> Path:
    """The file of `sqlite:///coop.db`; relative paths are relative to the settings' folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise NotBuilt(url)
    return relative_to / parsed.database


class Database:
    """An open database. `begin` is for the writer alone; `read` may be used from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = _hold(path)
        try:
            self.after_crash = schema.prepare(path)
            self._writer = _connect(path)
        except BaseException as error:
            os.close(self._lock)
            if isinstance(error, sqlite3.DatabaseError):
                raise_unless_bug(error)
            raise
        self._readers: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._opened = 0
        self._closed = False
        self._tx = Transaction(Cursor(self._writer))
        self._with_traces = 0  # commits since something was erased

    @contextmanager
    def begin(self, *, careful: bool = False) -> Iterator[Transaction]:
        """The writing transaction: everything inside happens, or none of it. Raises Unavailable when it cannot, and
        Entangled when it could if it were `careful`."""
        if self._closed:
            raise Unavailable("the database is closed")
        cursor = self._tx.cursor.raw
        try:
            cursor.execute("BEGIN IMMEDIATE")
            self._tx.starts(careful=careful)
            yield self._tx
            self._tx.ends()
            cursor.execute("COMMIT")
            if self._tx.cursor.traces:
                self._with_traces += 1
                if self._with_traces > COMMITS:
                    self._empty_log()
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.DatabaseError):
                raise_unless_bug(error)
            raise

    def rest(self) -> None:
        """For the writer, when nobody waits for it: what was erased leaves the write-ahead log as well."""
        if self._tx.cursor.traces and not self._closed:
            self._empty_log()

    def _empty_log(self) -> None:
        """The log goes into the file and is cut to nothing. A reader may be in the way: it is tried again."""
        self._with_traces = 0
        cursor = self._tx.cursor.raw
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.DatabaseError:
            busy = True  # a full disk: what was committed stays committed, and the next transaction tells
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(BUSY * 1000)}")
        self._tx.cursor.traces = bool(busy)

    def _roll_back(self) -> None:
        self._tx.forget()
        # A full disk or an input/output error may have ended the transaction already.
        if self._writer.in_transaction:
            self._writer.rollback()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A short look at what is committed; nothing can be written through it. Raises Unavailable."""
        if self._closed:
            raise Unavailable("the database is closed")
        try:
            connection = self._readers.get_nowait()
        except Empty:
            connection = self._reader()
        try:
            connection.execute("BEGIN")
            yield Transaction(Cursor(connection))
        except sqlite3.DatabaseError as error:
            raise_unless_bug(error)
            raise
        finally:
            # Long readers keep the write-ahead log from being emptied: end at once, whatever happened.
            if connection.in_transaction:
                connection.rollback()
            self._readers.put(connection)

    def _reader(self) -> sqlite3.Connection:
        try:
            connection = _connect(self.path, read_only=True)
        except sqlite3.OperationalError as error:
            raise Unavailable(str(error)) from error
        self._opened += 1
        return connection

    def close(self) -> None:
        """Closes every connection and lets another process have the file. A clean stop is noted.

        Who reads in another thread finishes first, for at most `BUSY` seconds; who comes later gets Unavailable.
        """
        self._closed = True
        schema.stopped(self._writer)
        # A connection closed under a thread that reads with it kills the whole process: each is taken back first.
        with suppress(Empty):
            for _number in range(self._opened):
                self._readers.get(timeout=BUSY).close()
        self._writer.close()
        os.close(self._lock)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY, isolation_level=None, check_same_thread=False)
    if read_only:
        connection.executescript("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;")
    else:
        # FULL: what was acknowledged survives a power cut, not only a crash of ours.
        connection.executescript("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
    return connection


def _hold(path: Path) -> int:
    """The lock file's descriptor; raises InUse when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise InUse(str(path)) from error
    return lock


def is_held(path: Path) -> bool:
    """Whether a process has the database now; no file is made to know it."""
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


@contextmanager
def look(path: Path) -> Iterator[Transaction]:
    """What is committed, at one instant, also while the bot runs; nothing can be written. Raises Unavailable."""
    connection = None
    try:
        connection = _connect(path, read_only=True)
        connection.execute("BEGIN")
        yield Transaction(Cursor(connection))
    except sqlite3.DatabaseError as error:
        raise_unless_bug(error)
        raise
    finally:
        if connection is not None:
            connection.close()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps other processes away from the file meanwhile; raises InUse."""
    lock = _hold(path)
    try:
        yield
    finally:
        os.close(lock)
