"""A group's settings: its language, its zone, and the rules its votes are opened with."""

from handlers.settings import chat, guided, journal, nesting, pairing
from handlers.settings.feature import settings

__all__ = ["chat", "guided", "journal", "nesting", "pairing", "settings"]
