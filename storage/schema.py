"""The tables and how they came to be: migrations are applied at start, after a copy of the file.

Alembic takes more than half a second to load, so it is loaded only for a file of an older revision; a new file is made
from the tables as the repositories describe them, and a test holds that both ways lead to the same.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0027"
_RUNNING, _STOPPED = 1, 0  # PRAGMA user_version: whether a bot has the file open, or died with it


class NotOurs(Exception):
    """The file is no database of ours."""


class TooNew(Exception):
    """A later version of the bot wrote the file."""


def prepare(path: Path) -> bool:
    """Makes the file current; True when the last process that had it open did not stop cleanly."""
    make_current(path)
    return _started(path)


def make_current(path: Path) -> None:
    """Brings the file to the newest revision, after a copy of it; makes a new file where there is none.

    Raises NotOurs or TooNew, with nothing changed, for a file that is not to be touched.
    """
    revision = current(path)
    if revision is None:
        create(path)
    elif revision != HEAD:
        check(path)
        copy(path, path.with_name(f"{path.name}.before-{HEAD}"))
        upgrade(path)


def current(path: Path) -> str | None:
    """The file's revision, None when it is missing or empty; raises NotOurs."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with _opened(path, "ro") as connection:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return None  # killed while it was made
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            raise NotOurs(str(path)) from error
        raise
    return str(row[0]) if row else None


def check(path: Path) -> None:
    """Raises NotOurs or TooNew unless the file is ours and of a revision known to this version."""
    from alembic.script import ScriptDirectory

    revision = current(path)
    if revision is None:
        raise NotOurs(str(path))
    known = {one.revision for one in ScriptDirectory.from_config(config(path)).walk_revisions()}
    if revision not in known:
        raise TooNew(str(path))


def create(path: Path) -> None:
    """A new file with the tables of the newest revision, for its owner alone. Killed on the way, it leaves no table."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    import storage.transaction  # noqa: F401  # all repositories, and with them their tables
    from storage.types import metadata

    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with _opened(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        for table in metadata.sorted_tables:
            connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        connection.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        connection.execute("COMMIT")


def upgrade(path: Path, revision: str = "head") -> None:
    """Brings the file to a revision by its migrations; a new file is made for its owner alone."""
    from alembic import command

    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    _journal(path)
    given = numbers(path)
    command.upgrade(config(path), revision)
    with _opened(path) as connection:  # a table that is written anew begins after its last row, and forgets a gap
        for table, number in given.items():
            connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, table))


def numbers(path: Path) -> Mapping[str, int]:
    """The last number that each table of a file gave, of those that never give one twice."""
    with _opened(path, "ro") as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
            return {}
        return dict(
            connection.execute(
                "SELECT made.name, coalesce(given.seq, 0) FROM sqlite_master made "
                "LEFT JOIN sqlite_sequence given ON given.name = made.name WHERE made.sql LIKE '%AUTOINCREMENT%'"
            )
        )


def config(path: Path) -> Config:
    """Alembic's settings for a file; nothing is read from an ini file."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", "storage:migrations")
    settings.attributes["path"] = path
    return settings


def copy(path: Path, to: Path) -> None:
    """A copy that is whole even while the file is in use; the copy is for its owner alone."""
    os.close(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with _opened(path, "ro") as source, _opened(to) as target:
        source.backup(target)


def stopped(connection: sqlite3.Connection) -> None:
    """Notes a clean stop; a file that cannot be written now simply looks like a crash next time."""
    try:
        connection.execute(f"PRAGMA user_version = {_STOPPED}")
    except sqlite3.OperationalError:
        return


def _started(path: Path) -> bool:
    _journal(path)  # a backup that was put back has lost it
    with _opened(path) as connection:
        crashed = connection.execute("PRAGMA user_version").fetchone()[0] == _RUNNING
        connection.execute(f"PRAGMA user_version = {_RUNNING}")
    return bool(crashed)


def _journal(path: Path) -> None:
    with _opened(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _opened(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        yield connection
