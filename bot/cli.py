"""The command line. Only declarations: what a verb does is loaded when it is called, so that help answers at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.commands.speech import told
from bot.domain.errors import N_

F = TypeVar("F", bound=Callable[..., Any])
Written = click.Path(path_type=Path, dir_okay=False)
Folder = click.Path(path_type=Path, file_okay=False)


def configured() -> Callable[[F], F]:
    """The option that every verb takes."""
    usual = told(N_("Settings; by default $COOP_CONFIG, else config.toml."))
    return click.option("--config", type=Written, metavar="FILE", help=usual)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from bot.commands.version import version

        click.echo(f"coop {version()}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
             help=told(N_("Coopérons, the chat bot of a cooperative.")))  # fmt: skip
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help=told(N_("Says the version.")))  # fmt: skip
def coop() -> None:
    """Every verb and what it takes."""


@coop.command(help=told(N_("The try-out: a local web chat. No token, no account, nothing leaves the machine.")))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65_535), metavar="N")
@click.option("--no-browser", is_flag=True, help=told(N_("Do not open the browser.")))
@click.option("--empty", is_flag=True, help=told(N_("Begin with people and a group only.")))
@configured()
def demo(port: int, no_browser: bool, empty: bool, config: Path | None) -> None:
    from bot.commands import tryout

    tryout.demo(config, port, browser=not no_browser, empty=empty)


@coop.command(help=told(N_("The try-out in a plain terminal.")))
@configured()
def chat(config: Path | None) -> None:
    from bot.commands import tryout

    tryout.chat(config)


@coop.command(help=told(N_("Asks a few questions and writes the settings.")))
@click.option("--offline", is_flag=True, help=told(N_("Ask no network.")))
@configured()
def init(offline: bool, config: Path | None) -> None:
    from bot.commands.init import init

    init(config, offline=offline)


@coop.command(help=told(N_("Looks at settings, database and networks, and says what to do.")))
@click.option("--offline", is_flag=True, help=told(N_("Ask no network.")))
@configured()
def check(offline: bool, config: Path | None) -> None:
    from bot.commands.check import check

    check(config, offline=offline)


@coop.command(help=told(N_("Runs the bot.")))
@configured()
def run(config: Path | None) -> None:
    from bot.commands.run import run

    run(config)


@coop.command(help=told(N_("Asks the running bot whether all is well.")))
@configured()
def health(config: Path | None) -> None:
    from bot.commands.health import health

    health(config)


@coop.group(help=told(N_("The database: its revision.")))
def db() -> None:
    """What can be done with the tables."""


@db.command(help=told(N_("Brings the database to the newest revision, after a copy of it.")))
@configured()
def upgrade(config: Path | None) -> None:
    from bot.commands import database

    database.upgrade(config)


@db.command(help=told(N_("Says the revision of the database.")))
@configured()
def current(config: Path | None) -> None:
    from bot.commands import database

    database.current(config)


@coop.command(help=told(N_("Copies the database into a new file, also while the bot runs.")))
@click.argument("file", type=Written)
@configured()
def backup(file: Path, config: Path | None) -> None:
    from bot.commands import database

    database.backup(config, file)


@coop.command(help=told(N_("Puts a backup in the place of the database, which is kept beside it.")))
@click.argument("file", type=Written)
@configured()
def restore(file: Path, config: Path | None) -> None:
    from bot.commands import database

    database.restore(config, file)


@coop.command(help=told(N_("Writes everything readable into a folder: JSON, CSV, ICS, Markdown.")))
@click.argument("folder", metavar="DIR", type=Folder)
@configured()
def export(folder: Path, config: Path | None) -> None:
    from bot.commands.export import export

    export(config, folder)


@coop.command(help=told(N_("Counts a published vote again, or any .blt, .soc, .soi, .toc, .toi or .pb file.")))
@click.argument("file", type=Written)
@click.option("--method", metavar="M", help=told(N_("Counts by another method that fits the ballots.")))
@click.option("--seats", metavar="N", type=click.IntRange(1, 1000), help=told(N_("Seats to fill.")))
@click.option("--seed", metavar="S", help=told(N_("Breaks the ties: 64 hexadecimal digits, or any text.")))
@click.option("--json", "as_json", is_flag=True, help=told(N_("The result as JSON.")))
@click.option(
    "--chart", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help=told(N_("Draws the result into a .svg or .png file.")),
)  # fmt: skip
@configured()
def recount(
    file: Path, method: str | None, seats: int | None, seed: str | None, as_json: bool, chart: Path | None,
    config: Path | None,
) -> None:  # fmt: skip
    from bot.commands.recount import recount

    recount(file, method, seats, seed, as_json=as_json, chart=chart)


def main() -> None:
    """Runs a verb; an expected failure is plain words on the error output and a status, never a traceback."""
    try:
        coop(prog_name="coop")
    except Exception as error:
        from bot.commands.failures import explain
        from bot.commands.speech import say

        failure = explain(error)
        if failure is None:
            raise
        click.echo(say(failure.phrase), err=True)
        sys.exit(failure.status)
