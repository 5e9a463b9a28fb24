"""Who comes, as far as what they said holds; and how far a convocation goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.adapter import Can
from bot.chat.text import Phrase, Words
from bot.core.context import Context
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from bot.domain.names import told_apart
from bot.domain.plenaries import Answer, Plenary, lawful_until
from bot.domain.proxies import Proxy
from handlers import meetings
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import reminding_views, views

APART = timedelta(hours=2)  # plenaries of one group that are nearer to each other are one too many
COMES = (Answer.YES, Answer.VIDEO)


def said(tx: Transaction, plenary: Plenary, *, accepted: bool = False) -> Mapping[MemberId, Answer]:
    """What everybody said. Whoever lends their voice has said nothing once nobody carries it any more; where it must be
    `accepted`, neither as long as nobody agreed to."""
    lent = {one.giver for one in tx.proxies.of(plenary.occasion) if one.counts or not accepted}
    answers = tx.meetings.answers(plenary.id)
    return {one: answer for one, answer in answers.items() if answer is not Answer.PROXY or one in lent}


def said_by(tx: Transaction, plenary: Plenary, member: MemberId, *, accepted: bool = False) -> Answer | None:
    """The same of one person."""
    answer = tx.meetings.answer_of(plenary.id, member)
    if answer is not Answer.PROXY:
        return answer
    lent = lent_by(tx, plenary, member)
    return answer if lent is not None and (lent.counts or not accepted) else None


def lent_by(tx: Transaction, plenary: Plenary, member: MemberId) -> Proxy | None:
    """The proxy that somebody offered or gave for it, and that has not ended."""
    return next((one for one in tx.proxies.of(plenary.occasion) if one.giver == member), None)


def counted(tx: Transaction, plenary: Plenary, group: Group) -> tuple[tuple[Answer, ...], int]:
    """The answers of those who are convened and have a voice, and how many come besides. Whoever belongs to the group
    no more is neither."""
    answers = said(tx, plenary)
    if not answers:
        return (), 0
    deciding = meetings.deciding(tx, group)
    others = [one for one, answer in answers.items() if one not in deciding and answer in COMES]
    guests = sum(1 for one in others if is_guest(tx, group, one))
    return tuple(answer for one, answer in answers.items() if one in deciding), guests


def is_guest(tx: Transaction, group: Group, member: MemberId) -> bool:
    """Of somebody without a voice: whether they are there all the same, as an observer or in a chat."""
    known = tx.memberships.get(group.id, member)
    if known is not None:
        return known.status in (MemberStatus.NEWCOMER, MemberStatus.OBSERVER)
    return member in tx.presences.members(group.id)


def has_left(tx: Transaction, group: Group, member: MemberId) -> bool:
    """Whether somebody was a member and is not any more."""
    known = tx.memberships.get(group.id, member)
    return known is not None and known.status in (MemberStatus.LEFT, MemberStatus.ERASED)


# who is convened, and reached


@dataclass(frozen=True, slots=True)
class Reach:
    """Who was reached, and how: in private by network, only through the group's chat, or not at all. `unlisted` are in
    the chat and not on the list, so nobody convenes them."""

    networks: Mapping[str, int]
    in_group: tuple[str, ...]
    on_paper: tuple[str, ...]
    unlisted: tuple[str, ...] = ()

    @property
    def in_private(self) -> int:
        return sum(self.networks.values())

    @property
    def is_whole(self) -> bool:
        """Whether everybody known is told in private."""
        return not (self.in_group or self.on_paper or self.unlisted)


def reach(work: Job, plenary: Plenary) -> Reach:
    """As far as we know now. Where a bot may not write first, only an opened private chat is sure."""
    tx, group = work.tx, work.tx.groups.get(plenary.group)
    people, besides = meetings.invited(tx, group), _unlisted(tx, group)
    names = told_apart({one: tx.members.get(one).name for one in (*people, *besides)})
    networks: dict[str, int] = {}
    in_group, on_paper = [], []
    for one in people:
        accounts = tx.members.accounts(one)
        if not accounts:
            on_paper.append(names[one])
        elif tx.members.has_open_door(accounts[0]) or _writes_first(work, accounts[0].network):
            networks[accounts[0].network] = networks.get(accounts[0].network, 0) + 1
        else:
            in_group.append(names[one])
    return Reach(networks, tuple(in_group), tuple(on_paper), tuple(names[one] for one in besides))


def _writes_first(work: Job, network: str) -> bool:
    return isinstance(work, Context) and work.chat.network == network and Can.DM in work.can


def _unlisted(tx: Transaction, group: Group) -> Sequence[MemberId]:
    if not group.charter.members_vote:
        return ()
    convened = frozenset(meetings.invited(tx, group))
    there = (one for one in sorted(tx.presences.members(group.id)) if one not in convened)
    return [one for one in there if not has_left(tx, group, one)]


def told(work: Job, plenary: Plenary) -> Phrase:
    """How far what is sent to everybody really goes."""
    found = reach(work, plenary)
    return views.told(plenary, found.in_private, len(found.in_group), len(found.on_paper))


def answered(ctx: Ctx, plenary: Plenary, answer: Answer, group: Group) -> Phrase:
    """What somebody reads who said so: that they come although they lent their voice, or as a guest, is told."""
    if answer in COMES:
        lent = lent_by(ctx.tx, plenary, ctx.member.id)
        if lent is not None and lent.counts:
            return views.comes_over_proxy(plenary, ctx.tx.members.get(lent.holder).name)
        if ctx.member.id not in meetings.deciding(ctx.tx, group):
            return views.COMES_AS_GUEST
    return views.ANSWERED[answer]


def rests(work: Job, plenary: Plenary, group: Group) -> Sequence[Words]:
    """What becomes of a convocation that is sent now, for those who are in their quiet hours."""
    until = lawful_until(plenary, group.charter.notice_days, work.now)
    found = [work.leaves(work.tx.members.get(one), group, before=until) for one in meetings.invited(work.tx, group)]
    return reminding_views.rests(sum(one.due is not None for one in found), sum(one.softly for one in found))


def near(tx: Transaction, plenary: Plenary) -> list[Plenary]:
    """What else its group has within two hours: nobody is at both."""
    others = (one for one in tx.plenaries.of(plenary.group) if one.id != plenary.id)
    to_come = (one for one in others if one.is_prepared or one.is_to_come or one.is_open)
    return [one for one in to_come if abs(one.start - plenary.start) < APART]
