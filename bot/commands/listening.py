"""The address on which the bot's web part listens: taken, or in plain words why not."""

from __future__ import annotations

import errno
import socket

from bot import serving
from bot.chat.text import Phrase, _
from bot.commands.failures import Failure


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises Failure with the reason and another address to try."""
    try:
        return serving.bound(host, port)
    except OSError as error:
        raise Failure(why(error, host, port)) from error


def why(error: OSError, host: str, port: int) -> Phrase:
    """Why nobody can listen there, and what to write instead."""
    match error.errno:
        case errno.EADDRINUSE:
            return _(
                "Port {port} of {host} is in use by another program. Choose another one in the settings, section "
                '[web], for example: listen = "127.0.0.1:{free}"', port=str(port), host=host, free=str(_next(port)),
            )  # fmt: skip
        case errno.EACCES | errno.EPERM:
            return _(
                "Port {port} is for the system’s own services. Choose one above 1023 in the settings, section [web], "
                'for example: listen = "127.0.0.1:8080"', port=str(port),
            )  # fmt: skip
    return _(
        "“{host}” is not an address of this machine. Write in the settings, section [web], for example: "
        'listen = "127.0.0.1:8080"', host=host,
    )  # fmt: skip


def _next(port: int) -> int:
    return port + 1 if port < 65_535 else 8080
