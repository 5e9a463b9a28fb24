"""What can be chosen in the register."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action

# What a page's payload leaves to the words of a search, in bytes of UTF-8: a payload has 64.
SEARCH = 48


@dataclass(frozen=True)
class Page(Action, prefix="dp"):
    """A page of the register, from 0, for the words of a search."""

    page: int
    words: str


@dataclass(frozen=True)
class Details(Action, prefix="dd"):
    """Everything about one decision."""

    decision: int
