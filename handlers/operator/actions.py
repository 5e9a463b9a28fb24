"""What the operator can choose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Serve(Action, prefix="os"):
    """Whether the bot is to serve the group of this request."""

    trust: int
    served: bool
