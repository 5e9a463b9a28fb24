"""The connection to one homeserver: every call ends in time, is never repeated by itself, and tells why it failed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.adapters.matrix.errors import Declined, Lost
from bot.chat.sizes import CHUNK, at_most

AT_ONCE = 50  # connections
CONNECTING = 10.0  # seconds until there is a connection
ANSWERING = 30.0  # seconds until the answer is there
DOWNLOADING = 30.0
CLIENT, MEDIA, MEDIA_NOW = "/_matrix/client/v3", "/_matrix/media/v3", "/_matrix/client/v1/media"

Json = Mapping[str, Any]


class Server:
    """`token` is sent along as soon as there is one."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.token = ""
        self.refused = asyncio.Event()  # some call was told that there is no such session
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def open(self) -> None:
        """Calls may be made, also after a `close`."""
        self._closed = False

    @property
    def session(self) -> aiohttp.ClientSession:
        """The pool of connections; raises Lost once it was closed: what still runs then must not open another."""
        if self._closed:
            raise Lost("closed")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=AT_ONCE, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(), trust_env=True,
            )  # fmt: skip
        return self._session

    async def close(self) -> None:
        """Closes the pool."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None,
        within: float = ANSWERING, base: str = CLIENT,
    ) -> dict[str, Any]:  # fmt: skip
        """What the server answers; raises Declined or Lost."""
        data = None if body is None else json.dumps(body).encode()
        return await self.bring(method, path, data, "application/json", query=query, within=within, base=base)

    async def bring(
        self, method: str, path: str, data: bytes | None, kind: str, *, query: Mapping[str, str] | None = None,
        within: float = ANSWERING, base: str = MEDIA,
    ) -> dict[str, Any]:  # fmt: skip
        """The same with any content."""
        headers = {"Content-Type": kind} if data is not None else {}
        try:
            async with self.session.request(
                method, self.url + base + path, data=data, params=query, headers=headers | self.authorization,
                timeout=aiohttp.ClientTimeout(total=within, sock_connect=CONNECTING), allow_redirects=False,
            ) as answer:  # fmt: skip
                found = await _read(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(type(error).__name__) from None
        if answer.status >= 300:
            raise self.declined(answer.status, found)
        return found

    async def take(self, path: str, most: int) -> bytes:
        """A file, `most` bytes of it at most: raises TooLarge for a longer one, else Declined or Lost."""
        try:
            async with self.session.get(
                self.url + path, headers=self.authorization, allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=DOWNLOADING, sock_connect=CONNECTING),
            ) as answer:  # fmt: skip
                if answer.status >= 300:
                    raise self.declined(answer.status, await _read(answer))
                if answer.status != 200:
                    raise Lost("an answer that is no file")
                return await at_most(most, answer.content_length, answer.content.iter_chunked(CHUNK))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(type(error).__name__) from None

    @property
    def authorization(self) -> dict[str, str]:
        """The header that proves who asks."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def declined(self, status: int, body: Json) -> Declined:
        """The refusal; a session that was ended is remembered."""
        no = Declined(status, body)
        if no.is_unknown_token or no.is_deactivated:
            self.refused.set()
        return no


async def _read(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """The answer's object; a proxy's page is an empty one beside a failure, and no answer otherwise."""
    body = await answer.read()
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    if answer.status < 300:
        raise Lost("an answer that is no JSON object")
    return {}


def part(text: str) -> str:
    """A piece of a path: ids hold slashes, colons and anything else."""
    return quote(text, safe="")
