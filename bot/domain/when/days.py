"""Days as people name them, each able to say which one it is from today on.

`on` raises ValueError when the calendar has no such day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Protocol

from dateutil.relativedelta import relativedelta, weekday

from bot.domain.when.meanings import Length
from bot.domain.when.refusals import TodayOrNextWeek

# Older ones are slips of the finger, and the first years of the calendar overflow in some zones.
OLDEST_YEAR = 1900


class Day(Protocol):
    def on(self, today: date) -> date:
        """The day meant by someone who speaks today."""


@dataclass(frozen=True, slots=True)
class FromToday:
    """ "demain", "in 3 weeks"; a few days later when "en huit" follows."""

    length: Length
    weeks: int = 0

    def on(self, today: date) -> date:
        return self.length.shift(today) + timedelta(weeks=self.weeks)


class Which(Enum):
    PLAIN = auto()  # "jeudi"
    THIS = auto()  # "ce jeudi"
    NEXT = auto()  # "jeudi prochain"


@dataclass(frozen=True, slots=True)
class Coming:
    """A weekday to come, `weeks` later than the first one."""

    word: str
    weekday: int
    which: Which = Which.PLAIN
    weeks: int = 0

    def on(self, today: date) -> date:
        ahead = (self.weekday - today.weekday()) % 7
        if ahead == 0 and self.which is Which.PLAIN and not self.weeks:
            raise TodayOrNextWeek(word=self.word)
        if ahead == 0 and self.which is Which.NEXT:
            ahead = 7
        return today + timedelta(days=ahead, weeks=self.weeks)


@dataclass(frozen=True, slots=True)
class InWeek:
    """ "Thursday next week": weeks begin on Monday."""

    weekday: int
    weeks: int

    def on(self, today: date) -> date:
        return today + timedelta(days=self.weekday - today.weekday(), weeks=self.weeks)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of the month; month and year, when left out, are the first ones in which that day has not passed."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None

    def on(self, today: date) -> date:
        if self.month is None:
            first = today.replace(day=1) + relativedelta(months=1 if self.day < today.day else 0)
            return first.replace(day=self.day)
        if self.year is None:
            has_passed = (self.month, self.day) < (today.month, today.day)
            return date(today.year + has_passed, self.month, self.day)
        return date(known_year(self.year), self.month, self.day)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its number, this year or next when the year is left out; or `ahead` of this one."""

    number: int | None = None
    year: int | None = None
    ahead: int = 0

    def firsts(self, today: date) -> list[date]:
        """The first day of each month it may be, in order."""
        if self.number is None:
            return [today.replace(day=1) + relativedelta(months=self.ahead)]
        years = [self.year] if self.year else [today.year, today.year + 1]
        return [date(year, self.number, 1) for year in years]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    month: Month

    def on(self, today: date) -> date:
        ends = [first + relativedelta(day=31) for first in self.month.firsts(today)]
        return _first_to_come(ends, today)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """ "premier lundi de décembre"; -1 is the last."""

    nth: int
    weekday: int
    month: Month

    def on(self, today: date) -> date:
        return _first_to_come([self._within(first) for first in self.month.firsts(today)], today)

    def _within(self, first: date) -> date:
        day = 31 if self.nth < 0 else 1
        found = first + relativedelta(day=day, weekday=weekday(self.weekday, self.nth))
        if found.month != first.month:
            raise ValueError(f"{first:%m/%Y} has no such weekday")
        return found


def _first_to_come(days: list[date], today: date) -> date:
    return next((day for day in days if day >= today), days[-1])


def known_year(year: int) -> int:
    """The year itself; ValueError when nobody alive means it."""
    if year < OLDEST_YEAR:
        raise ValueError(f"no one means the year {year}")
    return year
