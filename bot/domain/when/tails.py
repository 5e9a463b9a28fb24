"""What follows a date and still speaks of when: more than one date can hold, and no text either.

"Monday 9am for 3 weeks: water the plants", read as one Monday and a text that begins with "for 3 weeks", would be wrong
without a word. After a colon everything is text.
"""

from __future__ import annotations

from bot.domain.when.beats import beat
from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.dates import day, length_ahead, month_name
from bot.domain.when.numbers import number
from bot.domain.when.places import COMMA, joint, place
from bot.domain.when.rhythms import beginning, lasting, led, left_out
from bot.domain.when.words import WORDS

_DASH = frozenset({"-"})


def tail(cursor: Cursor) -> str | None:
    """The words right after what was read that say more of when, as typed; None where a text begins."""
    if cursor.is_at_line_end:
        return None
    here = cursor.place
    cursor.skip(COMMA)
    start = cursor.place
    cursor.place = here
    words = cursor.words(start) if _more(cursor) else None
    cursor.place = here
    return words


@rule
def _more(cursor: Cursor) -> bool | None:
    return _second(cursor) or _bounded(cursor)


@rule
def _second(cursor: Cursor) -> bool | None:
    """Another day or hour: "and 2pm", "then every month", ", 14h", "- 16h"."""
    parted = joint(cursor) or cursor.skip(WORDS.then) or cursor.skip(_DASH)
    if parted:
        cursor.skip(WORDS.then)
    found = beat(cursor) or clock(cursor) or (_named_after(cursor) if parted else None)
    return None if found is None else True


@rule
def _named_after(cursor: Cursor) -> object | None:
    """A day, a month or a length, which alone would begin a text as well: "May Day", "2 hours of yoga"."""
    if (found := place(cursor) or length_ahead(cursor) or day(cursor)) is not None:
        return found
    return month_name(cursor) if cursor.skip(WORDS.of) else None


@rule
def _bounded(cursor: Cursor) -> bool | None:
    """How often, how long, from when, and when not."""
    cursor.skip(COMMA)
    found = (
        _excepted(cursor)
        or led(cursor, WORDS.until | WORDS.starting, beginning)
        or lasting(cursor)
        or _times(cursor)
    )  # fmt: skip
    return None if found is None else True


@rule
def _excepted(cursor: Cursor) -> object | None:
    """A time that is left out; "sauf Ana" begins a text."""
    if not cursor.skip(WORDS.excepted):
        return None
    cursor.skip(WORDS.of)
    return left_out(cursor) or month_name(cursor) or cursor.skip(WORDS.seasons) or None


@rule
def _times(cursor: Cursor) -> int | None:
    """ "5 fois"."""
    found = cursor.digits(3) if cursor.sees_number() else number(cursor)
    return found if cursor.skip(WORDS.times) else None
