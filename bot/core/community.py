"""What the operator's settings say of everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.address import Chat


@dataclass(frozen=True, slots=True)
class Community:
    """Language and zone of new groups, which chats are served without asking, and the version that runs."""

    language: str = "fr"
    zone: str = "Europe/Paris"
    serves: Callable[[Chat], bool] = lambda chat: True
    version: str = ""
