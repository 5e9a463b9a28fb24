"""Welcoming newcomers: a greeting, a path of five exchanges, a buddy; and what those who welcome see and write."""

from handlers.welcome import board, buddies, chat, composing, ending, flow, greeting, jobs, texts
from handlers.welcome.feature import welcome

__all__ = ["board", "buddies", "chat", "composing", "ending", "flow", "greeting", "jobs", "texts", "welcome"]
