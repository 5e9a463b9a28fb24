"""What can be chosen under a calendar; `group` 0 is one's own. Who may is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Show(Action, prefix="ks"):
    """A calendar: its address, its file."""

    group: int


@dataclass(frozen=True)
class Open(Action, prefix="ko"):
    """A new secret address; the one before no longer answers."""

    group: int


@dataclass(frozen=True)
class Close(Action, prefix="kc"):
    """Its address no longer answers."""

    group: int


@dataclass(frozen=True)
class Take(Action, prefix="kf"):
    """The calendar as a file."""

    group: int
