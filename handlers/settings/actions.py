"""What can be chosen in a group's settings. Who may is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Show(Action, prefix="sg"):
    """The settings of a group."""

    group: int


@dataclass(frozen=True)
class ShowAll(Action, prefix="se"):
    """Every setting of a group, told in private."""

    group: int


@dataclass(frozen=True)
class Journal(Action, prefix="sj"):
    """A page of what was done for a group, from 0."""

    group: int
    page: int


@dataclass(frozen=True)
class Adjust(Action, prefix="sa"):
    """The values that a setting may take."""

    group: int
    key: str


@dataclass(frozen=True)
class Set(Action, prefix="ss"):
    """A setting takes a value, written as in the one-line form."""

    group: int
    key: str
    value: str


@dataclass(frozen=True)
class ShowAdvanced(Action, prefix="sx"):
    """The settings that few groups change."""

    group: int


@dataclass(frozen=True)
class ShowHistory(Action, prefix="sh"):
    """Which charter held since when."""

    group: int


@dataclass(frozen=True)
class Guide(Action, prefix="sq"):
    """The charter by questions."""

    group: int


@dataclass(frozen=True)
class Pair(Action, prefix="sp"):
    """A yes or a no to a chat that is to join another one's group: `here` on its side, else on the group's."""

    pairing: int
    here: bool
    yes: bool


@dataclass(frozen=True)
class Separate(Action, prefix="su"):
    """A yes or a no to this chat being a group of its own again."""

    yes: bool
