"""What `coop check` looks at on this machine: who can read the secrets, the database, the disk, the port."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import stat
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bot.chat.text import _
from bot.commands.failures import explain
from bot.commands.finding import Finding, error, ok, warning
from bot.commands.health import ask, faults
from bot.commands.listening import why
from bot.config import Config
from bot.health import Foreign
from storage import schema
from storage.database import NotBuilt, is_held, path_of

OTHERS = stat.S_IRWXG | stat.S_IRWXO
SECRETS = ("token", "webhook_secret", "password", "access_token")
MEGABYTE = 1_000_000
LITTLE, TOO_LITTLE = 500 * MEGABYTE, 50 * MEGABYTE
INSTALLS_PDF = 'pip install "cooperons[pdf]"'


def secrets(path: Path, config: Config) -> Iterator[Finding]:
    """Which files with a secret in them others on this machine may read."""
    files = [path] if _has_secret(path) else []
    for section in (config.telegram, config.matrix):
        files += [value for key, value in dict(section or ()).items() if key.endswith("_file") and value]
    seen = [one for one in files if not _lent(one) and one.stat().st_mode & OTHERS]
    for one in seen:
        mode = f"{stat.S_IMODE(one.stat().st_mode):04o}"
        yield warning(
            _("Secrets: others on this machine may read “{file}” ({mode}). Do: chmod 600 {quoted}",
              file=str(one), mode=mode, quoted=shlex.quote(str(one)))
        )  # fmt: skip
    if files and not seen:
        yield ok(_("Secrets: only their owner may read the files that hold them."))


def _has_secret(path: Path) -> bool:
    content = tomllib.loads(path.read_text("utf-8-sig"))
    return any(key in SECRETS for section in content.values() if isinstance(section, dict) for key in section)


def _lent(path: Path) -> bool:
    """Whether systemd or a container lends the file to the bot alone, whatever mode it shows."""
    lent = (os.environ.get("CREDENTIALS_DIRECTORY"), "/run/secrets")
    return any(path.is_relative_to(folder) for folder in lent if folder)


def database(config: Config) -> Iterator[Finding]:
    """Whether the file can be opened and written, its revision, SQLite itself, and room on the disk."""
    try:
        path = path_of(config.storage.url, config.folder)
        yield from _file(path)
    except Exception as wrong:
        failure = explain(wrong)
        if failure is None:
            raise
        yield error(_("Database: {why}", why=failure.phrase))
        return
    yield _sqlite()


def _file(path: Path) -> Iterator[Finding]:
    revision, file = schema.current(path), str(path)
    if revision is None:
        yield ok(_("Database: “{file}” is not there yet; coop run makes it.", file=file))
    elif revision == schema.HEAD:
        yield ok(_("Database: “{file}” can be opened, revision {revision}.", file=file, revision=revision))
    else:
        schema.check(path)
        yield ok(
            _("Database: “{file}” is of an earlier revision, {revision}; coop run brings it up to date, after a copy.",
              file=file, revision=revision)
        )  # fmt: skip
    folder = next(one for one in path.absolute().parents if one.exists())  # coop run makes those that lack
    _try_to_write(path, folder)
    if path.exists() and path.stat().st_mode & OTHERS:
        yield warning(
            _("Database: others on this machine may read “{file}” ({mode}). Do: chmod 600 {quoted}",
              file=file, mode=f"{stat.S_IMODE(path.stat().st_mode):04o}", quoted=shlex.quote(file))
        )  # fmt: skip
    yield room(shutil.disk_usage(folder).free, str(folder))


def _try_to_write(path: Path, folder: Path) -> None:
    """Raises OSError where the bot could not write; nothing is left behind."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as no:
        raise OSError(no.errno, no.strerror, str(folder)) from no  # not the name of a file that never was
    if path.exists():
        os.close(os.open(path, os.O_RDWR))


def room(free: int, folder: str) -> Finding:
    """Whether so many free bytes will do."""
    shown = free // MEGABYTE
    if free < TOO_LITTLE:
        return error(_("Disk: only {free} MB are free in “{folder}”. Make room before anything else.",
                       free=shown, folder=folder))  # fmt: skip
    if free < LITTLE:
        return warning(_("Disk: only {free} MB are free in “{folder}”. Make room soon.", free=shown, folder=folder))
    return ok(_("Disk: {free} MB are free, and the folder can be written.", free=shown))


def _sqlite() -> Finding:
    return ok(_("SQLite: version {version}.", version=sqlite3.sqlite_version))


def paper() -> Finding:
    """Whether minutes can be made to print."""
    from handlers.plenaries import documents

    if documents.available():
        return ok(_("Minutes: published as Markdown and as PDF."))
    return ok(_("Minutes: published as Markdown. For PDF as well, do: {command}", command=INSTALLS_PDF))


def port(config: Config) -> Iterator[Finding]:
    """Whether the web part finds its port free, or has it already."""
    from bot import serving

    host, number = config.web.place
    try:
        serving.bound(host, number).close()
    except OSError as taken:
        yield from _taken(config, taken)
    else:
        yield ok(_("Port: {address} is free.", address=config.web.listen))


def _taken(config: Config, taken: OSError) -> Iterator[Finding]:
    host, number = config.web.place
    try:
        answer = ask(host, number) if is_held(path_of(config.storage.url, config.folder)) else None
    except (Foreign, NotBuilt):
        answer = None
    if answer is None:
        yield error(_("Port: {why}", why=why(taken, host, number)))
        return
    yield ok(_("Port: this bot runs already and answers at {address}.", address=config.web.listen))
    yield from (warning(_("Port: {why}", why=one)) for one in faults(answer))
