"""Beginning to serve a group, or leaving it."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.text import Phrase, _
from bot.core.rows import Room, Trust, Verdict
from bot.domain.deeds import Deed
from bot.domain.operators import may_ask
from handlers.context import Ctx, Job
from handlers.operator import views

PATIENCE = timedelta(days=3)  # then the bot leaves a group that nobody approved
LEAVING = "operator.leave"
LAST_WORD = timedelta(minutes=1)  # for what stands in a group to say that it is over
GOING = "operator.go"


def begin(ctx: Ctx, trust: Trust) -> None:
    """The bot serves the group from now on, and introduces itself there."""
    ctx.cancel(_key(trust))
    ctx.serve(trust.place, organizer=trust.organizer)
    room = ctx.tx.groups.room(trust.chat)
    if room is not None:
        ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.SERVED, room.group.name, ctx.now)


def refuse(work: Job, trust: Trust) -> None:
    """The bot leaves the group, and says why."""
    work.cancel(_key(trust))
    leave(work, trust, _("Whoever runs me does not want me to serve this group, so I am leaving. I kept nothing."))


def ask(ctx: Ctx, *, organizer: bool) -> bool:
    """Asks the operator about this group; False when there is nobody to ask, or too much is waiting already."""
    operators = ctx.tx.operators.all()
    waiting = ctx.tx.trusts.all(Verdict.ASKED)
    mine = sum(one.by == ctx.member.id for one in waiting)
    if not operators or not may_ask(mine, len(waiting)):
        return False
    trust = ctx.tx.trusts.put(ctx.place, ctx.member.id, Verdict.ASKED, ctx.now, organizer=organizer)
    for one in operators:
        ctx.show_to(topic(trust), ctx.tx.members.get(one), before=ctx.now)  # a group waits for the answer
    ctx.plan(_key(trust), LEAVING, ctx.now + PATIENCE, trust=trust.id)
    return True


def topic(trust: Trust) -> str:
    """What shows the question, and its answer, to whoever runs the bot."""
    return f"trust:{trust.id}"


def leave(work: Job, trust: Trust, why: Phrase) -> None:
    """Says why in the group, to whoever brought the bot, and goes."""
    work.say_in(trust.chat, why, work.words_to(work.tx.members.get(trust.by)))
    room = work.tx.groups.room(trust.chat)
    if room is not None and stop(work, room):  # where it served until now
        work.plan(f"{GOING}:{trust.id}", GOING, work.now + LAST_WORD, trust=trust.id)
    else:
        work.leave(trust.chat)


def stop(work: Job, room: Room) -> bool:
    """Nothing that comes from the chat is taken any more, and what stands there to be answered says so; whether there
    is anything."""
    work.tx.groups.keep_there(room.chat, False)
    work.tx.posts.pause(room.chat, work.words_for(room.group).say(views.not_here()))
    return bool(work.tx.posts.living(room.chat))


def _key(trust: Trust) -> str:
    return f"{LEAVING}:{trust.id}"
