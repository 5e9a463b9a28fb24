"""What a setting is: how a value is read and said, which ones are proposed, and whether anything applies it yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.text import Phrase, Words
from bot.domain.groups import Group


@dataclass(frozen=True, slots=True)
class Offer:
    """A value proposed by a button: its label, and how it is written."""

    label: Words
    value: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `take` reads a value into the group or refuses it; `say` words what the group has.

    `holds` is false for what is written down and not applied by anything yet, which is said beside it.
    """

    label: Phrase
    take: Callable[[Group, str, str], Group]
    say: Callable[[Group], Phrase]
    offers: tuple[Offer, ...] = ()
    holds: bool = True


def rule(key: str, reader: Callable[[str, str], Any]) -> Callable[[Group, str, str], Group]:
    """Reads a value into a rule of the charter."""
    return lambda group, word, text: replace(group, charter=group.charter.with_value(key, reader(word, text)))


def trait(key: str, reader: Callable[[str, str], Any]) -> Callable[[Group, str, str], Group]:
    """Reads a value into what the group is."""
    return lambda group, word, text: replace(group, **{key: reader(word, text)})


def either(key: str, yes: Phrase, no: Phrase) -> Callable[[Group], Phrase]:
    """One sentence or the other."""
    return lambda group: yes if getattr(group.charter, key) else no
