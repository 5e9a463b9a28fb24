"""What one organizer could do great harm with waits for a second one, and everybody reads that it does.

A feature declares how an act is done; whether it is done now or waits is decided here, for all of them alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.action import Action
from bot.chat.message import say
from bot.chat.text import Phrase, _, title
from bot.core.asking import yes_or_no
from bot.core.rows import Room
from bot.domain.countersigns import Countersign, needs_second
from bot.domain.deeds import Deed
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.permissions import Act
from bot.domain.roles import Role
from handlers import rights
from handlers.context import Ctx, Transaction

Perform = Callable[[Ctx, Room, str, str], None]
PERFORMS: dict[Act, Perform] = {}
ACTS: dict[Act, Phrase] = {
    Act.DEMOTE_ORGANIZER: _("taking the role of an organizer"), Act.EXCLUDE_MEMBER: _("excluding somebody"),
    Act.TAKE_VOTE: _("taking somebody’s vote away"),
    Act.IMPORT_MEMBERS: _("applying a list of members"), Act.CHANGE_ELECTORATE: _("changing who votes"),
    Act.DETACH_GROUP: _("leaving the wider group"),
}  # fmt: skip

ABOUT = (Act.DEMOTE_ORGANIZER, Act.EXCLUDE_MEMBER, Act.TAKE_VOTE)  # whose subject is the person that they are done to


@dataclass(frozen=True)
class Agree(Action, prefix="gma"):
    """A second organizer agrees to what waits."""

    number: int


@dataclass(frozen=True)
class Disagree(Action, prefix="gmd"):
    """An organizer says no to what waits, be it the one who asked: it is not done."""

    number: int


def performs(act: Act) -> Callable[[Perform], Perform]:
    """Declares how an act is done, once enough people agree: with its subject and its text."""

    def declare(run: Perform) -> Perform:
        PERFORMS[act] = run
        return run

    return declare


def organizers(tx: Transaction, group: GroupId) -> set[MemberId]:
    """Everybody known to organize a group: named by it and still there, or by the networks of its chats."""
    named = [one for one in tx.roles.of(group).holders(Role.ORGANIZER) if is_there(tx, group, one)]
    return {*named, *tx.presences.administrators(group)}


def is_there(tx: Transaction, group: GroupId, member: MemberId) -> bool:
    """Whether somebody can do anything for a group here: they have an account, and did not leave its chats."""
    places = tx.presences.of(group, member)
    return bool(tx.members.accounts(member)) and (not places or any(one.until is None for one in places))


def act_or_ask(
    ctx: Ctx, room: Room, act: Act, *asked: Phrase, whom: MemberId | None = None, text: str = ""
) -> None:  # fmt: skip
    """Does it where there is one organizer only; else asks the others, in the group's chats. `text` is what the act
    needs beside whom it is done to."""
    rights.check(ctx, room, act)
    subject = "" if whom is None else str(whom)
    if not needs_second(act, organizers(ctx.tx, room.group.id) | {ctx.member.id}):
        PERFORMS[act](ctx, room, subject, text)
        return
    number = ctx.tx.countersigns.ask(room.group.id, Countersign(act, subject, ctx.member.id, ctx.now), text)
    said = ctx.words_for(room.group).say(ACTS[act])
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.SECOND_ASKED, said, ctx.now, whom=whom)
    waits = say(
        title(asked[0]), *asked[1:], _("A second organizer must agree, within two days."),
        rows=(yes_or_no(_("Yes, I agree"), Agree(number), "agree", no=Disagree(number)),),
    )  # fmt: skip
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.post(one, waits)
    if ctx.room is None:
        ctx.reply(_("A second organizer must agree: I asked in the group’s chat."))
