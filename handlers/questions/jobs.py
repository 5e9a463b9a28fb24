"""What open questions do by themselves: they are drawn, and end at their deadline."""

from __future__ import annotations

from bot.chat.message import Message
from bot.core.feature import Show
from handlers.context import Job, Transaction
from handlers.questions import service, views
from handlers.questions.feature import questions


@questions.live("question", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a question; in a political group it names nobody."""
    question = tx.questions.get(number)
    if question is None:
        return None
    political = tx.groups.get(question.group).political
    name = "" if political and not show.private else tx.members.get(question.author).name
    return views.card(question, tx.questions.people(question.id), name)


@questions.job("questions.end")
def end(work: Job, question: int) -> None:
    """The deadline has come."""
    kept = work.tx.questions.get(question)
    if kept is not None and kept.is_open:
        service.end(work, kept)
