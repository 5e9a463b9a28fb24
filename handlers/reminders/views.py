"""How a reminder is shown. Pure: from values to messages, in words that are said later in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.domain.reminders import LATE, Given, Pause, Reminder, Stage
from handlers.reminders.actions import Again, Cancel, ChangeDate, Done, Later, MeToo, New, Stop
from handlers.reminders.line import When

SHORT = 60  # characters of a text in a list


def card(reminder: Reminder, author: str) -> Message:
    """The living message of a reminder: the full date, or how it comes back with the next dates, and what it will say.

    Whoever changes their own is told so: then it is not said a second time where this one cannot be edited. Nor is a
    series each time that it was given.
    """
    if not reminder.is_active:
        # The reminder itself was said, or its end was told: no second message where this one cannot be edited.
        return replace(say(title(_ended(reminder)), quote(reminder.text)), minor=True)
    lines: list[Line | Words] = [title(_head(reminder)), quote(reminder.text)]
    if reminder.recurrence is not None:
        lines.append(_("The next days: {days}.", days=_days(reminder)))
    if reminder.group is not None:
        lines.append(note(_("Asked by {name}.", name=author)))
    change = button(_("Change the date"), ChangeDate(reminder.id), "date", "changer", "change")
    rows: list[tuple[Button, ...]] = [(change, _cancelling(reminder))]
    if reminder.group is not None:
        rows.append((_me_too(reminder),))
    return say(*lines, rows=tuple(rows), minor=reminder.group is None or reminder.recurrence is not None)


def _head(reminder: Reminder) -> Phrase:
    if reminder.recurrence is not None:
        if reminder.group is None:
            return _("I will remind you {habit}.", habit=reminder.recurrence)
        return _("I will remind the group {habit}.", habit=reminder.recurrence)
    if reminder.group is None:
        return _("I will remind you on {at}.", at=reminder.due_at)
    return _("I will remind the group on {at}.", at=reminder.due_at)


def _ended(reminder: Reminder) -> Phrase:
    if reminder.recurrence is not None:
        if reminder.status is Stage.CANCELLED:
            return _("Stopped: the reminder {habit}.", habit=reminder.recurrence)
        return _("The reminder {habit} has come for the last time.", habit=reminder.recurrence)
    if reminder.status is Stage.CANCELLED:
        return _("Reminder cancelled.")
    return _("Reminder of {at}: given.", at=reminder.due_at)


def _days(reminder: Reminder) -> tuple[date, ...]:
    return tuple(at.astimezone(ZoneInfo(reminder.zone)).date() for at in reminder.coming())


def _cancelling(reminder: Reminder) -> Button:
    cancel = Cancel(reminder.id, listed=False)
    if reminder.recurrence is None:
        return button(_("Cancel"), cancel, "annuler", "cancel")
    return button(_("Stop the series"), cancel, "arrêter", "stop", "annuler", "cancel")


def _me_too(reminder: Reminder) -> Button:
    return button(_("Me too"), MeToo(reminder.id), "moi aussi", "me too")


def given(reminder: Reminder, what: Given, author: str, now: datetime) -> Message:
    """What is said when it is due. What was stored may leave much later, as the bot or the network was away: it then
    says so, or that it was missed."""
    later = tuple((at, due(reminder, what, author, at)) for at in what.turns(now))
    return replace(due(reminder, what, author, now), later=later)


def due(reminder: Reminder, given: Given, author: str, now: datetime) -> Message:
    """What is said when it is due; when that is too long ago, that it was not said."""
    too_late = given.is_too_late(now)
    lines: list[Line | Words] = [title(_("Missed reminder") if too_late else _("Reminder")), reminder.text]
    if now - given.at >= LATE:
        lines.append(note(_("It was for {at}; I could not say it before.", at=given.at)))
    if given.missed:
        lines.append(note(_missed(given.missed)))
    if too_late and given.then.is_active and given.then.due_at > now:
        lines.append(note(_("The next time is on {at}.", at=given.then.due_at)))
    if reminder.group is not None:
        lines.append(note(_("Asked by {name}.", name=author)))
    return say(*lines, rows=_answers(reminder, given))


def _missed(number: int) -> Phrase:
    return many(
        "{n} time before was left out: I was not there.", "{n} times before were left out: I was not there.", number
    )


def _answers(reminder: Reminder, given: Given) -> tuple[tuple[Button, ...], ...]:
    done = button(_("Done"), Done(reminder.id), "fait", "done", "ok")
    later = button(_("Later"), Later(reminder.id), "plus tard", "later")
    if not given.then.is_active:
        return ((done, later),)
    stop = button(_("Stop the series"), Stop(reminder.id), "arrêter", "stop")
    return ((done, later), (stop,) if reminder.group is None else (stop, _me_too(reminder)))


def pauses(reminder: Reminder, zone: str) -> Message:
    """How much later, by the clock of whoever puts it off?"""
    hour = reminder.due_at.astimezone(ZoneInfo(zone)).time()
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


def stopped(reminder: Reminder) -> Message:
    """What stays of the last one of a series that somebody stopped."""
    return say(_("Stopped, it will not come back: {text}", text=reminder.text))


def moved(when: When) -> Phrase:
    """The date was changed."""
    if when.recurrence is None:
        return _("Noted, the reminder is now for {at}.", at=when.due_at)
    return _("Noted, the reminder now comes back {habit}, the first time on {at}.",
             habit=when.recurrence, at=when.due_at)  # fmt: skip


def waiting(reminders: Sequence[Reminder], *, group: bool) -> Message:
    """Those that are waiting, each with a way to cancel it."""
    new = (button(_("New reminder"), New(), "nouveau", "new"),)
    if not reminders:
        return say(_("No reminder is waiting. For example: /remind tomorrow 7pm software meeting"), rows=(new,))
    head = title(_("Reminders of the group") if group else _("Your reminders"))
    return say(head, *map(_line, reminders), rows=(*((_cancel(one),) for one in reminders), new))


def _line(reminder: Reminder) -> Phrase:
    if reminder.recurrence is None:
        return _("{at}: {text}", at=reminder.due_at, text=short(reminder.text))
    return _("{habit}, next on {day}: {text}", habit=reminder.recurrence, day=_days(reminder)[0],
             text=short(reminder.text))  # fmt: skip


def _cancel(reminder: Reminder) -> Button:
    return button(_("Cancel: {text}", text=short(reminder.text)), Cancel(reminder.id, listed=True))


def short(text: str) -> str:
    """The first line, cut where a list has no room for more."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"
