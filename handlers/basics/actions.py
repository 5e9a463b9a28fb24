"""What can be chosen in the menu, in the help and in one's own settings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Help(Action, prefix="h"):
    """A page of the help, from 0."""

    page: int


@dataclass(frozen=True)
class Speak(Action, prefix="ml"):
    """The language of my private messages."""

    language: str


@dataclass(frozen=True)
class Mute(Action, prefix="mm"):
    """Whether I am reminded of votes in private."""

    muted: bool
