"""One line of “À essayer”, as data: what to do, by whom, where, what to type, and how it is seen that it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat.text import Phrase
from bot.demo.checklist.seen import Seen

PRIVATE: Final = "private"  # where: in private with the bot, whoever it is


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to try. `by` and `where` are who does it and in which chat, "" where it does not matter. `example` is
    what to type, as soon as that is known; `until` is the instant to which time must pass, None before it is known."""

    key: str
    label: Phrase
    done: Callable[[Seen], bool]
    example: Phrase | Callable[[Seen], Phrase | None] | None = None
    by: str = ""
    where: str = ""
    until: Callable[[Seen], datetime | None] | None = None

    def types(self, what: Seen) -> Phrase | None:
        """What to type now."""
        return self.example(what) if callable(self.example) else self.example


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lines that belong together, in an order that makes sense."""

    key: str
    title: Phrase
    lines: tuple[Line, ...]
