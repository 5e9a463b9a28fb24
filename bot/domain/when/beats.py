"""Grammar of what is counted: "tous les 15 jours", "un mardi sur deux", "every first Thursday", "weekly"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.meanings import Length
from bot.domain.when.numbers import number, ordinal
from bot.domain.when.places import PERIODS, Place, date_in_year, month_days, nth_weekdays, weekdays
from bot.domain.when.recurrence import MOST_EVERY, Unit
from bot.domain.when.refusals import EveryNth, TooOften, WhichDay
from bot.domain.when.vocabulary import HOUR, MINUTE, MONTH, ONE_DAY, WEEK, YEAR, phrases
from bot.domain.when.words import WORDS

_UNITS = {
    ONE_DAY: (Unit.DAY, 1), WEEK: (Unit.WEEK, 1), WEEK.times(2): (Unit.WEEK, 2), MONTH: (Unit.MONTH, 1),
    YEAR: (Unit.YEAR, 1),
}  # fmt: skip
_NOWHERE = Place()
_WORKING = Place(weekdays=(0, 1, 2, 3, 4))
WEEKENDS = phrases("week end, week ends, weekend, weekends")
_ENGLISH_EVERY = frozenset({"every", "each"})


@dataclass(frozen=True, slots=True)
class Beat:
    """So many units, and the place in them where it was said with them."""

    unit: Unit
    every: int = 1
    place: Place = _NOWHERE


def beat(cursor: Cursor) -> Beat | None:
    """What is counted, in any of the ways to say it."""
    return _every(cursor) or _one_in(cursor) or _once(cursor) or _regularly(cursor)


@rule
def _every(cursor: Cursor) -> Beat | None:
    start = cursor.place
    if not cursor.skip(WORDS.every):
        return None
    _refuse_weekend(cursor)
    english = cursor.words(start).casefold() in _ENGLISH_EVERY
    if (weeks := cursor.phrase(WORDS.rough_days)) is not None:
        return Beat(Unit.WEEK, weeks)
    return (
        _counted(cursor, start, english=english)
        or _each_nth(cursor, english=english)
        or _each_weekday(cursor)
        or _each_date(cursor)
        or _each_month_day(cursor)
        or _each_part(cursor)
    )


@rule
def _counted(cursor: Cursor, start: int, *, english: bool) -> Beat | None:
    """ "every 2 weeks", "every other day", "every second week", "toutes les deux semaines", "chaque mois"."""
    many = 2 if cursor.skip(WORDS.other) else (_rank(cursor) if english else None) or number(cursor) or 1
    if cursor.skip(WORDS.working_days):
        return Beat(Unit.WEEK, 1, _WORKING) if many == 1 else None
    span = cursor.phrase(WORDS.units)
    return None if span is None else _times(many, span, cursor.words(start))


@rule
def _rank(cursor: Cursor) -> int | None:
    """ "every third week" counts three; the last of nothing."""
    nth = ordinal(cursor)
    return nth if nth and nth > 1 else None


def _times(many: int, span: Length, words: str) -> Beat | None:
    if span in (HOUR, MINUTE):
        raise TooOften(words=words)
    unit, each = _UNITS[span]
    return Beat(unit, many * each) if many * each <= MOST_EVERY else None


@rule
def _each_nth(cursor: Cursor, *, english: bool) -> Beat | None:
    """ "tous les premiers jeudis du mois"; "every second Monday" may also be every other one, unless "of the month"."""
    start = cursor.place
    found = nth_weekdays(cursor)
    if found is None:
        return None
    if english and not found.of_month and len(found.nths) == 1 and found.nths[0] > 1:
        raise EveryNth(words=cursor.words(start), nth=found.nths[0])
    return Beat(Unit.YEAR if found.month else Unit.MONTH, 1, found)


@rule
def _each_weekday(cursor: Cursor) -> Beat | None:
    """ "tous les mardis et jeudis", "every other Tuesday", "tous les 2 mardis"."""
    many = 2 if cursor.skip(WORDS.other) else number(cursor) or 1
    found = weekdays(cursor)
    if found is None or many > MOST_EVERY or (many > 1 and len(found.weekdays) > 1):
        return None
    return Beat(Unit.WEEK, many, found)


@rule
def _each_date(cursor: Cursor) -> Beat | None:
    """ "tous les 1er mai", "every May 1st"."""
    found = date_in_year(cursor)
    return None if found is None else Beat(Unit.YEAR, 1, found)


@rule
def _each_month_day(cursor: Cursor) -> Beat | None:
    """ "tous les 15 du mois", "chaque fin de mois", "every 1st and 15th of the month"."""
    found = month_days(cursor, leads=True)
    return Beat(Unit.MONTH, 1, found) if found is not None and found.of_month and not found.month else None


@rule
def _each_part(cursor: Cursor) -> Beat | None:
    """ "tous les matins", "every evening"."""
    period = cursor.phrase(PERIODS)
    return None if period is None else Beat(Unit.DAY, 1, Place(period=period))


@rule
def _one_in(cursor: Cursor) -> Beat | None:
    """ "un mardi sur deux", "une semaine sur trois", "one week out of two"."""
    if number(cursor) != 1:
        return None
    days = weekdays(cursor)
    span = None if days else cursor.phrase(WORDS.units)
    many = number(cursor) if cursor.skip(WORDS.one_in) else None
    if many is None or not 2 <= many <= MOST_EVERY:
        return None
    if days is not None:
        return Beat(Unit.WEEK, many, days) if len(days.weekdays) == 1 else None
    return None if span is None or span in (HOUR, MINUTE) else _times(many, span, "")


@rule
def _once(cursor: Cursor) -> Beat | None:
    """ "une fois par semaine", "once every two weeks"."""
    start = cursor.place
    if not cursor.skip(WORDS.once):
        return None
    if not cursor.skip(WORDS.per):
        return _every(cursor)
    many = number(cursor) or 1
    span = cursor.phrase(WORDS.units)
    return None if span is None else _times(many, span, cursor.words(start))


@rule
def _regularly(cursor: Cursor) -> Beat | None:
    """ "weekly" at one end of the date: elsewhere it may begin a title."""
    at_start = cursor.place == 0
    span = cursor.phrase(WORDS.regularly)
    return _times(1, span, "") if span is not None and (at_start or cursor.ends_here) else None


def _refuse_weekend(cursor: Cursor) -> None:
    start = cursor.place
    if cursor.skip(WEEKENDS):
        raise WhichDay(words=cursor.words(start))
