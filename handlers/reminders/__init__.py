"""Reminders, for one person or for a group."""

from handlers.reminders import flow, jobs
from handlers.reminders.chat import reminders

__all__ = ["flow", "jobs", "reminders"]
