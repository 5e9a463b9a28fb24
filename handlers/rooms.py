"""Which group chats a person is in, asked of the network where we never met them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.ports import Room
from bot.domain.groups import Group
from handlers.context import Ctx

MOST_ASKED = 10  # chats that a network is asked about at once


def my_rooms(ctx: Ctx) -> list[Room]:
    """The chats that the person is in; in a small town the network is asked about those we do not know of.

    Whoever only talked was never met, as what is not addressed to us is not read. The answers are kept: asked once.
    """
    known = list(ctx.tx.groups.rooms_of(ctx.member.id))
    if known:
        return known
    rooms = [room for group in ctx.tx.groups.all()[:MOST_ASKED] for room in ctx.tx.groups.rooms(group.id)]
    here = [room for room in rooms if room.chat.network == ctx.chat.network][:MOST_ASKED]
    unknown = [room for room in here if not ctx.tx.presences.of(room.group.id, ctx.member.id)]
    if unknown:
        raise ctx.ask_member(*unknown)
    return []


def today(group: Group, now: datetime) -> date:
    """The day where a group is."""
    return now.astimezone(ZoneInfo(group.zone)).date()
