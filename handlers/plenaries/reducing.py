"""After the years that names are kept, published minutes no longer tell who was there (bot/domain/retention.py).

What they will say then is written down when they are published: later nobody is left to be counted.
"""

from __future__ import annotations

from bot.core.words import Words
from bot.domain.plenaries import Plenary
from bot.domain.retention import Kind, goes_at
from handlers.context import Job
from handlers.plenaries import minutes_text, service
from handlers.plenaries.feature import plenaries

JOB = "plenaries.reduce"


def plan(work: Job, plenary: Plenary, words: Words) -> None:
    """Plans it, where the minutes tell names at all."""
    text = minutes_text.text(work.tx, plenary, words, names=False)
    at = goes_at(Kind.NAMES, plenary.closed_at or work.now)
    if at is not None and text != minutes_text.text(work.tx, plenary, words):
        work.plan(service.key(plenary, "names"), JOB, at, plenary=plenary.id, text=text)


@plenaries.job(JOB, quiet=True)
def reduce(work: Job, plenary: int, text: str) -> None:
    """Counts take the place of the names; the operator reads that they went."""
    work.tx.records.reduce(plenary, text)
    work.tx.retention.note({"minutes": 1}, work.now)
