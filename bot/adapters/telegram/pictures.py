"""Pictures for the chats: drawn once each, in a thread, and sent once each; after that Telegram has them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import telegram

from bot.adapters.telegram.memory import Memory

KNOWN = 200  # pictures that were sent lately: a result is shown in several chats

log = logging.getLogger(__name__)

Png = Callable[[str], bytes]


class Pictures:
    """`png` draws an SVG; without it there are no pictures, and the words say the same."""

    def __init__(self, png: Png | None) -> None:
        self._png = png
        self._sent: Memory[str, str] = Memory(KNOWN)

    async def get(self, svg: str) -> str | bytes | None:
        """The picture as Telegram knows it, else drawn; None when it cannot be."""
        known = self._sent.get(svg)
        if known is not None or self._png is None:
            return known
        try:
            return await asyncio.to_thread(self._png, svg)
        except Exception:
            log.exception("a picture could not be drawn; its words are sent instead")
            return None

    def keep(self, svg: str, message: object) -> None:
        """Telegram has the picture now."""
        if isinstance(message, telegram.Message) and message.photo:
            self._sent.put(svg, message.photo[-1].file_id)
