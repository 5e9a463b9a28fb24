"""What one organizer could do great harm with: it waits for a second one, and everybody reads that it does."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.ports import Room
from bot.domain.countersigns import Countersign, NotAnOrganizer, needs_second
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.permissions import Act
from bot.domain.roles import Role
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.members import people, views
from handlers.members.actions import Agree
from handlers.members.feature import members

Perform = Callable[[Ctx, Room, str, str], None]
PERFORMS: dict[Act, Perform] = {}


class NothingWaits(Refused):
    says = N_("That was done already, or nobody agreed in time. To see who organizes the group: /settings roles")


def performs(act: Act) -> Callable[[Perform], Perform]:
    """Declares how an act is done, once enough people agree: with its subject and its text."""

    def declare(run: Perform) -> Perform:
        PERFORMS[act] = run
        return run

    return declare


def organizers(tx: Transaction, group: GroupId) -> set[MemberId]:
    """Everybody known to organize a group: named by it, or by the networks of its chats."""
    return {*tx.roles.of(group).holders(Role.ORGANIZER), *tx.presences.administrators(group)}


def act_or_ask(ctx: Ctx, room: Room, act: Act, subject: str, text: str = "") -> None:
    """Does it where there is one organizer only; else asks the others, in the group's chats."""
    rights.check(ctx, room, act)
    known = organizers(ctx.tx, room.group.id) | {ctx.member.id}
    if not needs_second(act, known):
        PERFORMS[act](ctx, room, subject, text)
        return
    asked = Countersign(act, subject, ctx.member.id, ctx.now)
    number = ctx.tx.countersigns.ask(room.group.id, asked, text)
    person = MemberId(int(subject)) if subject else None
    whom = ctx.tx.members.get(person).name if person is not None else ""
    said = ctx.words_for(room.group).say(views.ACTS[act])
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.SECOND_ASKED, said, ctx.now, whom=person)
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.post(one, views.waits(act, number, ctx.member.name, whom))
    if ctx.room is None:
        ctx.reply(views.asked_second())


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
