"""`coop run`: the bot on the networks that the settings name, until it is asked to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable
from contextlib import AsyncExitStack, closing, suppress
from pathlib import Path
from typing import Any

import click

from bot import serving, web
from bot.app import App
from bot.chat.adapter import Adapter, TryLater
from bot.chat.address import Chat
from bot.chat.text import _
from bot.commands import networks
from bot.commands.failures import Failure
from bot.commands.listening import listening
from bot.commands.operator import offered
from bot.commands.settings import settings
from bot.commands.speech import say
from bot.commands.version import version
from bot.config import Config
from bot.core import logs
from bot.core.community import Community
from handlers.calendars import pages as addresses
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
    telegram, matrix = networks.telegram(config), networks.matrix(config)
    async with AsyncExitStack() as last:
        database = Database(path_of(config.storage.url, config.folder))
        adapters: list[Adapter] = [one for one in (telegram, matrix) if one is not None]
        app = App(database, FEATURES, adapters, community=community(config))
        last.push_async_callback(app.stop)
        listener = last.enter_context(closing(listening(*config.web.place)))
        hook = networks.hook(config)
        calendars = addresses.calendars(database.read, app.clock.now, config.community.name)
        site = web.site(app.health, {hook: telegram.receive} if telegram is not None and hook else {}, calendars)
        await app.start()
        pages = asyncio.create_task(serving.serve(site, listener))
        last.push_async_callback(_end, pages)
        await _first(app.ready(), stop.wait(), _barred(app), asyncio.shield(pages))
        if not stop.is_set():
            await _announce(app, listener, telegram.account.username if telegram is not None else "")
            await _first(stop.wait(), _barred(app), asyncio.shield(pages))


async def _announce(app: App, listener: socket.socket, bot: str) -> None:
    reached = ", ".join(app.adapters)
    click.echo(say(_("ready: {networks}, web {address}", networks=reached, address=serving.address(listener))))
    with suppress(TryLater):  # a full disk: the next start offers it again
        if code := await offered(app, bot):
            click.echo(say(code))


async def _barred(app: App) -> None:
    raise Failure((await app.barred()).says)


async def _first(*works: Awaitable[Any]) -> None:
    """Comes back, or raises, as soon as one of them does; the others are cancelled."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            await _end(task)


async def _end(task: asyncio.Future[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def community(config: Config) -> Community:
    """What the operator's settings say of everybody."""
    said = config.community
    trusted = frozenset(said.allowed_chats)

    def serves(chat: Chat) -> bool:
        return "*" in trusted or chat.id in trusted

    address = str(config.web.public_url or "").rstrip("/")
    return Community(said.language, said.timezone, serves, version(), address, said.name)


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
