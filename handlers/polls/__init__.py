"""Votes and polls."""

from handlers.polls import answering, chat, flow, jobs, looking, managing, reminding, telling
from handlers.polls.feature import polls

__all__ = ["answering", "chat", "flow", "jobs", "looking", "managing", "polls", "reminding", "telling"]
