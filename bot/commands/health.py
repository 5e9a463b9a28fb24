"""`coop health`: asks the running bot how it is."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from bot import health as known
from bot.chat.text import Phrase, _
from bot.commands.failures import Failure
from bot.commands.settings import settings
from bot.commands.speech import say
from bot.health import Foreign, Health

SECONDS = 8.0  # the bot itself takes five to find that it cannot store
MOST_BYTES = 10_000
# Where the bot listens on every address, this machine is the nearest of them.
NEAREST = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def health(given: Path | None) -> None:
    """Tells that the bot answers well; fails with what is wrong."""
    web = settings(given).web
    try:
        answer = ask(*web.place)
    except Foreign:
        raise Failure(_("Something else than this bot answers at {address}.", address=web.listen)) from None
    if answer is None:
        raise Failure(
            _("Nothing answers at {address}: the bot does not run. To start it: coop run", address=web.listen)
        )
    if wrong := faults(answer):
        raise Failure(_("{lines}", lines="\n".join(map(say, wrong))))
    click.echo(say(_("The bot runs and stores. It is logged in to: {networks}.", networks=tuple(answer.networks))))


def faults(answer: Health) -> list[Phrase]:
    """What is wrong with the running bot."""
    found = [] if answer.stores else [_("The bot runs and cannot store anything now: is the disk full?")]
    found += [
        _("The bot runs and is not logged in to {network} yet: its log says why.", network=name)
        for name, opened in answer.networks.items()
        if not opened
    ]
    found += [
        _("A part of the bot stopped: {part}. Its log says why; start the bot again.", part=part)
        for part in answer.stopped
    ]
    return found


def ask(host: str, port: int) -> Health | None:
    """The answer of the bot that listens there, None when nobody does; raises Foreign."""
    connection = HTTPConnection(NEAREST.get(host, host), port, timeout=SECONDS)
    try:
        connection.request("GET", known.PATH)
        return known.read(connection.getresponse().read(MOST_BYTES))
    except (TimeoutError, HTTPException) as error:
        raise Foreign from error
    except OSError:
        return None
    finally:
        connection.close()
