"""Polls of Matrix itself, beside the message that they belong to: posted with it, made anew with it, ended with it.

The message stays what counts: a poll is one more way to answer it. Which message a poll belongs to stands in the poll;
which poll belongs to a message is noted.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Mapping
from typing import Any, Final, Protocol

from bot.adapters.matrix import outbound
from bot.adapters.matrix.client import Client
from bot.adapters.matrix.errors import Declined
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.lookup import Lookup
from bot.chat.adapter import Note
from bot.chat.memory import Memory
from bot.chat.message import NativePoll

KIND: Final = "poll"
OWED: Final = "\t"  # noted of a message whose poll must wait
REMEMBERED: Final = 5_000  # polls, and messages with one

log = logging.getLogger(__name__)


class Put(Protocol):
    """Posts an event into the room, sealed where that is due; its id."""

    def __call__(self, kind: str, content: Mapping[str, Any], key: str) -> Awaitable[str]: ...


class Polls:
    """Raises Declined, Lost or TryLater. A room in which the bot may not post polls goes without."""

    def __init__(self, client: Client, knowledge: Knowledge, lookup: Lookup) -> None:
        self._client = client
        self._known = knowledge
        self._lookup = lookup
        self._cards: Memory[str, str] = Memory(REMEMBERED)  # by poll; "" where the poll is not the bot's
        self._of: Memory[str, str] = Memory(REMEMBERED)  # by message: its poll and what that asks; "" without one

    async def show(self, room: str, card: str, poll: NativePoll, put: Put, salt: str, *, new: bool = False) -> None:
        """Makes the poll beside a message what it should be: posted with a `new` message, else changed or ended."""
        before = await self._noted(card)
        id_, _sep, form = before.partition("\t")
        wanted = hashlib.blake2b(repr(poll).encode(), digest_size=6).hexdigest()
        if poll.ended:
            if id_:
                await put(outbound.POLL_END, outbound.poll_end(poll, id_), f"{salt}n{id_}")
            if before:
                await self._note(card, "")
            return
        if form == wanted or not (before or new):
            return
        if id_:  # nobody has answered yet, or it could not be changed
            await self._client.redact(room, id_, f"{salt}d{id_}")
        try:
            made = await put(outbound.POLL_START, outbound.poll_start(poll, card), f"{salt}q{card}.{wanted}{id_[:8]}")
        except Declined as no:
            if not no.is_no or no.is_unknown_token:
                raise
            log.warning("a room takes no polls, so that the message stands alone: %s", no)
            return
        self._cards.put(made, card)
        await self._note(card, f"{made}\t{wanted}")

    async def owe(self, card: str) -> None:
        """Its poll could not be posted yet."""
        await self._note(card, OWED)

    async def owes(self, card: str) -> bool:
        """Whether it is still to be posted."""
        return await self._noted(card) == OWED

    async def forget(self, card: str) -> None:
        """The message was taken away, and its poll with it."""
        if await self._noted(card):
            await self._note(card, "")

    async def card(self, room: str, poll: str) -> str:
        """The message that a poll of the bot's belongs to; "" for somebody else's poll, or one that was replaced."""
        card = self._cards.get(poll)
        if card is None:
            found = await self._lookup.raw(room, poll)
            ours = found is not None and found.get("sender") == self._known.me.id
            card = outbound.belonging(found) if found is not None and ours else ""
            self._cards.put(poll, card)
        now = (await self._noted(card)).partition("\t")[0] if card else ""
        return card if now in ("", poll) else ""

    async def _noted(self, card: str) -> str:
        known = self._of.get(card)
        if known is None:
            known = await self._lookup.note(KIND, card) or ""
            self._of.put(card, known)
        return known

    async def _note(self, card: str, text: str) -> None:
        if self._lookup.notes is not None:
            await self._lookup.notes.put([Note(KIND, card, text or None)])
        self._of.put(card, text)
