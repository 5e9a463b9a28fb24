"""Signs of life: a heartbeat, and the times in which there was none. They tell whether people could vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Integer, Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.outages import NOTICED, Outage
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

heartbeat = Table("heartbeat", metadata, Column("id", Integer, primary_key=True), Column("at", Instant, nullable=False))
outages = Table(
    "outages",
    metadata,
    Column("since", Instant, primary_key=True),
    Column("until", Instant, nullable=False, index=True),
)

_beat_row = insert(heartbeat).values(id=1, at=bindparam("at"))
_beat = Statement(_beat_row.on_conflict_do_update(index_elements=["id"], set_={"at": _beat_row.excluded.at}))
_last = Statement(select(heartbeat.c.at))
_put = Statement(insert(outages).values(since=bindparam("since"), until=bindparam("until")).on_conflict_do_nothing())
_after = Statement(
    select(outages.c.since, outages.c.until).where(outages.c.until > bindparam("after")).order_by(outages.c.since)
)


class Life:
    """When the bot was there."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def beat(self, real: datetime, now: datetime) -> None:
        """The bot is there. `real` is the machine's time, which tells how long it was away; a clock moved by hand is no
        outage, so what was noticed is kept in the bot's own time."""
        row = _last(self._cursor).fetchone()
        gap = real - instant(row[0]) if row else None
        if gap is not None and gap >= NOTICED:
            _put(self._cursor, since=micros(now - gap), until=micros(now))
        _beat(self._cursor, at=micros(real))

    def began(self) -> bool:
        """Whether the bot ever was there."""
        return _last(self._cursor).fetchone() is not None

    def outages(self, after: datetime) -> Sequence[Outage]:
        """Those that ended after an instant, the oldest first."""
        return [Outage(instant(since), instant(until)) for since, until in _after(self._cursor, after=micros(after))]
