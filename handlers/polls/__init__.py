"""Votes and polls."""

from handlers.polls import answering, carrying, chat, flow, jobs, looking, managing, reminding, telling
from handlers.polls.feature import polls

__all__ = ["answering", "carrying", "chat", "flow", "jobs", "looking", "managing", "polls", "reminding", "telling"]
