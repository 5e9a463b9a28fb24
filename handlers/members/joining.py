"""Whoever was written down before they had an account: an organizer says that somebody who came is that person.

Never by the name alone: two people may have the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.message import Button, button
from bot.chat.text import _
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.roles import Roles
from handlers import rights
from handlers.context import Ctx
from handlers.members import people, views
from handlers.members.actions import SamePerson
from handlers.members.feature import members

MOST = 4  # pairs offered by a button


class HasAnAccount(Refused):
    says = N_("{name} has an account already, so nobody else can be this person.")


class NoAccount(Refused):
    says = N_("{name} has no account that I know. Whoever it is writes /menu in the chat first.")


def pairs(ctx: Ctx, room: Room) -> Sequence[Button]:
    """A button for each person on the list without an account whose whole name somebody who came has."""
    tx, group, found = ctx.tx, room.group.id, []
    names = people.names(tx, group)
    listed = {one.member for one in tx.memberships.of_group(group) if one.status is not MemberStatus.LEFT}
    new = names.keys() - listed
    came = {fold(names[member]): member for member in new if tx.members.accounts(member)}
    for member in sorted(listed & names.keys()):
        account = came.get(fold(names[member]))
        if account is not None and not tx.members.accounts(member):
            said = _("{name} has come: the same person", name=names[member])
            found.append(button(said, SamePerson(group, member, account), "même personne", "same"))
    return found[:MOST]


@members.button(SamePerson)
def same_person(ctx: Ctx, press: SamePerson) -> None:
    join(ctx, people.room_of(ctx, press.group), MemberId(press.entered), MemberId(press.account))


def join(ctx: Ctx, room: Room, entered: MemberId, account: MemberId) -> None:
    """What the group wrote down of the one is of the other from now on."""
    rights.check(ctx, room, Act.WRITE_MEMBERSHIPS)
    tx, group, names = ctx.tx, room.group.id, people.names(ctx.tx, room.group.id)
    if entered not in names or account not in names or tx.memberships.get(group, entered) is None:
        raise people.NobodyOfThatName(text=f"#{entered}", group=room.group.name)
    if tx.members.accounts(entered):
        raise HasAnAccount(name=names[entered])
    if not tx.members.accounts(account):
        raise NoAccount(name=names[account])
    tx.memberships.hand_over(group, entered, account)
    tx.electors.hand_over(entered, account)
    roles = tx.roles.of(group)
    if roles.of(entered):
        moved = (replace(one, member=account) if one.member == entered else one for one in roles.mandates)
        tx.roles.keep(group, Roles(tuple({(one.member, one.role): one for one in moved}.values())))
    tx.acts.note(group, ctx.member.id, Deed.MEMBER_FOUND, "", ctx.now, whom=account)
    written = tx.memberships.get(group, account)
    assert written is not None  # handed over just now
    ctx.private(views.written(names[account], written, room.group))
