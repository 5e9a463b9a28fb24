"""Where people and groups stand in the tables, and what becomes of it when two of them turn out to be one.

This is the one place that knows every column which names a member or a group: erasing somebody asks it as well. A table
that is added with such a column must stand here too; a test walks the keys of the file and fails until it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    text,
    update,
)  # fmt: skip

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from storage.cursor import Cursor
from storage.types import Statement, metadata

_LONG = 2**61  # more than any instant: of what has not ended

Rank = Callable[[Any], ColumnElement[Any]]  # of two rows that cannot both stay, the one with the higher rank does


@dataclass(frozen=True, slots=True)
class Mention:
    """A column that names somebody. `erased`: its rows go at once when that person erases themselves.

    `rank` says which of two rows stays where there can be one for each person only; without it both stay where they
    are: what has been counted already is not changed by anybody.
    """

    erased: bool = False
    rank: Rank | None = lambda row: literal(0)


def _latest(name: str) -> Rank:
    return lambda row: row[name]


def _earliest(name: str) -> Rank:
    return lambda row: -row[name]


def _still(start: str, end: str) -> Rank:
    """Whoever is there still; of two of them, who came first."""
    return lambda row: case((row[end].is_(None), _LONG), else_=row[end]) - row[start]


def _standing(row: Any) -> ColumnElement[Any]:
    """A member before an observer before a newcomer before somebody who left."""
    order = (MemberStatus.ERASED, MemberStatus.LEFT, MemberStatus.NEWCOMER, MemberStatus.OBSERVER, MemberStatus.MEMBER)
    return case(*((row["status"] == one.value, place) for place, one in enumerate(order)), else_=0)


def _further(row: Any) -> ColumnElement[Any]:
    """The welcome that came to its end, else the one that moved last."""
    return case((row["ended_at"].is_not(None), _LONG), else_=row["moved_at"])


MOVES = Mention()
GOES = Mention(erased=True)
NOBODY = Mention(rank=None)  # names somebody who has no account, and never will

MEMBERS: Mapping[str, Mention] = {
    "accounts.member": GOES, "acts.by": MOVES, "acts.whom": MOVES,
    "aid.author": MOVES, "aid_helpers.member": Mention(rank=_latest("at")), "aid_matches.told": MOVES,
    "aid_notes.sender": MOVES, "aid_notes.to": MOVES,
    "attendances.member": Mention(rank=_still("arrived_at", "left_at")), "attendances.by": MOVES,
    "ballots.member": Mention(rank=None), "charters.by": MOVES,
    "code_tries.member": Mention(erased=True, rank=_latest("wrong")), "codes.by": MOVES,
    "countersigns.asked_by": GOES, "crew.member": Mention(rank=_earliest("since")), "duties.member": MOVES,
    "electors.member": Mention(rank=None), "electors.holder": MOVES, "erasures.member": NOBODY,
    "feeds.member": Mention(erased=True, rank=_latest("since")), "greeted.member": GOES, "initiatives.author": MOVES,
    "mandates.member": Mention(erased=True, rank=_earliest("since")), "mandates.by": MOVES,
    "memberships.member": Mention(rank=_standing), "minutes.published_by": MOVES, "moves.by": MOVES,
    "notices.member": Mention(rank=_latest("wanted")), "offices.member": MOVES,
    "operators.member": Mention(erased=True, rank=_earliest("at")), "pairings.by": GOES,
    "papers.entered_by": MOVES, "papers.confirmed_by": MOVES, "paths.member": Mention(erased=True, rank=_further),
    "paths.buddy": MOVES, "plenaries.author": MOVES, "points.author": MOVES, "polls.author": MOVES,
    "polls.closed_by": MOVES, "presences.member": Mention(erased=True, rank=_still("since", "until")),
    "projects.author": MOVES, "proxies.giver": MOVES, "proxies.holder": MOVES, "questions.author": MOVES,
    "records.author": MOVES, "reminders.author": MOVES,
    "requests.member": Mention(erased=True, rank=_latest("asked_at")), "series.author": MOVES,
    "rsvps.member": Mention(erased=True, rank=_latest("at")), "sayers.member": Mention(rank=_latest("number")),
    "sayings.member": MOVES, "supporters.member": MOVES, "swaps.giver": MOVES, "swaps.taker": MOVES,
    "talks.member": Mention(erased=True, rank=_latest("expires_at")), "tasks.member": MOVES, "trusts.by": MOVES,
    "turns.member": Mention(erased=True, rank=_earliest("at")), "undos.member": GOES,
    "watchers.member": Mention(erased=True), "welcome_texts.by": MOVES,
}  # fmt: skip

# Whether it comes along when a chat's own group goes into the group of another chat. What stays behind is there again
# when the chat leaves; a group that has any of what is refused there does not go into another one.
GROUPS: Mapping[str, bool] = {
    "acts.group": True, "aid.group": True, "aid_words.group": True, "charters.group": False,
    "countersigns.group": False, "decisions.group": False, "feeds.group": False, "greeted.group": True,
    "greetings.group": True, "initiatives.group": True, "journeys.born_in": False, "mandates.group": False,
    "memberships.group": False, "moves.origin": False, "moves.to": False, "pairings.group": False, "paths.group": True,
    "plenaries.group": False, "points.group": True, "polls.group": True, "projects.group": False,
    "questions.group": True, "reminders.group": True, "rooms.group": True, "series.group": False, "tasks.group": False,
    "welcome_dates.group": False, "welcome_texts.group": False, "welcomes.group": False,
}  # fmt: skip


def naming(what: str) -> Iterator[Column[Any]]:
    """Every column of the file that is a key of a table."""
    for table in metadata.sorted_tables:
        yield from (one for one in table.c if any(key.target_fullname == f"{what}.id" for key in one.foreign_keys))


def _column(name: str) -> tuple[Table, Column[Any]]:
    table, _dot, column = name.partition(".")
    return metadata.tables[table], metadata.tables[table].c[column]


def erasing() -> Iterator[Statement]:
    """What takes away at once what is only there for a person; each takes `member`."""
    for name, mention in MEMBERS.items():
        if mention.erased:
            table, column = _column(name)
            yield Statement(delete(table).where(column == bindparam("member")))


class Mentions:
    """Two people, or two groups, turn out to be one."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def join(self, stays: MemberId, goes: MemberId) -> None:
        """Everything that names the one names the other from now on."""
        for statement in _joining():
            statement(self._cursor, stays=stays, goes=goes, of=goes)
        for statement in _aftermath():
            statement(self._cursor, member=stays)

    def move(self, group: GroupId, to: GroupId) -> None:
        """What comes along with a group that goes into another one; what both have, stays where it is."""
        for statement in _moving():
            statement(self._cursor, stays=to, goes=group)


@cache
def _joining() -> tuple[Statement, ...]:
    """Takes the rows away that cannot both stay, then moves the others. Jobs name people in their payload."""
    found = [one for name, mention in MEMBERS.items() for one in _of(*_column(name), mention)]
    jobs = metadata.tables["jobs"]
    named = func.json_extract(jobs.c.payload, "$.member")
    moved = func.json_set(jobs.c.payload, "$.member", bindparam("stays"))
    return (
        *map(Statement, found), Statement(update(jobs).where(named == bindparam("goes")).values(payload=moved)),
    )  # fmt: skip


def _of(table: Table, column: Column[Any], mention: Mention) -> Iterator[Any]:
    rank = mention.rank
    if rank is not None:
        for key in _keys(table, column):
            other = table.alias("other")
            same = [other.c[name] == table.c[name] for name in key if name != column.name]
            theirs, mine = other.c[column.name], table.c[column.name]
            better = rank(other.c) > rank(table.c)
            yield delete(table).where(
                mine == bindparam("stays"), exists(select(theirs).where(theirs == bindparam("goes"), *same, better))
            )
            yield delete(table).where(
                mine == bindparam("goes"), exists(select(theirs).where(theirs == bindparam("stays"), *same))
            )
    if mention is not NOBODY:
        yield _over(table, column)


def _over(table: Table, column: Column[Any]) -> Any:
    where = column == bindparam("goes")
    return update(table).prefix_with("OR IGNORE").where(where).values({column.name: bindparam("stays")})


def _keys(table: Table, column: Column[Any]) -> Iterator[tuple[str, ...]]:
    """What there is one row of only, as far as the column has its part in it."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for constraint in (table.primary_key, *unique):
        names = tuple(one.name for one in constraint.columns)
        if column.name in names:
            yield names


# The evening's summary of what came along is the other group's now, and is told once.
_JOBS = (
    "UPDATE jobs SET payload = json_set(payload, '$.group', :stays) "
    "WHERE json_extract(payload, '$.group') = :goes AND kind = 'aid.digest'",
    "DELETE FROM jobs WHERE json_extract(payload, '$.group') = :stays AND kind = 'aid.digest' AND id NOT IN "
    "(SELECT min(id) FROM jobs WHERE kind = 'aid.digest' GROUP BY json(payload))",
)


@cache
def _moving() -> tuple[Statement, ...]:
    """Moves the rows, and the jobs that are about them."""
    tables = (Statement(_over(*_column(name))) for name, along in GROUPS.items() if along)
    return (*tables, *(Statement(text(sql)) for sql in _JOBS))


# What both were to be told is told once. Nobody is a buddy of their own, helps themselves, carries their own voice, or
# confirms what they entered.
_SELF = (
    "DELETE FROM jobs WHERE json_extract(payload, '$.member') = :member AND id NOT IN (SELECT min(id) FROM jobs "
    "GROUP BY kind, json(payload))",
    'UPDATE paths SET buddy = NULL, buddy_at = NULL WHERE buddy = :member AND member = :member',
    'DELETE FROM aid_helpers WHERE member = :member AND item IN (SELECT id FROM aid WHERE author = :member)',
    'UPDATE electors SET holder = NULL, marks = NULL WHERE member = :member AND holder = :member '
    "AND poll IN (SELECT id FROM polls WHERE status = 'open')",
    'UPDATE papers SET confirmed_by = NULL WHERE entered_by = :member AND confirmed_by = :member '
    "AND poll IN (SELECT id FROM polls WHERE status = 'open')",
)  # fmt: skip


@cache
def _aftermath() -> tuple[Statement, ...]:
    return tuple(Statement(text(sql)) for sql in _SELF)
