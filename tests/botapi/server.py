"""The HTTP server: takes calls, lets things go wrong where asked, answers as api.telegram.org does."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import traceback
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from tests.botapi import answering, asking, editing, ephemeral, polling, sending, tending  # declares the methods
from tests.botapi.calls import Call, Refuse, Unmodelled, Upload
from tests.botapi.control import Control
from tests.botapi.faults import Fault, Faults
from tests.botapi.limits import Limits
from tests.botapi.methods import METHODS, Method, perform
from tests.botapi.people import Bot
from tests.botapi.reader import Reader, known
from tests.botapi.updates import ENCODE
from tests.botapi.world import World

DECLARED: Final = (answering, asking, editing, ephemeral, polling, sending, tending)
TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
MOST_BYTES: Final = 60 * 1024 * 1024
NOT_FOUND: Final = Refuse(404, "Not Found: method not found")


class Server:
    """One server for one world. `validate` has the independent reader read along."""

    def __init__(self, world: World, *, limits: Limits | None = None, validate: bool = True) -> None:
        self.world = world
        self.limits = limits or Limits()
        self.faults = Faults()
        self.violations = world.violations
        self.calls: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()  # by status
        self.log: deque[tuple[str, Mapping[str, str]]] = deque(maxlen=10_000)
        self.port = 0
        self.stopping = asyncio.Event()
        self.control = Control(self)
        self._reader = Reader() if validate else None
        self._runner: web.ServerRunner | None = None

    @property
    def base_url(self) -> str:
        """What a bot is told instead of https://api.telegram.org/bot."""
        return f"http://127.0.0.1:{self.port}/bot"

    async def start(self, port: int = 0) -> Server:
        """Listens on this port of the loopback, any free one by default."""
        if self._reader:
            self.world.reading = self._read_update
        server = web.Server(self._handle, request_factory=_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=4096)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Ends every call that waits, and listens no more."""
        self.stopping.set()
        for bot in self.world.bots.values():
            bot.queue.interrupt("Bad Gateway", 502)
        self.world.reading = None
        for webhook in list(self.world.webhooks.values()):
            await webhook.close()
        self.world.webhooks.clear()
        if self._runner:
            await self._runner.cleanup()

    def sent(self, method: str) -> list[Mapping[str, str]]:
        """The parameters of every call of a method, oldest first."""
        return [given for name, given in self.log if name == method]

    # one request

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/control/"):
            return await self.control.handle(request, path.removeprefix("/control/"))
        if path.startswith("/file/bot"):
            return await self._hand_over(request)
        token, _slash, name = path.removeprefix("/bot").partition("/")
        found = METHODS.get(name.lower())
        fault = self.faults.take(name.lower())
        try:
            bot = self._bot(path, token)
            given, files = await _parameters(request)
            if fault and not fault.after and (failed := await self._fail(fault, request)):
                return failed
            if fault and fault.first:
                happened = fault.first()
                if inspect.isawaitable(happened):
                    await happened
            result = await self._perform(found, name, bot, given, files)
            if fault and fault.after and (failed := await self._fail(fault, request)):
                return failed
            return self._respond(200, f'{{"ok":true,"result":{_dump(result)}}}')
        except Refuse as refusal:
            return self._refuse(refusal)
        except Unmodelled as unmodelled:
            self.violations.append(f"not modelled: {unmodelled}")
            return self._refuse(Refuse(501, f"Not Implemented: {unmodelled} is not modelled by this fake"))
        except Exception:  # a bug of the fake must not look like one of the bot
            self.violations.append(f"the fake broke on {name}:\n{traceback.format_exc()}")
            return self._refuse(Refuse(500, "Internal Server Error: the fake broke"))

    async def _hand_over(self, request: web.BaseRequest) -> web.Response:
        """A file of the server's other address; calls count it as "file"."""
        token, _slash, path = request.path.removeprefix("/file/bot").partition("/")
        self.calls["file"] += 1
        fault = self.faults.take("file")
        if fault and (failed := await self._fail(fault, request)):
            return failed
        try:
            self._bot("/bot", token)
            data = self.world.contents.get(path.removeprefix("documents/"))
            if data is None:
                raise Refuse(404, "Not Found")
        except Refuse as refusal:
            return self._refuse(refusal)
        self.answers[200] += 1
        return web.Response(body=data, content_type="application/octet-stream")

    def _bot(self, path: str, token: str) -> Bot:
        if not path.startswith("/bot") or not TOKEN.fullmatch(token):
            raise Refuse(404, "Not Found")
        for bot in self.world.bots.values():
            if bot.token == token:
                return bot
        raise Refuse(401, "Unauthorized")

    async def _perform(
        self, found: Method | None, name: str, bot: Bot, given: Mapping[str, str], files: Mapping[str, Upload]
    ) -> Any:
        old_server = not self.world.knows_ephemeral and name.lower() in ephemeral.METHODS
        if old_server or (found is None and not known(name)):
            raise NOT_FOUND
        if found is None:
            raise Unmodelled(name)
        self.calls[found.name] += 1
        self.log.append((found.name, given))
        if self._reader:
            self.violations += self._reader.request(found.name, given, iter(files))
        result = await perform(found, Call(self.world, self.limits, bot, found.name, given, files))
        if self._reader and not isinstance(result, polling.Answer):
            self.violations += self._reader.result(found.name, result)
        return result

    async def _fail(self, fault: Fault, request: web.BaseRequest) -> web.Response | None:
        if fault.slow:
            await self._pause(fault.slow)
        if fault.hang:
            await self.stopping.wait()
        if (fault.drop or fault.hang) and request.transport:
            request.transport.abort()
            return web.Response(status=502)
        if fault.html:
            page = f"<html><head><title>{fault.code} {fault.text}</title></head></html>"
            return self._respond(fault.code, page, "text/html")
        if fault.retry_after:
            return self._refuse(Refuse(429, fault.text, retry_after=fault.retry_after))
        return self._refuse(Refuse(fault.code, fault.text)) if fault.code else None

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            pass

    def _refuse(self, refusal: Refuse) -> web.Response:
        answer: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
        if refusal.parameters:
            answer["parameters"] = refusal.parameters
        return self._respond(refusal.code, _dump(answer))

    def _respond(self, status: int, text: str, content_type: str = "application/json") -> web.Response:
        self.answers[status] += 1
        response = web.Response(status=status, body=text.encode(), content_type=content_type)
        if self.faults.date_off:
            response.headers["Date"] = formatdate(self.world.clock() + self.faults.date_off, usegmt=True)
        return response

    def _read_update(self, update: dict[str, Any]) -> None:
        assert self._reader  # set only with a reader
        self.violations += self._reader.update(update)


@asynccontextmanager
async def serving(
    world: World, *, limits: Limits | None = None, validate: bool = True, port: int = 0
) -> AsyncIterator[Server]:
    """A server for a while."""
    server = await Server(world, limits=limits, validate=validate).start(port)
    try:
        yield server
    finally:
        await server.stop()


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_BYTES)


async def _parameters(request: web.BaseRequest) -> tuple[Mapping[str, str], Mapping[str, Upload]]:
    """What a request gives, as texts, wherever it stands: in the address, a form, a multipart form or JSON."""
    given = dict(request.query)
    files: dict[str, Upload] = {}
    match request.content_type:
        case "application/json":
            body = await request.read()
            given |= {key: _text(value) for key, value in json.loads(body or b"{}").items() if value is not None}
        case "multipart/form-data":
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader) or part.name is None:
                    continue
                data = await part.read(decode=True)
                if part.filename is None:
                    given[part.name] = bytes(data).decode()
                else:
                    mime = part.headers.get("Content-Type", "application/octet-stream")
                    files[part.name] = Upload(part.filename, bytes(data), mime)
        case _:
            given |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    return given, files


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _dump(value)


def _dump(value: Any) -> str:
    if isinstance(value, polling.Answer):
        return value
    return ENCODE(value)
