"""What can be chosen under a reminder. A payload carries no authority: everything is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class New(Action, prefix="rn"):
    """Asks what to be reminded of, and when."""


@dataclass(frozen=True)
class Cancel(Action, prefix="rx"):
    """It will not be given; `listed` says that it was chosen in a list."""

    reminder: int
    listed: bool


@dataclass(frozen=True)
class ChangeDate(Action, prefix="rd"):
    """Asks for another date."""

    reminder: int


@dataclass(frozen=True)
class Done(Action, prefix="ro"):
    """What it was about is done."""

    reminder: int


@dataclass(frozen=True)
class Stop(Action, prefix="rs"):
    """It was given, and does not come back any more."""

    reminder: int


@dataclass(frozen=True)
class MeToo(Action, prefix="rm"):
    """The group's reminder, to me in private, too."""

    reminder: int


@dataclass(frozen=True)
class Later(Action, prefix="rl"):
    """Not now: asks how much later."""

    reminder: int


@dataclass(frozen=True)
class Again(Action, prefix="ra"):
    """To be given again, to me alone, after a pause ("10m", "1h", "1d")."""

    reminder: int
    pause: str
