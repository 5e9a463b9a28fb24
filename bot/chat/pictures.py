"""Pictures for the chats: drawn beside the loop, and told in words where there are none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.chat.message import Picture

log = logging.getLogger(__name__)

Png = Callable[[str], bytes]


class Pictures:
    """`png` draws an SVG; without it there are no pictures, and the words say the same."""

    def __init__(self, png: Png | None) -> None:
        self._png = png

    async def draw(self, picture: Picture | None) -> bytes | None:
        """The picture as PNG; None when there is none, or it cannot be drawn."""
        if picture is None or self._png is None:
            return None
        try:
            return await asyncio.to_thread(self._png, picture.svg)
        except Exception:
            log.exception("a picture could not be drawn; its words are sent instead")
            return None
