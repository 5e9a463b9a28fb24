"""Answering presses beside everything else: an answer may be lost, and holds up neither a vote nor the next update."""

from __future__ import annotations

import asyncio
import logging

from telegram.error import TelegramError

from bot.adapters.telegram import outbound
from bot.adapters.telegram.client import Client
from bot.adapters.telegram.errors import Declined, undelivered
from bot.chat.adapter import Denied, TryLater, Unseen

AT_ONCE = 500  # answers on their way; whoever has one more waits
TRIES = 3
LONGEST_PAUSE = 3.0  # a press can be answered for some fifteen seconds
LAST_WORDS = 3.0  # seconds that answers may take when the bot stops

log = logging.getLogger(__name__)


class Answers:
    """Every press is answered, with a sentence or none: the client shows a waiting sign until then."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, press: str, text: str, door: str = "", unseen: Unseen | None = None) -> None:
        """Sends the answer off, and comes back before it is there; `unseen` is called when it never will be."""
        while len(self._tasks) >= AT_ONCE:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._answer(press, text, door, unseen))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Lets what is on its way arrive, for a moment."""
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=LAST_WORDS)
            for task in late:
                task.cancel()

    async def _answer(self, press: str, text: str, door: str, unseen: Unseen | None) -> None:
        said = {"url": door} if door else outbound.toast(text)
        for _try in range(TRIES):
            try:
                await self._client.answer(press, said)
                return
            except TelegramError as error:
                why = error
            later = undelivered(why)
            if not isinstance(later, TryLater):
                break
            await asyncio.sleep(min(LONGEST_PAUSE, later.seconds))
        if not (isinstance(why, Declined) and why.is_late_answer):
            level = logging.WARNING if isinstance(later, Denied) else logging.INFO
            log.log(level, "a press could not be answered: %s", why)
        if unseen is not None:
            unseen()
