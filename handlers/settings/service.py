"""Changing a group's settings: whose, who may, and telling everybody."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ports import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from handlers.context import Ctx
from handlers.rooms import my_rooms
from handlers.settings import views
from handlers.settings.values import adjusted, changes


class NoGroup(Refused):
    says = N_("I do not know your group yet. Write /settings in its chat.")


class SeveralGroups(Refused):
    says = N_("You are in several groups. Write it in the chat of the right one, for example: /settings quorum=1/4")


class OnlyOrganizers(Refused):
    says = N_("Only organizers change the settings of {group}. To read them: /settings")


class NothingNew(Refused):
    says = N_("Nothing to change: it is so already. /settings shows everything.")


def rooms(ctx: Ctx) -> list[Room]:
    """One chat of each group that the person may speak of here: this one, in private those they are in."""
    if ctx.room is not None:
        return [ctx.room]
    found = {room.group.id: room for room in reversed(my_rooms(ctx))}
    if not found:
        raise NoGroup
    return list(reversed(found.values()))


def only_room(ctx: Ctx) -> Room:
    """The group meant when none is named."""
    found = rooms(ctx)
    if len(found) > 1:
        raise SeveralGroups
    return found[0]


def room_of(ctx: Ctx, group: int) -> Room:
    """A chat of the group of an id; raises when the person is not in it."""
    found = next((room for room in rooms(ctx) if room.group.id == group), None)
    if found is None:
        raise NoGroup
    return found


def change(ctx: Ctx, room: Room, settings: Mapping[str, str], typed: Mapping[str, str]) -> Group:
    """Keeps the settings and tells everybody, in the group's chats, what changed."""
    check_organizer(ctx, room)
    before = room.group
    after = adjusted(before, settings, typed)
    if not changes(before, after):
        raise NothingNew
    ctx.tx.groups.keep(after)
    said = " ".join(map(ctx.words_for(after).say, changes(before, after)))
    ctx.tx.acts.note(after.id, ctx.member.id, Deed.SETTINGS, said, ctx.now)
    for one in ctx.tx.groups.rooms(after.id):
        ctx.post(one, views.announcement(before, after, ctx.member.name))
    _speak_anew(ctx, after)
    return after


def check_organizer(ctx: Ctx, room: Room) -> None:
    """Raises unless the person organizes the group."""
    if not ctx.is_organizer(room):
        raise OnlyOrganizers(group=room.group.name)


def _speak_anew(ctx: Ctx, group: Group) -> None:
    """What is still said on this event is said as the group now wants it."""
    if ctx.room is not None:
        ctx.words = ctx.words_for(group)
    else:
        ctx.words = ctx.words_to(ctx.member)
