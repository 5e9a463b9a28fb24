"""Somebody comes into a group's chat: they are greeted, once, together with whoever comes within the same minute."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.events import Joined, Left
from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.groups import GroupId
from bot.domain.memberships import MemberStatus
from bot.domain.names import told_apart
from handlers.context import Ctx, Job, Transaction
from handlers.welcome import views
from handlers.welcome.feature import welcome

PAUSE = timedelta(seconds=5)  # people who are added together are greeted together
TOGETHER = timedelta(minutes=1)


@welcome.on(Joined)
def arrive(ctx: Ctx, event: Joined) -> None:
    room, greetings = ctx.here, ctx.tx.greetings
    ctx.tx.requests.done(room.id, ctx.member.id)
    if greetings.knows(room.group.id, ctx.member.id):
        return
    recent = greetings.recent(room.id, ctx.now - TOGETHER)
    greeting = greetings.begin(room, ctx.now) if recent is None else recent
    greetings.greet(room.group.id, ctx.member.id, greeting)
    if recent is None:
        ctx.plan(f"welcome:{greeting}", "welcome.greet", ctx.now + PAUSE, greeting=greeting)
    else:
        ctx.refresh(f"welcome:{greeting}")


@welcome.on(Left)
def leave(ctx: Ctx, event: Left) -> None:
    """Whoever comes back is not new, also when they were there before the bot; a path begun is still there."""
    group, me = ctx.group.id, ctx.member.id
    if any(one.was_there(ctx.now) for one in ctx.tx.presences.of(group, me)):
        return  # they are still there, in another chat of the group
    ctx.tx.greetings.greet(group, me, None)
    written = ctx.tx.memberships.get(group, me)
    if written is not None and written.status is MemberStatus.NEWCOMER:
        ctx.tx.memberships.drop(group, me)


@welcome.live("welcome", newest=True, stays=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The greeting; None once everybody it names has left, or others were greeted in that chat."""
    group, room = tx.greetings.get(number) or (None, 0)
    if group is None or not tx.greetings.is_last(room, number):
        return None
    names = _names(tx, group, number)
    return views.greeting(names, tx.groups.get(group)) if names else None


def _names(tx: Transaction, group: GroupId, greeting: int) -> tuple[str, ...]:
    here = set(tx.presences.members(group))
    people = [member for member in tx.greetings.named(group, greeting) if member in here]
    return tuple(told_apart({member: tx.members.get(member).name for member in people}).values())


@welcome.job("welcome.greet")
def greet(work: Job, greeting: int) -> None:
    """Shows the greeting in the chat's topic for it, unless whoever came has left already; the one before goes."""
    group, room = work.tx.greetings.get(greeting) or (None, 0)
    if group is None or not _names(work.tx, group, greeting):
        return
    before = work.tx.greetings.before(room, greeting)
    if before is not None:
        work.refresh(f"welcome:{before}")
    for one in work.tx.groups.rooms(group):
        if one.id == room:
            work.show(f"welcome:{greeting}", one, thread=work.tx.welcomes.topic(room), at_once=True)
