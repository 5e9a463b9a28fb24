"""Three ways to see the same chat: with buttons, with reactions only, or bare text. They stand for real networks."""

from __future__ import annotations

from enum import StrEnum

from bot.chat.adapter import Can

_BARE = Can.DM | Can.MEMBER_LIST
_REACTIONS = _BARE | Can.REACT | Can.EDIT | Can.DELETE | Can.FILES | Can.PIN
_BUTTONS = _REACTIONS | Can.BUTTONS | Can.SECRET_PRESS | Can.TOAST


class View(StrEnum):
    """What the local network shows and does just now: like Telegram, like Matrix, like a text-only bridge."""

    BUTTONS = "buttons"
    REACTIONS = "reactions"
    BARE = "bare"

    @property
    def can(self) -> Can:
        """The capabilities of this view."""
        match self:
            case View.BUTTONS:
                return _BUTTONS
            case View.REACTIONS:
                return _REACTIONS
            case View.BARE:
                return _BARE
