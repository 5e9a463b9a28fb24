"""The last organizer leaves the chat, or no longer administers it: all are told, and one of them gives the role."""

from __future__ import annotations

from bot.chat.events import Left, RoleChanged
from bot.chat.message import Message, say
from bot.chat.text import Phrase, _
from bot.core.asks import Ask, Missing, Question
from bot.core.context import BELIEVED
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from handlers.context import Ctx
from handlers.countersigns import is_there, organizers
from handlers.members.feature import members
from handlers.rooms import today
from handlers.voices import voiceless

ASKED = 20  # people of whom the network is asked at most whether they organize


class FromOneToAnother(Refused):
    says = N_(
        "While nobody organizes {group}, one of those who may vote there gives the role to another one who is there. "
        "For example: /settings role give organizer | Bruno"
    )


@members.on(Left)
def leave(ctx: Ctx, event: Left) -> None:
    """Nothing is said where somebody else is known to organize: named by the group, or by the chat's network."""
    group = ctx.group
    if not ctx.organized or organizers(ctx.tx, group.id) or _is_in(ctx, group):
        return
    _tell(ctx, group, told(ctx.member.name, group))
    ctx.tell(ctx.member, told_leaver(group), group)


@members.on(RoleChanged)
def demoted(ctx: Ctx, event: RoleChanged) -> None:
    """Whoever administered the chat no longer does, and is still there."""
    group = ctx.group
    if event.organizer or not ctx.organized or organizers(ctx.tx, group.id):
        return
    _tell(ctx, group, told(ctx.member.name, group, stays=True))
    ctx.tell(ctx.member, told_demoted(group), group)


def _tell(ctx: Ctx, group: Group, message: Message) -> None:
    """To everybody, and in the journal."""
    ctx.tx.acts.note(group.id, ctx.member.id, Deed.UNORGANIZED, "", ctx.now)
    for one in ctx.tx.groups.rooms(group.id):
        ctx.post(one, message)


def _is_in(ctx: Ctx, group: Group) -> bool:
    """Whether they are still there, in another chat of the group."""
    return any(one.was_there(ctx.now) for one in ctx.tx.presences.of(group.id, ctx.member.id))


def told(name: str, group: Group, *, stays: bool = False) -> Message:
    """To the group; in a political one it names nobody."""
    if stays:
        left = _("Whoever organized this group no longer administers its chat.") if group.political else _(
            "{name}, who organized this group, no longer administers its chat.", name=name
        )  # fmt: skip
    else:
        left = _("Whoever organized this group has left.") if group.political else _(
            "{name}, who organized this group, has left.", name=name
        )  # fmt: skip
    return say(
        _("{left} As far as I know nobody organizes it now.", left=left),
        _("Whoever administers or moderates this chat organizes it too. If nobody does, one of those who may "
          "vote here can give the role to another, for example: /settings role give organizer | Bruno"),
    )  # fmt: skip


def told_leaver(group: Group) -> Phrase:
    """To whoever left."""
    return _("You left {group}, and as far as I know nobody organizes it now. I told the others how one of them gets "
             "the role. If you come back, a role that the group gave you is still yours.",
             group=group.name)  # fmt: skip


def told_demoted(group: Group) -> Phrase:
    """To whoever lost their rights in the chat."""
    return _("You no longer administer the chat of {group}, and as far as I know nobody organizes it now. I told the "
             "others how one of them gets the role.", group=group.name)  # fmt: skip


def is_left_alone(ctx: Ctx, room: Room) -> bool:
    """Whether its last organizer left and nobody organizes it since; of the people we know there, the networks are
    asked first whether one of them does."""
    tx, group = ctx.tx, room.group.id
    if organizers(tx, group) or not tx.acts.tells(group, Deed.UNORGANIZED):
        return False
    asks = [
        Ask(Question.IS_ORGANIZER, one.chat, user)
        for one in tx.groups.rooms(group) for member in tx.presences.members(group)[:ASKED]
        for user in tx.members.accounts(member)
        if user.network == one.chat.network and tx.presences.is_organizer(one.id, member, ctx.now - BELIEVED) is None
    ]  # fmt: skip
    if asks:
        raise Missing(*asks)
    return True


def takes_over(ctx: Ctx, room: Room, whom: MemberId) -> bool:
    """Whether the person may give the role of an organizer although they have none: where nobody is left who could, and
    to somebody else, so that it takes two; raises where it is not theirs, or not for the one they name."""
    if not is_left_alone(ctx, room):
        return False
    ctx.prove_presence()
    able, me = _able(ctx, room), ctx.member.id
    if not {me, whom} <= able or (whom == me and len(able) > 1):
        raise FromOneToAnother(group=room.group.name)
    return True


def _able(ctx: Ctx, room: Room) -> set[MemberId]:
    """Who is there and votes: its members where they do; where none of them is left, whoever is there but observes."""
    tx, group = ctx.tx, room.group.id
    written = tx.memberships.of_group(group)
    listed = {one.member for one in written if one.status is MemberStatus.MEMBER and is_there(tx, group, one.member)}
    if room.group.charter.members_vote and listed:
        return listed
    return set(tx.presences.members(group)) - voiceless(tx, room.group, today(room.group, ctx.now))
