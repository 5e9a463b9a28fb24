"""The word of a second organizer: the button under what waits for it."""

from __future__ import annotations

from bot.domain.countersigns import NotAnOrganizer
from bot.domain.errors import N_, Refused
from handlers.context import Ctx
from handlers.countersigns import PERFORMS, Agree, organizers
from handlers.members import people
from handlers.members.feature import members


class NothingWaits(Refused):
    says = N_("That was done already, or nobody agreed in time. To see who organizes the group: /settings roles")


@members.button(Agree)
def agree(ctx: Ctx, press: Agree) -> None:
    waiting = ctx.tx.countersigns.get(press.number)
    if waiting is None:
        raise NothingWaits
    group, asked, text = waiting
    room = people.room_of(ctx, group)
    if room.group.id != group or not ctx.is_organizer(room):
        raise NotAnOrganizer
    asked.agree(ctx.member.id, organizers(ctx.tx, group) | {ctx.member.id}, now=ctx.now)
    ctx.tx.countersigns.done(press.number)
    PERFORMS[asked.act](ctx, room, asked.subject, text)
