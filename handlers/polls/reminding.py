"""Those who have not voted are reminded: one notice in the group, and a private word to whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.text import _
from bot.domain.members import MemberId
from bot.domain.polls import TOGETHER, Poll, last_call, reminders
from handlers.context import Ctx, Job
from handlers.polls import actions as act
from handlers.polls import notices, rights, service
from handlers.polls.feature import polls

AT_ONCE = 200  # people told in one transaction
A_BREATH = timedelta(seconds=1)


@polls.job("polls.remind")
def remind(work: Job, poll: int) -> None:
    """The reminders of a group that fall close together are one message: those to come are taken along."""
    found = work.tx.polls.get(poll)
    if found is None or not found.is_open or work.now >= found.closes_at:
        return  # after an outage or a moved clock the end came first
    if found.terms.listed:
        nudge(work, poll)
        return
    due = [found, *_soon(work, found)]
    for room in work.tx.groups.rooms(found.group):
        if len(due) == 1:
            work.show(service.about("notice", poll), room, near=found.topic)
        else:
            work.post(room, notices.notice(_told(work, due)), urgent=True, near=found.topic)
    _tell_each(work, due)


def _soon(work: Job, poll: Poll) -> list[Poll]:
    """The group's other open votes whose reminder is near; their own is taken back."""
    soon = []
    for other in work.tx.polls.open_in(poll.group):
        near = [place for place, at in enumerate(reminders(other)) if work.now <= at <= work.now + TOGETHER]
        if other.id != poll.id and near and not other.terms.listed:
            soon.append(other)
            for place in near:
                work.cancel(service.reminder_key(other, place))
    return soon


@polls.job("polls.nudge")
def nudge(work: Job, poll: int, after: int = 0) -> None:
    """Members on the list who have not voted are told in private, some at a time: others wait for nobody's list."""
    found = work.tx.polls.get(poll)
    if found is None or not found.is_open or work.now >= found.closes_at:
        return
    group, refused = work.tx.groups.get(found.group), set(work.tx.ballots.not_to_remind(found.id))
    silent = work.tx.electors.silent(found.id, after, AT_ONCE)
    for member in silent:
        reader = work.tx.members.get(member)
        if reader.muted or member in refused:
            continue
        heard = reader.quiet.over(work.now, ZoneInfo(reader.zone or group.zone))
        if heard == work.now:
            work.show_to(service.about("notice", poll), reader, group)
        elif heard < found.closes_at:
            work.plan(f"nudge:{poll}:{member}", "polls.nudge_one", heard, poll=poll, member=member)
    if len(silent) == AT_ONCE:
        work.plan(f"nudge:{poll}", "polls.nudge", work.now + A_BREATH, poll=poll, after=silent[-1])


@polls.job("polls.nudge_one")
def nudge_one(work: Job, poll: int, member: int) -> None:
    """Somebody's quiet hours are over, and they have not voted yet."""
    found, who = work.tx.polls.get(poll), MemberId(member)
    if found is not None and found.is_open and who in work.tx.electors.silent(found.id, member - 1, 1):
        work.show_to(service.about("notice", poll), work.tx.members.get(who), work.tx.groups.get(found.group))


@polls.job("polls.lastcall")
def call(work: Job, poll: int) -> None:
    """The last word to those who asked for it and have not voted yet."""
    found = work.tx.polls.get(poll)
    if found is not None and found.is_open:
        _tell_each(work, [found])


def _tell_each(work: Job, due: Sequence[Poll]) -> None:
    """One message to each person who asked, about what they asked for and have not answered; a muted one gets none."""
    wanted: dict[MemberId, list[Poll]] = {}
    for poll in due:
        for member in work.tx.ballots.to_remind(poll.id):
            wanted.setdefault(member, []).append(poll)
    for member, votes in wanted.items():
        reader = work.tx.members.get(member)
        group = work.tx.groups.get(votes[0].group)
        if reader.muted:
            continue
        if len(votes) == 1:
            work.show_to(service.about("notice", votes[0].id), reader, group)
        else:
            work.tell(reader, notices.reminder(_told(work, votes)), group)


def _told(work: Job, polls: Sequence[Poll]) -> list[tuple[Poll, int]]:
    """Each vote with the persons still missing for its quorum."""
    return [(one, service.missing(work.tx, one)) for one in polls]


@polls.button(act.RemindMe)
def remind_me(ctx: Ctx, press: act.RemindMe) -> None:
    poll = rights.found(ctx, press.poll)
    poll.check_open(ctx.now)
    rights.check_named(ctx, poll)
    ctx.tx.ballots.remind(poll.id, ctx.member.id, press.wanted)
    if not press.wanted:
        ctx.toast(_("Noted: no more reminders of vote {number}.", number=poll.number))
        return
    at = _next_word(ctx, poll)
    if at is None:
        ctx.show_privately(poll.topic)
    else:
        ctx.toast(_("Noted: if you have not voted by {at}, I will write to you.", at=at))


def _next_word(ctx: Ctx, poll: Poll) -> datetime | None:
    """When the person will be reminded: with the next common one, else by a last word; None when it is too late."""
    common = min((at for at in reminders(poll) if at > ctx.now), default=None)
    at = common or last_call(poll, ctx.now)
    if common is None and at is not None:
        ctx.plan(service.last_call_key(poll), "polls.lastcall", at, poll=poll.id)
    return at
