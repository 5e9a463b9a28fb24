"""The page of a calendar: whoever has its secret address reads it, and nobody learns which addresses there are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.core.ports import Unavailable
from handlers.calendars import service
from handlers.calendars.documents import MEDIA_TYPE
from handlers.context import Transaction

# Nobody on the way keeps it, no other site frames it, no search engine lists it.
HEADERS = {
    "cache-control": "private, no-store",
    "content-disposition": 'inline; filename="coop.ics"',
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}

Read = Callable[[], AbstractContextManager[Transaction]]


def calendars(read: Read, now: Callable[[], datetime], name: str = "") -> Sequence[BaseRoute]:
    """The route of every calendar; each reading is a short read transaction, off the loop."""

    def written(secret: str) -> str | None:
        with read() as tx:
            feed = tx.feeds.get(secret)
            return service.written(tx, feed, now(), name) if feed else None

    async def page(request: Request) -> Response:
        try:
            content = await asyncio.to_thread(written, request.path_params["secret"])
        except Unavailable:
            return Response("Please come again in a moment.\n", 503, {**HEADERS, "retry-after": "60"}, "text/plain")
        if content is None:
            return Response("This calendar is not here any more.\n", 404, HEADERS, "text/plain")
        return Response(content, 200, HEADERS, MEDIA_TYPE)

    return [Route(service.PATH, page)]
