"""Groups: whoever decides together, under a charter of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

from bot.domain.charter import Charter
from bot.domain.quiet import USUAL, Quiet

GroupId = NewType("GroupId", int)


@dataclass(frozen=True, slots=True)
class Group:
    """Whoever decides together. `formal` chooses *vous* over *tu* in French; `zone` is an IANA name.

    `parent` is the wider group that it belongs to. Votes of a `political` one reveal opinions: public text in its chats
    carries counts, not names.
    """

    id: GroupId
    name: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    formal: bool = False
    charter: Charter = field(default_factory=Charter)
    parent: GroupId | None = None
    political: bool = False

    @property
    def quiet(self) -> Quiet:
        """When nothing that comes by itself is said in its chats, by the clock of its zone."""
        return USUAL
