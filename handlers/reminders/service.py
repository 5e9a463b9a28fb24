"""What happens to a reminder, shared by chat, conversation and jobs: plan, change, cancel, give again, and who may."""

from __future__ import annotations

from bot.chat.address import MessageRef
from bot.chat.text import _
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.reminders import MOST, UNDONE, Pause, Reminder, ReminderOver, TooManyReminders, after
from handlers.context import Ctx, Job
from handlers.reminders.actions import Cancel
from handlers.reminders.line import Asked, When
from handlers.rooms import UnknownGroup, near


class NoSuchReminder(Refused):
    says = N_("There is no such reminder here. /remind shows those that are waiting.")


class NotYourReminder(Refused):
    says = N_("Only {name}, who asked for this reminder, or an organizer can change it.")


def remind(ctx: Ctx, asked: Asked, source: MessageRef | None = None) -> Reminder:
    """A new one, for the group in a group and for the person alone in private; it is shown with its full date."""
    group = ctx.room.group.id if ctx.room else None
    reminder = _put(ctx, group, asked)
    ctx.undoable(Cancel(reminder.id, listed=False), ctx.now + UNDONE)
    if group is None:
        ctx.show_privately(reminder.topic, source=source)
        return reminder
    for room in ctx.tx.groups.rooms(group):
        ctx.show(reminder.topic, room, source=source)
    return reminder


def _put(ctx: Ctx, group: GroupId | None, asked: Asked) -> Reminder:
    waiting = ctx.tx.reminders.mine(ctx.member.id) if group is None else ctx.tx.reminders.of_group(group)
    if len(waiting) >= MOST:
        raise TooManyReminders(most=MOST)
    recurrence = asked.when.recurrence
    zone = recurrence.zone if recurrence else (ctx.mine if group is None else ctx.words).zone
    reminder = ctx.tx.reminders.put(ctx.member.id, group, asked.text, asked.when.due_at, zone, recurrence)
    plan(ctx, reminder)
    return reminder


def change(ctx: Ctx, reminder: Reminder, asked: Asked) -> None:
    """Other words or another date."""
    check_may_change(ctx, reminder)
    changed = reminder.change(asked.text, asked.when.due_at, asked.when.recurrence)
    ctx.tx.reminders.keep(changed)
    _note(ctx, changed)
    plan(ctx, changed)
    ctx.refresh(changed.topic)


def cancel(ctx: Ctx, reminder: Reminder) -> None:
    """It will not be given, or not again."""
    check_may_change(ctx, reminder)
    ctx.tx.reminders.keep(reminder.cancel())
    _note(ctx, reminder)
    ctx.cancel(reminder.job)
    ctx.tx.undos.forget(Cancel(reminder.id, listed=False).pack())
    ctx.refresh(reminder.topic)


def _note(ctx: Ctx, reminder: Reminder) -> None:
    """Whoever organizes acts on a reminder that somebody else asked for: it is written down."""
    if reminder.group is not None and reminder.author != ctx.member.id:
        ctx.tx.acts.note(reminder.group, ctx.member.id, Deed.REMINDER_CHANGED, reminder.text, ctx.now)


def finish(ctx: Ctx, reminder: Reminder) -> None:
    """What it was about is done: it is not given again, unless it comes back."""
    if reminder.group is None and reminder.recurrence is None and reminder.is_active:
        ctx.cancel(reminder.job)
        ctx.tx.reminders.keep(reminder.finish())
        ctx.refresh(reminder.topic)


def join(ctx: Ctx, reminder: Reminder) -> Reminder | None:
    """The group's reminder for the person alone, too; None when they have it."""
    if not reminder.is_active:
        raise ReminderOver
    asked = Asked(When(reminder.due_at, reminder.recurrence), reminder.text)
    has = any(
        (one.text, one.due_at, one.recurrence) == (asked.text, asked.when.due_at, asked.when.recurrence)
        for one in ctx.tx.reminders.mine(ctx.member.id)
    )
    return None if has else _put(ctx, None, asked)


def again(ctx: Ctx, reminder: Reminder, pause: Pause) -> Reminder:
    """To be given again to the person alone; of what a group has, or of what comes back, they get one of their own."""
    is_own = reminder.group is None and reminder.recurrence is None
    mine = reminder if is_own else _own(ctx, reminder, pause)
    postponed = mine.later(pause, ctx.now)
    ctx.tx.reminders.keep(postponed)
    plan(ctx, postponed)
    ctx.refresh(postponed.topic)
    return postponed


def _own(ctx: Ctx, reminder: Reminder, pause: Pause) -> Reminder:
    """The person's own copy: the one they have, when they postpone it a second time."""
    once = (one for one in ctx.tx.reminders.mine(ctx.member.id) if one.recurrence is None)
    known = next((one for one in once if one.text == reminder.text), None)
    if known is not None:
        return known
    due_at = after(pause, reminder.due_at, ctx.mine.zone, ctx.now)
    return ctx.tx.reminders.put(ctx.member.id, None, reminder.text, due_at, ctx.mine.zone)


def plan(work: Job, reminder: Reminder) -> None:
    """Plans when it is given; planning anew replaces what was planned."""
    work.plan(reminder.job, "reminders.due", reminder.due_at, reminder=reminder.id)


def found(ctx: Ctx, number: int) -> Reminder:
    """The one of an id, when the person may know of it: their own, or one of a group they are in."""
    reminder = ctx.tx.reminders.get(number)
    if reminder is None or not _concerns(ctx, reminder):
        raise NoSuchReminder
    return reminder


def _concerns(ctx: Ctx, reminder: Reminder) -> bool:
    if reminder.group is None:
        return reminder.author == ctx.member.id
    if ctx.room is not None:
        return ctx.room.group.id == reminder.group
    presences = ctx.tx.presences.of(reminder.group, ctx.member.id)
    return reminder.author == ctx.member.id or any(presence.was_there(ctx.now) for presence in presences)


def check_may_change(ctx: Ctx, reminder: Reminder) -> None:
    """Raises unless the person asked for it or organizes its group."""
    if reminder.author != ctx.member.id and not ctx.is_organizer(_room(ctx, reminder)):
        raise NotYourReminder(name=ctx.tx.members.get(reminder.author).name)


def _room(ctx: Ctx, reminder: Reminder) -> Room:
    if ctx.room is not None or reminder.group is None:
        return ctx.here
    found = near(ctx, reminder.group)
    if found is None:
        raise UnknownGroup(example=_("/menu"))
    return found
