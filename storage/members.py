"""Members and their accounts. One person is one member; today each has one account, and the tables allow several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Person, User
from bot.domain.members import Member, MemberId
from bot.domain.names import ERASED
from bot.domain.quiet import USUAL, Quiet
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

REMEMBERED = 20_000  # members

members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=""),
    Column("hint", Text, nullable=False, server_default=""),
    Column("muted", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("zone", Text, nullable=False, server_default=""),
    Column("quiet", Text, nullable=False, server_default=""),
    Column("returned_at", Instant),  # came back after erasing an account whose ballot still waits to be counted
    Column("erased_at", Instant),
    Column("disturbed_on", Text, nullable=False, server_default=""),  # the day for which the next one counts
    Column("disturbed", Integer, nullable=False, server_default="0"),
    Column("linked_to", Integer),  # a member: two accounts turned out to be one person, and this one went into it
    sqlite_autoincrement=True,  # an old button never means somebody else
)
accounts = Table(
    "accounts",
    metadata,
    Column("network", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("member", ForeignKey("members.id"), nullable=False),
    Column("door", Integer, nullable=False, server_default="0"),
    Column("names", Integer, nullable=False, server_default="1"),  # whether the member is called as this account is
    Index("ix_accounts_member", "member"),
    sqlite_with_rowid=False,
)

_columns = (
    members.c.id, members.c.name, members.c.language, members.c.hint, members.c.muted, members.c.zone, members.c.quiet,
    members.c.erased_at,
)  # fmt: skip
_of = Statement(
    select(*_columns, accounts.c.names)
    .join_from(accounts, members, accounts.c.member == members.c.id)
    .where(accounts.c.network == bindparam("network"), accounts.c.user == bindparam("user"))
)
_get = Statement(select(*_columns).where(members.c.id == bindparam("member")))
_ever = Statement(select(*_columns).order_by(members.c.id))
_all = Statement(select(*_columns).where(members.c.linked_to.is_(None)).order_by(members.c.id))
_create = Statement(
    insert(members)
    .values(
        name=bindparam("name"), hint=bindparam("hint"), created_at=bindparam("at"), language="", muted=0,
        returned_at=bindparam("returned_at"),
    )
    .returning(members.c.id)
)  # fmt: skip
# With its number, so that nobody has to ask for it: many are written together.
_enter = Statement(
    insert(members).values(
        id=bindparam("id"), name=bindparam("name"), created_at=bindparam("created_at"), language="", hint="", muted=0
    )
)  # fmt: skip
_link = Statement(
    insert(accounts).values(network=bindparam("network"), user=bindparam("user"), member=bindparam("member"))
)
_rename = Statement(
    update(members)
    .where(members.c.id == bindparam("member"))
    .values(name=bindparam("new_name"), hint=bindparam("new_hint"))
)
# What is told to somebody alone goes to the first one: where the bot may write, and where it has known them longest.
_accounts = Statement(
    select(accounts.c.network, accounts.c.user)
    .where(accounts.c.member == bindparam("member"))
    .order_by(accounts.c.door.desc(), accounts.c.names.desc(), accounts.c.network, accounts.c.user)
)
_settle = Statement(
    update(members)
    .where(members.c.id == bindparam("member"))
    .values(
        language=bindparam("new_language"), muted=bindparam("new_muted"), zone=bindparam("new_zone"),
        quiet=bindparam("new_quiet"),
    )
)  # fmt: skip
_account = (accounts.c.network == bindparam("of_network")) & (accounts.c.user == bindparam("of_user"))
_door = Statement(update(accounts).where(_account).values(door=bindparam("new_door")))
_is_open = Statement(select(accounts.c.door).where(_account))
_disturbed = Statement(
    select(members.c.disturbed).where(members.c.id == bindparam("member"), members.c.disturbed_on == bindparam("day"))
)
_disturb = Statement(
    update(members)
    .where(members.c.id == bindparam("of_member"))
    .values(disturbed_on=bindparam("new_day"), disturbed=bindparam("number"))
)
_met = Statement(select(members.c.id, members.c.created_at).where(members.c.linked_to.is_(None)))
_other, _others = members.alias("other"), accounts.alias("others")
_met_at = Statement(select(members.c.created_at).where(members.c.id == bindparam("member")))
_count = Statement(select(func.count()).select_from(members).where(members.c.linked_to.is_(None)))
_any_linked = Statement(select(members.c.id).where(members.c.linked_to.is_not(None)).limit(1))
_second = Statement(update(accounts).where(accounts.c.member == bindparam("of_member")).values(names=0))
_part = Statement(update(accounts).where(_account).values(member=bindparam("new_member"), names=1))
_first = Statement(
    update(accounts)
    .where(
        accounts.c.member == bindparam("of_member"),
        ~exists(
            select(_others.c.user).where(_others.c.member == bindparam("same_member"), _others.c.names == 1)
        ),
    )
    .values(names=1)
)  # fmt: skip
# What the one that stays never chose is as the other one chose it.
_chosen = Statement(
    update(members)
    .where(members.c.id == bindparam("of_member"))
    .values(
        {
            name: func.coalesce(
                func.nullif(members.c[name], ""),
                select(_other.c[name]).where(_other.c.id == bindparam("other")).scalar_subquery(),
            )
            for name in ("language", "zone", "quiet")
        }
    )
)
_link_to = Statement(
    update(members)
    .where((members.c.id == bindparam("of_member")) | (members.c.linked_to == bindparam("also_of")))
    .values(linked_to=bindparam("to"))
)


class Members:
    """Everybody the bot has met. The ones heard of lately are remembered: only the one writer changes them."""

    def __init__(self, cursor: Cursor, came_back: Callable[[User], bool] = lambda user: False) -> None:
        self._cursor = cursor
        self._came_back = came_back
        self._remembered: dict[User, Member] = {}
        self._second: set[User] = set()  # of those remembered, the ones after which their member is not called
        self._open: set[User] = set()

    def forget(self) -> None:
        """Reads everything anew: something was changed or rolled back."""
        self._remembered.clear()
        self._second.clear()
        self._open.clear()

    def known(self, person: Person, now: datetime) -> Member:
        """The member behind an account, met now if never before; the network's name and language are kept current."""
        member = self.of(person.user)
        if member is None:
            return self._meet(person, now)
        name, hint = person.name or member.name, person.language or member.hint
        if (name, hint) == (member.name, member.hint) or person.user in self._second:
            return member
        self.forget()
        _rename(self._cursor, member=member.id, new_name=name, new_hint=hint)
        return replace(member, name=name, hint=hint)

    def of(self, user: User) -> Member | None:
        """The member behind an account, None when never met."""
        known = self._remembered.get(user)
        if known is None:
            row = _of(self._cursor, network=user.network, user=user.id).fetchone()
            if row is None:
                return None
            if len(self._remembered) >= REMEMBERED:
                self.forget()
            *person, names = row
            if not names:
                self._second.add(user)
            known = self._remembered[user] = _member(tuple(person))
        return known

    def get(self, member: MemberId) -> Member:
        """The member of an id; KeyError when there is none."""
        row = _get(self._cursor, member=member).fetchone()
        if row is None:
            raise KeyError(member)
        return _member(row)

    def all(self) -> Sequence[Member]:
        """Everybody, in the order in which they were met."""
        return [_member(row) for row in _all(self._cursor)]

    def ever(self) -> Sequence[Member]:
        """Everybody, and those of before who turned out to be one of them: what was counted names these still."""
        return [_member(row) for row in _ever(self._cursor)]

    def met(self) -> Mapping[MemberId, datetime]:
        """Since when the bot knows everybody."""
        return {MemberId(row[0]): instant(row[1]) for row in _met(self._cursor)}

    def met_at(self, member: MemberId) -> datetime:
        """Since when the bot knows somebody."""
        return instant(_met_at(self._cursor, member=member).fetchone()[0])

    def accounts(self, member: MemberId) -> Sequence[User]:
        """The accounts of a member."""
        return [User(*row) for row in _accounts(self._cursor, member=member)]

    def is_first(self, user: User) -> bool:
        """Whether the account is one that its member was met by, and was not linked to it later."""
        return self.of(user) is not None and user not in self._second

    def join(self, stays: MemberId, goes: MemberId) -> None:
        """Two of them turned out to be one person: what the one that stays never chose is as the other chose it. Their
        accounts move with everything else that names them (`storage/mentions.py`)."""
        _second(self._cursor, of_member=goes)
        _chosen(self._cursor, of_member=stays, other=goes)
        _link_to(self._cursor, of_member=goes, also_of=goes, to=stays)

    def part(self, user: User, now: datetime) -> Member:
        """The account is of a member of its own from now on, who is called as it calls itself."""
        before = self.of(user)
        assert before is not None  # it leaves somebody
        row = _create(self._cursor, name=before.name, hint=before.hint, at=micros(now), returned_at=None).fetchone()
        _part(self._cursor, of_network=user.network, of_user=user.id, new_member=row[0])
        _first(self._cursor, of_member=before.id, same_member=before.id)
        after = Member(
            MemberId(row[0]), before.name, before.language, before.hint, before.muted, before.zone, before.quiet
        )
        self.keep(after)
        return after

    def open_door(self, user: User) -> None:
        """The account wrote in private: the bot may write to it."""
        if not self.has_open_door(user):
            _door(self._cursor, of_network=user.network, of_user=user.id, new_door=1)

    def shut_door(self, user: User) -> None:
        """The network did not let the bot write to the account."""
        self._open.discard(user)
        _door(self._cursor, of_network=user.network, of_user=user.id, new_door=0)

    def has_open_door(self, user: User) -> bool:
        """Whether the bot may write to the account, as far as we know."""
        if user in self._open:
            return True
        row = _is_open(self._cursor, of_network=user.network, of_user=user.id).fetchone()
        if row is None or not row[0]:
            return False
        if len(self._open) >= REMEMBERED:
            self._open.clear()
        self._open.add(user)
        return True

    def keep(self, member: Member) -> None:
        """Keeps what the person chose: language, reminders, quiet hours."""
        self.forget()
        _settle(
            self._cursor, member=member.id, new_language=member.language, new_muted=int(member.muted),
            new_zone=member.zone, new_quiet=_written(member.quiet),
        )  # fmt: skip

    def disturbed(self, member: MemberId, day: date) -> int:
        """How many messages that they did not ask for somebody got on a day of theirs."""
        row = _disturbed(self._cursor, member=member, day=day.isoformat()).fetchone()
        return int(row[0]) if row else 0

    def disturb(self, member: MemberId, day: date) -> None:
        """One more."""
        number = self.disturbed(member, day) + 1
        _disturb(self._cursor, of_member=member, new_day=day.isoformat(), number=number)

    def enter(self, name: str, now: datetime) -> Member:
        """Somebody whom a group wrote down, and who has no account."""
        row = _create(self._cursor, name=name, hint="", at=micros(now), returned_at=None).fetchone()
        return Member(MemberId(row[0]), name)

    def enter_all(self, names: Sequence[str], now: datetime) -> Sequence[MemberId]:
        """The same for many, in their order."""
        row = self._cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'members'").fetchone()
        first, at = (row[0] if row else 0) + 1, micros(now)
        numbered = enumerate(names, first)
        _enter.many(self._cursor, ({"id": id_, "name": name, "created_at": at} for id_, name in numbered))
        return [MemberId(first + place) for place in range(len(names))]

    def any_linked(self) -> bool:
        """Whether two accounts ever turned out to be one person."""
        return _any_linked(self._cursor).fetchone() is not None

    def count(self) -> int:
        """How many there are."""
        return int(_count(self._cursor).fetchone()[0])

    def _meet(self, person: Person, now: datetime) -> Member:
        name = person.name or person.user.id
        returned_at = micros(now) if self._came_back(person.user) else None
        row = _create(
            self._cursor, name=name, hint=person.language, at=micros(now), returned_at=returned_at
        ).fetchone()  # fmt: skip
        _link(self._cursor, network=person.user.network, user=person.user.id, member=row[0])
        return Member(MemberId(row[0]), name, "", person.language)


def _member(row: tuple[Any, ...]) -> Member:
    id_, name, language, hint, muted, zone, quiet, erased_at = row
    shown = name if erased_at is None else ERASED
    return Member(MemberId(id_), shown, language, hint, bool(muted), zone, _quiet(quiet))


def _written(quiet: Quiet) -> str:
    return "" if quiet == USUAL else f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"


def _quiet(text: str) -> Quiet:
    if not text:
        return USUAL
    start, _sep, end = text.partition("-")
    return Quiet(time.fromisoformat(start), time.fromisoformat(end))
