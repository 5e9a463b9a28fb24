"""Grammar of the places in a week, a month or a year: "le mardi et le jeudi", "les 1er et 15", "the first Thursday"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor, follows, rule
from bot.domain.when.dates import month_name, weekday_named
from bot.domain.when.meanings import Period
from bot.domain.when.numbers import number, ordinal
from bot.domain.when.recurrence import LAST_DAY
from bot.domain.when.words import WORDS

T = TypeVar("T")
PLURALS = {f"{word}s": day for word, day in WORDS.weekdays.items()}
ORDINALS = {**{f"{word}s": nth for word, nth in WORDS.ordinals.items()}, **WORDS.ordinals}
PERIODS = {**{f"{word}s": period for word, period in WORDS.periods.items()}, **WORDS.periods}
THE = WORDS.the | WORDS.these
_LEADS = THE | WORDS.every
COMMA = frozenset({","})
MOST_LISTED = 16
_FIFTH = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Days of a week, days of a month, or the nth weekdays of one; `comes_back` when the words alone say so."""

    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    month: int = 0
    comes_back: bool = False
    period: Period | None = None
    of_month: bool = False  # "du mois", said or not

    @property
    def is_somewhere(self) -> bool:
        return bool(self.weekdays or self.days)

    @property
    def is_weekly(self) -> bool:
        return bool(self.weekdays) and not self.nths


def place(cursor: Cursor) -> Place | None:
    """Any of them."""
    return nth_weekdays(cursor) or month_days(cursor) or weekdays(cursor) or _each_year(cursor)


@rule
def _each_year(cursor: Cursor) -> Place | None:
    """ "le 1er mai de chaque année"."""
    cursor.skip(THE)
    found = date_in_year(cursor)
    return replace(found, comes_back=True) if found is not None and cursor.skip(WORDS.of_each_year) else None


@rule
def date_in_year(cursor: Cursor) -> Place | None:
    """ "1er mai", "May 1st", without a year."""
    day = ordinal(cursor) or number(cursor)
    cursor.skip(WORDS.of)
    month = month_name(cursor)
    if day is None and month is not None:
        day = _numbered(cursor)
    return Place(days=(day,), month=month) if day is not None and month is not None and 1 <= day <= 31 else None


@rule
def weekdays(cursor: Cursor) -> Place | None:
    """ "mardi", "le mardi et le jeudi", "mardis et jeudis soir", "on Tuesdays"; in French "le mardi" comes back."""
    if (days := _range(cursor)) is not None:
        return Place(weekdays=days)
    is_habit = cursor.skip(WORDS.habit)
    _ = is_habit or cursor.skip(THE)
    found = joined(cursor, _weekday_of_list)
    if found is None:
        return None
    days = tuple(sorted({day for day, _plural in found}))
    comes_back = is_habit or any(plural for _day, plural in found)
    return Place(weekdays=days, comes_back=comes_back, period=cursor.phrase(PERIODS))


@rule
def _weekday_of_list(cursor: Cursor) -> tuple[int, bool] | None:
    cursor.skip(_LEADS)
    if (plural := cursor.phrase(PLURALS)) is not None:
        return plural, True
    day = weekday_named(cursor)
    # "jeudi 3 décembre" and "jeudi prochain" are dates
    return None if day is None or follows(_numbered, cursor) or follows(_which_one, cursor) else (day, False)


@rule
def _which_one(cursor: Cursor) -> bool | None:
    return any(cursor.skip(words) for words in (WORDS.next_after, WORDS.in_week, WORDS.weeks_later)) or None


@rule
def _numbered(cursor: Cursor) -> int | None:
    """A day of the month by its number; no hour."""
    return None if follows(clock, cursor) else (ordinal(cursor) or cursor.digits(2))


@rule
def _range(cursor: Cursor) -> tuple[int, ...] | None:
    """ "du lundi au vendredi": only a week that comes back has it, so the words alone say nothing."""
    cursor.skip(WORDS.range_from)
    first = cursor.phrase(WORDS.weekdays)
    last = cursor.phrase(WORDS.weekdays) if first is not None and cursor.skip(WORDS.range_to) else None
    return tuple(range(first, last + 1)) if first is not None and last is not None and first < last else None


@rule
def nth_weekdays(cursor: Cursor) -> Place | None:
    """ "le premier jeudi", "les premier et troisième jeudis du mois", "the first Thursday of every month"."""
    cursor.skip(THE)
    nths = joined(cursor, _nth)
    several = nths is not None and follows(_plural, cursor)
    weekday = None if nths is None else _weekday_or_plural(cursor)
    if nths is None or weekday is None or not all(nth <= _FIFTH for nth in nths):
        return None
    while (more := _another_nth(cursor, weekday)) is not None:
        nths = [*nths, *more]
    ranks = tuple(sorted(set(nths), key=lambda nth: nth if nth > 0 else _FIFTH + 1))
    return within_month(cursor, Place(weekdays=(weekday,), nths=ranks, comes_back=several))


@rule
def _another_nth(cursor: Cursor, weekday: int) -> list[int] | None:
    """ "le premier jeudi et le troisième jeudi": of the same weekday."""
    nths = joined(cursor, _nth) if joint(cursor) else None
    return nths if nths is not None and _weekday_or_plural(cursor) == weekday else None


@rule
def _nth(cursor: Cursor) -> int | None:
    cursor.skip(THE)
    return cursor.phrase(ORDINALS) or ordinal(cursor)


@rule
def _plural(cursor: Cursor) -> int | None:
    return cursor.phrase(PLURALS)


@rule
def _weekday_or_plural(cursor: Cursor) -> int | None:
    plural = _plural(cursor)
    return cursor.phrase(WORDS.weekdays) if plural is None else plural


@rule
def month_days(cursor: Cursor, *, leads: bool = False) -> Place | None:
    """ "le 15", "les 1er et 15 du mois", "the last day of every month"; no date with its month.

    `leads` says that the article was read before."""
    leads = cursor.skip(THE) or leads
    found = joined(cursor, _month_day)
    if found is None or (found != [LAST_DAY] and not leads):
        return None
    if len(found) == 1 and found != [LAST_DAY] and follows(_named_month, cursor):
        return None
    days = tuple(sorted(set(found), key=lambda day: day if day > 0 else 32))
    return within_month(cursor, Place(days=days))


@rule
def _month_day(cursor: Cursor) -> int | None:
    cursor.skip(THE)
    if cursor.skip(WORDS.month_end):
        return LAST_DAY
    day = _numbered(cursor)
    return day if day is not None and 1 <= day <= 31 else None


@rule
def _named_month(cursor: Cursor) -> int | None:
    cursor.skip(WORDS.of)
    return month_name(cursor)


def within_month(cursor: Cursor, found: Place) -> Place:
    """Of the month, of each month, of a named one of each year; or nothing more is said."""
    if cursor.skip(WORDS.of_each_month):
        return replace(found, comes_back=True, of_month=True)
    if cursor.skip(WORDS.of_month):
        return replace(found, of_month=True)
    if (month := _named_month(cursor)) is not None:
        yearly = cursor.skip(WORDS.of_each_year)
        return replace(found, month=month, comes_back=found.comes_back or yearly, of_month=True)
    return found


def joined(cursor: Cursor, read: Callable[[Cursor], T | None]) -> list[T] | None:
    """One or more, with commas and "and" between them."""
    first = read(cursor)
    if first is None:
        return None
    found = [first]
    while len(found) < MOST_LISTED and (more := _one_more(cursor, read)) is not None:
        found.append(more)
    return found


@rule
def _one_more(cursor: Cursor, read: Callable[[Cursor], T | None]) -> T | None:
    return read(cursor) if joint(cursor) else None


def joint(cursor: Cursor) -> bool:
    """A comma, an "and", or both."""
    comma = cursor.skip(COMMA)
    return cursor.skip(WORDS.plus) or comma
