"""Which group chats a person is in, asked of the network where we never met them, and which one is meant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat.text import Phrase
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from handlers.context import Ctx

MOST_ASKED = 10  # chats that a network is asked about at once


class UnknownGroup(Refused):
    says = N_("I do not know your group yet. Write in its chat: {example}")


class SeveralGroups(Refused):
    says = N_("You are in several groups. Write it in the chat of the right one, for example: {example}")


class WhichGroup(Refused):
    says = N_("You are in several groups: {groups}. Write it in the right chat, or name it at the end: group={one}")


def reachable(ctx: Ctx) -> list[Room]:
    """One chat of each group that the person may speak of here: this one, in private those they are in, maybe none."""
    if ctx.room is not None:
        return [ctx.room]
    found = {room.group.id: room for room in reversed(my_rooms(ctx))}
    return list(reversed(found.values()))


def one_of_each(ctx: Ctx, example: Phrase) -> list[Room]:
    """The same; raises UnknownGroup, with what to write in a group's chat, when there is none."""
    found = reachable(ctx)
    if not found:
        raise UnknownGroup(example=example)
    return found


def only_one(ctx: Ctx, example: Phrase) -> Room:
    """A chat of the group meant when none is named; raises UnknownGroup or SeveralGroups."""
    found = one_of_each(ctx, example)
    if len(found) > 1:
        raise SeveralGroups(example=example)
    return found[0]


def one_of(ctx: Ctx, group: int, example: Phrase) -> Room:
    """A chat of the group of an id; raises UnknownGroup when the person is not in it."""
    found = next((room for room in one_of_each(ctx, example) if room.group.id == group), None)
    if found is None:
        raise UnknownGroup(example=example)
    return found


def near(ctx: Ctx, group: GroupId) -> Room | None:
    """A chat of a group in whose name something is asked or done: this one, else one that the person is in, else one on
    the same network, else any."""
    if ctx.room is not None and ctx.room.group.id == group:
        return ctx.room
    found = ctx.tx.groups.rooms(group)
    mine = {room.id for room in ctx.tx.groups.rooms_of(ctx.member.id)} if len(found) > 1 else ()
    here = ctx.chat.network
    return min(found, key=lambda room: (room.id not in mine, room.chat.network != here), default=None)


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
