"""Grammar of hours: "19 h 30", "7:30 pm", "midi", "sept heures et demie"."""

from __future__ import annotations

import re

from bot.domain.when.cursor import Cursor, follows, rule
from bot.domain.when.meanings import Clock
from bot.domain.when.numbers import number
from bot.domain.when.words import WORDS


@rule
def clock(cursor: Cursor) -> Clock | None:
    """An hour of the day, with or without "at"."""
    cursor.skip(WORDS.at)
    return _named(cursor) or _written(cursor) or _of_twelve(cursor) or _of_twenty_four(cursor)


@rule
def _named(cursor: Cursor) -> Clock | None:
    minutes = cursor.phrase(WORDS.clocks)
    if minutes is None:
        return None
    return Clock(minutes + (cursor.phrase(WORDS.minutes_after) or 0), is_settled=True)


@rule
def _written(cursor: Cursor) -> Clock | None:
    """ "19:30", "7:30 pm", "7.30pm"; without am or pm a dot is no hour."""
    written = cursor.take("time")
    if written is None:
        return None
    hour, minutes = map(int, re.split("[:.]", written))
    meridiem = cursor.phrase(WORDS.meridiems)
    if meridiem is not None:
        return _counted(hour, minutes, meridiem)
    return _clock(hour, minutes) if ":" in written else None


@rule
def _of_twelve(cursor: Cursor) -> Clock | None:
    """ "7 pm", "half past seven pm"."""
    extra = cursor.phrase(WORDS.minutes_before) or 0
    hour = number(cursor)
    meridiem = cursor.phrase(WORDS.meridiems)
    return None if hour is None or meridiem is None else _counted(hour, extra, meridiem)


def _counted(hour: int, minutes: int, meridiem: int) -> Clock | None:
    """12 am begins the day, 12 pm is noon."""
    if not (1 <= hour <= 12 and -60 < minutes < 60):
        return None
    return Clock((hour % 12 + meridiem) * 60 + minutes, is_settled=True)


@rule
def _of_twenty_four(cursor: Cursor) -> Clock | None:
    in_digits = cursor.sees_number()
    hour = cursor.digits(2) if in_digits else number(cursor)
    if hour is None or not cursor.skip(WORDS.hours):
        return None
    return _clock(hour, _minutes(cursor, in_digits) or 0)


def _clock(hour: int, minutes: int) -> Clock | None:
    return Clock(hour * 60 + minutes) if hour < 24 and minutes < 60 else None


@rule
def _minutes(cursor: Cursor, in_digits: bool) -> int | None:
    """After "19h" minutes are two digits; only after an hour in words are they words ("19h dix personnes" is 19:00)."""
    if (shift := cursor.phrase(WORDS.minutes_after)) is not None:
        return shift
    is_sure = cursor.is_inside_word
    found = cursor.two_digits()
    if found is None and not in_digits:
        found = number(cursor)
    return None if found is None or found > 59 or (not is_sure and follows(_counted_thing, cursor)) else found


@rule
def _counted_thing(cursor: Cursor) -> bool | None:
    """What makes a number no minutes: "19h 30 minutes de yoga", "19h 12 janvier"."""
    if cursor.phrase(WORDS.articles):  # "19 h 30 an hour of yoga": no French years
        return None
    return any(cursor.skip(words) for words in (WORDS.units, WORDS.months, WORDS.ordinal_endings)) or None
