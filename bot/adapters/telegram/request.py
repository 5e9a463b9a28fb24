"""How calls travel: python-telegram-bot's transport over aiohttp, which is three times quicker than its own.

It repeats nothing by itself, follows no redirection, and lets no address out: each one holds the token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram.errors import Declined, Lost
from bot.chat.sizes import CHUNK, at_most

AT_ONCE = 100  # connections
CONNECTING = 10.0  # seconds until there is a connection
ANSWERING = 15.0  # seconds until the answer is there
UPLOADING = 60.0  # seconds more for a picture or a document
KEPT = 30.0  # seconds that an idle connection is kept; Telegram closes it after a minute
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}

Body = bytes | aiohttp.FormData | None


class Request(BaseRequest):
    """One pool of connections to one server. A call ends in time, whatever the server does."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._session: aiohttp.ClientSession | None = None
        self._proxy: str | None = None
        self.date = ""  # of the latest answer, as the server's clock has it

    @property
    def read_timeout(self) -> float:
        """Seconds until the answer must be there, unless a call says otherwise."""
        return ANSWERING

    async def initialize(self) -> None:
        """Opens the pool; nothing happens when it is open."""
        if self._session is None:
            self._proxy = proxy_to(self._server)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=AT_ONCE, keepalive_timeout=KEPT, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Closes the pool."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The answer's status and body; raises Declined and Lost, and nothing else of this world."""
        waits = read_timeout if isinstance(read_timeout, int | float) else ANSWERING
        uploads = request_data is not None and request_data.contains_files
        within = waits + (UPLOADING if uploads else CONNECTING)
        return 200, await self._exchange(url, _body(request_data), None if uploads else FORM, within, method)

    async def call(self, url: str, asked: Mapping[str, Any] | None = None, *, waits: float = 0.0) -> Any:
        """The result of a call made by hand, its parameters as JSON; raises what `do_request` raises.

        For what happens at every event: the library's own way there costs as much as the journey.
        """
        body = None if asked is None else json.dumps(asked).encode()
        answer = await self._exchange(url, body, JSON if body else FORM, (waits or ANSWERING) + CONNECTING)
        return self.parse_json_payload(answer)["result"]

    async def take(self, url: str, most: int) -> bytes:
        """A file, `most` bytes of it at most: raises TooLarge for a longer one, and what `do_request` raises."""
        if self._session is None:
            raise Lost("not connected")
        timeout = aiohttp.ClientTimeout(total=ANSWERING + CONNECTING, sock_connect=CONNECTING)
        try:
            async with self._session.get(url, timeout=timeout, proxy=self._proxy, allow_redirects=False) as response:
                if response.status == 200:
                    return await at_most(most, response.content_length, response.content.iter_chunked(CHUNK))
                status, reason = response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            lost = Lost(f"no answer: {type(error).__name__}")
        else:
            raise declined(status, reason)
        raise lost

    async def _exchange(
        self, url: str, body: Body, headers: Mapping[str, str] | None, within: float, method: str = "POST"
    ) -> bytes:
        if self._session is None:
            raise Lost("not connected")
        timeout = aiohttp.ClientTimeout(total=within, sock_connect=CONNECTING)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as response:
                status, answer = response.status, await response.read()
                self.date = response.headers.get("Date", "")
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            lost = Lost(f"no answer: {type(error).__name__}")
        else:
            if status == 200:
                return answer
            raise declined(status, answer)
        raise lost  # out here, it does not carry the library's own error, nor the address in it

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's envelope; raises Lost when it is none, and Declined when it says no."""
        answer = _read(payload)
        if answer is None or "result" not in answer:
            raise declined(200, payload)
        return answer


def declined(status: int, body: bytes) -> Declined | Lost:
    """The error that an answer tells. Telegram always speaks JSON: anything else comes from in between."""
    answer = _read(body)
    code = answer.get("error_code") if answer is not None else None
    if answer is None or not isinstance(code, int):
        return Lost(f"an answer that is none, {status}")
    parameters = answer.get("parameters")
    return Declined(
        code,
        str(answer.get("description", "")),
        parameters if isinstance(parameters, dict) else {},
    )


def proxy_to(server: str) -> str | None:
    """The proxy that the environment names for the server's address, as other programs read it; asked once."""
    parts = urlsplit(server)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def _read(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload)
    except ValueError:  # no JSON, or no UTF-8
        return None
    return answer if isinstance(answer, dict) else None


def _body(data: RequestData | None) -> Body:
    if data is None:
        return None
    if not data.contains_files:
        return data.url_encoded_parameters().encode()
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form
