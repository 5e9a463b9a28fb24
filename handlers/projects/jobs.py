"""What projects and shifts do by themselves: they are drawn, and remind their people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain import projects as rules
from bot.domain.groups import GroupId
from bot.domain.members import Member, MemberId
from bot.domain.projects import Kind
from handlers import disturbing
from handlers.context import Job, Transaction
from handlers.projects import service, views
from handlers.projects.feature import projects


@projects.live("project", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a project."""
    found = tx.projects.get(number)
    if found is None:
        return None
    coming = len(tx.shifts.to_come(found.id, show.now))
    return views.card(found, len(tx.projects.people(found.id)), coming)


@projects.job("projects.shift")
def remind(work: Job, shift: int) -> None:
    """The evening before: each of those on duty, in private, outside their quiet hours."""
    found = work.tx.shifts.get(shift)
    if found is None or found.cancelled or work.now >= found.at:
        return
    for member in found.holders:
        _remind(work, shift, work.tx.members.get(member))


@projects.job("projects.duty")
def remind_later(work: Job, shift: int, member: int) -> None:
    """Their quiet hours are over."""
    found = work.tx.shifts.get(shift)
    if found is not None and member in found.holders and not found.cancelled and work.now < found.at:
        _remind(work, shift, work.tx.members.get(MemberId(member)))


def _remind(work: Job, number: int, member: Member) -> None:
    shift = work.tx.shifts.get(number)
    project = work.tx.projects.get(shift.project) if shift else None
    if shift is None or project is None:
        return
    group = work.tx.groups.get(project.group)
    at = disturbing.quiet_over(work, member, group)  # they were promised this reminder
    if at > work.now and at < shift.at:
        work.plan(f"duty:{shift.id}:{member.id}", "projects.duty", at, shift=shift.id, member=member.id)
    elif at == work.now:
        work.tell(member, views.on_duty(shift, project), group)


@projects.job("projects.report")
def report(work: Job, project: int, due: bool) -> None:
    """A commission owes a report: its people are told a week before, the group on the day."""
    found = work.tx.projects.get(project)
    if found is None or found.report_on is None or not found.is_open:
        return
    if due:
        service.announce(work, found, views.report_due(found))
        return
    for member in work.tx.projects.people(found.id):
        owes(work, project, member)


@projects.job("projects.owes")
def owes(work: Job, project: int, member: int) -> None:
    """One of a commission's people is told of the report, when they may be disturbed."""
    found, reader = work.tx.projects.get(project), work.tx.members.get(MemberId(member))
    if found is None or found.report_on is None or not found.is_open:
        return
    group = work.tx.groups.get(found.group)
    at = disturbing.free_at(work, reader, group)
    if at > work.now:
        work.plan(f"owes:{project}:{member}", "projects.owes", at, project=project, member=member)
        return
    disturbing.disturb(work, reader, group)
    work.tell(reader, views.report_soon(found), group)


@projects.job("projects.mandate")
def mandate(work: Job, project: int, ends: int) -> None:
    """The mandate of a commission ends: its group is asked whether it is renewed."""
    found = work.tx.projects.get(project)
    if found is None or not found.is_open or found.mandate_until is None or found.mandate_until.toordinal() != ends:
        return
    service.announce(work, found, views.mandate_ends(found))


@projects.job("projects.plenary")
def before_plenary(work: Job, group: int, before: str = "") -> None:
    """A plenary is convened, moved, cancelled or over: every permanent commission that owes no earlier report owes one
    by the day of the next one. `before` is the day that counts no more."""
    known, gone = work.tx.groups.get(GroupId(group)), date.fromisoformat(before) if before else None
    for one in work.tx.projects.of_group(known.id):
        if one.kind is not Kind.COMMISSION or not one.is_open:
            continue
        on = service.owed(work.tx, replace(one, report_on=None) if one.report_on == gone else one)
        if on != one.report_on:
            kept = one.reporting(on)
            work.tx.projects.keep(kept)
            service.plan(work, kept, known)
            work.refresh(kept.topic)
            if on is not None and rules.warned_at(on, ZoneInfo(known.zone)) <= work.now:
                report(work, kept.id, due=False)  # less than a week is left


@projects.job("projects.digest")
def digest(work: Job, group: int) -> None:
    """The news of a day's projects are one message."""
    since, all_ = work.now - timedelta(days=1), work.tx.projects.of_group(GroupId(group))
    found = [one for one in all_ if one.news and one.news_at and one.news_at > since]
    for room in work.tx.groups.rooms(GroupId(group)) if found else ():
        work.post(room, views.digest(found))
