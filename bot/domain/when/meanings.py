"""What the words of a date mean: a length of time, a part of the day, an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from dateutil.relativedelta import relativedelta

NOON, DAY = 12 * 60, 24 * 60
# Beyond a century every sum is too far anyway, and stays inside the calendar Python can hold.
CENTURY_IN_MONTHS, CENTURY_IN_DAYS = 1_200, 36_525


@dataclass(frozen=True, slots=True)
class Length:
    """Months and days of the calendar, and exact seconds; "3 days" says nothing of the hour, "2 hours" does."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def is_exact(self) -> bool:
        return self.seconds > 0

    def times(self, count: int) -> Length:
        return Length(self.months * count, self.days * count, self.seconds * count)

    def plus(self, other: Length) -> Length:
        return Length(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def half(self) -> Length | None:
        """Half of it, exact to the second; a month has no half."""
        return None if self.months % 2 else Length(self.months // 2, 0, self.days * 43_200 + self.seconds // 2)

    def shift(self, start: date) -> date:
        """The day that many months, then days later; the last of the month where it is shorter."""
        months, days = min(self.months, CENTURY_IN_MONTHS), min(self.days, CENTURY_IN_DAYS)
        return start + relativedelta(months=months) + timedelta(days=days)


class Period(Enum):
    """A part of the day, as the minutes after midnight at which it may begin something."""

    MORNING = range(0, NOON)
    AFTERNOON = range(NOON, 19 * 60)
    EVENING = range(17 * 60, DAY + 1)

    @property
    def example(self) -> time:
        return {Period.MORNING: time(9), Period.AFTERNOON: time(15), Period.EVENING: time(20)}[self]


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after the midnight that begins the day named; 24 h and more belong to the next day."""

    minutes: int
    is_settled: bool = False  # "7pm" and "midi" leave no choice; "8h" may be 20:00 in the evening

    @classmethod
    def at(cls, hour: time) -> Clock:
        return cls(hour.hour * 60 + hour.minute, is_settled=True)

    def within(self, period: Period) -> Clock | None:
        """The reading that lies in this part of the day: "8h" in the evening is 20:00."""
        has_twin = not self.is_settled and 60 <= self.minutes < NOON
        minutes = [self.minutes, self.minutes + NOON] if has_twin else [self.minutes]
        return next((Clock(m, is_settled=True) for m in minutes if m in period.value), None)

    def on(self, day: date) -> datetime:
        """The wall time, without a zone."""
        return datetime.combine(day, time()) + timedelta(minutes=self.minutes)
