"""Calendars that people subscribe to: their own, and those of their groups."""

from handlers.calendars import meeting
from handlers.calendars.chat import calendars

__all__ = ["calendars", "meeting"]
