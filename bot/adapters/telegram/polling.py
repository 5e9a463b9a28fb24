"""Asking Telegram for updates, again and again. Asking beyond an update is what confirms it: only once it is kept.

No offset is stored: what was not confirmed comes again by itself, and what comes twice the inbox drops. After a quiet
week Telegram begins anew at any number, so an offset is used once, to confirm, and then forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.adapters.telegram.client import Client, Json
from bot.adapters.telegram.patience import Patience

LONG_POLL = 30  # seconds that the server may hold the question
BREATH = 0.05  # seconds after an empty answer, should a server not hold it at all
# Turns of the loop in which the answers to presses are written before the next question: people wait for the former.
ANSWERED_FIRST = 2


async def poll(client: Client, take: Callable[[Sequence[Json]], Awaitable[None]]) -> None:
    """Listens until cancelled; `take` comes back when everything of a batch is kept. Raises Barred."""
    patience = Patience()
    await patience.insist(partial(client.bot.delete_webhook, drop_pending_updates=False))
    offset: int | None = None
    while True:
        batch = await patience.insist(partial(client.updates, offset, LONG_POLL))
        if batch:
            await take(batch)
            for _turn in range(ANSWERED_FIRST):
                await asyncio.sleep(0)
        else:
            await asyncio.sleep(BREATH)
        offset = max((number(update) for update in batch), default=-1) + 1 or None


def number(update: Json) -> int:
    """The update's number, -1 when it has none."""
    found = update.get("update_id")
    return found if isinstance(found, int) else -1
