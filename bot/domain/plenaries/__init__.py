"""Plenaries: convened in time, fed with points, attended, counted, and written up. Pure rules."""

from bot.domain.plenaries.attendance import Attendance, Standing, present, standing
from bot.domain.plenaries.minutes import Minutes, Note, Task, TaskId, TaskState
from bot.domain.plenaries.offices import drawn
from bot.domain.plenaries.plenary import (
    Kind,
    Plenary,
    PlenaryId,
    SeriesId,
    Status,
    agenda_until,
    earliest_lawful,
    is_online,
    last_lawful,
    lawful_until,
)
from bot.domain.plenaries.points import Nature, Point, PointId, Preset, Progress, inserted, moved, ordered
from bot.domain.plenaries.reminding import Answer, Fate, Stage, Told, concerns, fate, leaving, planned
from bot.domain.plenaries.series import Series
from bot.domain.plenaries.votes import MeetingVote, Paper, example_of_counts, read_counts

__all__ = [
    "Answer", "Attendance", "Fate", "Kind", "MeetingVote", "Minutes", "Nature", "Note", "Paper", "Plenary", "PlenaryId",
    "Point", "PointId", "Preset", "Progress", "Series", "SeriesId", "Stage", "Standing", "Status", "Task", "TaskId",
    "TaskState", "Told", "agenda_until", "concerns", "drawn", "earliest_lawful", "example_of_counts", "fate",
    "inserted", "is_online", "last_lawful", "lawful_until", "leaving", "moved", "ordered", "planned", "present",
    "read_counts", "standing",
]  # fmt: skip
