"""`coop db`, `coop backup` and `coop restore`: the file in which everything is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import click

from bot.app import present
from bot.chat.text import _
from bot.commands.failures import Failure
from bot.commands.speech import say
from bot.commands.stored import database, present_database
from storage import schema
from storage.database import held
from storage.restoring import take_over

DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
PARTS = ("", "-wal", "-shm")  # of one SQLite database


def upgrade(given: Path | None) -> None:
    """Brings the database to the newest revision, after a copy of it; refused while a bot uses it."""
    path = database(given)
    with held(path):
        before = schema.current(path)
        schema.make_current(path)
    if before == schema.HEAD:
        click.echo(say(_("Nothing to do: revision {revision}.", revision=schema.HEAD)))
    else:
        click.echo(say(_("Done: revision {revision}.", revision=schema.HEAD)))


def current(given: Path | None) -> None:
    """Says the revision of the database, also while a bot uses it."""
    click.echo(schema.current(present_database(given)) or "-")


def backup(given: Path | None, target: Path) -> None:
    """Copies the database into a new file that is whole, also while a bot uses it."""
    source = present_database(given)
    schema.check(source)
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Failure(_("“{file}” exists already: a backup never replaces a file.", file=str(target))) from None
    try:
        # From a connection that cannot write: only the bot's own one may, and it may be running.
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        _settle(target)
    except BaseException:
        target.unlink()
        raise
    click.echo(say(_("Saved in “{file}”.", file=str(target))))


def restore(given: Path | None, source: Path) -> None:
    """Puts a backup in the place of the database, which is kept beside it; refused while a bot uses it."""
    path = database(given)
    with held(path):
        fresh = path.with_name(f"{path.name}.restoring")
        try:
            _verified_copy(source, fresh)
            schema.upgrade(fresh)
            take_over(fresh, path, present())
            _settle(fresh)
            kept = _set_aside(path)
            fresh.replace(path)
        finally:
            for part in PARTS:
                fresh.with_name(fresh.name + part).unlink(missing_ok=True)
    click.echo(say(_("Restored from “{file}”.", file=str(source))))
    if kept is not None:
        click.echo(say(_("What was there before is kept in “{file}”.", file=str(kept))))


def _verified_copy(source: Path, fresh: Path) -> None:
    """A copy that is a whole database of ours; the one that was looked at is the one that will be used."""
    if not source.is_file():
        raise Failure(_("“{file}” does not exist.", file=str(source)))
    try:
        schema.check(source)
        schema.copy(source, fresh)
        with closing(sqlite3.connect(fresh)) as connection:
            wrong = connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    except (sqlite3.DatabaseError, schema.NotOurs) as error:
        if getattr(error, "sqlite_errorcode", DAMAGED[0]) not in DAMAGED:
            raise
        wrong = True
    if wrong:
        raise Failure(_("“{file}” is not a whole backup of Coopérons: nothing was changed.", file=str(source)))


def _set_aside(path: Path) -> Path | None:
    """Renames the database with its parts; None where there is none."""
    if not path.exists():
        return None
    number = 1
    while (kept := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    for part in PARTS:
        old = path.with_name(path.name + part)
        if old.exists():
            old.replace(kept.with_name(kept.name + part))
    return kept


def _settle(path: Path) -> None:
    """Sees to it that the file survives a power cut."""
    for one in (path, path.absolute().parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
