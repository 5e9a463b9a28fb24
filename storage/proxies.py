"""Proxies: who lends their voice to whom, for which occasion, and how each ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.members import MemberId
from bot.domain.proxies import Proxy, ProxyId, Stage
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

proxies = Table(
    "proxies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occasion", Text, nullable=False, index=True),  # "next:3" (the next vote of a group), "vote:41"
    Column("giver", ForeignKey("members.id"), nullable=False),
    Column("holder", ForeignKey("members.id"), nullable=False),
    Column("offered_at", Instant, nullable=False),
    Column("stage", Text, nullable=False),
    Column("since", Instant),
    Column("until", Instant),
    Index("ix_proxies_giver", "giver"),
    Index("ix_proxies_holder", "holder"),
)

_columns = list(proxies.c)
_put = Statement(
    insert(proxies)
    .values({column.name: bindparam(column.name) for column in proxies.c if column.name != "id"})
    .returning(proxies.c.id)
)
_keep = Statement(
    update(proxies)
    .where(proxies.c.id == bindparam("proxy"))
    .values(occasion=bindparam("new_occasion"), stage=bindparam("new_stage"), since=bindparam("new_since"))
)
_get = Statement(select(*_columns).where(proxies.c.id == bindparam("proxy")))
_alive = or_(proxies.c.stage == Stage.OFFERED.value, proxies.c.stage == Stage.ACCEPTED.value)
_of = Statement(select(*_columns).where(proxies.c.occasion == bindparam("occasion"), _alive).order_by(proxies.c.id))
_any_answered = Statement(select(proxies.c.id).where(proxies.c.since.is_not(None)).limit(1))
_mine = Statement(
    select(*_columns)
    .where(or_(proxies.c.giver == bindparam("member"), proxies.c.holder == bindparam("member")), _alive)
    .order_by(proxies.c.id)
)


class Proxies:
    """Every proxy ever offered; the ones that have ended are kept with how."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def offer(self, proxy: Proxy) -> Proxy:
        """A new one, under its number."""
        row = _put(
            self._cursor, occasion=proxy.occasion, giver=proxy.giver, holder=proxy.holder,
            offered_at=micros(proxy.offered_at), stage=proxy.stage.value, since=None,
            until=None if proxy.until is None else micros(proxy.until),
        ).fetchone()  # fmt: skip
        return replace(proxy, id=ProxyId(row[0]))

    def keep(self, proxy: Proxy) -> None:
        """Keeps where it stands now."""
        since = None if proxy.since is None else micros(proxy.since)
        _keep(self._cursor, proxy=proxy.id, new_occasion=proxy.occasion, new_stage=proxy.stage.value, new_since=since)

    def get(self, proxy: int) -> Proxy | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, proxy=proxy).fetchone()
        return _proxy(row) if row else None

    def of(self, occasion: str) -> Sequence[Proxy]:
        """Those offered or accepted for an occasion, in the order in which they were offered."""
        return [_proxy(row) for row in _of(self._cursor, occasion=occasion)]

    def any_answered(self) -> bool:
        """Whether anybody ever said yes or no to one."""
        return _any_answered(self._cursor).fetchone() is not None

    def mine(self, member: MemberId) -> Sequence[Proxy]:
        """Those that somebody gave, was offered or holds, and that have not ended."""
        return [_proxy(row) for row in _mine(self._cursor, member=member)]


def _proxy(row: tuple[Any, ...]) -> Proxy:
    id_, occasion, giver, holder, offered_at, stage, since, until = row
    return Proxy(
        ProxyId(id_), occasion, MemberId(giver), MemberId(holder), instant(offered_at), Stage(stage),
        maybe_instant(since), maybe_instant(until),
    )  # fmt: skip
