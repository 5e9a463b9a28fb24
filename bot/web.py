"""The web part of the running bot: how it is, and the address at which a network brings events.

Pages of features are further routes of `site`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import health as known
from bot.health import Health

MOST_BYTES = 1_000_000  # of one call of a network; updates have a few thousand
BODY_SECONDS = 10.0
SECRET = "x-telegram-bot-api-secret-token"
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

# Takes the secret of a call and its body; the HTTP status is the answer.
Receive = Callable[[str | None, bytes], Awaitable[int]]


def site(
    health: Callable[[], Awaitable[Health]], hooks: Mapping[str, Receive], pages: Sequence[BaseRoute] = ()
) -> Starlette:
    """What is served: the health, for each path a network's hook, and the pages of features."""

    async def healthz(_: Request) -> Response:
        found = await health()
        return Response(found.written(), 200 if found.good else 503, HEADERS, "application/json")

    app = Starlette(
        routes=[
            Route(known.PATH, healthz),
            *(Route(path, _hook(receive), methods=["POST"]) for path, receive in hooks.items()),
            *pages,
        ]
    )
    app.router.redirect_slashes = False  # a network calls the address that it was told, and no other
    return app


def _hook(receive: Receive) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return Response(status_code=408, headers=HEADERS)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it
        if body is None:
            return Response(status_code=413, headers=HEADERS)
        return Response(status_code=await receive(request.headers.get(SECRET), body), headers=HEADERS)

    return take


async def _body(request: Request) -> bytes | None:
    """The body of a call, None when it is too large; more than that is never held."""
    if int(request.headers.get("content-length", "0")) > MOST_BYTES:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
