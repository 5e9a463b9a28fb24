"""The calls that the bot makes, by purpose. They raise Declined or Lost, or our failures inside `translating`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from bot.adapters.matrix.errors import Declined, Fault, undelivered
from bot.adapters.matrix.server import MEDIA, MEDIA_NOW, Server, part

LONG_POLL: Final = 30  # seconds that the server may hold the question
MARGIN: Final = 20.0  # seconds beyond it until its connection counts as hung
FIRST_SYNC: Final = 300.0  # seconds for everything about every room
PAGE: Final = 100  # events; servers give no more at once
UPLOADING: Final = 120.0

_FILTER: Final = json.dumps({
    "presence": {"types": []},
    "account_data": {"types": ["m.direct"]},
    "room": {
        "timeline": {"limit": PAGE}, "ephemeral": {"types": []}, "account_data": {"types": []},
        "state": {"lazy_load_members": False},
    },
})  # fmt: skip

log = logging.getLogger(__name__)


class Client:
    """One account on one server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    @contextmanager
    def translating(self) -> Iterator[None]:
        """What the server refuses inside becomes TryLater, Gone or Denied."""
        try:
            yield
        except Fault as fault:
            log.info("Matrix: a call did not do what was asked: %s", fault)
            raise undelivered(fault) from None

    # what happens

    async def sync(self, since: str | None, seconds: float, *, whole: bool = False) -> dict[str, Any]:
        """What happened since then, waiting for something; `whole` also tells all about every room."""
        query = {"filter": _FILTER, "timeout": str(round(seconds * 1000))}
        if since is not None:
            query["since"] = since
        if whole:
            query["full_state"] = "true"
        within = FIRST_SYNC if whole or since is None else seconds + MARGIN
        return await self.server.call("GET", "/sync", query=query, within=within)

    async def before(self, room: str, place: str, until: str | None) -> dict[str, Any]:
        """The events before a place in a room's timeline, the newest first."""
        query = {"dir": "b", "from": place, "limit": str(PAGE)} | ({"to": until} if until else {})
        return await self.server.call("GET", f"/rooms/{part(room)}/messages", query=query)

    async def event(self, room: str, id_: str) -> dict[str, Any]:
        """One event."""
        return await self.server.call("GET", f"/rooms/{part(room)}/event/{part(id_)}")

    # what the bot says

    async def send(self, room: str, kind: str, content: Any, key: str) -> str:
        """An event's id; the same key on the same device never makes two of them."""
        path = f"/rooms/{part(room)}/send/{part(kind)}/{part(key)}"
        return str((await self.server.call("PUT", path, content))["event_id"])

    async def redact(self, room: str, id_: str, key: str) -> None:
        """Takes an event away."""
        await self.server.call("PUT", f"/rooms/{part(room)}/redact/{part(id_)}/{part(key)}", {})

    async def related(self, room: str, id_: str, kind: str) -> list[dict[str, Any]]:
        """The events that refer to one, in a way."""
        path = f"/rooms/{part(room)}/relations/{part(id_)}/{part(kind)}"
        return list((await self.server.call("GET", path, base="/_matrix/client/v1")).get("chunk", []))

    async def keep_content(self, data: bytes, name: str, media_type: str) -> str:
        """Where the server keeps it: mxc://…"""
        kept = await self.server.bring(
            "POST", "/upload", data, media_type, query={"filename": name}, within=UPLOADING, base=MEDIA
        )
        return str(kept["content_uri"])

    async def content(self, place: str, most: int) -> bytes:
        """What the server keeps at a place, `server/id`; raises TooLarge beyond so many bytes. A server from before
        documents were for their rooms alone knows the older address only."""
        try:
            return await self.server.take(f"{MEDIA_NOW}/download/{place}", most)
        except Declined as no:
            if no.code != "M_UNRECOGNIZED":
                raise
        return await self.server.take(f"{MEDIA}/download/{place}", most)

    # rooms

    async def join(self, room: str, via: Sequence[str] = ()) -> None:
        """Comes in; `via` are servers that know the room."""
        query = "&".join(f"server_name={part(one)}&via={part(one)}" for one in via)
        await self.server.call("POST", f"/join/{part(room)}{'?' + query if query else ''}", {}, within=120.0)

    async def leave(self, room: str) -> None:
        """Goes."""
        await self.server.call("POST", f"/rooms/{part(room)}/leave", {})

    async def invite(self, room: str, user: str) -> None:
        """Asks somebody in; whoever knocked may then come."""
        await self.server.call("POST", f"/rooms/{part(room)}/invite", {"user_id": user})

    async def create(self, **asked: Any) -> str:
        """A new room."""
        return str((await self.server.call("POST", "/createRoom", asked))["room_id"])

    async def state(self, room: str, kind: str, key: str = "") -> dict[str, Any]:
        """A state event's content."""
        return await self.server.call("GET", f"/rooms/{part(room)}/state/{part(kind)}/{part(key)}")

    async def set_state(self, room: str, kind: str, content: Any) -> None:
        """Changes it."""
        await self.server.call("PUT", f"/rooms/{part(room)}/state/{part(kind)}/", content)

    async def keep_data(self, user: str, kind: str, content: Any) -> None:
        """Keeps something beside the account."""
        await self.server.call("PUT", f"/user/{part(user)}/account_data/{part(kind)}", content)
