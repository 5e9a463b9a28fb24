"""Documents that people send: fetched where a handler waits for them, for the event that asks alone, and kept nowhere.

Until it is there the events of its chat wait, and the network may wait with them: a fetch ends in time, whatever it
brings, and what was not to be had is told in one sentence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.chat.adapter import Adapter, Gone, Moved, Spoiled, TooLarge, TryLater
from bot.chat.events import Document
from bot.domain.errors import N_, Refused

TRIES = 3
LONGEST_PAUSE = 4.0  # seconds that a network may ask for between two tries
WITHIN = 10.0  # seconds for all of it
MEGABYTE = 1_000_000

log = structlog.get_logger(__name__)


class DocumentTooLarge(Refused):
    says = N_("This document is too big: {most} MB at most. Send it in several parts.")


class DocumentGone(Refused):
    says = N_("This document is not there any more: the network keeps it for a while only. Send it to me again.")


class DocumentSpoiled(Refused):
    says = N_("This document does not open: it was changed on its way to me. Send it to me again.")


class NoDocument(Refused):
    says = N_("The network does not give me this document just now, so nothing was changed. Send it again in a moment.")


class DocumentDenied(Refused):
    says = N_("The network gives me no documents. Nothing was changed; whoever runs the bot can read why in its log.")


Fetched = Mapping[str, bytes | Refused]
"""What documents hold, or why that is not to be had, by their handles."""


def check_size(document: Document, most: int) -> None:
    """Refuses a document that is said to be larger: nothing of it is fetched."""
    if document.size is not None and document.size > most:
        raise too_large(most)


def too_large(most: int) -> DocumentTooLarge:
    """The refusal of what is larger than so many bytes."""
    return DocumentTooLarge(most=most // MEGABYTE)


async def fetch(adapter: Adapter, document: Document, most: int) -> bytes | Refused:
    """What the document holds, or the refusal that says why not; raises Denied, for a reason that nobody foresaw."""
    try:
        async with asyncio.timeout(WITHIN):
            return await _insist(adapter, document, most)
    except TimeoutError:
        log.warning("a document took too long", network=adapter.name)
        return NoDocument()
    except TooLarge:
        return too_large(most)
    except Spoiled:
        return DocumentSpoiled()
    except (Gone, Moved):
        return DocumentGone()


async def _insist(adapter: Adapter, document: Document, most: int) -> bytes | Refused:
    for _try in range(TRIES):
        try:
            return await adapter.fetch(document, most)
        except TryLater as later:
            if later.seconds > LONGEST_PAUSE:
                break
            await asyncio.sleep(later.seconds)
    return NoDocument()
