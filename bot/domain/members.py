"""Members: one person is one member, over however many accounts. Identity is the member, never the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.quiet import USUAL, Quiet

MemberId = NewType("MemberId", int)

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Member:
    """`language` is what the person chose, "" when they did not; `hint` is what their network says of them.

    `zone` is where they are, "" for where their group is.
    """

    id: MemberId
    name: str
    language: str = ""
    hint: str = ""
    muted: bool = False
    zone: str = ""
    quiet: Quiet = USUAL

    def speaks(self, otherwise: str = "fr") -> str:
        """The language for private messages: chosen, else the platform's where we have it, else `otherwise`."""
        if self.language:
            return self.language
        short = self.hint[:2].lower()
        return short if short in LANGUAGES else otherwise


@dataclass(frozen=True, slots=True)
class Presence:
    """A member in a group's chats: since when (1970 when they were there before us), and until when."""

    since: datetime
    until: datetime | None = None

    def was_there(self, at: datetime) -> bool:
        """Whether the person was in the group at that instant."""
        return self.since <= at and (self.until is None or self.until > at)
