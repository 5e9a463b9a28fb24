"""A group's settings: its language, its zone, and the rules its votes are opened with."""

from handlers.settings.chat import settings

__all__ = ["settings"]
