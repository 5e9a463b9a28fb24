"""Those who have not voted are reminded: one notice in the group, and a private word to whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.text import _
from bot.domain.members import MemberId
from bot.domain.polls import TOGETHER, Poll, last_call, reminders
from handlers import disturbing, voices
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
    due = [found, *_soon(work, found)]
    if found.terms.listed:
        nudge(work, [one.id for one in due])
        return
    for room in work.tx.groups.rooms(found.group):
        if len(due) == 1:
            work.show(service.about("notice", poll), room, near=found.topic, before=found.closes_at)
        else:
            first = min(one.closes_at for one in due)
            work.post(room, notices.notice(_told(work, due)), urgent=True, near=found.topic, before=first)
    _tell_each(work, due)


def _soon(work: Job, poll: Poll) -> list[Poll]:
    """The group's other open votes whose reminder is near; their own is taken back."""
    soon = []
    for other in work.tx.polls.open_in(poll.group):
        near = [place for place, at in enumerate(reminders(other)) if work.now <= at <= work.now + TOGETHER]
        if other.id != poll.id and near and bool(other.terms.listed) is bool(poll.terms.listed):
            soon.append(other)
            for place in near:
                work.cancel(service.reminder_key(other, place))
    return soon


@polls.job("polls.nudge")
def nudge(work: Job, polls: Sequence[int], after: int = 0) -> None:
    """Members on the list who have not voted are told in private, some at a time: others wait for nobody's list."""
    due = _open(work, polls)
    silent = sorted({one for poll in due for one in work.tx.electors.silent(poll.id, after, AT_ONCE)})[:AT_ONCE]
    for member in silent:
        _remind_one(work, due, member)
    if len(silent) == AT_ONCE:
        at = work.now + A_BREATH
        work.plan(f"nudge:{due[0].id}", "polls.nudge", at, polls=[one.id for one in due], after=silent[-1])


@polls.job("polls.nudge_one")
def nudge_one(work: Job, polls: Sequence[int], member: int, asked: bool = False) -> None:
    """Somebody may be disturbed again, and they have not voted yet."""
    _remind_one(work, _open(work, polls), MemberId(member), asked=asked)


def _open(work: Job, polls: Sequence[int]) -> list[Poll]:
    found = [work.tx.polls.get(number) for number in polls]
    return [one for one in found if one is not None and one.is_open and work.now < one.closes_at]


def _remind_one(work: Job, due: Sequence[Poll], member: MemberId, *, asked: bool = False) -> None:
    """One message about every vote that waits for them, when they may be disturbed; what they asked for counts for
    nothing of a day's measure."""
    reader, votes = work.tx.members.get(member), [one for one in due if _waits_for(work, one, member)]
    if reader.muted or not votes:
        return
    group = work.tx.groups.get(votes[0].group)
    at = (disturbing.quiet_over if asked else disturbing.free_at)(work, reader, group)
    if at > work.now:
        if later := [one.id for one in votes if at < one.closes_at]:
            key = f"nudge:{later[0]}:{member}"
            work.plan(key, "polls.nudge_one", at, polls=later, member=member, asked=asked)
        return
    if not asked:
        disturbing.disturb(work, reader, group)
    if len(votes) == 1:
        work.show_to(service.about("notice", votes[0].id), reader, group)
    else:
        work.tell(reader, notices.reminder_of_many(_told(work, votes)), group)


def _waits_for(work: Job, poll: Poll, member: MemberId) -> bool:
    """Whether somebody may still answer it, and wants to know."""
    if member in work.tx.ballots.not_to_remind(poll.id):
        return False
    if poll.terms.listed:
        return member in work.tx.electors.silent(poll.id, member - 1, 1)
    return work.tx.ballots.of(poll.id, member) is None


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
        _remind_one(work, votes, member, asked=True)


def _told(work: Job, polls: Sequence[Poll]) -> list[tuple[Poll, int]]:
    """Each vote with the persons still missing for its quorum."""
    return [(one, service.missing(work.tx, one)) for one in polls]


@polls.button(act.RemindMe)
def remind_me(ctx: Ctx, press: act.RemindMe) -> None:
    poll = rights.found(ctx, press.poll)
    poll.check_open(ctx.now)
    rights.check_named(ctx, poll)
    if press.wanted:
        voices.check(ctx.tx, poll, ctx.member.id, ctx.now)
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
