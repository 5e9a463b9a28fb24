"""Reading dates as people type them: once or again, whole or as a sentence begins, as a deadline, as a length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor
from bot.domain.when.lengths import length
from bot.domain.when.meanings import Length
from bot.domain.when.moments import Moment, Present
from bot.domain.when.recurrence import Recurrence
from bot.domain.when.refusals import (
    HourOrLength,
    MoreOfWhen,
    NoFixedLength,
    NoSuchClock,
    NotALength,
    NothingSaid,
    NotUnderstood,
    Recurring,
    RhythmUnclear,
    TooLong,
)
from bot.domain.when.repeating import recurrence
from bot.domain.when.rhythms import rhythm
from bot.domain.when.sentences import Said, sentence
from bot.domain.when.tails import tail

LIMIT = 200
PLAN_LIMIT = 300  # with bounds and exceptions
# "2h" is no hour at which people end a vote; "20h" may be this evening as well as twenty hours from now.
_FIRST_LIKELY_HOUR = 7 * 60
_SEPARATOR = re.compile(r"\s*[:;,–—-]?\s*")


def read(text: str, *, now: datetime, zone: ZoneInfo, default_time: time | None = None) -> Moment:
    """The instant the whole text means, after `now` and at most two years ahead; raises a Refused otherwise."""
    cursor = _opened(text)
    return Present(now, zone).moment(_whole(cursor), cursor.words(), default_time)


def read_prefix(text: str, *, now: datetime, zone: ZoneInfo, default_time: time | None = None) -> tuple[Moment, str]:
    """The longest date the text begins with, and the text after it: "jeudi 19h : réunion" leaves "réunion"."""
    cursor = _opened(_head(text))
    return _begun(cursor, Present(now, zone), default_time), _after(cursor, text)


def plan(text: str, *, now: datetime, zone: ZoneInfo, default_time: time | None = None) -> Moment | Recurrence:
    """What the whole text means, once or coming back: "jeudi 19h", "tous les premiers jeudis du mois à 19h30"."""
    cursor = _opened(text, most=PLAN_LIMIT)
    said = rhythm(cursor)
    if said.comes_back:
        if not cursor.is_at_end:
            _check_hour(cursor.word)
            raise NotUnderstood(word=cursor.word)
        return recurrence(said, Present(now, zone), cursor.words(), default_time)
    with _once():
        return read(text, now=now, zone=zone, default_time=default_time)


def plan_prefix(
    text: str, *, now: datetime, zone: ZoneInfo, default_time: time | None = None
) -> tuple[Moment | Recurrence, str]:
    """The longest of them that the text begins with, and the text after it; refused where what follows says more of
    when: nothing of it may be lost in the text."""
    cursor, present = _opened(_head(text, PLAN_LIMIT), most=PLAN_LIMIT), Present(now, zone)
    said = rhythm(cursor)
    found: Moment | Recurrence
    if said.comes_back:
        if cursor.word_cut is not None:
            _check_hour(cursor.word_cut)
            raise NotUnderstood(word=cursor.word_cut)
        found = recurrence(said, present, cursor.words(), default_time)
    else:
        cursor = _opened(_head(text))
        with _once():
            found = _begun(cursor, present, default_time)
    if (more := tail(cursor)) is not None:
        raise MoreOfWhen(words=cursor.words(), more=more)
    return found, _after(cursor, text)


def _begun(cursor: Cursor, present: Present, default_time: time | None) -> Moment:
    """The date that the text begins with."""
    said = sentence(cursor)
    if said.is_empty or cursor.word_cut:
        _check_hour(cursor.word_cut or cursor.word)
        raise NotUnderstood(word=cursor.word_cut or cursor.word)
    return present.moment(said, cursor.words(), default_time)


def _after(cursor: Cursor, text: str) -> str:
    """The text after what was read, without what parts them."""
    return _SEPARATOR.sub("", text[cursor.end :], count=1)


@contextmanager
def _once() -> Iterator[None]:
    """Here what comes back is welcome: it is refused for not being clear, not for coming back."""
    try:
        yield
    except Recurring as no:
        raise RhythmUnclear(**no.blanks) from no


def deadline(text: str, *, now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The instant something ends: a date, an ISO instant or a bare length. Days end at `at`, hours are exact."""
    present = Present(now, zone)
    span = _bare_length(text)
    if span is not None and span.is_exact:
        _refuse_likely_hour(text)
        return present.moment(Said(exact=span), text.strip(), at).at
    cursor = _opened(text, bare=True)
    return present.moment(_whole(cursor), cursor.words(), at).at


def duration(text: str) -> timedelta:
    """A length of time that is the same whenever it begins: "3j", "2h30", "une semaine"; never months."""
    cursor = _opened(text)
    span = length(cursor)
    if span is None or not cursor.is_done:
        raise NotALength(word=cursor.word)
    if span.months:
        raise NoFixedLength(words=cursor.words())
    return timedelta(days=span.days, seconds=span.seconds)


def _opened(text: str, *, bare: bool = False, most: int = LIMIT) -> Cursor:
    if len(text) > most:
        raise TooLong(limit=most)
    cursor = Cursor(text, bare=bare)
    if cursor.is_done:
        raise NothingSaid
    return cursor


def _head(text: str, most: int = LIMIT) -> str:
    """The beginning of a long sentence, without the word the cut would break."""
    head = text[:most]
    return head if len(text) <= most else "".join(head.rsplit(maxsplit=1)[:1])


def _whole(cursor: Cursor) -> Said:
    said = sentence(cursor)
    if said.is_empty or not cursor.is_at_end:
        _check_hour(cursor.word)
        raise NotUnderstood(word=cursor.word)
    return said


def _bare_length(text: str) -> Length | None:
    cursor = _opened(text)
    span = length(cursor)
    return span if cursor.is_done else None


def _refuse_likely_hour(text: str) -> None:
    cursor = _opened(text)
    hour = clock(cursor)
    if hour is not None and cursor.is_done and hour.minutes >= _FIRST_LIKELY_HOUR:
        raise HourOrLength(words=cursor.words())


_HOUR = re.compile(r"(\d{1,3})(?:h(\d{0,2})|:(\d{2})|[ap]m)", re.IGNORECASE)


def _check_hour(word: str) -> None:
    """Raises for what is written like an hour and is shown by no clock: "25h", "24:00", "13pm"."""
    found = _HOUR.fullmatch(word.rstrip(".,;"))
    if found is None:
        return
    most = 12 if word.rstrip(".,;").lower().endswith("m") else 23
    if int(found[1]) > most or int(found[2] or found[3] or 0) > 59:
        raise NoSuchClock(word=word)
