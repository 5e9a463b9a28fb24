"""Shifts: planned by a project's people, taken and given back by everybody in the group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.text import _
from bot.core.feature import Show
from bot.core.rows import Room
from bot.core.undoing import Undone
from bot.domain import shifts as rules
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.projects import Project
from bot.domain.shifts import Shift, TooManyShifts
from handlers.context import Ctx, Job, Transaction
from handlers.projects import actions as act
from handlers.projects import service, views
from handlers.projects.feature import projects
from handlers.projects.line import Asked

UNDONE = timedelta(minutes=10)  # how long `/annuler` takes a shift back


class WhenMissing(Refused):
    says = N_("When is the shift? For example: /projects shift {number} tomorrow 9am | Market hall")


class SomebodyTookIt(Refused):
    says = N_("Somebody has taken this shift, so it takes place. Speak with them first: they may give it back.")


class NoSuchShift(Refused):
    says = N_("There is no such shift here. /projects shows the projects and their shifts.")


def plan(ctx: Ctx, project: Project, room: Room, asked: Asked) -> None:
    """`/projets permanence 3 samedi 9h | MJC places=2`: shown to the group, to be taken."""
    service.check_runs(ctx, project, room)
    project.check_open()
    if not asked.parts:
        raise WhenMissing(number=project.number)
    settings = dict(asked.settings or {})
    seats = rules.read_seats(asked.key("seats"), settings.pop("seats", "1"))
    if settings:
        raise service.NotOnCommand(key=asked.key(next(iter(settings))), number=project.number)
    if len(ctx.tx.shifts.to_come(project.id, ctx.now)) >= rules.MOST:
        raise TooManyShifts(most=rules.MOST)
    zone = ZoneInfo(room.group.zone)
    at = when.read(asked.parts[0], now=ctx.now, zone=zone).at
    shift = ctx.tx.shifts.put(project.id, at, rules.read_place(", ".join(asked.parts[1:])), seats)
    remind_at(ctx, shift, rules.reminded_at(at, zone))
    for one in ctx.tx.groups.rooms(project.group):
        ctx.show(shift.topic, one)
    ctx.refresh(project.topic)
    ctx.undoable(act.Drop(shift.id), ctx.now + UNDONE)


@projects.button(act.Drop)
def drop(ctx: Ctx, press: act.Drop) -> None:
    take_back(ctx, press)
    ctx.toast(_("Noted: this shift does not take place."))


@projects.undoes(act.Drop)
def take_back(ctx: Ctx, press: act.Drop) -> Undone:
    """It does not take place, while nobody has taken it."""
    shift, project = found(ctx, press.shift)
    service.check_runs(ctx, project, service.found(ctx, project.id)[1])
    if shift.holders:
        raise SomebodyTookIt
    keep(ctx, shift.cancel(ctx.now))
    ctx.cancel(f"shift:{shift.id}")
    return Undone(_("Shift of “{name}”, {at}", name=project.name, at=shift.at), _("Yes, take the shift back"))


@projects.button(act.CallOff)
def call_off(ctx: Ctx, press: act.CallOff) -> None:
    """By whoever runs the project; those on duty are told."""
    shift, project = found(ctx, press.shift)
    room = service.found(ctx, project.id)[1]
    service.check_runs(ctx, project, room)
    if shift.holders and not press.sure:
        shift.check_to_come(ctx.now)
        ctx.reply(views.call_off(shift, project))
        return
    keep(ctx, shift.cancel(ctx.now))
    ctx.cancel(f"shift:{shift.id}")
    for member in shift.holders:
        if member != ctx.member.id:
            told = views.called_off(shift, project, ctx.member.name)
            ctx.tell(ctx.tx.members.get(member), told, room.group, before=shift.at)
    ctx.toast(_("Noted: this shift does not take place."))


def remind_at(work: Job, shift: Shift, at: datetime) -> None:
    """Whoever is on duty is reminded then, unless it is past."""
    if at > work.now:
        work.plan(f"shift:{shift.id}", "projects.shift", at, shift=shift.id)


def found(ctx: Ctx, number: int) -> tuple[Shift, Project]:
    """The shift of a number and its project, as far as the person may know of it here."""
    shift = ctx.tx.shifts.get(number)
    if shift is None:
        raise NoSuchShift
    try:
        project, _room = service.found(ctx, shift.project)
    except service.NoSuchProject as no:
        raise NoSuchShift from no
    return shift, project


def keep(ctx: Ctx, shift: Shift) -> None:
    """Keeps who is on duty, and draws it where it is shown; its project counts it unless it is called off."""
    ctx.tx.shifts.keep(shift)
    ctx.refresh(shift.topic)
    if shift.cancelled:
        ctx.refresh(_project(ctx.tx, shift).topic)


@projects.button(act.Take)
def take(ctx: Ctx, press: act.Take) -> None:
    shift, project = found(ctx, press.shift)
    if ctx.reacted and ctx.member.id in shift.holders:
        return  # a reaction stands for it, however often it is told
    ctx.prove_presence()
    keep(ctx, shift.take(ctx.member.id, ctx.now))
    ctx.toast(_("Noted: “{name}”, {at}. I will remind you the evening before.", name=project.name, at=shift.at))


@projects.button(act.Return)
def give_back(ctx: Ctx, press: act.Return) -> None:
    shift, project = found(ctx, press.shift)
    keep(ctx, shift.give_back(ctx.member.id, ctx.now))
    ctx.toast(_("Noted: you are no longer on duty for “{name}”, {at}.", name=project.name, at=shift.at))


@projects.button(act.Shifts)
def show_shifts(ctx: Ctx, press: act.Shifts) -> None:
    project, room = service.found(ctx, press.project)
    coming = ctx.tx.shifts.to_come(project.id, ctx.now)
    runs = ctx.member.id in service.people(ctx, project) or ctx.is_organizer(room)
    political = room.group.political
    ctx.reply(views.shifts(project, coming, names=names(ctx.tx, coming), political=political, runs=runs))


@projects.button(act.Mine)
def mine(ctx: Ctx, press: act.Mine) -> None:
    show_mine(ctx)


def show_mine(ctx: Ctx) -> None:
    """My shifts to come, told to me alone."""
    found = ctx.tx.shifts.mine(ctx.member.id, ctx.now)
    named = {shift.project: _project(ctx.tx, shift).name for shift in found}
    ctx.private(views.mine(found, named))


def _project(tx: Transaction, shift: Shift) -> Project:
    project = tx.projects.get(shift.project)
    assert project is not None  # projects stay
    return project


def names(tx: Transaction, found: Sequence[Shift]) -> dict[MemberId, str]:
    """The names of whoever is on duty."""
    return {member: tx.members.get(member).name for shift in found for member in shift.holders}


@projects.live("shift", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a shift; in a political group it says how many, not who."""
    shift = tx.shifts.get(number)
    if shift is None:
        return None
    project = _project(tx, shift)
    political = tx.groups.get(project.group).political
    return views.shift(shift, project, names(tx, [shift]), political=political, now=show.now)
