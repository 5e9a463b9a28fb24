"""What can be chosen about proxies. A payload carries no authority: everything is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Choose(Action, prefix="wc"):
    """Whom to give my proxy to, in a group: asks."""

    group: int


@dataclass(frozen=True)
class Give(Action, prefix="wg"):
    """I give my proxy for the next vote of a group to somebody."""

    group: int
    holder: int


@dataclass(frozen=True)
class GiveFor(Action, prefix="wp"):
    """I give my proxy for a plenary to somebody."""

    plenary: int
    holder: int


@dataclass(frozen=True)
class Accept(Action, prefix="wa"):
    """I will carry it."""

    proxy: int


@dataclass(frozen=True)
class Decline(Action, prefix="wd"):
    """I will not carry it."""

    proxy: int


@dataclass(frozen=True)
class TakeBack(Action, prefix="ww"):
    """I take back the proxy I gave."""

    proxy: int


@dataclass(frozen=True)
class GiveBack(Action, prefix="wb"):
    """I no longer want to carry it."""

    proxy: int
