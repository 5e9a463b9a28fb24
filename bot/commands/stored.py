"""The database that the settings name."""

from __future__ import annotations

from pathlib import Path

from bot.chat.text import _
from bot.commands.failures import Failure
from bot.commands.settings import settings
from storage import schema
from storage.database import path_of


def database(given: Path | None) -> Path:
    """The file of the database that the settings name; raises NotBuilt for another kind."""
    config = settings(given)
    return path_of(config.storage.url, config.folder)


def present_database(given: Path | None) -> Path:
    """The same, once something is kept there."""
    path = database(given)
    if not path.exists():
        raise Failure(_("There is no database yet: “{file}” does not exist.", file=str(path)))
    return path


def current_database(given: Path | None) -> Path:
    """The same, once it is of the revision that this version reads."""
    path = present_database(given)
    if schema.current(path) != schema.HEAD:
        schema.check(path)
        raise Failure(_("“{file}” was written by an earlier version. Run first: coop db upgrade", file=str(path)))
    return path
