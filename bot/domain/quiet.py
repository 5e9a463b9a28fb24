"""Quiet hours: when nobody is disturbed unless they asked for it. Local time of whoever would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From an hour of the evening to one of the morning; the same hour twice means never."""

    start: time = time(21, 30)
    end: time = time(8)

    @property
    def is_never(self) -> bool:
        """Whether it is never quiet."""
        return self.start == self.end

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the instant is in the quiet hours there; their end is not."""
        local = at.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def over(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The instant itself, or the end of the quiet hours that it falls in."""
        if not self.holds(at, zone):
            return at
        local = at.astimezone(zone)
        end = datetime.combine(local.date() + DAY * (local.time() >= self.end), self.end, zone)
        # In an autumn night the hour comes twice: the second one, when the first is past.
        return (end if end.astimezone(UTC) >= at else end.replace(fold=1)).astimezone(at.tzinfo)

    def before(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The instant itself, or the last minute before the quiet hours that it falls in."""
        if not self.holds(at, zone):
            return at
        local = at.astimezone(zone)
        day = local.date() - DAY * (local.time() < self.start)
        return (datetime.combine(day, self.start, zone) - timedelta(minutes=1)).astimezone(at.tzinfo)


USUAL = Quiet()
