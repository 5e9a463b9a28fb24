"""What is done for newcomers: a path begun, kept and ended, a buddy found and told, somebody let in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.adapter import Can
from bot.chat.text import _
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.permissions import Act
from bot.domain.places import near
from bot.domain.retention import Kind as Kept
from bot.domain.retention import goes_at
from bot.domain.roles import Role
from bot.domain.welcome import Path, in_turn
from bot.domain.welcome_texts import Kind, WelcomeText
from handlers import disturbing, rights
from handlers.context import Ctx, Job, Transaction
from handlers.rooms import UnknownGroup, my_rooms, today
from handlers.welcome import views

MOST_NEAR = 5  # groups proposed
EXAMPLE = _("/welcome")


class PathGone(Refused):
    says = N_("This welcome is over, or it was forgotten. To begin anew: /welcome")


class NotYourNewcomer(Refused):
    says = N_("Somebody else welcomes this person now, so there is nothing to do for you. Who is waiting: /welcome")


class NobodyElse(Refused):
    says = N_(
        "There is nobody else to pass on to in {group}. An organizer names more welcomers: "
        "/settings role give welcomer | Bruno"
    )


# whose


def mine(ctx: Ctx, number: int) -> Path:
    """The path of a number, when it is the person's own."""
    path = ctx.tx.paths.get(number)
    if path is None or path.member != ctx.member.id:
        raise PathGone
    return path


def of_buddy(ctx: Ctx, number: int) -> Path:
    """The path of a number, when the person is its buddy."""
    path = ctx.tx.paths.get(number)
    if path is None or path.buddy != ctx.member.id:
        raise NotYourNewcomer
    return path


def welcomed(ctx: Ctx, group: int) -> Room:
    """A chat of a group that the person welcomes people into; raises, naming who may, when they do not."""
    room = ctx.room if ctx.room is not None and ctx.room.group.id == group else None
    found = room or next((one for one in my_rooms(ctx) if one.group.id == group), None)
    if found is None:
        raise UnknownGroup(example=EXAMPLE)
    rights.check(ctx, found, Act.WELCOME)
    return found


# the path


def begin(ctx: Ctx, group: GroupId) -> Path:
    """The person's path into a group, as it stands; only who came after the bot is written down as a newcomer."""
    tx, me = ctx.tx, ctx.member.id
    path = tx.paths.begin(group, me, ctx.now)
    asked = any(one.group == group for one in tx.requests.mine(me))
    if (asked or tx.greetings.is_new(group, me)) and tx.memberships.get(group, me) is None:
        tx.memberships.keep(Membership(me, group))
    if path.moved_at == ctx.now:
        keep(ctx, path)
    return path


def keep(work: Job, path: Path) -> None:
    """Keeps where it stands, and plans when it is forgotten unless it goes on."""
    work.tx.paths.keep(path)
    due = goes_at(Kept.ONBOARDING, path.moved_at)
    assert due is not None  # the table of retention keeps it for days
    work.plan(f"path:{path.id}", "welcome.forget", due, path=path.id)


def finish(ctx: Ctx, path: Path, charter: int) -> Path:
    """The charter is accepted: a buddy, a place among the members, and the door of the chat."""
    done = path.accept(charter, ctx.now)
    keep(ctx, done)
    done = meet(ctx, done)
    group = ctx.tx.groups.get(path.group)
    written = ctx.tx.memberships.get(group.id, path.member)
    # Where whoever is in the chat votes, nobody has to write them down; elsewhere people admit people.
    if written is not None and written.status is MemberStatus.NEWCOMER and not group.charter.members_vote:
        ctx.tx.memberships.keep(written.join(today(group, ctx.now)))
    let_in(ctx, done)
    return done


def let_in(ctx: Ctx, path: Path) -> bool:
    """Into every chat of the group where they asked; False when they wait nowhere."""
    waiting = [one for one in ctx.tx.requests.mine(path.member) if one.group == path.group]
    for one in waiting:
        ctx.admit(one.chat, one.user)
        ctx.tx.requests.done(one.room, one.member)
    return bool(waiting)


# the buddy


def welcomers(tx: Transaction, group: GroupId) -> tuple[MemberId, ...]:
    """Who welcomes: those whom the group named, or the nearest wider one that named some; else the organizers."""
    for one in (group, *tx.groups.tree().above(group)):
        named = tuple(who for who in tx.roles.of(one).holders(Role.WELCOMER) if _is_there(tx, one, who))
        if named:
            return named
    organizers = (*tx.roles.of(group).holders(Role.ORGANIZER), *tx.presences.administrators(group))
    return tuple(dict.fromkeys(organizers))


def _is_there(tx: Transaction, group: GroupId, member: MemberId) -> bool:
    """Whether they have an account, and have not gone from the group's chats."""
    seen = tx.presences.of(group, member)
    return bool(tx.members.accounts(member)) and (not seen or any(one.until is None for one in seen))


def meet(ctx: Ctx, path: Path) -> Path:
    """The path with a buddy, who is told; as it was where it has one, or nobody welcomes."""
    return path if path.buddy is not None else _next(ctx, path) or path


def pass_on(ctx: Ctx, path: Path) -> Path:
    """With the next buddy."""
    found = _next(ctx, path)
    if found is None:
        raise NobodyElse(group=ctx.tx.groups.get(path.group).name)
    return found


def _next(ctx: Ctx, path: Path) -> Path | None:
    asked = welcomers(ctx.tx, path.group)
    without = {path.member, *path.passed} | ({path.buddy} if path.buddy is not None else set())
    # Where nobody may be written to first, whoever never opened a private chat would not hear of it.
    deaf = {one for one in asked if Can.DM not in ctx.can and not _hears(ctx.tx, one)}
    served = ctx.tx.paths.served(path.group)
    buddy = in_turn(asked, served, without | deaf) or in_turn(asked, served, without)
    if buddy is None:
        return None
    found = path.meet(buddy, ctx.now)
    ctx.tx.paths.keep(found)
    tell_buddy(ctx, found)
    return found


def _hears(tx: Transaction, member: MemberId) -> bool:
    return any(tx.members.has_open_door(account) for account in tx.members.accounts(member))


def tell_buddy(work: Job, path: Path) -> None:
    """At once, or when their quiet hours are over."""
    if path.buddy is None:
        return
    group, buddy = work.tx.groups.get(path.group), work.tx.members.get(path.buddy)
    heard = disturbing.quiet_over(work, buddy, group)
    if heard == work.now:
        work.tell(buddy, views.to_buddy(path, work.tx.members.get(path.member).name, group.name), group)
    else:
        work.plan(f"buddy:{path.id}", "welcome.tell", heard, path=path.id)


# what is told


def text(tx: Transaction, group: Group, kind: Kind, language: str) -> WelcomeText | None:
    """What the group wrote, for a reader."""
    return tx.welcomes.current(group.id, kind, language, group.language)


def near_by(tx: Transaction, path: Path) -> Sequence[str]:
    """The groups of the same tree that are near where the person says they live; of another tree nothing is told."""
    if not path.area:
        return ()
    tree, places = tx.groups.tree(), tx.welcomes.places()
    top = (tree.above(path.group) or (path.group,))[-1]
    known = {one: tx.groups.get(one).name for one in {top, *tree.below(top)}}
    found = near(path.area, {one: (name, *places.get(one, ())) for one, name in known.items()})
    return [known[one] for one in found[:MOST_NEAR]]
