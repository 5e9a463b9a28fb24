"""`coop run`: the bot on the networks that the settings name, until it is asked to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import click
from starlette.applications import Starlette

from bot import web
from bot.app import App
from bot.chat.address import Chat
from bot.chat.text import _
from bot.commands import networks
from bot.commands.failures import Failure
from bot.commands.listening import listening
from bot.commands.operator import code
from bot.commands.settings import settings
from bot.commands.speech import say
from bot.config import Config
from bot.core import logs
from bot.core.dispatch import Community
from handlers.features import FEATURES
from storage.database import Database, path_of


def run(given: Path | None) -> None:
    """Runs the bot; a signal ends it cleanly, a network that will not have it ends it with the reason."""
    config = settings(given)
    logs.configure(config.log.level, config.log.format, secrets=config.secrets())
    networks.required(config)
    asyncio.run(_live(config))


async def _live(config: Config) -> None:
    stop = _asked_to_stop()
    telegram = networks.telegram(config)
    assert telegram is not None  # the only network there is
    async with AsyncExitStack() as last:
        app = App(
            Database(path_of(config.storage.url, config.folder)), FEATURES, [telegram], community=community(config)
        )
        last.push_async_callback(app.stop)
        listener = last.enter_context(closing(listening(*config.web.place)))
        door = networks.door(config)
        await app.start()
        await _serve(app, web.site(app.health, {door: telegram.receive} if door else {}), listener, stop)


async def _serve(app: App, site: Starlette, listener: socket.socket, stop: asyncio.Event) -> None:
    """Until it is asked to stop. Says once that it is ready. Raises Failure when a network bars the bot."""
    ready, barred = asyncio.create_task(app.ready()), asyncio.create_task(app.barred())
    asked, serving = asyncio.create_task(stop.wait()), asyncio.create_task(web.serve(site, listener))
    ends: set[asyncio.Task[Any]] = {asked, barred, serving}
    try:
        await asyncio.wait({ready, *ends}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            await _announce(app, listener)
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (ready, *ends):
            task.cancel()
        await asyncio.gather(ready, *ends, return_exceptions=True)
    if barred.done() and not barred.cancelled():
        raise Failure(barred.result().says)
    if not serving.cancelled():
        serving.result()


async def _announce(app: App, listener: socket.socket) -> None:
    reached = ", ".join(app.adapters)
    click.echo(say(_("ready: {networks}, web {address}", networks=reached, address=web.address(listener))))
    if secret := await code(app):
        click.echo(say(secret))


def community(config: Config) -> Community:
    """What the operator's settings say of everybody."""
    trusted = frozenset(config.community.allowed_chats)

    def serves(chat: Chat) -> bool:
        return "*" in trusted or chat.id in trusted

    return Community(language=config.community.language, zone=config.community.timezone, serves=serves)


def _asked_to_stop() -> asyncio.Event:
    """Set by the first SIGTERM or Ctrl-C; a second one ends the process at once."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def ask() -> None:
        asked.set()
        for one in signals:
            loop.remove_signal_handler(one)

    for one in signals:
        loop.add_signal_handler(one, ask)
    return asked
