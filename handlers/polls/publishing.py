"""What somebody publishes: a vote or a poll that opens at once, or a question that first looks for supporters."""

from __future__ import annotations

from bot.chat.text import Words, _
from bot.core.command import Command
from bot.core.rows import Room
from bot.core.twice import published, same
from bot.domain.names import fold
from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.polls import initiative, line, rights
from handlers.polls.opening import open_now
from handlers.polls.rules import heading


def already(ctx: Ctx, room: Room, asked: line.Asked, *, binding: bool) -> Words | None:
    """What says that the person asked the same in the group and it is open, or looks for supporters; else None."""
    wanted, subject = same(asked.title), fold(asked.settings.get("subject", ""))
    for poll in ctx.tx.polls.open_in(room.group.id):
        terms = poll.terms
        mine = poll.author == ctx.member.id and (terms.binding, same(terms.title)) == (binding, wanted)
        if (
            mine
            and fold(terms.subject) == subject
            and (not asked.options or same(*asked.options) == same(*terms.options))
        ):
            return published(heading(poll))
    for one in ctx.tx.initiatives.gathering(room.group.id) if binding and not asked.options else ():
        if one.author == ctx.member.id and one.takes_up is None and same(one.title) == wanted:
            return published(_("“{title}”, which looks for supporters", title=one.title))
    return None


def publish(ctx: Ctx, room: Room, asked: line.Asked, *, binding: bool, command: Command | None = None) -> Poll | None:
    """Opens what was asked; None where the person's question looks for supporters first."""
    if binding and not rights.opens_alone(ctx, room.group, room):
        rights.check_may_open(ctx, room.group, room)
        initiative.start(ctx, room, asked)
        return None
    return open_now(ctx, room, asked, binding=binding, command=command)
