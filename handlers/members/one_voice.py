"""Two accounts turn out to be one person, or one of them leaves again: one voice in every vote that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.address import User
from bot.domain.codes import Purpose
from bot.domain.deeds import Deed
from bot.domain.electorate import Electorate
from bot.domain.groups import GroupId
from bot.domain.linking import Answer, counted_twice, join
from bot.domain.members import Member, MemberId
from bot.domain.polls import Poll
from bot.domain.proxies import Stage
from handlers.context import Ctx, Transaction

COUNTING = ("poll", "full", "notice")  # what shows how many may vote


@dataclass(frozen=True, slots=True)
class Linked:
    """Who stays, and the numbers of the votes that they had answered with both accounts: the later answer counts."""

    member: Member
    twice: tuple[str, ...] = ()


def link(ctx: Ctx, stays: MemberId, goes: MemberId) -> Linked:
    """Both accounts are one member from now on: everything that names the one names the other, or nothing does."""
    tx, votes, shown = ctx.tx, ctx.tx.polls.every_open(), ctx.tx.showing.of(goes)
    twice = tuple(poll.number for poll in votes if _one_ballot(tx, poll, stays, goes))
    perhaps = [poll for poll in votes if _perhaps_twice(tx, poll, (stays, goes))]
    smaller = [poll for poll in votes if _counted_once(ctx, poll, stays, goes)]
    for proxy in tx.proxies.mine(goes):
        ended = proxy.follow(stays, goes, ctx.now)
        if ended.stage is Stage.LINKED:
            tx.proxies.keep(ended)
    tx.codes.retire(Purpose.LINK, goes)  # nobody is to be linked with whom there is no more
    tx.members.join(stays, goes)
    tx.mentions.join(stays, goes)
    tx.forget()
    for poll in votes:
        _speaks(ctx, poll, stays)
    counted = [f"{kind}:{poll.id}" for poll in smaller for kind in COUNTING]
    for topic in (*shown, *counted):
        ctx.refresh(topic)
    _note(ctx, stays, Deed.LINKED, smaller)
    _note(ctx, stays, Deed.PERHAPS_TWICE, perhaps)
    return Linked(tx.members.get(stays), twice)


def _one_ballot(tx: Transaction, poll: Poll, stays: MemberId, goes: MemberId) -> bool:
    """The later of two ballots counts; whether there were two."""
    joined = join(_answer(tx, poll, stays), _answer(tx, poll, goes), secrecy=poll.terms.secrecy.value)
    if joined.dropped is not None:
        tx.ballots.withdraw(poll.id, joined.dropped)
    return joined.dropped is not None


def _answer(tx: Transaction, poll: Poll, member: MemberId) -> Answer | None:
    given = tx.ballots.given(poll.id, member)
    return Answer(member, given[1]) if given else None


def _counted_once(ctx: Ctx, poll: Poll, stays: MemberId, goes: MemberId) -> bool:
    """The size of the vote counts the person once; whether it counted them twice before."""
    tx = ctx.tx
    if poll.terms.listed:
        kept, other = tx.electors.get(poll.id, stays), tx.electors.get(poll.id, goes)
        if kept is None or other is None:
            return False
        tx.electors.drop(poll.id, goes)
        left = Electorate(tx.electors.weights(poll.id)).fingerprint
        tx.polls.keep(poll.counted_once(other.weight, left))
        return True
    if {stays, goes} & tx.watchers.of(poll.id):  # the one account has no voice, the other one keeps theirs
        if not {stays, goes} <= tx.watchers.of(poll.id):
            tx.watchers.drop(poll.id, stays)
            tx.watchers.drop(poll.id, goes)
        return False
    here, there = tx.presences.of(poll.group, stays), tx.presences.of(poll.group, goes)
    if not poll.terms.binding or not counted_twice(here, there, poll.opened_at):
        return False
    tx.polls.keep(poll.counted_once())
    return True


def _speaks(ctx: Ctx, poll: Poll, member: MemberId) -> None:
    """Whoever voted, with either account, speaks for themselves: nobody carries their voice."""
    tx = ctx.tx
    elector = tx.electors.get(poll.id, member) if poll.terms.listed else None
    if elector is None or (elector.holder is not None and tx.ballots.of(poll.id, member) is None):
        return
    tx.electors.release(poll.id, member)
    for one in tx.proxies.of(poll.occasion):
        if one.giver == member:
            tx.proxies.keep(one.become(Stage.ANSWERED, ctx.now))


def _perhaps_twice(tx: Transaction, poll: Poll, both: tuple[MemberId, MemberId]) -> bool:
    """Whether only the networks' number of a group's people is known, and may count both accounts."""
    if poll.terms.listed or not poll.terms.binding:
        return False
    networks, unknown = {room.chat.network for room in tx.groups.rooms(poll.group)}, False
    for one in both:
        known = tx.presences.of(poll.group, one)
        if known and not any(presence.was_there(poll.opened_at) for presence in known):
            return False
        if not known and networks.isdisjoint(user.network for user in tx.members.accounts(one)):
            return False
        unknown = unknown or not known
    return unknown


def _note(ctx: Ctx, member: MemberId, deed: Deed, votes: Sequence[Poll]) -> None:
    """What became of the size of open votes is in the journal of their group, for everybody to read."""
    found: dict[GroupId, list[str]] = {}
    for poll in votes:
        found.setdefault(poll.group, []).append(poll.number)
    for group, numbers in found.items():
        ctx.tx.acts.note(group, member, deed, ", ".join(numbers), ctx.now)


def part(ctx: Ctx, user: User) -> Member:
    """The account is of a member of its own from now on. What was done stays with the one it leaves; it is new in the
    chats of its network, so that nobody has two voices in a vote that was open before. What it was shown and told
    alone was for the one it leaves: from now on they are, with another account of theirs, and it is not."""
    tx, before = ctx.tx, ctx.tx.members.of(user)
    assert before is not None  # one of theirs
    for topic in tx.showing.of(before.id):
        ctx.refresh(topic)
    seats = [
        (room.id, tx.seats.says(room.id, user) is not False, tx.seats.another(room.id, user))
        for room in tx.groups.rooms_of(before.id) if room.chat.network == user.network
    ]  # fmt: skip
    after = tx.members.part(user, ctx.now)
    for room, goes, stays in seats:
        if goes:
            tx.presences.joined(room, after.id, ctx.now)
        if not stays:
            tx.presences.left(room, before.id, ctx.now)
    tx.forget()
    _take_along(ctx, user, tx.members.get(before.id))
    tx.forget()
    return after


def _take_along(ctx: Ctx, left: User, member: Member) -> None:
    """Living messages, and what was still to be said, follow whoever they are for; where they stood they go away."""
    tx, taken = ctx.tx, ctx.tx.private_chats.take(left)
    for chat in tx.private_chats.of(left):
        tx.posts.unshow(chat)
    for ref in taken.shown:
        ctx.delete(ref)
    there = {chat for user in tx.members.accounts(member.id) for chat in tx.private_chats.of(user)}
    for topic in taken.topics:
        if not any(post.private and post.chat._replace(thread="") in there for post in tx.posts.of(topic)):
            ctx.show_to(topic, member, at_once=True)
    for body in taken.unsent:
        tx.outbox.put("send", body, ctx.now, chat=None, to=tx.members.accounts(member.id)[0])
