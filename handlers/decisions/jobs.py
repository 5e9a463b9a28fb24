"""What a decision does by itself: it asks to be reviewed, once, on its day."""

from __future__ import annotations

from handlers.context import Job
from handlers.decisions import views
from handlers.decisions.chat import decisions


@decisions.job("decisions.review")
def review(work: Job, decision: int) -> None:
    """The day of its review has come."""
    found = work.tx.decisions.get(decision)
    if found is None or found.review_on is None:
        return
    for room in work.tx.groups.rooms(found.group):
        work.post(room, views.due(found))
