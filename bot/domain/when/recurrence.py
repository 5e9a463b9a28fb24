"""What comes back: an hour on the wall, a zone and a rule. Only the next instant is ever computed.

Summer time moves the instant, never the hour on the wall. An hour that clocks skip is the one they show instead, an
hour that they show twice is the first; a day that a month lacks is left out of that month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.when import habits

LAST_DAY = -1  # of a month
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
MOST_SKIPPED = 50
MOST_EVERY = 99
# A 29 February on which a rule of a few years falls is at most this many years away.
EMPTY_PERIODS = 100


class Unit(StrEnum):
    """What is counted from one time to the next."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many units at an hour of a zone; ValueError when the parts do not fit together.

    A week has `weekdays`; a month or a year has `days` of the month, or the `nths` of one weekday; a year has its
    `month`. `start` is the day from which it counts: one of its days where it counts more than one unit, None where it
    makes no difference. `until` is the last day, `skipped` are days on which it does not happen.
    """

    unit: Unit
    at: time
    zone: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    month: int = 0
    start: date | None = None
    until: date | None = None
    skipped: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        monthly = self.unit in (Unit.MONTH, Unit.YEAR)
        fits = (
            1 <= self.every <= MOST_EVERY
            and bool(self.weekdays) == (self.unit is Unit.WEEK or bool(self.nths))
            and (bool(self.days) != bool(self.nths) if monthly else not (self.days or self.nths))
            and (len(self.weekdays) == 1 or not self.nths)
            and (1 <= self.month <= 12 if self.unit is Unit.YEAR else not self.month)
            and _ordered(self.weekdays, range(7))
            and _ordered(self.days, (*range(1, 32), LAST_DAY))
            and _ordered(self.nths, (1, 2, 3, 4, 5, LAST_DAY))
            and self.skipped == tuple(sorted(set(self.skipped)))
            and len(self.skipped) <= MOST_SKIPPED
            and self.at.tzinfo is None
            and not (self.at.second or self.at.microsecond)
        )
        if not fits:
            raise ValueError(f"no recurrence: {self.text}")
        if self.every > 1 and (self.start is None or self.start not in self._within(self._period(self.start))):
            raise ValueError(f"no first day: {self.text}")

    def next_after(self, instant: datetime) -> datetime | None:
        """The first time later than this instant, in UTC; None when it never happens again."""
        return next(self.after(instant), None)

    def coming(self, instant: datetime, most: int) -> tuple[datetime, ...]:
        """The next so many times later than this instant."""
        return tuple(islice(self.after(instant), most))

    def after(self, instant: datetime) -> Iterator[datetime]:
        """Every time later than this instant, in order."""
        return map(self.on, self.days_after(instant))

    def days_after(self, instant: datetime) -> Iterator[date]:
        """The days of these times, as the rule counts them: they stay, whatever the zone decides later."""
        # A zone may leave a whole day out of the calendar: what was to be on it happens at its end.
        since = instant.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        last = instant
        for day in self.on_days(max(since, self.start or since)):
            at = self.on(day)
            if at > last:
                yield day
                last = at

    def on(self, day: date) -> datetime:
        """The instant of its hour on a day."""
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def on_days(self, since: date) -> Iterator[date]:
        """The days on which it happens, from this one on."""
        for day in self._falls_on(since):
            if self.until is not None and day > self.until:
                return
            if day >= since and day not in self.skipped:
                yield day

    def _falls_on(self, since: date) -> Iterator[date]:
        empty, period = 0, self._period(since)
        period += (self._period(self.start or since) - period) % self.every
        while empty < EMPTY_PERIODS:
            try:
                found = self._within(period)
            except (ValueError, OverflowError):
                return  # the calendar ends
            yield from found
            empty = 0 if found else empty + 1
            period += self.every

    def _period(self, day: date) -> int:
        """Days, weeks, months or years since the calendar began."""
        match self.unit:
            case Unit.DAY:
                return day.toordinal()
            case Unit.WEEK:
                return (day.toordinal() - 1) // 7  # the calendar begins on a Monday
            case Unit.MONTH:
                return day.year * 12 + day.month - 1
            case Unit.YEAR:
                return day.year

    def _within(self, period: int) -> list[date]:
        match self.unit:
            case Unit.DAY:
                return [date.fromordinal(period)]
            case Unit.WEEK:
                return [date.fromordinal(period * 7 + 1 + weekday) for weekday in self.weekdays]
            case Unit.MONTH:
                return self._in_month(period // 12, period % 12 + 1)
            case Unit.YEAR:
                return self._in_month(period, self.month)

    def _in_month(self, year: int, month: int) -> list[date]:
        first = date(year, month, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if self.days:
            found = {last.day if day == LAST_DAY else day for day in self.days}
        else:
            earliest = 1 + (self.weekdays[0] - first.weekday()) % 7
            latest = last.day - (last.weekday() - self.weekdays[0]) % 7
            found = {latest if nth == LAST_DAY else earliest + 7 * (nth - 1) for nth in self.nths}
        return [first.replace(day=day) for day in sorted(found) if day <= last.day]

    def said(self, language: str) -> str:
        """In words, French or English, that are read back as the same recurrence."""
        return habits.said(self, language)

    @property
    def text(self) -> str:
        """One line to keep, which `kept` reads back: "week every=2 on=tu,th at=19:30 zone=Europe/Paris …"."""
        parts = {
            "every": str(self.every) if self.every > 1 else "",
            "on": ",".join(WEEKDAYS[day] for day in self.weekdays if day in range(7)),
            "days": ",".join(map(str, self.days)),
            "nths": ",".join(map(str, self.nths)),
            "month": str(self.month or ""),
            "at": f"{self.at:%H:%M}",
            "zone": self.zone,
            "start": str(self.start or ""),
            "until": str(self.until or ""),
            "skipped": ",".join(map(str, self.skipped)),
        }
        return " ".join([self.unit.value, *(f"{name}={value}" for name, value in parts.items() if value)])


def kept(text: str) -> Recurrence:
    """The recurrence that was kept as this line; ValueError when it is none."""
    unit, *pairs = text.split(" ")
    said = dict(pair.split("=", 1) for pair in pairs)
    if unknown := said.keys() - ({one.name for one in fields(Recurrence)} - {"unit", "weekdays"} | {"on"}):
        raise ValueError(f"no recurrence has {', '.join(sorted(unknown))}")

    def listed(name: str) -> list[str]:
        return [one for one in said.get(name, "").split(",") if one]

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if name in said else None

    ZoneInfo(said["zone"])
    return Recurrence(
        unit=Unit(unit),
        at=time.fromisoformat(said["at"]),
        zone=said["zone"],
        every=int(said.get("every", 1)),
        weekdays=tuple(WEEKDAYS.index(one) for one in listed("on")),
        days=tuple(map(int, listed("days"))),
        nths=tuple(map(int, listed("nths"))),
        month=int(said.get("month", 0)),
        start=day("start"),
        until=day("until"),
        skipped=tuple(map(date.fromisoformat, listed("skipped"))),
    )


def _ordered(values: tuple[int, ...], known: range | tuple[int, ...]) -> bool:
    """Each once, in the order in which they are known."""
    return all(one in known for one in values) and list(values) == [one for one in known if one in values]
