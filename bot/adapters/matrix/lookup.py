"""What an event refers to, where it does not say enough by itself: the message answered, a reaction of before."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.adapters.matrix import inbound
from bot.adapters.matrix.client import Client
from bot.adapters.matrix.errors import Declined, Fault, undelivered
from bot.adapters.matrix.inbound import Answered
from bot.adapters.matrix.knowledge import Knowledge
from bot.chat.adapter import Notes

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption

Json = Mapping[str, Any]

log = logging.getLogger(__name__)


class Lookup:
    """Asks the server, and the notes. Raises TryLater while they do not answer."""

    def __init__(self, client: Client, knowledge: Knowledge) -> None:
        self._client = client
        self._known = knowledge
        self.notes: Notes | None = None
        self.encryption: Encryption | None = None

    async def note(self, kind: str, key: str) -> str | None:
        """What was noted."""
        return await self.notes.get(kind, key) if self.notes is not None else None

    async def answered(self, room: str, id_: str, event: Json) -> Answered:
        """The message that an event answers: its words are asked for only where a command may use them."""
        body = event.get("content", {}).get("body", "")
        author = self._known.authors.get(id_)
        # A client of before quotes what it answers in front of its own words.
        spoken = inbound.without_quote(body) if isinstance(body, str) else ""
        if author is not None and not inbound.may_command(spoken):
            return Answered(id_, author == self._known.me.id)
        found = await self._event(room, id_)
        if found is None:
            return Answered(id_)
        author = str(found.get("sender", ""))
        self._known.authors.put(id_, author)
        return Answered(id_, author == self._known.me.id, inbound.words(found))

    async def own(self, room: str, id_: str) -> bool:
        """Whether a message of the bot's is there; what is known by now is not asked for."""
        author = self._known.authors.get(id_)
        if author is None:
            found = await self._event(room, id_)
            author = str(found.get("sender", "")) if found is not None else ""
            self._known.authors.put(id_, author)
        return author == self._known.me.id

    async def _event(self, room: str, id_: str) -> Json | None:
        """An event as it is now, opened where it was sealed; None when it was taken away, or never was."""
        found = await self.raw(room, id_)
        if found is not None and found.get("type") == "m.room.encrypted" and self.encryption is not None:
            found = self.encryption.open(room, found) or found
        return found if found is not None and found.get("content") else None

    async def raw(self, room: str, id_: str) -> Json | None:
        """An event as the server has it; None when it never was."""
        if not id_.startswith("$"):
            return None
        try:
            return await self._client.event(room, id_)
        except Declined as no:
            if no.is_no and not no.is_unknown_token:
                return None
            raise undelivered(no) from None
        except Fault as fault:
            raise undelivered(fault) from None
