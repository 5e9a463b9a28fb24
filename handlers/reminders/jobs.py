"""What a reminder does by itself: it is given when due, once, also after a restart or a clock that was moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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


def _strayed(tx: Transaction, _payload: dict[str, Any]) -> Sequence[tuple[int, datetime]]:
    return tx.reminders.strayed()


@reminders.job("reminders.zones", prepare=_strayed, zones=True)
def keep_hours(work: Job, prepared: Sequence[tuple[int, datetime]]) -> None:
    """The rules of a zone changed: the hour that was said stays, its instant is another (docs/decisions/0040)."""
    # Looking through all of them takes long, and is done beside the writer; most often there is nothing to do.
    for number, shown in work.tx.reminders.strayed() if prepared else ():
        if (found := work.tx.reminders.get(number)) is not None:
            kept = found.kept_at(shown)
            work.tx.reminders.keep(kept)
            service.plan(work, kept)
            work.refresh(kept.topic)


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
