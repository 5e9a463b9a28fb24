"""Grammar of days: "demain", "jeudi prochain", "12 janvier", "25/11", "premier lundi de décembre", "dans 3 jours"."""

from __future__ import annotations

import re

from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor, follows, rule
from bot.domain.when.days import OLDEST_YEAR, Coming, Dated, Day, FromToday, InWeek, Month, MonthEnd, NthWeekday, Which
from bot.domain.when.lengths import length
from bot.domain.when.meanings import Length
from bot.domain.when.numbers import number, ordinal
from bot.domain.when.refusals import DayBeforeMonth, Recurring
from bot.domain.when.words import WORDS

_COMMA = frozenset({","})
_DOT = frozenset({"."})
_DECEMBER, _MONTHS_IN_YEAR, _LAST_DAY = 12, 12, 31


@rule
def day(cursor: Cursor) -> Day | None:
    """A day, in any of the ways to say it."""
    return (
        _from_today(cursor)
        or _ahead(cursor)
        or _year_end(cursor)
        or _month_end(cursor)
        or _nth_weekday(cursor)
        or dated(cursor)
        or _weekday_alone(cursor)
    )


@rule
def _from_today(cursor: Cursor) -> Day | None:
    days = cursor.phrase(WORDS.days)
    return None if days is None else FromToday(Length(days=days), cursor.phrase(WORDS.weeks_later) or 0)


@rule
def _ahead(cursor: Cursor) -> Day | None:
    """A length of days or months; an exact one is no day."""
    span = length_ahead(cursor) or (length(cursor) if cursor.bare else None)
    return None if span is None or span.is_exact else FromToday(span)


@rule
def length_ahead(cursor: Cursor) -> Length | None:
    """ "dans 2 h", "3 days from now"."""
    leads = cursor.skip(WORDS.ahead)
    span = length(cursor)
    return span if leads or cursor.skip(WORDS.from_now) else None


@rule
def _year_end(cursor: Cursor) -> Day | None:
    if cursor.skip(WORDS.end) and cursor.skip(WORDS.year_end):
        return Dated(_LAST_DAY, _DECEMBER)
    return None


@rule
def _month_end(cursor: Cursor) -> Day | None:
    month = _month(cursor) if cursor.skip(WORDS.end) else None
    return None if month is None else MonthEnd(month)


@rule
def _nth_weekday(cursor: Cursor) -> Day | None:
    cursor.skip(WORDS.the)
    nth = ordinal(cursor)
    weekday = None if nth is None else cursor.phrase(WORDS.weekdays)
    month = None if weekday is None else _month(cursor)
    return None if nth is None or weekday is None or month is None else NthWeekday(nth, weekday, month)


@rule
def _month(cursor: Cursor) -> Month | None:
    """ "de décembre 2027", "du mois prochain"."""
    if named := _named_month(cursor):
        return named
    ahead = cursor.phrase(WORDS.in_month)
    return None if ahead is None else Month(ahead=ahead)


@rule
def _named_month(cursor: Cursor) -> Month | None:
    cursor.skip(WORDS.of)
    name = month_name(cursor)
    return None if name is None else Month(name, year_named(cursor))


@rule
def dated(cursor: Cursor) -> Day | None:
    """A date by its numbers, after its weekday or not."""
    leads = cursor.skip(WORDS.the) or cursor.skip(WORDS.this)
    weekday = weekday_named(cursor)
    if weekday is not None:
        leads = True
        cursor.skip(_COMMA)
        cursor.skip(WORDS.the)
    return (
        _iso(cursor, weekday)
        or _numeric(cursor, weekday)
        or _day_month(cursor, weekday)
        or _month_day(cursor, weekday)
        or (_day_alone(cursor, weekday) if leads else None)
    )


@rule
def _iso(cursor: Cursor, weekday: int | None) -> Day | None:
    written = cursor.take("iso")
    if written is None or len(written) > len("2026-12-05"):
        return None
    year, month, day_ = map(int, written.split("-"))
    return Dated(day_, month, year, weekday)


@rule
def _numeric(cursor: Cursor, weekday: int | None) -> Day | None:
    """ "25/11", "25.11.", "25-11-2027", "25/11/27"."""
    written = cursor.take("date")
    if written is None:
        return None
    day_, month, *years = [int(part) for part in re.split("[/.-]", written) if part]
    if day_ <= _MONTHS_IN_YEAR < month:
        raise DayBeforeMonth(word=written, month=month, example=f"{month}/{day_}")
    year = next(iter(years), None)
    return Dated(day_, month, year + 2000 if year is not None and year < 100 else year, weekday)


@rule
def _day_month(cursor: Cursor, weekday: int | None) -> Day | None:
    """ "1er décembre", "12th of January", "3 déc. 2027"."""
    day_ = ordinal(cursor) or number(cursor)
    cursor.skip(WORDS.of)
    month = month_name(cursor)
    return Dated(day_, month, year_named(cursor), weekday) if day_ and day_ > 0 and month else None


@rule
def _month_day(cursor: Cursor, weekday: int | None) -> Day | None:
    """ "January 12", "December 3rd, 2027"."""
    month = month_name(cursor)
    if month is None:
        return None
    cursor.skip(WORDS.the)
    day_ = day_number(cursor)
    return None if day_ is None else Dated(day_, month, year_named(cursor), weekday)


@rule
def _day_alone(cursor: Cursor, weekday: int | None) -> Day | None:
    """ "le 12", "jeudi 3", "the 12th"."""
    day_ = day_number(cursor)
    return None if day_ is None else Dated(day_, weekday=weekday)


@rule
def day_number(cursor: Cursor) -> int | None:
    """Digits that are not those of an hour."""
    if follows(clock, cursor) or not cursor.sees_number(1, 2):
        return None
    return ordinal(cursor) or cursor.digits(2)


@rule
def month_name(cursor: Cursor) -> int | None:
    month = cursor.phrase(WORDS.months)
    if month is not None:
        cursor.skip(_DOT)
    return month


@rule
def year_named(cursor: Cursor) -> int | None:
    cursor.skip(_COMMA)
    year = cursor.digits(4) if cursor.sees_number(4, 4) else None
    return year if year and year >= OLDEST_YEAR else None


@rule
def weekday_named(cursor: Cursor) -> int | None:
    weekday = cursor.phrase(WORDS.weekdays)
    if weekday is None:
        weekday = cursor.phrase(WORDS.short_weekdays)
        if not (cursor.skip(_DOT) or cursor.sees_number()):
            return None
    return weekday


@rule
def _weekday_alone(cursor: Cursor) -> Day | None:
    """ "jeudi", "ce jeudi", "next Thursday", "jeudi en huit", "Thursday next week"; "le jeudi" is a habit."""
    start = cursor.place
    is_habit = cursor.skip(WORDS.habit)
    _ = is_habit or cursor.skip(WORDS.the)
    is_this = cursor.skip(WORDS.this)
    is_next = cursor.skip(WORDS.next_before)
    word_at = cursor.place
    weekday = weekday_named(cursor)
    if weekday is None:
        return None
    word = cursor.words(word_at)
    is_next = is_next or cursor.skip(WORDS.next_after)
    if (weeks := cursor.phrase(WORDS.in_week)) is not None:
        return InWeek(weekday, weeks)
    weeks = cursor.phrase(WORDS.weeks_later)
    if is_habit and not (is_next or weeks):
        raise Recurring(words=cursor.words(start))
    which = Which.NEXT if is_next else Which.THIS if is_this else Which.PLAIN
    return Coming(word, weekday, which, weeks or 0)
