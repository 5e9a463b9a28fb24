"""What is wrong with what somebody typed, all of it named at once: nobody is sent back once for each mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.chat.text import Phrase
from bot.domain.errors import N_, Refused

V = TypeVar("V")


class Several(Refused):
    says = N_("{one}\n{more}")


class Mistakes:
    """Gathers what reading refuses; `check` raises it, as one refusal."""

    def __init__(self, found: Iterable[Refused] = ()) -> None:
        self._found = list(found)

    def add(self, refusal: Refused) -> None:
        """One more."""
        self._found.append(refusal)

    def read(self, read: Callable[[], V], otherwise: V) -> V:
        """What it reads; where that is refused, something to go on with until `check`."""
        try:
            return read()
        except Refused as no:
            self.add(no)
            return otherwise

    @property
    def found(self) -> tuple[Refused, ...]:
        """Each of them, in the order in which they were met."""
        return tuple(self._found)

    def check(self) -> None:
        """Raises the only one as it is, and several together, a line each; nothing when there is none."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise _together(self._found)


def _together(found: list[Refused]) -> Refused:
    one, more = _phrase(found[0]), found[1:]
    return Several(one=one, more=_phrase(_together(more) if len(more) > 1 else more[0]))


def _phrase(refusal: Refused) -> Phrase:
    return Phrase(refusal.says, refusal.blanks)
