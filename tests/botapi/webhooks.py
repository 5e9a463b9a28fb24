"""Posting updates to the bot's own address: in order within a chat, again until it says 200."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

import aiohttp

from tests.botapi.people import Bot
from tests.botapi.updates import Update

if TYPE_CHECKING:
    from tests.botapi.scene import Scene

PATIENCE: Final = 60.0  # seconds for an answer
RETRIES: Final = (0.02, 0.04, 0.08, 0.2, 0.5, 1.0)  # Telegram waits longer; the last one is for ever


class Webhook:
    """One bot's webhook."""

    def __init__(self, world: Scene, bot: Bot, url: str, secret: str, most: int) -> None:
        self.url, self.secret, self.most = url, secret, most
        self.last_error, self.last_error_at = "", 0
        self.posts = 0
        self._world, self._bot = world, bot
        self._waiting: dict[int, deque[Update]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._free = asyncio.Semaphore(most)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        bot.queue.arrived = self._take
        for update in bot.queue.pending:
            self._take(update)

    def _take(self, update: Update) -> None:
        self._waiting.setdefault(update.lane, deque()).append(update)
        if update.lane not in self._lanes:
            self._lanes[update.lane] = asyncio.create_task(self._deliver(update.lane))

    async def _deliver(self, lane: int) -> None:
        waiting = self._waiting[lane]
        while waiting:
            failures = 0
            while not await self._post(waiting[0]):
                await asyncio.sleep(RETRIES[min(failures, len(RETRIES) - 1)])
                failures += 1
            self._bot.queue.done(waiting.popleft())
        del self._lanes[lane]

    async def _post(self, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        error = ""
        async with self._free:
            self.posts += 1
            try:
                async with self._session.post(self.url, data=update.text.encode(), headers=headers) as answer:
                    body = await answer.read()
                    if 200 <= answer.status < 300:
                        if body.lstrip().startswith(b"{"):
                            self._world.violations.append("a webhook's answer calls a method: not modelled")
                        return True
                    error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            except (aiohttp.ClientError, TimeoutError) as failure:
                error = f"Connection failed: {type(failure).__name__}"
        self.last_error, self.last_error_at = error, self._world.now
        return False

    async def close(self) -> None:
        """Posts nothing more."""
        self._bot.queue.arrived = None
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()
