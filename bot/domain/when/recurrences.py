"""What comes back is not one date: recognised, so that "tous les mardis" is never read as one Tuesday."""

from __future__ import annotations

from bot.domain.when.cursor import Cursor, rule
from bot.domain.when.numbers import number, ordinal
from bot.domain.when.refusals import Recurring
from bot.domain.when.vocabulary import phrases
from bot.domain.when.words import WORDS

_PLURALS = frozenset(f"{weekday}s" for weekday in WORDS.weekdays)
_PLURAL_ORDINALS = {f"{word}s": n for word, n in WORDS.ordinals.items()}
_WEEK_PARTS = phrases("week end, week ends, weekend, weekends, weekday, weekdays")
_PERIODS = frozenset({*WORDS.periods, *(f"{word}s" for word in WORDS.periods)})
_BEATS = _PLURALS | _WEEK_PARTS | _PERIODS | WORDS.weekdays.keys() | WORDS.units.keys()


def refuse_recurrence(cursor: Cursor) -> None:
    """Raises Recurring when what comes next repeats."""
    start = cursor.place
    if _every(cursor) or _one_in(cursor) or _times_per(cursor) or _habit(cursor) or _regularly(cursor):
        raise Recurring(words=cursor.words(start))


@rule
def _every(cursor: Cursor) -> bool | None:
    """ "tous les 15 jours", "chaque premier jeudi", "every other week"."""
    if not cursor.skip(WORDS.every):
        return None
    cursor.skip(WORDS.other)
    _ = ordinal(cursor) or number(cursor) or cursor.phrase(_PLURAL_ORDINALS)
    return _beat(cursor)


@rule
def _one_in(cursor: Cursor) -> bool | None:
    """ "un mardi sur deux"."""
    counted = number(cursor) and _beat(cursor) and cursor.skip(WORDS.one_in) and number(cursor)
    return True if counted else None


@rule
def _times_per(cursor: Cursor) -> bool | None:
    """ "une fois par semaine", "twice a month"."""
    _ = number(cursor)
    return _beat(cursor) if cursor.skip(WORDS.times_per) else None


@rule
def _habit(cursor: Cursor) -> bool | None:
    """ "mardis", "on Tuesdays"."""
    cursor.skip(WORDS.the)
    return cursor.skip(_PLURALS) or None


@rule
def _regularly(cursor: Cursor) -> bool | None:
    """ "weekly" alone at one end of the text: elsewhere it may begin a title."""
    at_start = cursor.place == 0
    return (cursor.skip(WORDS.regularly) and (at_start or cursor.is_done)) or None


@rule
def _beat(cursor: Cursor) -> bool | None:
    return cursor.skip(_BEATS) or None
