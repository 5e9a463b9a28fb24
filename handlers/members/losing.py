"""Somebody votes no longer, or with fewer voices: what is asked of a second organizer, and what follows."""

from __future__ import annotations

from datetime import datetime

from bot.chat.message import Message, say
from bot.chat.text import Line, Phrase, Words, _, many, title
from bot.domain.electorate import Condition, barred, takes_voice
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import told_apart
from handlers import disturbing, lost_proxies
from handlers.context import Ctx, Job
from handlers.countersigns import organizers
from handlers.members import people, views
from handlers.members.feature import members
from handlers.rooms import today

TURNED_TO = 3  # organizers, named to whoever wants to talk about it


def loses(group: Group, before: Membership, after: Membership, now: datetime) -> bool:
    """Whether the change takes the vote of somebody, or a part of it, in their group."""
    on = today(group, now)
    if takes_voice(before, after, Condition.of(group.charter), on):
        return True
    return not group.charter.members_vote and barred(before, on) is None and barred(after, on) is not None


def asked(by: str, whom: str, before: Membership, after: Membership) -> Phrase:
    """What everybody reads while it waits for a second organizer."""
    if after.status is before.status:
        return _("{by} asks to change what gives {whom} a vote in this group.", by=by, whom=whom)
    what = views.STATUS[after.status]
    if before.status is not MemberStatus.MEMBER:
        return _("{by} asks that {whom} no longer votes in this group: {what}.", by=by, whom=whom, what=what)
    if after.status is MemberStatus.LEFT:
        return _("{by} asks that {whom} is no longer a member of this group.", by=by, whom=whom)
    return _("{by} asks that {whom} is no longer a member of this group: {what}.", by=by, whom=whom, what=what)


def follow(ctx: Ctx, group: Group, *before: Membership) -> None:
    """What follows once the memberships that were this before are written down anew: of whoever lost their vote, the
    proxies that do not count now end; and they are told, but for what they wrote down of themselves."""
    now = {one.member: one for one in ctx.tx.memberships.of_group(group.id)}
    for was in before:
        after = now.get(was.member, was)
        if loses(group, was, after, ctx.now) or (after.excluded and not was.excluded):
            lost_proxies.of_member(ctx, group, was.member)
            if was.member != ctx.member.id:
                _tell(ctx, group, was, after)


def _tell(ctx: Ctx, group: Group, before: Membership, after: Membership) -> None:
    """In private, and not at night: that they vote no longer, and whom they can turn to."""
    at = disturbing.quiet_over(ctx, ctx.tx.members.get(before.member), group)
    if at > ctx.now:
        weight = Condition.of(group.charter).weight(before)
        ctx.plan(f"lost:{group.id}:{after.member}", "members.lost", at, group=group.id, member=after.member,
                 weight=weight)  # fmt: skip
    else:
        _say(ctx, group, after)


@members.job("members.lost")
def tell_later(work: Job, group: int, member: int, weight: int) -> None:
    """Their quiet hours are over. Whoever was given their vote back meanwhile has nothing to learn."""
    known = work.tx.groups.get(GroupId(group))
    after, condition = work.tx.memberships.get(known.id, MemberId(member)), Condition.of(known.charter)
    if after is None or after.status is MemberStatus.ERASED:
        return
    if condition.why_not(after, today(known, work.now)) is not None or condition.weight(after) < weight:
        _say(work, known, after)


def _say(work: Job, group: Group, after: Membership) -> None:
    named, known = organizers(work.tx, group.id) - {after.member}, people.names(work.tx, group.id)
    names = tuple(name for member, name in told_apart(known).items() if member in named)[:TURNED_TO]
    work.tell(work.tx.members.get(after.member), told(group, after, names, work.now), group)


def told(group: Group, after: Membership, organizing: tuple[str, ...], now: datetime) -> Message:
    """The news, why, and what can be done about it."""
    lines: list[Line | Words] = [*_news(group, after, now)]
    if organizing:
        lines.append(_("If this is a mistake, or to talk about it, write to {names}: what is written down can be "
                       "changed again.", names=organizing))  # fmt: skip
    else:
        lines.append(_("If this is a mistake, or to talk about it, write it in the chat of {group}.", group=group.name))
    if after.status is not MemberStatus.OBSERVER:
        lines.append(_("What I know of you stays yours: /me copy"))
    return say(*lines)


def _news(group: Group, after: Membership, now: datetime) -> tuple[Line | Words, ...]:
    if after.status is MemberStatus.LEFT and after.excluded:
        return (
            title(_("You are no longer a member of {group}.", group=group.name)),
            _("Those who organize it decided to exclude you: you no longer vote there. You may ask them why, and ask "
              "that the next plenary talks about it."),
        )  # fmt: skip
    if after.status is MemberStatus.LEFT:
        return (
            title(_("You are no longer a member of {group}.", group=group.name)),
            _("The list of members says that you left, and members’ votes are no longer asked of you. The door stays "
              "open.") if group.charter.members_vote else
            _("What the group wrote down says that you left, so you no longer vote there. The door stays open."),
        )  # fmt: skip
    if after.status is MemberStatus.OBSERVER:
        return (
            title(_("You are now an observer in {group}.", group=group.name)),
            _("You still read and speak there. Where the members vote, you no longer do.")
            if group.charter.members_vote
            else _("You still read and speak there, and no longer vote."),
        )
    why = Condition.of(group.charter).why_not(after, today(group, now))
    if why is None:
        return (
            title(_("Your vote in {group} changes.", group=group.name)),
            many("From the next vote on it counts for {n} voice.", "From the next vote on it counts for {n} voices.",
                 Condition.of(group.charter).weight(after)),
        )  # fmt: skip
    return title(_("You no longer vote in {group}.", group=group.name)), Phrase(why.says, why.blanks)
