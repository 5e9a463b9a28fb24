"""The command line. Only declarations: what a verb does is loaded when it is called, so that help answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot.commands.speech import say, told
from bot.commands.usage import STATUS, File, Folder, Verbs, Whole, lines
from bot.domain.errors import N_

F = TypeVar("F", bound=Callable[..., Any])
FILE, FOLDER = told(N_("FILE")), told(N_("FOLDER"))


def configured() -> Callable[[F], F]:
    """The option that every verb takes."""
    usual = told(N_("Settings; by default $COOP_CONFIG, else config.toml."))
    return click.option("--config", type=File(), metavar=FILE, help=usual)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from bot.commands.version import version

        click.echo(f"coop {version()}")
        context.exit()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
             help=told(N_("Coopérons, the chat bot of a cooperative.")))  # fmt: skip
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help=told(N_("Say the version.")))  # fmt: skip
def coop() -> None:
    """Every verb and what it takes."""


@coop.command(
    help=told(N_("Open the try-out: a chat in the browser. No token, no account, nothing leaves the machine."))
)
@click.option("--port", default=8765, type=Whole(0, 65_535), metavar="N",
              help=told(N_("Port of the page: 8765 by default, 0 for any free one.")))  # fmt: skip
@click.option("--no-browser", is_flag=True, help=told(N_("Do not open the browser.")))
@click.option("--empty", is_flag=True, help=told(N_("Begin with people and a group only.")))
@configured()
def demo(port: int, no_browser: bool, empty: bool, config: Path | None) -> None:
    from bot.commands import tryout

    tryout.demo(config, port, browser=not no_browser, empty=empty)


@coop.command(help=told(N_("Open the try-out in a plain terminal.")))
@configured()
def chat(config: Path | None) -> None:
    from bot.commands import tryout

    tryout.chat(config)


@coop.command(help=told(N_("Ask a few questions and write the settings.")))
@click.option("--offline", is_flag=True, help=told(N_("Ask no network.")))
@configured()
def init(offline: bool, config: Path | None) -> None:
    from bot.commands.init import init

    init(config, offline=offline)


@coop.command(help=told(N_("Look at settings, database and networks, and say what to do.")))
@click.option("--offline", is_flag=True, help=told(N_("Ask no network.")))
@configured()
def check(offline: bool, config: Path | None) -> None:
    from bot.commands.check import check

    check(config, offline=offline)


@coop.command(help=told(N_("Run the bot.")))
@configured()
def run(config: Path | None) -> None:
    from bot.commands.run import run

    run(config)


@coop.command(help=told(N_("Ask the running bot whether all is well.")))
@configured()
def health(config: Path | None) -> None:
    from bot.commands.health import health

    health(config)


@coop.group(help=told(N_("Look after the database: its revision.")))
def db() -> None:
    """What can be done with the tables."""


@db.command(help=told(N_("Bring the database to the newest revision, after a copy of it.")))
@configured()
def upgrade(config: Path | None) -> None:
    from bot.commands import database

    database.upgrade(config)


@db.command(help=told(N_("Say the revision of the database.")))
@configured()
def current(config: Path | None) -> None:
    from bot.commands import database

    database.current(config)


@coop.command(example="coop backup coop-backup.db",
              help=told(N_("Copy the database into a new file, also while the bot runs.")))  # fmt: skip
@click.argument("file", type=File(), metavar=FILE)
@configured()
def backup(file: Path, config: Path | None) -> None:
    from bot.commands import database

    database.backup(config, file)


@coop.command(example="coop restore coop-backup.db",
              help=told(N_("Put a backup in the place of the database, which is kept beside it.")))  # fmt: skip
@click.argument("file", type=File(), metavar=FILE)
@configured()
def restore(file: Path, config: Path | None) -> None:
    from bot.commands import database

    database.restore(config, file)


@coop.command(example="coop export coop-export",
              help=told(N_("Write everything readable into a folder: JSON, CSV, ICS, Markdown.")))  # fmt: skip
@click.argument("folder", metavar=FOLDER, type=Folder())
@configured()
def export(folder: Path, config: Path | None) -> None:
    from bot.commands.export import export

    export(config, folder)


@coop.command(
    example="coop recount vote-41.recount.json",
    help=told(N_("Count a published vote again, or any .blt, .soc, .soi, .toc, .toi or .pb file.")),
)
@click.argument("file", type=File(), metavar=FILE)
@click.option("--method", metavar="M", help=told(N_("Count by another method that fits the ballots.")))
@click.option("--seats", metavar="N", type=Whole(1, 1000), help=told(N_("Seats to fill.")))
@click.option("--seed", metavar="S", help=told(N_("Break the ties: 64 hexadecimal digits, or any text.")))
@click.option("--json", "as_json", is_flag=True, help=told(N_("Give the result as JSON.")))
@click.option(
    "--chart", metavar=FILE, type=File(),
    help=told(N_("Draw the result into a .svg or .png file.")),
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
        sys.exit(coop.main(prog_name="coop", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as page:
        click.echo(page.format_message(), err=True)
        sys.exit(STATUS)
    except click.UsageError as wrong:
        _fail("\n".join(map(say, lines(wrong))), STATUS)
    except click.Abort:
        _fail(told(N_("Stopped.")), 1)
    except BrokenPipeError:  # whoever was reading has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        from bot.commands.failures import explain

        failure = explain(error)
        if failure is None:
            raise
        _fail(say(failure.phrase), failure.status)


def _fail(text: str, status: int) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(status)
