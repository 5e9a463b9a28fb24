"""Votes and polls."""

from handlers.polls import (
    answering,
    carrying,
    chat,
    flow,
    initiative,
    jobs,
    journey,
    looking,
    managing,
    meeting,
    raising,
    reminding,
    sending,
    telling,
)
from handlers.polls.feature import polls

__all__ = [
    "answering", "carrying", "chat", "flow", "initiative", "jobs", "journey", "looking", "managing", "meeting", "polls",
    "raising", "reminding", "sending", "telling",
]  # fmt: skip
