"""How a reminder is shown. Pure: from values to messages, in words that are said later in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, quote, title
from bot.domain.reminders import Pause, Reminder, Stage
from handlers.reminders.actions import Again, Cancel, ChangeDate, Done, Later

SHORT = 60  # characters of a text in a list
LATE = timedelta(minutes=10)  # from here on a late reminder says so


def card(reminder: Reminder, author: str) -> Message:
    """The living message of a reminder: the full date, and what it will say.

    Whoever changes their own is told so: then it is not said a second time where this one cannot be edited.
    """
    if not reminder.is_active:
        # The reminder itself was said, or its end was told: no second message where this one cannot be edited.
        return replace(say(title(_ended(reminder)), quote(reminder.text)), minor=True)
    lines: list[Line | Words] = [title(_head(reminder)), quote(reminder.text)]
    if reminder.group is not None:
        lines.append(note(_("Asked by {name}.", name=author)))
    change = button(_("Change the date"), ChangeDate(reminder.id), "date", "changer", "change")
    cancel = button(_("Cancel"), Cancel(reminder.id, listed=False), "annuler", "cancel")
    return say(*lines, rows=((change, cancel),), minor=reminder.group is None)


def _head(reminder: Reminder) -> Phrase:
    if reminder.group is None:
        return _("I will remind you on {at}.", at=reminder.due_at)
    return _("I will remind the group on {at}.", at=reminder.due_at)


def _ended(reminder: Reminder) -> Phrase:
    if reminder.status is Stage.CANCELLED:
        return _("Reminder cancelled.")
    return _("Reminder of {at}: given.", at=reminder.due_at)


def due(reminder: Reminder, author: str, now: datetime) -> Message:
    """What is said when it is due."""
    lines: list[Line | Words] = [title(_("Reminder")), reminder.text]
    if now - reminder.due_at >= LATE:
        lines.append(note(_("It was for {at}; I could not say it before.", at=reminder.due_at)))
    if reminder.group is not None:
        lines.append(note(_("Asked by {name}.", name=author)))
    done = button(_("Done"), Done(reminder.id), "fait", "done", "ok")
    later = button(_("Later"), Later(reminder.id), "plus tard", "later")
    return say(*lines, rows=((done, later),))


def pauses(reminder: Reminder) -> Message:
    """How much later?"""
    hour = reminder.due_at.astimezone(ZoneInfo(reminder.zone)).time()
    ten, one, tomorrow = (Again(reminder.id, pause.value) for pause in Pause)
    soon = (button(_("In 10 min"), ten, "10 min", "10min"), button(_("In 1 h"), one, "1 h", "1h", "une heure"))
    return say(
        _("When shall I remind you again?"), quote(reminder.text),
        rows=(soon, (button(_("Tomorrow, {hour}", hour=hour), tomorrow, "demain", "tomorrow"),)),
    )  # fmt: skip


def done(reminder: Reminder, name: str) -> Message:
    """What stays of a reminder once somebody did it."""
    if reminder.group is None:
        return say(_("Done: {text}", text=reminder.text))
    return say(_("Done by {name}: {text}", name=name, text=reminder.text))


def waiting(reminders: Sequence[Reminder], *, group: bool) -> Message:
    """Those that are waiting, each with a way to cancel it."""
    if not reminders:
        return say(_("No reminder is waiting. For example: /remind Friday 7pm software meeting"))
    head = title(_("Reminders of the group") if group else _("Your reminders"))
    lines = [_("{at}: {text}", at=one.due_at, text=short(one.text)) for one in reminders]
    return say(head, *lines, rows=tuple((_cancel(one),) for one in reminders))


def _cancel(reminder: Reminder) -> Button:
    return button(_("Cancel: {text}", text=short(reminder.text)), Cancel(reminder.id, listed=True))


def short(text: str) -> str:
    """The first line, cut where a list has no room for more."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"
