"""Who has a voice: asked by votes, meetings, initiatives, roles and the menu, so that all of them say the same.

Where the members vote the list that was frozen at the opening tells. Where whoever is there votes, it is those who were
in the chats, but for those whom the group wrote down as observers, or as gone.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.charter import Charter
from bot.domain.departures import Departure, Fate, fate
from bot.domain.electorate import Condition, NotOnTheList, barred, why_not
from bot.domain.errors import Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.polls import Poll
from handlers.context import Ctx, Transaction
from handlers.rooms import today

# now


def refusal(tx: Transaction, group: Group, member: MemberId, on: date) -> Refused | None:
    """Why somebody has no voice in a group that day, whoever votes there: an observer, or gone."""
    return barred(tx.memberships.get(group.id, member), on)


def voiceless(tx: Transaction, group: Group, on: date) -> frozenset[MemberId]:
    """Those who have none that day, of the people known to be in its chats."""
    found = {one.member for one in tx.memberships.apart(group.id) if barred(one, on) is not None}
    return frozenset(found.intersection(tx.presences.members(group.id))) if found else frozenset()


def may_vote_today(tx: Transaction, group: Group, member: MemberId, now: datetime) -> bool:
    """Whether somebody would have a voice in a vote that opens now; where whoever is there votes, being there."""
    if group.charter.members_vote:
        written = tx.memberships.get(group.id, member)
        return written is not None and Condition.of(group.charter).why_not(written, today(group, now)) is None
    there = any(one.was_there(now) for one in tx.presences.of(group.id, member))
    return there and refusal(tx, group, member, today(group, now)) is None


# in a vote


def freeze(tx: Transaction, poll: Poll, group: Group, now: datetime) -> None:
    """Who has none is written down with a vote of whoever is there, as its size leaves them out."""
    tx.watchers.freeze(poll.id, voiceless(tx, group, today(group, now)))


def check(tx: Transaction, poll: Poll, member: MemberId, now: datetime) -> None:
    """Raises unless somebody has a voice in it, as far as what was frozen tells: the list, or who had none. A poll asks
    everybody for advice."""
    if poll.terms.listed:
        _check_listed(tx, poll, member, now)
    elif poll.terms.binding and member in tx.watchers.of(poll.id):
        group = tx.groups.get(poll.group)
        raise refusal(tx, group, member, today(group, now)) or NotOnTheList()


def _check_listed(tx: Transaction, poll: Poll, member: MemberId, now: datetime) -> None:
    """On the list, and still a member where the charter judges that at the close too."""
    if tx.electors.get(poll.id, member) is None:
        raise _reason(tx, poll, member)
    charter = tx.charters.get(poll.group, poll.terms.charter)
    if charter is not None and charter.judged_at_close:
        gone = why_not(tx.memberships.mine(member), Condition(), today(tx.groups.get(poll.group), now))
        if gone is not None and not fate_of(poll, charter).may_vote:
            raise gone


def fate_of(poll: Poll, charter: Charter) -> Fate:
    """What the end of a membership changes in a vote of the members."""
    return fate(
        Departure.MEMBERSHIP, electorate="members", secrecy=poll.terms.secrecy.value,
        judged_at_close=charter.judged_at_close,
    )  # fmt: skip


def _reason(tx: Transaction, poll: Poll, member: MemberId) -> Refused:
    """Why somebody is not on the list."""
    group = tx.groups.get(poll.group)
    charter = tx.charters.get(poll.group, poll.terms.charter) or group.charter
    known = [one for one in tx.memberships.mine(member) if one.group == poll.group]
    return why_not(known, Condition.of(charter), today(group, poll.opened_at)) or NotOnTheList()


def may_answer(ctx: Ctx, poll: Poll) -> bool:
    """Whether an answer of the person would count, as far as it is known without asking a network."""
    known = tuple(ctx.tx.presences.of(poll.group, ctx.member.id))
    try:
        check(ctx.tx, poll, ctx.member.id, ctx.now)
        if known and not poll.terms.listed:
            poll.check_elector(known, ctx.now)
    except Refused:
        return False
    return True
