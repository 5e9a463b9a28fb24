"""`coop demo` and `coop chat`: the try-out as a page, or in a plain terminal."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import click

from bot import serving
from bot.adapters.local import console, web
from bot.adapters.local.acts import MOST_BYTES
from bot.chat.text import _
from bot.commands.failures import Failure
from bot.commands.speech import language, say
from bot.core import logs
from bot.demo.folder import Folder
from bot.demo.tryout import TryOut
from handlers.calendars.pages import calendars

SETTINGS = Path("coop-demo/config.toml")
SUGGESTED = 100  # ports looked at to suggest a free one


def demo(settings: Path | None, port: int, *, browser: bool, empty: bool) -> None:
    """Serves the page until it is stopped."""
    _run(_page(_folder(settings, empty=empty), port, browser=browser, empty=empty))


def chat(settings: Path | None) -> None:
    """Talks in the terminal until the end of the input."""
    _run(_terminal(_folder(settings)))


def _folder(settings: Path | None, *, empty: bool = False) -> Folder:
    folder = Folder(settings or SETTINGS)
    place = str(folder.path)
    if folder.is_foreign:
        raise Failure(
            _("“{folder}” holds no try-out: it is left alone. Choose another one with --config.", folder=place)
        )
    if empty and folder.load() is not None:
        raise Failure(_("A try-out is in “{folder}” already. To begin empty, remove that folder first.", folder=place))
    return folder


@asynccontextmanager
async def _opened(folder: Folder, *, empty: bool = False, address: str = "") -> AsyncIterator[TryOut]:
    tryout = TryOut(folder, language=language(), empty=empty, address=address)
    try:
        await tryout.open()
        yield tryout
    finally:
        await tryout.close()


async def _page(folder: Folder, port: int, *, browser: bool, empty: bool) -> None:
    if port and not _is_free(port):  # said before anything is built
        raise _taken(port)
    with closing(_bound(port)) as listener:
        here = serving.address(listener)
        async with _opened(folder, empty=empty, address=here) as tryout:
            address = f"{here}/{'en' if language() == 'en' else ''}"
            click.echo(say(_("The try-out is at {address} (Ctrl-C stops it; everything is kept in {folder})",
                             address=address, folder=str(folder.path))))  # fmt: skip
            if browser:
                _open_browser(address)
            site = web.page(tryout.hub, tryout, calendars(tryout.read, tryout.now))
            await serving.serve(site, listener, longest=MOST_BYTES)


def _bound(port: int) -> socket.socket:
    try:
        return serving.bound(web.LOOPBACK, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise _taken(port) from error
        raise


async def _terminal(folder: Folder) -> None:
    async with _opened(folder) as tryout:
        await console.chat(tryout.hub, tryout, language=language())


def _taken(port: int) -> Failure:
    free = next((one for one in range(port + 1, min(port + SUGGESTED, 65_536)) if _is_free(one)), 0)
    return Failure(_("Port {port} is in use. For example: coop demo --port {free}", port=str(port), free=str(free)))


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((web.LOOPBACK, port))
        except OSError:
            return False
        return True


def _open_browser(address: str) -> None:
    # Without a screen a text browser would take the terminal over.
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs it until it ends, or until Ctrl-C or SIGTERM ask it to stop, which is not a failure."""
    logs.configure("warning")

    async def main() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, task.cancel)
        await task

    with suppress(asyncio.CancelledError):
        asyncio.run(main())
