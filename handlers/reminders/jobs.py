"""What a reminder does by itself: it is given when due, once, also after a restart or a clock that was moved."""

from __future__ import annotations

from bot.chat.message import Message
from bot.core.feature import Show
from handlers.context import Job, Transaction
from handlers.reminders import service, views
from handlers.reminders.chat import reminders


@reminders.live("reminder", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a reminder."""
    found = tx.reminders.get(number)
    return views.card(found, tx.members.get(found.author).name) if found else None


@reminders.job("reminders.due", punctual=True)
def give(work: Job, reminder: int) -> None:
    """The instant has come; where it comes back, the next one is planned in the same transaction."""
    found = work.tx.reminders.get(reminder)
    if found is None or not found.is_active:
        return
    given = found.give(work.now)
    work.tx.reminders.keep(given.then)
    if given.then.is_active:
        service.plan(work, given.then)
    work.refresh(found.topic)
    author = work.tx.members.get(found.author)
    message = views.given(found, given, author.name, work.now)
    if found.group is None:
        work.tell(author, message, at_once=True)
        return
    for room in work.tx.groups.rooms(found.group):
        work.post(room, message, urgent=True, near=found.topic, at_once=True)
