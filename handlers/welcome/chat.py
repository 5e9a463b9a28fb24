"""Somebody comes into a group: they are greeted, once, together with whoever comes within the same minute."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.events import Joined, Left
from handlers.context import Ctx, OurFeature

welcome = OurFeature("welcome")

PAUSE = timedelta(seconds=5)  # people who are added together are greeted together
TOGETHER = timedelta(minutes=1)


@welcome.on(Joined)
def arrive(ctx: Ctx, event: Joined) -> None:
    group, greetings = ctx.group.id, ctx.tx.greetings
    if greetings.knows(group, ctx.member.id):
        return
    recent = greetings.recent(group, ctx.now - TOGETHER)
    greeting = greetings.begin(group, ctx.now) if recent is None else recent
    greetings.greet(group, ctx.member.id, greeting)
    if recent is None:
        ctx.plan(f"welcome:{greeting}", "welcome.greet", ctx.now + PAUSE, greeting=greeting)
    else:
        ctx.refresh(f"welcome:{greeting}")


@welcome.on(Left)
def leave(ctx: Ctx, event: Left) -> None:
    """Whoever comes back is not new, also when they were there before the bot."""
    ctx.tx.greetings.greet(ctx.group.id, ctx.member.id, None)
