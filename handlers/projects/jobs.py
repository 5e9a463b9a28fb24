"""What projects and shifts do by themselves: they are drawn, and remind their people."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.groups import Group
from bot.domain.members import Member, MemberId
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
    at = _disturbed_at(work.now, member, group)
    if at > work.now and at < shift.at:
        work.plan(f"duty:{shift.id}:{member.id}", "projects.duty", at, shift=shift.id, member=member.id)
    elif at == work.now:
        work.tell(member, views.on_duty(shift, project), group)


def _disturbed_at(now: datetime, member: Member, group: Group) -> datetime:
    return member.quiet.over(now, ZoneInfo(member.zone or group.zone))


@projects.job("projects.report")
def report(work: Job, project: int, due: bool) -> None:
    """A commission owes a report: its people are told a week before, the group on the day."""
    found = work.tx.projects.get(project)
    if found is None or found.report_on is None or not found.is_open:
        return
    if due:
        service.announce(work, found, views.report_due(found))
        return
    group = work.tx.groups.get(found.group)
    for member in work.tx.projects.people(found.id):
        work.tell(work.tx.members.get(member), views.report_soon(found), group)
