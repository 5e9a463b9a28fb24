"""The try-out as a page on this machine: Starlette on the loopback address, one WebSocket, no script from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.adapters.local.acts import Acts
from bot.adapters.local.controls import Controls
from bot.adapters.local.hub import Hub
from bot.adapters.local.sentences import LANGUAGES, PAGE
from bot.adapters.local.session import Session

LOOPBACK = "127.0.0.1"
OUR_NAMES = frozenset({LOOPBACK, "localhost"})

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}


def page(hub: Hub, controls: Controls, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """The try-out of this network, and the pages of features."""
    templates = Environment(
        loader=PackageLoader("bot.adapters.local"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    acts = Acts(hub, controls)

    def show(language: str) -> HTMLResponse:
        say = {name: controls.say(phrase, language) for name, phrase in PAGE.items()}
        return HTMLResponse(templates.get_template("page.html").render(say=say, language=language, bot=hub.bot_name))

    async def french(_: Request) -> HTMLResponse:
        return show("fr")

    async def english(_: Request) -> HTMLResponse:
        return show("en")

    async def live(websocket: WebSocket) -> None:
        language = websocket.query_params.get("language", "")
        chosen = language if language in LANGUAGES else LANGUAGES[0]
        await Session(websocket, hub, controls, acts, chosen).run()

    return Starlette(
        routes=[
            Route("/", french),
            Route("/en", english),
            WebSocketRoute("/live", live),
            Mount("/static", StaticFiles(packages=[("bot.adapters.local", "static")])),
            *pages,
        ],
        middleware=[Middleware(Guard)],
    )


class Guard:
    """Lets in what comes from this page only.

    A site elsewhere can point a name of its own at 127.0.0.1, so the Host is checked; and any site can open a WebSocket
    to it, so the Origin is checked, and one is required.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not trusted(Headers(scope=scope), needs_origin=scope["type"] == "websocket"):
            await self._refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(1008)
            return
        await PlainTextResponse("This page answers on this machine only.\n", 403)(scope, receive, _with_headers(send))


def trusted(headers: Headers, *, needs_origin: bool) -> bool:
    """Whether a request names this machine, and comes from a page of ours where it says or must say so."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if _name(f"//{host}") not in OUR_NAMES:
        return False
    if origin is None:
        return not needs_origin
    return origin == f"http://{host}"


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
