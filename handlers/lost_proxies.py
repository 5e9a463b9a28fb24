"""A proxy that does not count any more ends, and both read so at once, and why, while something can still be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.message import say
from bot.chat.text import Line, Phrase, _, many, note
from bot.domain.electorate import Condition, snapshot
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.plenaries import Plenary
from bot.domain.polls import Poll
from bot.domain.proxies import Book, Cap, Proxy, Stage
from handlers import meetings
from handlers.context import Job, Transaction
from handlers.rooms import today


def next_book(tx: Transaction, group: Group, now: datetime) -> Book:
    """The proxies for the next vote of a group, with those who may vote today: nobody where its members do not."""
    condition, occasion = Condition.of(group.charter), next_vote(group)
    listed = group.charter.members_vote
    electors = snapshot(tx.memberships.of_group(group.id), condition, today(group, now)) if listed else ()
    return Book(occasion, electors, Cap.read(group.charter.proxies), tuple(tx.proxies.of(occasion)))


def next_vote(group: Group) -> str:
    """The occasion of a proxy given before the vote has a number."""
    return f"next:{group.id}"


# they end


def in_vote(work: Job, poll: Poll, book: Book, ended: Iterable[Proxy]) -> None:
    """A vote opened, and found them void: they end with it."""
    for one in ended:
        work.tx.proxies.keep(replace(one, occasion=poll.occasion))
        _tell(work, one, book, InVote(poll), work.tx.groups.get(poll.group))


def in_plenary(work: Job, plenary: Plenary) -> None:
    """The sign-in opens, or a vote of the meeting: what is void now ends. Nothing changes while a vote is open."""
    group = work.tx.groups.get(plenary.group)
    _end(work, plenary_book(work.tx, plenary, group), AtPlenary(plenary), group)


def of_member(work: Job, group: Group, member: MemberId) -> None:
    """Somebody is a member no more: what they lent and were to carry ends, where it is not for an open vote."""
    _end(work, next_book(work.tx, group, work.now), InNextVote(group), group, member)
    for plenary in work.tx.plenaries.of(group.id):
        if (plenary.is_to_come or plenary.is_open) and meetings.open_vote(work.tx, plenary) is None:
            _end(work, plenary_book(work.tx, plenary, group), AtPlenary(plenary), group, member)


def plenary_book(tx: Transaction, plenary: Plenary, group: Group) -> Book:
    """The proxies for a plenary, with those who may vote on its day: nobody where its members do not."""
    return meetings.book(tx, plenary, meetings.roll(tx, group, plenary))


def _end(work: Job, book: Book, where: Where, group: Group, of: MemberId | None = None) -> None:
    for one in book.settle(now=work.now).ended:
        if of in (None, one.giver, one.holder):
            work.tx.proxies.keep(one)
            _tell(work, one, book, where, group)
            for topic in where.topics:
                work.refresh(topic)


def _tell(work: Job, one: Proxy, book: Book, where: Where, group: Group) -> None:
    giver, holder = work.tx.members.get(one.giver), work.tx.members.get(one.holder)
    votes = one.giver in book.electors or not book.electors
    can_act = votes if isinstance(where, InVote) else one.giver in book.electors and book.cap.allows_any
    hint = (note(where.hint),) if can_act else ()
    # In a vote that is open, or a meeting under way, the morning would be too late to answer for oneself.
    now = isinstance(where, InVote) or (isinstance(where, AtPlenary) and where.plenary.is_open)
    lent = say(where.given(holder.name), why(one, book, one.giver, holder.name), *hint)
    work.tell(giver, lent, group, at_once=now)
    work.tell(holder, say(where.held(giver.name), why(one, book, one.holder, giver.name)), group, at_once=now)


# in words


def why(one: Proxy, book: Book, reader: MemberId, other: str) -> Phrase:
    """Why an ended proxy does not count, to its giver or its holder; `other` is the name of the other one."""
    match one.stage:
        case Stage.NO_VOICE if not book.electors:
            return _("Nobody carries another person’s voice there.")
        case Stage.NO_VOICE:
            lacking = one.holder if one.giver in book.electors else one.giver
            return _("You have no voice there.") if lacking == reader else _("{name} has no voice there.", name=other)
        case Stage.OVER_CAP if not book.cap.allows_any:
            return _("The charter allows no proxies any more.")
        case Stage.OVER_CAP:
            most = book.cap.most(len(book.electors)) or 0
            return many("The charter lets a person carry {n} proxy at most.",
                        "The charter lets a person carry {n} proxies at most.", most)  # fmt: skip
        case Stage.LAPSED:
            return _("It was for a vote that opens before {until}.", until=one.until)
    return _("Two accounts turned out to be one person: a voice is lent once, and without a chain.")


@dataclass(frozen=True, slots=True)
class InVote:
    """In a vote that has opened."""

    poll: Poll
    topics = ()  # its card is drawn with the vote

    def given(self, holder: str) -> Phrase:
        """Its giver reads it."""
        return _("{holder} does not carry your voice in vote {number}.", holder=holder, number=self.poll.number)

    def held(self, giver: str) -> Phrase:
        """Its holder reads it."""
        return _("You do not carry the voice of {giver} in vote {number}.", giver=giver, number=self.poll.number)

    @property
    def hint(self) -> Phrase:
        """What its giver can do."""
        return _("Your own answer counts: /vote {number}", number=self.poll.number)


@dataclass(frozen=True, slots=True)
class InNextVote:
    """In the vote that opens next."""

    group: Group
    topics = ()  # nothing shows it yet

    def given(self, holder: str) -> Phrase:
        """Its giver reads it."""
        return _("{holder} does not carry your voice in the next vote of {group} any more.", holder=holder,
                 group=self.group.name)  # fmt: skip

    def held(self, giver: str) -> Phrase:
        """Its holder reads it."""
        return _("You do not carry the voice of {giver} in the next vote of {group} any more.", giver=giver,
                 group=self.group.name)  # fmt: skip

    @property
    def hint(self) -> Phrase:
        """What its giver can do."""
        return _("To lend it to somebody else: /proxy")


@dataclass(frozen=True, slots=True)
class AtPlenary:
    """At a plenary that is to come or under way."""

    plenary: Plenary

    def given(self, holder: str) -> Phrase:
        """Its giver reads it."""
        return _("{holder} does not carry your voice at plenary {number} any more.", holder=holder,
                 number=self.plenary.number)  # fmt: skip

    def held(self, giver: str) -> Phrase:
        """Its holder reads it."""
        return _("You do not carry the voice of {giver} at plenary {number} any more.", giver=giver,
                 number=self.plenary.number)  # fmt: skip

    @property
    def hint(self) -> Phrase:
        """What its giver can do."""
        return _("To lend it to somebody else: /proxy plenary {number}", number=self.plenary.number)

    @property
    def topics(self) -> tuple[str, ...]:
        """The live quorum counts those who are represented."""
        return f"signin:{self.plenary.id}", f"panel:{self.plenary.id}"


Where = InVote | InNextVote | AtPlenary


def as_it_is(one: Proxy, book: Book, reader: MemberId, other: str, now: datetime) -> Line | None:
    """What is to be read of an accepted proxy that would not count if it were asked for now; None where it would."""
    ended = next((lost for lost in book.settle(now=now).ended if lost.id == one.id), None)
    if ended is None:
        return None
    return note(_("As it is now it would not count. {why}", why=why(ended, book, reader, other)))
