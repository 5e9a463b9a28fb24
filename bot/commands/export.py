"""`coop export`: everything readable, as files, also while the bot runs."""

from __future__ import annotations

from pathlib import Path

import click

from bot.chat.text import many
from bot.commands.settings import settings
from bot.commands.speech import say
from bot.commands.stored import current_database
from bot.export import write
from storage.database import look


def export(given: Path | None, folder: Path) -> None:
    """Writes the folder from what is committed at one instant."""
    path = current_database(given)
    with look(path) as tx:
        community = settings(given).community
        files = write(tx, folder, community.language, community.name)
    click.echo(say(many("{n} file in “{folder}”.", "{n} files in “{folder}”.", len(files), folder=str(folder))))
