"""The file: one process, one writer, readers that cannot write, and nothing half done."""

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.address import Chat, Person, Place, User
from bot.core.ports import Unavailable
from storage.database import Database, InUse, held, is_held
from storage.transaction import Transaction
from storage.types import instant, micros

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
HIVE = Chat("local", "ruche")
# Some tenths of a second inside SQLite.
COUNTING = (
    "WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c WHERE value < 1000000) SELECT * FROM c"
)


def planned(tx: Transaction) -> list[str]:
    return [job.key for job in tx.jobs.due(NOW, 99)]


class Inner(Exception):
    """What makes a savepoint roll back."""


# ── savepoints ────────────────────


def test_a_savepoint_that_fails_takes_back_its_own_and_nothing_else(database: Database) -> None:
    with database.begin() as tx:
        tx.jobs.plan("before", "k", "{}", NOW)
        with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
            tx.jobs.plan("inside", "k", "{}", NOW)
            with tx.savepoint():
                tx.jobs.plan("deeper", "k", "{}", NOW)
            raise Inner
        with tx.savepoint(), pytest.raises(Inner), tx.savepoint():  # noqa: PT012
            tx.jobs.plan("second", "k", "{}", NOW)
            raise Inner
        tx.jobs.plan("after", "k", "{}", NOW)

    with database.read() as tx:
        assert planned(tx) == ["before", "after"]


def test_what_the_repositories_remember_is_forgotten_with_a_savepoint(tx: Transaction) -> None:
    with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
        tx.members.known(Person(User("local", "ana"), "Ana"), NOW)
        tx.groups.welcome(Place(HIVE, "La Ruche"), "fr", "Europe/Paris")
        raise Inner

    assert tx.groups.room(HIVE) is None
    assert tx.members.of(User("local", "ana")) is None


def test_a_disk_that_fails_while_rows_are_read_is_no_bug(tx: Transaction) -> None:
    """Broken once: only executing a statement was watched, not reading its rows."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR

    with pytest.raises(Unavailable), tx.savepoint():
        raise error


# ── what is a bug, and what is the disk ────────────────────


def test_wrong_sql_and_values_that_are_too_long_are_bugs(database: Database) -> None:
    """Broken once: they were taken for a full disk, so one event kept every other one waiting for ever."""
    with pytest.raises(sqlite3.OperationalError), database.begin() as tx:
        tx.cursor.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.IntegrityError), database.begin() as tx:
        tx.cursor.execute("INSERT INTO accounts (network, user, member) VALUES ('local', 'x', 99)")

    with database.begin() as tx:
        tx.jobs.plan("k", "k", "{}", NOW)


def test_a_full_disk_is_said_and_leaves_nothing_half_done(database: Database) -> None:
    with database.begin() as tx:
        tx.cursor.execute("PRAGMA max_page_count = 1")
    with pytest.raises(Unavailable), database.begin() as tx:  # noqa: PT012
        tx.jobs.plan("small", "k", "{}", NOW)
        tx.jobs.plan("large", "k", "x" * 100_000, NOW)
    with database.begin() as tx:
        tx.cursor.execute("PRAGMA max_page_count = 1000000")
        tx.jobs.plan("again", "k", "x" * 100_000, NOW)

    with database.read() as tx:
        assert planned(tx) == ["again"]


def test_a_file_that_was_cut_off_is_said(folder: Path) -> None:
    database = Database(folder / "coop.db")
    os.truncate(folder / "coop.db", 5_000)

    with pytest.raises(Unavailable), database.begin() as tx:  # noqa: PT012
        tx.cursor.execute("SELECT * FROM jobs").fetchall()
        tx.jobs.plan("k", "k", "x" * 100_000, NOW)
    database._writer.close()
    os.close(database._lock)


# ── readers ────────────────────


@pytest.mark.parametrize("sql", ["DELETE FROM jobs", "CREATE TABLE x (y)", "PRAGMA user_version = 3"])
def test_a_reader_cannot_write(database: Database, sql: str) -> None:
    with pytest.raises((sqlite3.Error, Unavailable)), database.read() as tx:
        tx.cursor.execute(sql)

    with database.read() as tx:
        assert tx.cursor.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_reader_sees_what_is_committed_and_nothing_else(database: Database) -> None:
    with database.begin() as writing:
        writing.jobs.plan("k", "k", "{}", NOW)
        with database.read() as reading:
            assert planned(reading) == []
    with database.read() as reading:
        assert planned(reading) == ["k"]


def test_a_reader_that_failed_is_used_again(database: Database) -> None:
    with pytest.raises(Inner), database.read():
        raise Inner

    with database.read() as tx:
        assert not planned(tx)


def test_closing_under_a_thread_that_reads_killed_the_process(folder: Path) -> None:
    """The courier reads in a thread of its own, which a stop does not wait for."""
    database, reading, read = Database(folder / "coop.db"), threading.Event(), threading.Event()
    steps: list[str] = []

    def look() -> None:
        with database.read() as tx:
            reading.set()
            tx.cursor.raw.execute(f"SELECT sum(value) FROM ({COUNTING})").fetchone()
            steps.append("read")
        read.set()

    thread = threading.Thread(target=look)
    thread.start()
    assert reading.wait(timeout=10)
    database.close()
    steps.append("closed")
    thread.join()

    assert read.is_set()
    assert steps == ["read", "closed"]
    with pytest.raises(Unavailable), database.read():
        pass


# ── one process, and how it ended ────────────────────


def test_the_file_belongs_to_one_process(folder: Path) -> None:
    with Database(folder / "coop.db"):
        with pytest.raises(InUse):
            Database(folder / "coop.db")
        with pytest.raises(InUse), held(folder / "coop.db"):
            pass

    with held(folder / "coop.db"), pytest.raises(InUse):
        Database(folder / "coop.db")


def test_whether_a_process_has_the_file_is_seen_without_making_anything(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "coop.db")
    assert not is_held(tmp_path / "missing" / "coop.db")
    assert list(tmp_path.iterdir()) == []

    with held(tmp_path / "coop.db"):
        assert is_held(tmp_path / "coop.db")
    assert not is_held(tmp_path / "coop.db")


def test_a_start_that_failed_lets_go_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "coop.db").write_bytes(b"this is not a database, and longer than a header" * 10)

    for _time in range(2):
        with pytest.raises(Exception) as failed:  # noqa: PT011  # whatever it is, it is not InUse
            Database(tmp_path / "coop.db")
        assert not isinstance(failed.value, InUse)


def test_an_unclean_stop_is_noticed_at_the_next_start_and_only_then(folder: Path) -> None:
    path = folder / "coop.db"
    killed = f"""
import os
from pathlib import Path
from storage.database import Database
database = Database(Path({str(path)!r}))
os.kill(os.getpid(), 9)
"""

    first = Database(path)
    clean = first.after_crash
    first.close()
    subprocess.run([sys.executable, "-c", killed], check=False, cwd=Path(__file__).parents[2])
    second = Database(path)
    noticed = second.after_crash
    second.close()
    third = Database(path)
    after = third.after_crash
    third.close()

    assert (clean, noticed, after) == (False, True, False)


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Database(tmp_path / "coop.db"):
        modes = {file.name: os.stat(file).st_mode & 0o777 for file in tmp_path.iterdir()}

    assert set(modes.values()) == {0o600}


def test_what_was_committed_is_durable(database: Database) -> None:
    with database.begin() as tx:
        settings = [tx.cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]

    assert settings == ["wal", 2]


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_an_instant_is_kept_exactly(at: datetime) -> None:
    assert instant(micros(at)) == at
