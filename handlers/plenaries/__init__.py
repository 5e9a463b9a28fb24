"""Plenaries: convened, fed with points, attended, decided in, and written up."""

from handlers.plenaries import (
    agenda,
    chat,
    convening,
    day,
    flow,
    minutes,
    offices,
    panel,
    publishing,
    reminding,
    rsvp,
    series,
    series_chat,
    tasks,
    zones,
)
from handlers.plenaries.feature import plenaries

__all__ = [
    "agenda", "chat", "convening", "day", "flow", "minutes", "offices", "panel", "plenaries", "publishing", "reminding",
    "rsvp", "series", "series_chat", "tasks", "zones",
]  # fmt: skip
