"""What can be chosen in the menu and in the help."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Help(Action, prefix="h"):
    """A page of the help, from 0."""

    page: int
