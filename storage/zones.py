"""The rules of time zones by which the bot went last, and how often they became others."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from storage.cursor import Cursor
from storage.types import Statement, metadata

zone_rules = Table(
    "zone_rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", Text, nullable=False),
    Column("changes", Integer, nullable=False),
)

_row = insert(zone_rules).values(id=1, edition=bindparam("edition"), changes=0)
_note = Statement(
    _row.on_conflict_do_update(
        index_elements=["id"], set_={"edition": _row.excluded.edition, "changes": zone_rules.c.changes + 1}
    )
)
_last = Statement(select(zone_rules.c.edition, zone_rules.c.changes))


class Zones:
    """Which rules hold."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def follow(self, edition: str) -> bool:
        """These hold from now on; whether others did before."""
        row = _last(self._cursor).fetchone()
        if row is None or row[0] != edition:
            _note(self._cursor, edition=edition)
        return row is not None and row[0] != edition

    def changes(self) -> int:
        """How often they became others: whatever comes back is at other instants since, as calendars must learn."""
        row = _last(self._cursor).fetchone()
        return int(row[1]) if row else 0
