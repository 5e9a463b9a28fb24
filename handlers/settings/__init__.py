"""A group's settings: its language, its zone, and the rules its votes are opened with."""

from handlers.settings import chat, journal, nesting
from handlers.settings.feature import settings

__all__ = ["chat", "journal", "nesting", "settings"]
