"""Grammar of a whole date: a day, a part of it and an hour in any order, or one instant said exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.dates import day, length_ahead
from bot.domain.when.days import Day, FromToday
from bot.domain.when.meanings import Clock, Length, Period
from bot.domain.when.recurrences import refuse_recurrence
from bot.domain.when.refusals import WhichDay
from bot.domain.when.words import WORDS

_COMMA = frozenset({","})


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a date, before it meets the calendar; `exact` and `iso` stand alone."""

    day: Day | None = None
    clock: Clock | None = None
    periods: tuple[Period, ...] = ()
    exact: Length | None = None
    iso: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == Said()

    @property
    def is_exact(self) -> bool:
        return self.exact is not None or self.iso is not None


def sentence(cursor: Cursor) -> Said:
    """The longest date the text begins with; empty when it begins with none."""
    said = Said()
    while (more := _part(cursor, said)) is not None:
        said = more
    return said


@rule
def _part(cursor: Cursor, said: Said) -> Said | None:
    if not said.is_empty:
        cursor.skip(_COMMA)
    refuse_recurrence(cursor)
    if said.is_exact:
        return None
    return (_exact(cursor) if said.is_empty else None) or _with_day(cursor, said) or _with_clock(cursor, said)


@rule
def _exact(cursor: Cursor) -> Said | None:
    """ "dans 2 h", "2026-12-05T13:00:00Z"."""
    if (span := length_ahead(cursor)) is not None:
        return Said(exact=span) if span.is_exact else None
    written = cursor.take("iso")
    return Said(iso=" ".join(written.split())) if written and ":" in written else None


@rule
def _with_day(cursor: Cursor, said: Said) -> Said | None:
    if said.day is not None:
        return None
    if (period := cursor.phrase(WORDS.today_periods)) is not None:
        return replace(said, day=FromToday(Length()), periods=(*said.periods, period))
    if (found := day(cursor)) is not None:
        return replace(said, day=found, periods=said.periods + periods(cursor, after_day=True))
    _refuse_several_days(cursor)
    return None


@rule
def _with_clock(cursor: Cursor, said: Said) -> Said | None:
    found = clock(cursor) if said.clock is None else None
    if found is None:
        return None
    return replace(said, clock=found, periods=said.periods + periods(cursor, after_day=False))


def periods(cursor: Cursor, *, after_day: bool) -> tuple[Period, ...]:
    """ "soir" belongs to the day before it, "du soir" also to an hour: "14h après-midi jeux" keeps its title."""
    period = cursor.phrase(WORDS.clock_periods)
    if period is None and after_day:
        period = cursor.phrase(WORDS.periods)
    return () if period is None else (period,)


def _refuse_several_days(cursor: Cursor) -> None:
    start = cursor.place
    if cursor.skip(WORDS.several_days):
        raise WhichDay(words=cursor.words(start))
