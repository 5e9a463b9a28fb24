"""Plenaries: convened, fed with points, attended, decided in, and written up."""

from handlers.plenaries import agenda, chat, convening, day, flow, minutes, offices, panel, reminding, rsvp, tasks
from handlers.plenaries.feature import plenaries

__all__ = [
    "agenda", "chat", "convening", "day", "flow", "minutes", "offices", "panel", "plenaries", "reminding", "rsvp",
    "tasks",
]  # fmt: skip
