"""Questions that look for supporters, and who supports them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.initiatives import Initiative, InitiativeId, Stage
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

initiatives = Table(
    "initiatives",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("asked", Text, nullable=False),  # JSON: the options and settings of the vote that it asks for
    Column("started_at", Instant, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("takes_up", ForeignKey("polls.id")),
    Column("poll", ForeignKey("polls.id")),  # the vote it led to
    Column("unnamed", Integer, nullable=False, server_default="0"),  # how many supported it, once that is all
    Index("ix_initiatives_group", "group", "stage"),
    sqlite_autoincrement=True,
)
supporters = Table(
    "supporters",
    metadata,
    Column("initiative", ForeignKey("initiatives.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    sqlite_with_rowid=False,
)

_put = Statement(
    insert(initiatives)
    .values(
        {
            column.name: bindparam(column.name)
            for column in initiatives.c
            if column.name not in ("id", "poll", "unnamed")
        }
    )
    .returning(initiatives.c.id)
)
_columns = [column for column in initiatives.c if column.name not in ("asked", "poll")]
_get = Statement(select(*_columns).where(initiatives.c.id == bindparam("initiative")))
_gathering = Statement(
    select(*_columns)
    .where(initiatives.c.group == bindparam("group"), initiatives.c.stage == Stage.GATHERING.value)
    .order_by(initiatives.c.id)
)
_of_vote = Statement(select(*_columns).where(initiatives.c.poll == bindparam("poll")))
_asked = Statement(select(initiatives.c.asked).where(initiatives.c.id == bindparam("initiative")))
_led_to = Statement(select(initiatives.c.poll).where(initiatives.c.id == bindparam("initiative")))
_stage = Statement(
    update(initiatives).where(initiatives.c.id == bindparam("initiative")).values(stage=bindparam("new_stage"))
)
_lead = Statement(
    update(initiatives).where(initiatives.c.id == bindparam("initiative")).values(poll=bindparam("new_poll"))
)
_any = Statement(select(initiatives.c.id).limit(1))
_of = Statement(select(supporters.c.member).where(supporters.c.initiative == bindparam("initiative")))
_support = Statement(
    insert(supporters).values(initiative=bindparam("initiative"), member=bindparam("member")).on_conflict_do_nothing()
)
_leave = Statement(
    delete(supporters).where(
        supporters.c.initiative == bindparam("initiative"), supporters.c.member == bindparam("member")
    )
)


class Initiatives:
    """Questions of people who may not open a vote alone."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def any(self) -> bool:
        """Whether anybody ever began one."""
        return _any(self._cursor).fetchone() is not None

    def put(self, fresh: Initiative, asked: Mapping[str, object]) -> Initiative:
        """Keeps a new one with its supporters; `asked` is what the vote will be opened with."""
        row = _put(
            self._cursor, group=fresh.group, author=fresh.author, title=fresh.title, body=fresh.body,
            asked=json.dumps(asked, ensure_ascii=False), started_at=micros(fresh.started_at), needed=fresh.needed,
            stage=fresh.stage.value, takes_up=fresh.takes_up,
        ).fetchone()  # fmt: skip
        kept = replace(fresh, id=InitiativeId(row[0]))
        for member in fresh.supporters:
            _support(self._cursor, initiative=kept.id, member=member)
        return kept

    def keep(self, changed: Initiative, member: MemberId | None = None) -> None:
        """Keeps its stage, and whether this person supports it."""
        _stage(self._cursor, initiative=changed.id, new_stage=changed.stage.value)
        if member is not None:
            (_support if member in changed.supporters else _leave)(self._cursor, initiative=changed.id, member=member)

    def get(self, initiative: int) -> Initiative | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, initiative=initiative).fetchone()
        return self._read(row) if row else None

    def gathering(self, group: GroupId) -> Sequence[Initiative]:
        """Those of a group that look for supporters."""
        return [self._read(row) for row in _gathering(self._cursor, group=group).fetchall()]

    def asked(self, initiative: int) -> Mapping[str, Any]:
        """What the vote will be opened with."""
        kept: Mapping[str, Any] = json.loads(_asked(self._cursor, initiative=initiative).fetchone()[0])
        return kept

    def led_to(self, initiative: int) -> int | None:
        """The vote that was opened, None before there is one."""
        row = _led_to(self._cursor, initiative=initiative).fetchone()
        return row[0] if row else None

    def lead(self, initiative: int, poll: int) -> None:
        """Notes the vote that was opened."""
        _lead(self._cursor, initiative=initiative, new_poll=poll)

    def of_vote(self, poll: int) -> Initiative | None:
        """The one that led to a vote, None when the vote was opened otherwise."""
        row = _of_vote(self._cursor, poll=poll).fetchone()
        return self._read(row) if row else None

    def _read(self, row: Sequence[Any]) -> Initiative:
        id_, group, author, title, body, started_at, needed, stage, takes_up, unnamed = row
        people = frozenset(MemberId(one[0]) for one in _of(self._cursor, initiative=id_))
        return Initiative(
            id_, group, author, title, instant(started_at), needed, body, people, Stage(stage), takes_up, unnamed
        )
