"""The tables: each migration up, down and up again; and the migrations lead to what the repositories describe.

While nothing is released the first migration is written anew instead of adding others. Delete it, then:

    python -c "from alembic import command; from pathlib import Path; from storage import schema; p = Path('new.db');
    p.touch(); command.revision(schema.config(p), 'the foundation', autogenerate=True, rev_id='0001')"
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import storage.transaction  # noqa: F401  # fills the metadata
from storage import schema
from storage.database import Database
from storage.types import metadata

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


def shape(path: Path) -> dict[str, object]:
    """Every table with its columns, keys and kind, and every index; not the order in which they were written down."""
    database = sqlite3.connect(path)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, object] = {}
    for name in names:
        columns = database.execute(f"SELECT * FROM pragma_table_info('{name}')").fetchall()
        keys = sorted(row[2:] for row in database.execute(f"SELECT * FROM pragma_foreign_key_list('{name}')"))
        kind = database.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (name,)).fetchone()
        [[sql]] = database.execute("SELECT coalesce(sql, '') FROM sqlite_master WHERE name = ?", (name,))
        found[name] = columns, keys, kind, "AUTOINCREMENT" in sql
        for index in database.execute(f"SELECT name, \"unique\", partial FROM pragma_index_list('{name}')").fetchall():
            parts = database.execute(f"SELECT name FROM pragma_index_info('{index[0]}')").fetchall()
            found[index[0]] = index[1:], parts
    database.close()
    return found


def test_each_migration_goes_up_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "coop.db"
    path.touch()
    settings = schema.config(path)
    stairs = list(reversed([one.revision for one in ScriptDirectory.from_config(settings).walk_revisions()]))
    below = "base"

    for revision in stairs:
        schema.upgrade(path, revision)
        once = shape(path)
        command.downgrade(settings, below)
        command.upgrade(settings, revision)
        assert shape(path) == once
        below = revision

    assert stairs[-1] == schema.HEAD
    command.downgrade(settings, "base")
    assert set(shape(path)) <= {"alembic_version", "sqlite_sequence", "sqlite_autoindex_alembic_version_1"}


def test_the_migrations_lead_to_the_tables_of_the_repositories(tmp_path: Path) -> None:
    path = tmp_path / "coop.db"
    schema.upgrade(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_a_new_file_and_a_migrated_one_are_the_same(tmp_path: Path) -> None:
    schema.create(tmp_path / "new.db")
    schema.upgrade(tmp_path / "migrated.db")

    assert shape(tmp_path / "new.db") == shape(tmp_path / "migrated.db")


def test_the_file_is_copied_before_it_is_migrated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "coop.db"
    with Database(path) as database, database.begin() as tx:
        tx.jobs.plan("precious", "kind", "{}", NOW)
    monkeypatch.setattr(schema, "HEAD", "9999")  # a newer version of the bot

    schema.make_current(path)

    copied = sqlite3.connect(folder / "coop.db.before-9999")
    assert copied.execute("SELECT key FROM jobs").fetchall() == [("precious",)]
    copied.close()
    assert os.stat(folder / "coop.db.before-9999").st_mode & 0o777 == 0o600


def test_a_file_of_a_later_version_is_left_as_it_is(folder: Path) -> None:
    path = folder / "coop.db"
    database = sqlite3.connect(path)
    database.execute("UPDATE alembic_version SET version_num = 'later'")
    database.commit()
    database.close()

    with pytest.raises(schema.TooNew):
        Database(path)

    assert schema.current(path) == "later"
    assert [file.name for file in folder.iterdir() if "before" in file.name] == []


def test_a_copy_is_whole_while_the_file_is_in_use(folder: Path) -> None:
    with Database(folder / "coop.db") as database, database.begin() as tx:
        tx.jobs.plan("k", "kind", "{}", NOW)
    with Database(folder / "coop.db") as database:
        with database.begin() as tx:
            tx.jobs.plan("k2", "kind", "{}", NOW)
        schema.copy(folder / "coop.db", folder / "copy.db")

    with Database(folder / "copy.db") as copied, copied.read() as tx:
        assert [job.key for job in tx.jobs.due(NOW, 9)] == ["k", "k2"]


def test_a_file_killed_while_it_was_made_is_made_again(tmp_path: Path) -> None:
    """Broken once: after the journal was set and before the tables were there, the file was called somebody else's."""
    path = tmp_path / "coop.db"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()

    with Database(path) as opened, opened.read() as tx:
        assert tx.jobs.next_due() is None


def test_somebody_elses_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "coop.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE theirs (thing)")
    database.close()

    with pytest.raises(schema.NotOurs):
        Database(path)


def test_what_was_prepared_before_is_closed_at_its_hour_as_well(tmp_path: Path) -> None:
    path = tmp_path / "coop.db"
    path.touch()
    schema.upgrade(path, "0019")
    with closing(sqlite3.connect(path)) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(plenaries)")]
        for number, status in ((1, "draft"), (2, "convened"), (3, "draft")):
            row = dict.fromkeys(names, 0) | {"id": number, "status": status, "start": 1_000_000 * number}
            marks = ", ".join("?" for _name in row)
            columns = ", ".join(f'"{name}"' for name in row)
            database.execute(f"INSERT INTO plenaries ({columns}) VALUES ({marks})", list(row.values()))
        database.commit()

    schema.upgrade(path)

    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT key, kind, payload, due_at FROM jobs ORDER BY key").fetchall()
    assert [(key, kind, json.loads(payload), due) for key, kind, payload, due in found] == [
        ("plenary:1:lapse", "plenaries.lapse", {"plenary": 1}, 1_000_000),
        ("plenary:3:lapse", "plenaries.lapse", {"plenary": 3}, 3_000_000),
    ]


def test_what_could_be_undone_before_is_asked_about_first(tmp_path: Path) -> None:
    path = tmp_path / "coop.db"
    path.touch()
    schema.upgrade(path, "0024")
    until = 1_800_000_000_000_000
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO undos (action, member, until) VALUES ('vu:1', 1, ?)", (until,))
        database.commit()

    schema.upgrade(path)

    with closing(sqlite3.connect(path)) as database:
        [row] = database.execute('SELECT action, member, until, at, room, source, "then" FROM undos').fetchall()
    assert row == ("vu:1", 1, until, until - 600_000_000, None, "", "")
