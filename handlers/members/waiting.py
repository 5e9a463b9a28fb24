"""The word of a second organizer: the yes and the no under what waits for it."""

from __future__ import annotations

from bot.chat.text import _
from bot.core.rows import Room
from bot.domain.countersigns import Countersign, NotAnOrganizer
from bot.domain.errors import N_, Refused
from handlers.context import Ctx
from handlers.countersigns import PERFORMS, Agree, Disagree, organizers
from handlers.members import people
from handlers.members.feature import members


class NothingWaits(Refused):
    says = N_("That was done already, or nobody agreed in time. To see who organizes the group: /settings roles")


@members.button(Agree)
def agree(ctx: Ctx, press: Agree) -> None:
    room, asked, text = _waiting(ctx, press.number)
    asked.agree(ctx.member.id, organizers(ctx.tx, room.group.id) | {ctx.member.id}, now=ctx.now)
    ctx.tx.countersigns.done(press.number)
    PERFORMS[asked.act](ctx, room, asked.subject, text)


@members.button(Disagree)
def disagree(ctx: Ctx, press: Disagree) -> None:
    _waiting(ctx, press.number)
    ctx.tx.countersigns.done(press.number)
    ctx.turn(_("{name} said no: nothing changes.", name=ctx.member.name))


def _waiting(ctx: Ctx, number: int) -> tuple[Room, Countersign, str]:
    """What waits, for somebody who organizes its group: where, what, and what the act needs. Raises NothingWaits and
    NotAnOrganizer."""
    waiting = ctx.tx.countersigns.get(number)
    if waiting is None:
        raise NothingWaits
    group, asked, text = waiting
    room = people.room_of(ctx, group)
    if room.group.id != group or not ctx.is_organizer(room):
        raise NotAnOrganizer
    return room, asked, text
