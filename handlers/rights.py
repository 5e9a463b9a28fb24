"""What somebody is in a group, and whether that lets them do something: the table of permissions, asked."""

from __future__ import annotations

from collections.abc import Collection

from bot.chat.text import Phrase, _
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.memberships import MemberStatus
from bot.domain.permissions import Act, Part, may, who
from handlers.context import Ctx

PARTS: dict[Part, Phrase] = {
    Part.PRESENT: _("whoever is in its chat"), Part.OBSERVER: _("observers"), Part.MEMBER: _("its members"),
    Part.FORMER: _("those who left it"), Part.OPERATOR: _("whoever runs the bot"),
    Part.ELECTOR: _("those who may vote"), Part.AUTHOR: _("the author"), Part.HOLDER: _("the proxy’s holder"),
    Part.CONCERNED: _("the person themselves"),
    Part.ORGANIZER: _("organizers"), Part.TREASURER: _("the treasurer"), Part.WELCOMER: _("welcomers"),
    Part.SECRETARY: _("the secretary"), Part.CHAIR: _("the chair"),
}  # fmt: skip


STANDING = {
    MemberStatus.MEMBER: Part.MEMBER, MemberStatus.OBSERVER: Part.OBSERVER, MemberStatus.LEFT: Part.FORMER,
}  # fmt: skip


class OnlyThese(Refused):
    says = N_("Only {parts} can do that in {group}. To see who they are: /settings roles")


def parts(ctx: Ctx, room: Room) -> set[Part]:
    """Everything that the person is in a group, but for organizing its chat, which the network may have to be asked."""
    group, me = room.group.id, ctx.member.id
    found = {Part.ANYBODY}
    if any(one.was_there(ctx.now) for one in ctx.tx.presences.of(group, me)) or (ctx.room and ctx.place.closed):
        found.add(Part.PRESENT)
    written = ctx.tx.memberships.get(group, me)
    if written is not None and written.status in STANDING:
        found.add(STANDING[written.status])
    return found | {Part(role) for role in ctx.tx.roles.of(group).of(me) if role in {part.value for part in Part}}


def can(ctx: Ctx, room: Room, act: Act, also: Collection[Part] = ()) -> bool:
    """Whether the person may do it; `also` is what they are towards the thing itself."""
    charter = room.group.charter
    return may(act, {*parts(ctx, room), *also}, charter) or (
        Part.ORGANIZER in who(act, charter) and ctx.is_organizer(room)
    )


def check(ctx: Ctx, room: Room, act: Act) -> None:
    """Raises, naming who may, unless the person may do it."""
    if not can(ctx, room, act):
        allowed = who(act, room.group.charter)
        raise OnlyThese(group=room.group.name, parts=tuple(said for part, said in PARTS.items() if part in allowed))
