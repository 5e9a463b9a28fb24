"""Serving pages over HTTP: where a socket is taken and a web server runs, for the bot and for the try-out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

MOST_AT_ONCE = 500  # connections; one more is told to come again
LAST_WORDS = 2  # seconds that what is under way may take when the bot stops


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises OSError when the port is taken or the host is not this machine's."""
    kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(kind, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)  # a browser that is told the address before all is loaded waits instead of being refused
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Where it can be reached: http://127.0.0.1:8080."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals alone: they are the whole program's."""
        yield


async def serve(app: Starlette, listener: socket.socket, *, longest: int = 0) -> None:
    """Serves until cancelled, then closes every page and lets what is under way finish, for a moment.

    `longest` is the size of a message on a WebSocket; without it there are none.
    """
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,  # the program's own logs, with what must not be in them taken out
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio" if longest else "none",
            ws_max_size=longest,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=LAST_WORDS,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving
