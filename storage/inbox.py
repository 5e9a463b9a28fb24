"""Which events were taken: what makes a redelivered event harmless, and a deadly one harmless the third time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from storage.cursor import Cursor
from storage.types import Instant, Statement, metadata, micros

inbox = Table(
    "inbox",
    metadata,
    Column("network", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)
attempts = Table(
    "attempts",
    metadata,
    Column("network", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("parked", Integer, nullable=False, server_default="0"),
)

_first = Statement(
    insert(inbox)
    .values(network=bindparam("network"), event=bindparam("event"), at=bindparam("at"))
    .on_conflict_do_nothing()
)
_expected = func.json_each(bindparam("events")).table_valued("value")
_taken = Statement(
    select(inbox.c.event).where(inbox.c.network == bindparam("network"), inbox.c.event.in_(select(_expected.c.value)))
)
_one = (inbox.c.network == bindparam("network")) & (inbox.c.event == bindparam("event"))
_forget = Statement(delete(inbox).where(_one))
_purge = Statement(delete(inbox).where(inbox.c.at < bindparam("before")))
_try = insert(attempts).values(
    network=bindparam("network"), event=bindparam("event"), at=bindparam("at"), tries=bindparam("first_tries"), kind="",
    parked=0,
)  # fmt: skip
_trying = Statement(select(attempts.c.event).where(attempts.c.parked == 0).limit(1))
_tries = Statement(
    select(attempts.c.tries).where(attempts.c.network == bindparam("network"), attempts.c.event == bindparam("event"))
)
_survived = Statement(
    delete(attempts).where(
        attempts.c.network == bindparam("network"), attempts.c.event == bindparam("event"), attempts.c.parked == 0
    )
)
_attempt = Statement(
    _try.on_conflict_do_update(index_elements=["network", "event"], set_={"tries": attempts.c.tries + 1}).returning(
        attempts.c.tries
    )
)
_park = Statement(
    _try.on_conflict_do_update(index_elements=["network", "event"], set_={"parked": 1, "kind": bindparam("event_kind")})
)


class Inbox:
    """The events of every network."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._new: set[tuple[str, str]] = set()

    def expect(self, events: Iterable[tuple[str, str]]) -> None:
        """These (network, event) come next: which were taken before is asked once for all of them."""
        of: dict[str, list[str]] = {}
        for network, event in events:
            of.setdefault(network, []).append(event)
        for network, ids in of.items():
            taken = {row[0] for row in _taken(self._cursor, network=network, events=json.dumps(ids))}
            self._new.update((network, event) for event in ids if event not in taken)

    def starts(self) -> None:
        """A new transaction: nothing is expected."""
        self._new.clear()

    def first(self, network: str, event: str, now: datetime) -> bool:
        """Takes note of the event; False when it was taken before."""
        if (network, event) in self._new:
            self._new.remove((network, event))
            self._cursor.later(_first, (network, event, micros(now)))
            return True
        return _first(self._cursor, network=network, event=event, at=micros(now)).rowcount == 1

    def forget(self, network: str, event: str) -> None:
        """As if the event had not come: it will run again."""
        _forget(self._cursor, network=network, event=event)

    def trying(self) -> bool:
        """Whether an event was being tried when the process ended."""
        return _trying(self._cursor).fetchone() is not None

    def tries(self, network: str, event: str) -> int:
        """How often the event was tried and the process did not live through it."""
        row = _tries(self._cursor, network=network, event=event).fetchone()
        return int(row[0]) if row else 0

    def attempt(self, network: str, event: str, now: datetime, deaths: int) -> int:
        """How often the event was tried, this time included; one never tried begins after so many `deaths`."""
        row = _attempt(self._cursor, network=network, event=event, at=micros(now), first_tries=deaths + 1).fetchone()
        return int(row[0])

    def survived(self, network: str, event: str) -> None:
        """The process lived through the event: its tries are forgotten."""
        _survived(self._cursor, network=network, event=event)

    def park(self, network: str, event: str, kind: str, now: datetime) -> None:
        """Sets the event aside: it counts as taken and is kept for the operator."""
        self.first(network, event, now)
        _park(self._cursor, network=network, event=event, event_kind=kind, at=micros(now), first_tries=0)

    def purge(self, before: datetime) -> int:
        """Forgets the events taken before an instant; how many. No network redelivers that late."""
        return _purge(self._cursor, before=micros(before)).rowcount
