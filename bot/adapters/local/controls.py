"""What the page and the terminal need of the bot around them: a clock that moves, things to try, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.adapters.local.view import View
from bot.chat.text import Phrase


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try: what it is, a line to type, and whether it was done. `private` says where the line is typed,
    `by` and `group` by whom and in which group, where not everybody may or not everywhere: ids, else "". `until` is the
    instant to which time must pass for it."""

    key: str
    label: str
    example: str = ""
    done: bool = False
    private: bool = False
    by: str = ""
    group: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Things to try that belong together."""

    key: str
    title: str
    tries: tuple[Try, ...]

    @property
    def done(self) -> int:
        """How many of them were done."""
        return sum(one.done for one in self.tries)


class Controls(Protocol):
    """The try-out's levers. The roof of the program answers it."""

    @property
    def zone(self) -> str:
        """The zone in which people read the time, such as Europe/Paris."""

    @property
    def language(self) -> str:
        """What the groups of the try-out speak."""

    def now(self) -> datetime:
        """The present of the try-out, aware."""

    async def shift(self, seconds: float) -> None:
        """Lets time pass; what is due on the way happens at its instant."""

    async def go_on(self) -> None:
        """Lets time pass until the bot does the next thing by itself that people wait for; not when there is none."""

    async def reach(self, when: datetime) -> None:
        """Lets time pass as `shift` does, to this instant; not at all when it is past."""

    def next_due(self) -> datetime | None:
        """When the bot will next do something by itself."""

    async def reset(self, language: str) -> None:
        """Forgets everything and begins again with the same small cooperative. It speaks the
        language, or the one it spoke where that is ""."""

    async def checklist(self, language: str) -> Sequence[Section]:
        """What to try, in an order that makes sense."""

    async def switch_view(self, view: View) -> None:
        """Shows the same chat in another way, messages that are still alive included."""

    def say(self, phrase: Phrase, language: str) -> str:
        """The phrase in a language."""

    def moment(self, when: datetime, language: str) -> str:
        """An instant in full: "jeudi 12 novembre, 20 h"."""
