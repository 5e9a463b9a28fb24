"""The list of voters of a vote of the members: frozen when it opens, read at each answer, judged at the close."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.chat.text import Phrase, _
from bot.domain.electorate import Condition, Electorate, snapshot
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.polls import Poll, Terms
from bot.domain.proxies import Book, Cap, Stage
from handlers import lost_proxies, voices
from handlers.context import Job, Transaction
from handlers.rooms import today


class NobodyListed(Refused):
    says = N_(
        "The charter lets the members vote, and no member is written down who may. Write down who is one first, or "
        "let everybody in the chat vote: /settings electorate=group"
    )


# at the opening


def roll(tx: Transaction, group: Group, now: datetime) -> Electorate | None:
    """Who may vote in a vote that opens now; None where whoever is in the chats does."""
    if not group.charter.members_vote:
        return None
    found = snapshot(tx.memberships.of_group(group.id), Condition.of(group.charter), today(group, now))
    if not len(found):
        raise NobodyListed
    return found


def listed(terms: Terms, electorate: Electorate | None) -> Terms:
    """The terms with the list of voters, where there is one."""
    if electorate is None:
        return terms
    return replace(terms, listed=electorate.fingerprint, electors=len(electorate))


def freeze(work: Job, poll: Poll, electorate: Electorate | None) -> None:
    """Writes the list down, with the proxies given for this vote; each holder is told whose voice they carry, and of a
    proxy that does not count both are told. Where whoever is there votes, those who have no voice are written down."""
    if not poll.terms.binding:
        return
    group = work.tx.groups.get(poll.group)
    waiting = tuple(work.tx.proxies.of(lost_proxies.next_vote(group)))
    book = Book(poll.topic, electorate or (), Cap.read(group.charter.proxies), waiting)
    settled = book.settle(now=work.now)
    lost_proxies.in_vote(work, poll, book, settled.ended)
    if electorate is None:
        voices.freeze(work.tx, poll, group, work.now)
        return
    ended = {one.id for one in settled.ended}
    for one in waiting:
        if one.counts and one.id not in ended:
            work.tx.proxies.keep(replace(one, occasion=poll.occasion))
    work.tx.electors.freeze(poll.id, electorate, settled.holders)
    for holder, held in Counter(settled.holders.values()).items():
        reader, is_now = work.tx.members.get(holder), bool(poll.terms.meeting)
        work.tell(reader, _carried(poll, held), group, before=poll.closes_at, at_once=is_now)


def _carried(poll: Poll, held: int) -> Phrase:
    """To whoever carries voices beside their own."""
    if held == 1:
        return _(
            "In vote {number} you also carry another person’s voice. Your answer counts for both, unless you answer "
            "apart for them or they vote themselves.", number=poll.number,
        )  # fmt: skip
    return _(
        "In vote {number} you also carry the voices of {n} people. Your answer counts for all, unless you answer "
        "apart for them or they vote themselves.", number=poll.number, n=held,
    )  # fmt: skip


def give_back(work: Job, poll: Poll) -> None:
    """The vote ends without a result: the proxies given for it are for the next one again."""
    if poll.terms.listed:
        again = lost_proxies.next_vote(work.tx.groups.get(poll.group))
        for one in work.tx.proxies.of(poll.occasion):
            work.tx.proxies.keep(replace(one, occasion=again))


# while it is open


def speaks(work: Job, poll: Poll, member: MemberId) -> None:
    """Whoever votes speaks for themselves: the proxy they gave ends."""
    elector = work.tx.electors.get(poll.id, member)
    if elector is None or elector.holder is None:
        return
    work.tx.electors.release(poll.id, member)
    for one in work.tx.proxies.of(poll.occasion):
        if one.giver == member:
            work.tx.proxies.keep(one.become(Stage.ANSWERED, work.now))


def carried(tx: Transaction, poll: Poll, holder: MemberId) -> dict[MemberId, str]:
    """The names of those whose voice somebody carries, told apart."""
    if not poll.terms.listed:
        return {}
    return told_apart({giver: tx.members.get(giver).name for giver in tx.electors.held_by(poll.id, holder)})


# at the close


def judge(work: Job, poll: Poll) -> None:
    """Where the charter judges at the close as well, the ballots of those who are members no more do not stand."""
    charter = work.tx.charters.get(poll.group, poll.terms.charter) if poll.terms.listed else None
    if charter is None or not charter.judged_at_close or voices.fate_of(poll, charter).ballot_stands:
        return
    day = today(work.tx.groups.get(poll.group), work.now)
    still = {one.member for one in work.tx.memberships.of_group(poll.group) if one.is_member(day)}
    for member in work.tx.electors.members(poll.id):
        if member not in still:
            work.tx.electors.release(poll.id, member)
            work.tx.ballots.withdraw(poll.id, member)
