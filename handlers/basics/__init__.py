"""The menu, the help, undoing, and what concerns the person: language, reminders, privacy."""

from handlers.basics import arrival, me
from handlers.basics.chat import basics

__all__ = ["arrival", "basics", "me"]
