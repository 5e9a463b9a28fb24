"""The one-time code by which whoever runs the bot is known in a chat."""

from __future__ import annotations

from bot.app import App
from bot.chat.text import Phrase
from bot.config import Config


async def code(app: App) -> Phrase | None:
    """What to do with the code, None once somebody has sent it."""
    return None


def first_code(config: Config) -> Phrase | None:
    """The same, before the bot first runs."""
    return None
