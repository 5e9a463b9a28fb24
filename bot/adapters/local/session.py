"""One open page: what changes goes out, what its person does comes in, over one WebSocket."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.adapters.local import outline
from bot.adapters.local.acts import Acts, Malformed, read
from bot.adapters.local.controls import Controls
from bot.adapters.local.hub import Hub
from bot.adapters.local.outline import Outline
from bot.adapters.local.people import Impossible
from bot.adapters.local.sentences import PAGE
from bot.adapters.local.watch import Change, Watch, What
from bot.chat.adapter import TryLater
from bot.chat.text import Phrase

CLOCK_SECONDS = 5.0
BURST = 0.1  # seconds in which many changes are one look


class Session:
    """A page from its opening to its end. It first gets everything, then what changes."""

    def __init__(self, socket: WebSocket, hub: Hub, controls: Controls, acts: Acts, language: str) -> None:
        self._socket = socket
        self._hub = hub
        self._controls = controls
        self._acts = acts
        self._language = language
        self._last: dict[str, object] = {}
        self._look = asyncio.Event()

    async def run(self) -> None:
        """Comes back when the page is closed."""
        await self._socket.accept()
        with self._hub.watch() as watch:
            jobs = [asyncio.create_task(job) for job in (self._tell(watch), self._follow(), self._hear())]
            try:
                done, _pending = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for job in jobs:
                    job.cancel()
                await asyncio.gather(*jobs, return_exceptions=True)
            for job in done:
                job.result()  # a bug is not a page that was closed: the server's log shall have it

    async def _tell(self, watch: Watch) -> None:
        await self._everything()
        async for change in watch:
            if change.what is What.BEHIND:
                watch.waiting()
                await self._everything()
            elif (frame := self._frame(change)) is not None:
                await self._send(frame)
            self._look.set()

    async def _everything(self) -> None:
        words = {name: self._say(phrase) for name, phrase in PAGE.items()}
        await self._send({**outline.everything(self._hub, self._controls, self._language), "words": words})
        self._last.clear()
        self._look.set()

    def _frame(self, change: Change) -> Outline | None:
        hub, controls, language = self._hub, self._controls, self._language
        match change.what:
            case What.POSTED | What.CHANGED if change.message and (post := hub.get(change.message)):
                return {"type": "post", "post": outline.post(post, hub, controls, language)}
            case What.REMOVED if change.message:
                return {"type": "gone", "id": int(change.message.id)}
            case What.TOAST if change.user and not self._acts.beginning:
                return {"type": "toast", "user": change.user.id, "text": change.text}
            case What.PEOPLE:
                return {"type": "people", **outline.crowd(hub, language)}
            case What.VIEW:
                return {"type": "view", **outline.seen(hub)}
            case What.CARRIED if change.carried:
                return {"type": "carried", "line": outline.carried(change.carried, controls, language)}
            case _nothing_to_show:
                return None

    async def _follow(self) -> None:
        """Clock and checklist: looked at after every change and every few seconds, sent when they differ."""
        while True:
            await self._differing("clock", outline.clock(self._controls, self._language))
            sections = await self._controls.checklist(self._language)
            await self._differing("tries", outline.checklist(sections, self._controls, self._language))
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOCK_SECONDS):
                    await self._look.wait()
            await asyncio.sleep(BURST)
            self._look.clear()

    async def _differing(self, kind: str, value: object) -> None:
        if self._last.get(kind) != value:
            self._last[kind] = value
            await self._send({"type": kind, kind: value})

    async def _hear(self) -> None:
        acts: set[asyncio.Task[None]] = set()
        try:
            while True:
                act = read(await self._socket.receive_text())
                task = asyncio.create_task(self._answer(act))
                acts.add(task)
                task.add_done_callback(acts.discard)
        except (WebSocketDisconnect, Malformed):
            return

    async def _answer(self, act: Outline) -> None:
        key, problem = str(act.get("key", "")), self._say(PAGE["failed"])
        try:
            await self._acts.do(key, act)
            problem = ""
        except Impossible as impossible:
            problem = self._say(impossible.phrase)
        except (Malformed, TryLater):
            pass
        finally:
            self._look.set()
            await self._send({"type": "done", "key": key, "problem": problem})

    async def _send(self, frame: Outline) -> None:
        try:
            await self._socket.send_text(json.dumps(frame, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):  # closed meanwhile; the page asks again when it is back
            return

    def _say(self, phrase: Phrase) -> str:
        return self._controls.say(phrase, self._language)
