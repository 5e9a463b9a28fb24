"""No more is taken than is wanted, whatever was told before."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.chat.adapter import TooLarge

CHUNK = 65_536  # bytes at a time


async def at_most(most: int, told: int | None, chunks: AsyncIterator[bytes]) -> bytes:
    """What comes in pieces, together; raises TooLarge beyond so many bytes, at once where more is `told`."""
    if told is not None and told > most:
        raise TooLarge
    found = bytearray()
    async for chunk in chunks:
        found += chunk
        if len(found) > most:
            raise TooLarge
    return bytes(found)
