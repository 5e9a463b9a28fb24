"""`coop init`: a few questions, then settings that work. Nothing is written before the last answer."""

from __future__ import annotations

import asyncio
import os
import shlex
import tomllib
from pathlib import Path

import click

from bot.chat.adapter import Barred, Undelivered
from bot.chat.text import _
from bot.commands import answers, networks
from bot.commands.asking import Wrong, ask
from bot.commands.composing import Account, Answers, compose, compose_matrix, keep, taken
from bot.commands.failures import Failure
from bot.commands.operator import first
from bot.commands.speech import called, language, say
from bot.config import Config, build, load, where
from bot.core import logs
from storage.database import path_of

TOKEN_OUTSIDE = ("COOP_TELEGRAM__TOKEN", "COOP_TELEGRAM__TOKEN_FILE")


def init(given: Path | None, *, offline: bool) -> None:
    """Asks, writes the settings for their owner alone, and says what comes next."""
    logs.configure("error")
    path = where(given)
    try:
        _refuse_what_cannot_be(path)
        text = _asked(path.absolute().parent, offline=offline)
    except KeyboardInterrupt:
        click.echo()
        raise Failure(_("Stopped: nothing was written.")) from None
    keep(path, text)
    click.echo(say(_("Written: “{file}”, for you alone to read.", file=str(path))))
    named = f" --config {shlex.quote(str(given))}" if given else ""
    coop = shlex.quote(called())
    click.echo(say(_("Next, see whether all is well: {coop} check{named}", coop=coop, named=named)))
    click.echo(say(_("Then start the bot: {coop} run{named}", coop=coop, named=named)))
    config = load(path)
    if code := first(path_of(config.storage.url, config.folder)):
        click.echo(say(code))


def _refuse_what_cannot_be(path: Path) -> None:
    if path.exists():
        raise taken(path)
    folder = path.absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise Failure(_("Nothing can be written in the folder “{folder}”.", folder=str(folder)))


def _asked(folder: Path, *, offline: bool) -> str:
    """The settings as they will be written."""
    click.echo(say(_("Four questions, two more for Matrix, then the settings are written. An empty answer takes what "
                     "stands in brackets.")))  # fmt: skip
    said = Answers(
        ask(_("Language of the cooperative, fr or en"), answers.language, usual=language()),
        ask(_("Name of the cooperative, for example Riverside Co-op"), answers.name),
        ask(_("Time zone"), answers.zone, usual=answers.machine_zone()),
    )

    def settled(token: str) -> str:
        text = compose(said, token)
        config = build(tomllib.loads(text), folder)
        if not offline:
            asyncio.run(_meet(config))
        return text

    if outside := next((name for name in TOKEN_OUTSIDE if os.environ.get(name)), ""):
        click.echo(say(_("The token of Telegram comes from {name}: it is not written down.", name=outside)))
        try:
            return settled("")
        except Wrong as wrong:
            raise Failure(wrong.phrase) from None
    click.echo(say(_("The bot needs a token: in Telegram, write {command} to @BotFather and answer what it asks.",
                     command="/newbot")))  # fmt: skip
    click.echo(say(_("For Matrix it needs an account of its own: make one on your server, and answer with its full "
                     "name, like {example}", example="@coop:example.org")))  # fmt: skip

    def read(typed: str) -> str:
        if typed.startswith("@"):
            return _asked_matrix(said, answers.account(typed), folder, offline=offline)
        return settled(answers.token(typed))

    return ask(_("Token of the Telegram bot, or account on Matrix (not shown while you paste it)"), read, secret=True)


def _asked_matrix(said: Answers, user: str, folder: Path, *, offline: bool) -> str:
    """The same with a bot on Matrix: two questions more."""
    server = ask(_("Address of the Matrix server"), answers.homeserver, usual=f"https://{user.partition(':')[2]}")

    def settled(password: str) -> str:
        if not password:
            raise Wrong(_("The account has a password: without it nobody gets in."))
        text = compose_matrix(said, Account(server, user, password))
        config = build(tomllib.loads(text), folder)
        if not offline:
            asyncio.run(_meet_matrix(config))
        return text

    return ask(_("Password of {user} (not shown while you type it)", user=user), settled, secret=True)


async def _meet_matrix(config: Config) -> None:
    """Tells that the server knows the bot; raises Wrong when it does not."""
    matrix = networks.matrix(config)
    assert matrix is not None
    try:
        seen = await matrix.inspect()
    except Barred as no:
        raise Wrong(no.says) from None
    except Undelivered:
        click.echo(say(_("The Matrix server does not answer now, so the password is kept unproved: coop check will try "
                         "again.")))  # fmt: skip
    else:
        click.echo(say(_("The password is right: the bot is {user}.", user=seen.account.id)))
    finally:
        await matrix.close()


async def _meet(config: Config) -> None:
    """Tells who the bot is on Telegram; raises Wrong when Telegram refuses the token."""
    telegram = networks.telegram(config)
    assert telegram is not None
    try:
        seen = await telegram.inspect()
    except Barred as no:
        raise Wrong(no.says) from None
    except Undelivered:
        click.echo(say(_("Telegram does not answer now, so the token is kept unproved: coop check will try again.")))
    else:
        click.echo(say(_("The token is right: the bot is @{name}.", name=seen.account.username)))
    finally:
        await telegram.close()
