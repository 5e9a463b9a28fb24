"""`coop db`, `coop backup`, `coop restore`: nothing is lost, nothing is replaced by mistake."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.commands import database
from bot.commands.failures import Failure, explain
from bot.core.words import Words
from storage import schema
from storage.database import Database, held
from storage.restoring import GAP, GAP_OF_MESSAGES
from tests.cli.conftest import Coop, Page


@pytest.fixture
def folder(tmp_path: Path, finished: Path) -> Path:
    """A cooperative of its own, with settings in the folder of the test."""
    for name in ("coop.db", "config.toml"):
        shutil.copy(finished / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def used(folder: Path) -> Iterator[None]:
    """Meanwhile a bot has the database."""
    with held(folder / "coop.db"):
        yield


def votes(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM polls").fetchone()[0])
    finally:
        connection.close()


def test_a_new_database_is_for_its_owner_alone(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")

    assert coop("db", "current").returncode == 1
    assert coop("db", "upgrade").returncode == 0
    assert coop("db", "current").stdout.strip() == schema.HEAD
    assert "Nothing to do" in coop("db", "upgrade").stdout
    assert stat.S_IMODE((tmp_path / "coop.db").stat().st_mode) == 0o600


def test_both_ways_to_a_new_database_lead_to_the_same(tmp_path: Path) -> None:
    """Made from the tables, or by every migration from the first."""

    def shape(path: Path) -> dict[str, object]:
        connection = sqlite3.connect(path)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        pragmas = ("table_xinfo", "index_list", "foreign_key_list")
        found: dict[str, object] = {
            f"{pragma} {name}": sorted(row[1:] if pragma == "index_list" else row[2:] if pragma[0] == "f" else row
                                       for row in connection.execute(f"SELECT * FROM pragma_{pragma}('{name}')"))
            for name in names for pragma in pragmas
        }  # fmt: skip
        found["rowid"] = sorted(
            (name, sql.rstrip().endswith("WITHOUT ROWID"), "AUTOINCREMENT" in sql)
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql != ''"
            )
        )
        found["journal"] = connection.execute("PRAGMA journal_mode").fetchone()
        connection.close()
        return found

    schema.create(tmp_path / "made.db")
    schema.upgrade(tmp_path / "migrated.db")

    made, migrated = shape(tmp_path / "made.db"), shape(tmp_path / "migrated.db")
    assert {key: value for key, value in made.items() if migrated.get(key) != value} == {}
    assert made.keys() == migrated.keys()


@pytest.mark.parametrize("verb", ["db upgrade", "restore backup.db"])
def test_what_would_disturb_a_running_bot_is_refused(coop: Coop, folder: Path, used: None, verb: str) -> None:
    shutil.copy(folder / "coop.db", folder / "backup.db")
    before = (folder / "coop.db").read_bytes()

    done = coop(*verb.split())

    assert done.returncode == 1
    assert "is in use" in done.stderr
    assert (folder / "coop.db").read_bytes() == before


def test_a_backup_and_an_export_work_while_the_bot_runs(coop: Coop, demo: Callable[..., Page], tmp_path: Path) -> None:
    page = demo()

    backup = coop("backup", "saved.db", "--config", "coop-demo/config.toml")
    export = coop("export", "out", "--config", "coop-demo/config.toml")

    assert (backup.returncode, backup.stderr) == (0, "")
    assert (export.returncode, export.stderr) == (0, "")
    assert votes(tmp_path / "saved.db") == 3
    assert page.stop()[0] == 0


def test_a_backup_is_for_its_owner_alone_and_replaces_nothing(coop: Coop, folder: Path) -> None:
    first, second = coop("backup", "saved.db"), coop("backup", "saved.db")

    assert first.returncode == 0
    assert stat.S_IMODE((folder / "saved.db").stat().st_mode) == 0o600
    assert second.returncode == 1
    assert "exists already" in second.stderr
    assert votes(folder / "saved.db") == 3


def test_a_folder_that_is_missing_is_what_is_told(folder: Path) -> None:
    (folder / "in-the-way").touch()

    for target, says in (("new/deep/backup.db", "The folder “"), ("in-the-way/backup.db", "is in the way")):
        with pytest.raises(OSError) as wrong:  # noqa: PT011  # which one is told by the sentence
            database.backup(folder / "config.toml", folder / target)
        failure = explain(wrong.value)
        assert failure is not None
        assert says in Words("en").say(failure.phrase)


def test_a_backup_can_be_put_back_and_what_was_there_is_kept(coop: Coop, folder: Path) -> None:
    coop("backup", "saved.db")
    connection = sqlite3.connect(folder / "coop.db")
    connection.execute("DELETE FROM decisions")
    connection.commit()
    connection.close()

    (folder / "coop.db.replaced-1").touch()

    done = coop("restore", "saved.db")

    assert (done.returncode, done.stderr) == (0, "")
    assert "coop.db.replaced-2" in done.stdout
    assert (folder / "coop.db.replaced-2").stat().st_size > 0

    with Database(folder / "coop.db") as database, database.read() as tx:
        assert len(tx.decisions.all()) == 1
    assert [path.name for path in folder.iterdir() if "restoring" in path.name] == []


def test_a_database_that_was_put_back_writes_ahead_again(coop: Coop, folder: Path) -> None:
    coop("backup", "saved.db")
    coop("restore", "saved.db")
    Database(folder / "coop.db").close()

    connection = sqlite3.connect(folder / "coop.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_numbers_go_on_later_after_a_backup_of_an_earlier_version_and_over_a_damaged_file(folder: Path) -> None:
    schema.upgrade(folder / "old.db", "0016")
    (folder / "coop.db").write_bytes(os.urandom(20_000))

    database.restore(folder / "config.toml", folder / "old.db")

    assert schema.current(folder / "coop.db") == schema.HEAD
    assert set(schema.numbers(folder / "coop.db").values()) == {GAP, GAP_OF_MESSAGES}
    assert schema.current(folder / "old.db") == "0016"


def test_a_table_written_anew_forgot_its_last_number(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration copies the rows: where the last ones are gone, or a gap was left, counting began again."""
    path = folder / "coop.db"
    given = dict(schema.numbers(path))

    def write_anew(*_settings: object) -> None:
        connection = sqlite3.connect(path)
        connection.execute("UPDATE sqlite_sequence SET seq = 0")
        connection.commit()
        connection.close()

    monkeypatch.setattr("alembic.command.upgrade", write_anew)
    schema.upgrade(path)

    assert given["polls"] > 0
    assert schema.numbers(path) == given


def test_what_is_no_whole_backup_is_refused(coop: Coop, folder: Path) -> None:
    coop("backup", "saved.db")
    whole = (folder / "saved.db").read_bytes()
    (folder / "text.db").write_text("hello " * 1000)
    (folder / "empty.db").write_bytes(b"")
    (folder / "torn.db").write_bytes(whole[: len(whole) // 2])
    (folder / "damaged.db").write_bytes(whole[:20_000] + os.urandom(60_000) + whole[80_000:])
    foreign = sqlite3.connect(folder / "foreign.db")
    foreign.execute("CREATE TABLE songs (title)")
    foreign.close()
    later = sqlite3.connect(folder / "later.db")
    later.executescript("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('9999')")
    later.close()
    before = (folder / "coop.db").read_bytes()

    for name in ("text", "empty", "torn", "damaged", "foreign", "later", "missing"):
        with pytest.raises((Failure, schema.NotOurs, schema.TooNew)) as caught:
            database.restore(folder / "config.toml", folder / f"{name}.db")
        assert explain(caught.value) is not None
        assert (folder / "coop.db").read_bytes() == before
    done = coop("restore", "later.db")
    assert done.returncode == 1
    assert "later version" in done.stderr
    assert list(folder.glob("*replaced*")) == []


@pytest.mark.parametrize("verb", ["db upgrade", "backup x.db"])
def test_a_file_that_is_not_ours_is_never_touched(coop: Coop, tmp_path: Path, verb: str) -> None:
    (tmp_path / "config.toml").write_text("")
    foreign = sqlite3.connect(tmp_path / "coop.db")
    foreign.execute("CREATE TABLE songs (title)")
    foreign.close()
    before = (tmp_path / "coop.db").read_bytes()

    done = coop(*verb.split())

    assert done.returncode == 1
    assert "not a database of Coopérons" in done.stderr
    assert (tmp_path / "coop.db").read_bytes() == before
    assert not (tmp_path / "x.db").exists()
