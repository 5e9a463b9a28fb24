"""The list of voters of a vote of the members: one row each, frozen when it opened, with weight and holder.

Each elector is one row, so that each voice says one thing at most: their own ballot, else what the holder of their
proxy answered for them apart, else the holder's own. No proxy adds a voice, and none is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bot.domain.electorate import Electorate
from bot.domain.members import MemberId
from bot.domain.polls import Ballots, Marks, PollId
from storage.ballots import ballots, read_marks, tallies, written_marks
from storage.cursor import Cursor
from storage.types import Statement, metadata

electors = Table(
    "electors",
    metadata,
    Column("poll", ForeignKey("polls.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("weight", Integer, nullable=False),
    Column("holder", ForeignKey("members.id")),  # who carries this voice, while its giver has not voted
    Column("marks", Text),  # what the holder answered for this giver apart
    Index("ix_electors_holder", "poll", "holder"),
    sqlite_with_rowid=False,
)

_own, _theirs = ballots.alias("own"), ballots.alias("theirs")
# "-" is a ballot whose answer was erased at the close: it still tells who took part.
_said = func.coalesce(_own.c.marks, electors.c.marks, _theirs.c.marks)
_voices = electors.outerjoin(_own, and_(_own.c.poll == electors.c.poll, _own.c.member == electors.c.member)).outerjoin(
    _theirs, and_(_theirs.c.poll == electors.c.poll, _theirs.c.member == electors.c.holder)
)
_of_poll = electors.c.poll == bindparam("poll")
_one = _of_poll & (electors.c.member == bindparam("member"))
_freeze = Statement(
    insert(electors).values({
        "poll": bindparam("poll"), "member": bindparam("member"), "weight": bindparam("weight"),
        "holder": bindparam("holder"), "marks": None,
    })
)  # fmt: skip
_get = Statement(select(electors.c.weight, electors.c.holder, electors.c.marks).where(_one))
_held = Statement(
    select(electors.c.member, electors.c.marks)
    .where(_of_poll, electors.c.holder == bindparam("holder"))
    .order_by(electors.c.member)
)
_members = Statement(select(electors.c.member).where(_of_poll).order_by(electors.c.member))
_weights = Statement(select(electors.c.member, electors.c.weight).where(_of_poll))
_drop = Statement(delete(electors).where(_one))
_same = electors.alias("same")
_hand_over = Statement(
    update(electors)
    .where(
        electors.c.member == bindparam("of_member"),
        ~exists(select(_same.c.poll).where(_same.c.poll == electors.c.poll, _same.c.member == bindparam("to"))),
    )
    .values(member=bindparam("new_member"))
)
_release = Statement(
    update(electors)
    .where(electors.c.poll == bindparam("of_poll"), electors.c.member == bindparam("of_member"))
    .values(holder=None, marks=None)
)
_apart = Statement(
    update(electors)
    .where(electors.c.poll == bindparam("of_poll"), electors.c.member == bindparam("of_member"))
    .values(marks=bindparam("new_marks"))
)
_grouped = Statement(
    select(_said, func.sum(electors.c.weight)).select_from(_voices).where(_of_poll, _said.is_not(None)).group_by(_said)
)
_turnout = Statement(
    select(func.coalesce(func.sum(electors.c.weight), 0)).select_from(_voices).where(_of_poll, _said.is_not(None))
)
_represented = Statement(
    select(func.coalesce(func.sum(electors.c.weight), 0))
    .select_from(_voices)
    .where(_of_poll, _own.c.marks.is_(None), _said.is_not(None))
)
_used = Statement(
    select(electors.c.holder, func.count())
    .select_from(_voices)
    .where(_of_poll, _own.c.marks.is_(None), _said.is_not(None))
    .group_by(electors.c.holder)
)
_by_name = Statement(
    select(electors.c.member, electors.c.holder, _own.c.marks, _said)
    .select_from(_voices)
    .where(_of_poll, _said.is_not(None))
    .order_by(electors.c.member)
)
_silent = Statement(
    select(electors.c.member)
    .select_from(_voices)
    .where(_of_poll, _said.is_(None), electors.c.member > bindparam("after"))
    .order_by(electors.c.member)
    .limit(bindparam("most"))
)
_tallied = Statement(select(tallies.c.marks, tallies.c.number).where(tallies.c.poll == bindparam("poll")))
_keep_totals = Statement(
    insert(tallies).from_select(
        ["poll", "marks", "number"],
        select(electors.c.poll, _said, func.sum(electors.c.weight))
        .select_from(_voices)
        .where(_of_poll, _said.is_not(None))
        .group_by(electors.c.poll, _said),
    )
)
_unlink_own = Statement(update(ballots).where(ballots.c.poll == bindparam("of_poll")).values(marks="-", at=0))
_unlink_apart = Statement(
    update(electors).where(electors.c.poll == bindparam("of_poll"), electors.c.marks.is_not(None)).values(marks="-")
)


@dataclass(frozen=True, slots=True)
class Elector:
    """Somebody on the list: the weight of their voice, and who carries it."""

    weight: int
    holder: MemberId | None = None
    apart: Marks | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice that says something: whose it is, who gave the answer, and the answer."""

    member: MemberId
    by: MemberId
    marks: Marks


class Electors:
    """Who may vote in the votes of the members, and what their voices say."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def freeze(self, poll: PollId, electorate: Electorate, holders: Mapping[MemberId, MemberId]) -> None:
        """Writes the list down; it never grows or shrinks."""
        for member, weight in electorate.weights.items():
            self._cursor.later(_freeze, (poll, member, weight, holders.get(member), None))

    def get(self, poll: PollId, member: MemberId) -> Elector | None:
        """Somebody on the list, None when they are not: one indexed row, never the whole list."""
        row = _get(self._cursor, poll=poll, member=member).fetchone()
        return Elector(row[0], row[1], None if row[2] is None else read_marks(row[2])) if row else None

    def members(self, poll: PollId) -> Sequence[MemberId]:
        """Everybody on the list."""
        return [MemberId(row[0]) for row in _members(self._cursor, poll=poll)]

    def weights(self, poll: PollId) -> Mapping[MemberId, int]:
        """Everybody on the list with the weight of their voice."""
        return {MemberId(member): int(weight) for member, weight in _weights(self._cursor, poll=poll)}

    def drop(self, poll: PollId, member: MemberId) -> None:
        """Somebody who is on the list twice is on it once."""
        _drop(self._cursor, poll=poll, member=member)

    def held_by(self, poll: PollId, holder: MemberId) -> Mapping[MemberId, Marks | None]:
        """The voices that somebody carries, each with what they answered for it apart."""
        rows = _held(self._cursor, poll=poll, holder=holder)
        return {MemberId(member): None if marks is None else read_marks(marks) for member, marks in rows}

    def hand_over(self, entered: MemberId, to: MemberId) -> None:
        """The place of somebody without an account on every list is of whoever they turned out to be."""
        _hand_over(self._cursor, of_member=entered, to=to, new_member=to)

    def release(self, poll: PollId, giver: MemberId) -> None:
        """The giver speaks for themselves: nobody carries their voice any more."""
        _release(self._cursor, of_poll=poll, of_member=giver)

    def answer_apart(self, poll: PollId, giver: MemberId, marks: Marks | None) -> None:
        """What the holder answers for one giver alone; None to say again what they say themselves."""
        kept = None if marks is None else written_marks(marks)
        _apart(self._cursor, of_poll=poll, of_member=giver, new_marks=kept)

    def grouped(self, poll: PollId) -> Ballots:
        """Equal answers with the weight of everybody whose voice says so."""
        kept = {read_marks(marks): int(number) for marks, number in _tallied(self._cursor, poll=poll)}
        return kept or {read_marks(marks): int(number) for marks, number in _grouped(self._cursor, poll=poll)}

    def turnout(self, poll: PollId) -> int:
        """How many voices said something, by weight."""
        return int(_turnout(self._cursor, poll=poll).fetchone()[0])

    def represented(self, poll: PollId) -> int:
        """How many of them through a holder."""
        return int(_represented(self._cursor, poll=poll).fetchone()[0])

    def most_held(self, poll: PollId) -> int:
        """The most proxies that one person used."""
        return max((int(number) for _holder, number in _used(self._cursor, poll=poll)), default=0)

    def voices(self, poll: PollId) -> Sequence[Voice]:
        """Every voice that says something, with who gave the answer."""
        return [
            Voice(MemberId(member), MemberId(member if own is not None else holder), read_marks(said))
            for member, holder, own, said in _by_name(self._cursor, poll=poll)
        ]

    def silent(self, poll: PollId, after: int = 0, most: int = 100_000) -> Sequence[MemberId]:
        """Who has not voted and for whom nobody has, from a member on."""
        return [MemberId(row[0]) for row in _silent(self._cursor, poll=poll, after=after, most=most)]

    def unlink(self, poll: PollId) -> None:
        """Keeps the totals and who took part, and erases the link between the two, for good."""
        _keep_totals(self._cursor, poll=poll)
        _unlink_own(self._cursor, of_poll=poll)
        _unlink_apart(self._cursor, of_poll=poll)
