"""Grammar of lengths of time: "3 jours", "2h30", "une heure et demie", "half an hour"."""

from __future__ import annotations

from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.meanings import Length
from bot.domain.when.numbers import count
from bot.domain.when.refusals import NoFixedLength
from bot.domain.when.vocabulary import HOUR, MINUTE
from bot.domain.when.words import WORDS


@rule
def length(cursor: Cursor) -> Length | None:
    """Counted units, added up: "2 h 30 min", "1 jour et 2 heures"."""
    total = _counted(cursor)
    while total is not None and (more := _more(cursor)):
        total = total.plus(more)
    return total


@rule
def _counted(cursor: Cursor) -> Length | None:
    if whole := cursor.phrase(WORDS.lengths):
        return whole
    start = cursor.place
    many = count(cursor)
    half = many is not None and cursor.skip(WORDS.halves)
    unit = None if many is None else cursor.phrase(WORDS.units)
    if many is None or unit is None:
        return None
    if half or cursor.skip(WORDS.halves):
        return unit.times(many).plus(_half(cursor, unit, start))
    rest = _after_hours(cursor) if unit == HOUR else None
    return unit.times(many).plus(rest or Length())


def _half(cursor: Cursor, unit: Length, start: int) -> Length:
    if half := unit.half():
        return half
    raise NoFixedLength(words=cursor.words(start))


@rule
def _after_hours(cursor: Cursor) -> Length | None:
    """The minutes after hours need no "and", nor their unit when written in two digits: "2 h 30", "2 h 5 min"."""
    if cursor.skip(WORDS.quarters):
        return MINUTE.times(15)
    in_full = cursor.sees_number(2, 2)
    minutes = cursor.digits(2)
    unit = cursor.phrase(WORDS.units)
    if minutes is None or minutes > 59 or unit not in ((None, MINUTE) if in_full else (MINUTE,)):
        return None
    return MINUTE.times(minutes)


@rule
def _more(cursor: Cursor) -> Length | None:
    return _counted(cursor) if cursor.skip(WORDS.plus) else None
