"""Who is meant, in which group: by name, by a shorter name that is clear there, or by number (#12)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.text import _
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import Member, MemberId
from bot.domain.names import fold, meant, nearest, told_apart
from handlers.context import Ctx, Transaction
from handlers.rooms import UnknownGroup, WhichGroup, my_rooms


class NobodyOfThatName(Refused):
    says = N_("I know nobody called “{text}” in {group}. The list shows everybody: /settings members")


class NobodyNear(Refused):
    says = N_("I know nobody called “{text}” in {group}. Did you mean {near}?")


class SeveralOfThatName(Refused):
    says = N_("In {group} “{text}” may be any of these: {names} – write which one, for example: {example}")


def room_meant(ctx: Ctx, name: str = "") -> Room:
    """A chat of the group meant: this one, the one named, or the only one that the person is in."""
    if ctx.room is not None:
        return ctx.room
    rooms = {room.group.id: room for room in reversed(my_rooms(ctx))}
    if name:
        found = [room for id_, room in rooms.items() if name == str(id_) or fold(room.group.name) == fold(name)]
    else:
        found = list(rooms.values())
    if len(found) > 1 or (name and rooms and not found):
        names = tuple(room.group.name for room in reversed(rooms.values()))
        raise WhichGroup(groups=names, one=names[0])
    if not found:
        raise UnknownGroup(example=_("/menu"))
    return found[0]


def room_of(ctx: Ctx, group: int) -> Room:
    """A chat of the group of an id, that the person is in."""
    return room_meant(ctx, str(group)) if ctx.room is None or ctx.room.group.id != group else ctx.room


def names(tx: Transaction, group: GroupId) -> Mapping[MemberId, str]:
    """Everybody in a group's chats or in its list, by their whole names; without those who erased themselves."""
    return tx.memberships.names(group)


def called(tx: Transaction, group: GroupId, member: MemberId) -> frozenset[str]:
    """How somebody may be called in a group, folded: by their whole name, or as they are told apart there."""
    whole = tx.members.get(member).name
    return frozenset({fold(whole), fold(told_apart(names(tx, group)).get(member, whole))})


def found(ctx: Ctx, room: Room, text: str) -> Member:
    """The one person meant; raises with the nearest name, or with those who share it, told apart."""
    known, wanted = names(ctx.tx, room.group.id), fold(text)
    several = meant(known, text)
    if len(several) == 1:
        return ctx.tx.members.get(several[0])
    if several:
        shown = tuple(told_apart(known)[member] for member in several)
        raise SeveralOfThatName(text=text[:60], group=room.group.name, names=shown, example=shown[0])
    near = nearest(wanted, {fold(name) for name in known.values()}, within=2) if wanted else None
    if near is not None:
        spelled = next(name for name in known.values() if fold(name) == near)
        raise NobodyNear(text=text[:60], group=room.group.name, near=spelled)
    raise NobodyOfThatName(text=text[:60], group=room.group.name)
