"""What a backup is given before it takes the place of what was there: numbers that were never announced, a line in each
journal, and a sentence that its groups will read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from bot.domain.deeds import Deed
from storage import schema
from storage.types import maybe_instant, micros

RESTORED = "operator.restored"  # the job that tells the groups
# Numbers left out, as they may have been given after the backup was made: to what people see and buttons name, and to
# messages, of which a busy day has thousands.
GAP, GAP_OF_MESSAGES = 1_000, 1_000_000_000
MESSAGES = "outbox"


def state_of(path: Path) -> datetime | None:
    """The instant up to which a file tells what happened, by its signs of life and by the last event that it took; None
    where no bot ever ran on it."""
    with closing(sqlite3.connect(path)) as database:
        signs = "SELECT max(at) FROM (SELECT at FROM heartbeat UNION ALL SELECT max(at) FROM inbox)"
        return maybe_instant(database.execute(signs).fetchone()[0])


def take_over(path: Path, replaced: Path, now: datetime) -> None:
    """Makes a copy of a backup, of the newest revision, ready to go on from `replaced`, which may be lost or damaged.

    A number that was announced since is given to nothing else: a button of that time leads nowhere, and says so.
    """
    state = state_of(path)
    given = _given(replaced)
    with closing(sqlite3.connect(path)) as database, database:
        for table, number in schema.numbers(path).items():
            gap = GAP_OF_MESSAGES if table == MESSAGES else GAP
            database.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            database.execute(
                "INSERT INTO sqlite_sequence VALUES (?, ?)", (table, max(number, given.get(table, 0)) + gap)
            )
        if state is not None:
            _note(database, state, now)


def _given(path: Path) -> Mapping[str, int]:
    """The last numbers that a file gave; nothing where it cannot be read: what is damaged is why there is a backup."""
    with suppress(sqlite3.DatabaseError):
        return schema.numbers(path) if path.exists() else {}
    return {}


def _note(database: sqlite3.Connection, state: datetime, now: datetime) -> None:
    """Every journal has a line of it, and every chat will be told at the next start."""
    database.execute(
        'INSERT INTO acts ("group", at, deed, detail) SELECT id, ?, ?, ? FROM groups',
        (micros(now), Deed.RESTORED.value, state.isoformat()),
    )
    database.execute(
        "INSERT OR REPLACE INTO jobs (key, kind, payload, due_at) VALUES (?, ?, ?, ?)",
        (RESTORED, RESTORED, json.dumps({"state": state.isoformat()}), micros(now)),
    )
