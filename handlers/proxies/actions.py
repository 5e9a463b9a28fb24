"""What can be chosen about proxies. A payload carries no authority: everything is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Choose(Action, prefix="pc"):
    """Whom to give my proxy to, in a group: asks."""

    group: int


@dataclass(frozen=True)
class Give(Action, prefix="pg"):
    """I give my proxy for the next vote of a group to somebody."""

    group: int
    holder: int


@dataclass(frozen=True)
class Accept(Action, prefix="pa"):
    """I will carry it."""

    proxy: int


@dataclass(frozen=True)
class Decline(Action, prefix="pd"):
    """I will not carry it."""

    proxy: int


@dataclass(frozen=True)
class TakeBack(Action, prefix="pw"):
    """I take back the proxy I gave."""

    proxy: int


@dataclass(frozen=True)
class GiveBack(Action, prefix="pb"):
    """I no longer want to carry it."""

    proxy: int
