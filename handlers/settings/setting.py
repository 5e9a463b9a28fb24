"""What a setting is: how a value is read and said, which ones are proposed, and what is not applied yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.text import Phrase, Words
from bot.domain.groups import Group


@dataclass(frozen=True, slots=True)
class Offer:
    """A value proposed by a button: its label, how it is written, and a word for it that people type as well."""

    label: Words
    value: str
    word: str = ""

    @property
    def typed(self) -> tuple[str, ...]:
        """What answers the same without a press."""
        return tuple(dict.fromkeys(one for one in (self.value, self.word) if one))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `take` reads a value into the group or refuses it; `say` words what the group has.

    `lacks` says of a value that is written down why nothing applies it yet, None where what is said of it is true;
    people read it beside the value.
    """

    label: Phrase
    take: Callable[[Group, str, str], Group]
    say: Callable[[Group], Phrase]
    offers: tuple[Offer, ...] = ()
    lacks: Callable[[Group], Phrase | None] = lambda group: None


def rule(key: str, reader: Callable[[str, str], Any]) -> Callable[[Group, str, str], Group]:
    """Reads a value into a rule of the charter."""
    return lambda group, word, text: replace(group, charter=group.charter.with_value(key, reader(word, text)))


def trait(key: str, reader: Callable[[str, str], Any]) -> Callable[[Group, str, str], Group]:
    """Reads a value into what the group is."""
    return lambda group, word, text: replace(group, **{key: reader(word, text)})


def either(key: str, yes: Phrase, no: Phrase) -> Callable[[Group], Phrase]:
    """One sentence or the other."""
    return lambda group: yes if getattr(group.charter, key) else no
