"""Actions: what a meeting gave somebody to do, asked about gently on the day and at the next plenary."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.chat.message import Message, button, say
from bot.chat.text import _, note, title
from bot.core.asking import NO, YES
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import clean
from bot.domain.plenaries import Plenary, Task, TaskId, TaskState
from bot.domain.plenaries.minutes import OWNER, TASK
from handlers import disturbing, meetings
from handlers.context import Ctx, Job
from handlers.plenaries import actions as act
from handlers.plenaries import day, day_views, service
from handlers.plenaries.feature import plenaries
from handlers.plenaries.minutes import check_writes
from handlers.rooms import one_of_each

ASKED = time(18)  # when somebody is asked about what they were to do
WEEK = timedelta(days=7)
BUTTONS = 8


class TaskMissing(Refused):
    says = N_("Who does what, until when? For example: /plenary action Léa | sign the lease | 30/11")


class DeedMissing(Refused):
    says = N_("{owner} does what? For example: /plenary action {owner} | sign the lease | 30/11")


class OnlyDay(Refused):
    says = N_("“{text}” is a day. Who does what by then? For example: /plenary action Léa | sign the lease | {text}")


class OwnerMissing(Refused):
    says = N_(
        "Who does what: “{text}”? The name comes first, then the deed, for example: /plenary action Léa | sign the "
        "lease | 30/11"
    )


class NoTasks(Refused):
    says = N_("No action is open here.")


class NotYourTask(Refused):
    says = N_("Only whoever is to do it, or whoever writes the minutes, can say so.")


def read(ctx: Ctx, plenary: Plenary, text: str) -> Task:
    """“Léa | sign the lease | 30/11”; the date may be left out."""
    owner, _sep, rest = (part.strip() for part in text.partition("|"))
    what, _sep, day_ = (part.strip() for part in rest.partition("|"))
    zone = ZoneInfo(plenary.zone)
    if not owner or not what:
        _say_what_is_missing(ctx, plenary, owner or what, day_, zone)
    due = when.read(day_, now=ctx.now, zone=zone, default_time=ASKED).at.astimezone(zone).date() if day_ else None
    return Task(
        TaskId(0), plenary.id, plenary.group, plenary.current, clean(what, most=TASK), clean(owner, most=OWNER),
        _member(ctx, plenary, owner), due,
    )  # fmt: skip


def _say_what_is_missing(ctx: Ctx, plenary: Plenary, text: str, day_: str, zone: ZoneInfo) -> NoReturn:
    """Raises: of who, what and until when, one at least is not there."""
    text = text[:60]
    if not text:
        raise OnlyDay(text=day_[:60]) if day_ else TaskMissing
    if _member(ctx, plenary, text) is not None:
        raise DeedMissing(owner=text)
    try:
        when.read(text, now=ctx.now, zone=zone, default_time=ASKED)
    except Refused as no_day:
        raise OwnerMissing(text=text) from no_day
    raise OnlyDay(text=text)


def _member(ctx: Ctx, plenary: Plenary, name: str) -> MemberId | None:
    """Who that is, where the name is one of a member; a group may give it to “the board” as well."""
    try:
        return day.called(ctx, plenary, name)
    except (day.NobodyCalled, day.SeveralCalled):
        return None


def give(ctx: Ctx, plenary: Plenary, text: str) -> None:
    """Somebody is to do something; they are asked about it on the day."""
    check_writes(ctx, plenary)
    task = ctx.tx.records.put_task(read(ctx, plenary, text))
    plan(ctx, task, plenary.zone)
    ctx.reply(_("Noted. {task}", task=day_views.task_said(task)))


def plan(work: Job, task: Task, zone: str) -> None:
    """When it is asked about: in the evening of the day where whoever does it is, else where the plenary is, `zone`."""
    if task.due_on is not None:
        mine = work.tx.members.get(task.member).zone if task.member is not None else ""
        due = datetime.combine(task.due_on, ASKED, ZoneInfo(mine or zone)).astimezone(work.now.tzinfo)
        work.plan(task.job, "plenaries.task", max(due, work.now), task=task.id)


# afterwards


def tell_open(ctx: Ctx) -> None:
    """Those that are open, each with what can be said of it: of the plenary under way, else of this group, in private
    of all the person's groups."""
    under_way = meetings.under_way(ctx)
    groups = [room.group.id for room in one_of_each(ctx, service.EXAMPLE)] if under_way is None else [under_way.group]
    found = [one for group in groups for one in ctx.tx.records.open_tasks(group)]
    if not found:
        raise NoTasks
    ctx.prove_presence()
    rows = tuple((button(_("Done: {text}", text=_cut(one.text)), act.TaskDone(one.id)),) for one in found[:BUTTONS])
    ctx.private(say(title(_("Open actions")), *map(day_views.task_line, found), rows=rows))


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


@plenaries.job("plenaries.task")
def ask_about(work: Job, task: int) -> None:
    """On the day, gently: of whoever is to do it, else of whoever wrote it down for the meeting."""
    found = work.tx.records.task(task)
    plenary = work.tx.plenaries.get(found.plenary) if found else None
    if found is None or plenary is None or found.state is not TaskState.OPEN:
        return
    group = work.tx.groups.get(found.group)
    asked = (found.member,) if found.member is not None else meetings.recorders(work.tx, plenary) or (plenary.author,)
    readers = [work.tx.members.get(one) for one in asked]
    heard = max(disturbing.quiet_over(work, one, group) for one in readers)
    if heard > work.now:  # it may be done until then
        work.plan(found.job, "plenaries.task", heard, task=task)
        return
    for reader in readers:
        work.tell(reader, _about(found, mine=found.member is not None), group)


def _about(task: Task, *, mine: bool) -> Message:
    head = _("You wanted to do this by {day}: {text}. How is it?", day=task.due_on, text=task.text) if mine else _(
        "{owner} was to do this by {day}: {text}. How is it?", owner=task.owner, day=task.due_on, text=task.text
    )  # fmt: skip
    return say(
        head, note(_("It was given at plenary {number}.", number=str(task.plenary))),
        rows=(
            (button(_("Done"), act.TaskDone(task.id), "fait", "done", *YES[:2]),
             button(_("Not yet"), act.TaskLater(task.id), "pas encore", "not yet", *NO[:2])),
            (button(_("Nobody does it"), act.TaskDropped(task.id), "abandonner", "drop"),),
        ),
    )  # fmt: skip


def _task(ctx: Ctx, number: int) -> Task:
    found = ctx.tx.records.task(number)
    if found is None:
        raise NoTasks
    plenary = meetings.found(ctx, found.plenary)
    if found.member != ctx.member.id:
        try:
            meetings.check_records(ctx, plenary)
        except meetings.OnlyRecorders as why:
            raise NotYourTask from why
    return found


@plenaries.button(act.TaskDone)
def task_done(ctx: Ctx, press: act.TaskDone) -> None:
    found = _task(ctx, press.task)
    ctx.tx.records.keep_task(found.finish())
    ctx.cancel(found.job)
    ctx.turn(_("Done: {text}", text=found.text))


@plenaries.button(act.TaskLater)
def task_later(ctx: Ctx, press: act.TaskLater) -> None:
    """In a week."""
    found = _task(ctx, press.task)
    plenary = meetings.found(ctx, found.plenary)
    today = ctx.now.astimezone(ZoneInfo(plenary.zone)).date()
    later = found.put_off(today + WEEK)
    ctx.tx.records.keep_task(later)
    plan(ctx, later, plenary.zone)
    ctx.turn(_("Noted. I will ask again on {day}.", day=later.due_on))


@plenaries.button(act.TaskDropped)
def task_dropped(ctx: Ctx, press: act.TaskDropped) -> None:
    found = _task(ctx, press.task)
    ctx.tx.records.keep_task(found.drop())
    ctx.cancel(found.job)
    ctx.turn(_("Noted: nobody does it. {text}", text=found.text))
