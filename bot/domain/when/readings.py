"""Reading dates as people type them: whole, at the head of a sentence, as a deadline or as a length."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor
from bot.domain.when.lengths import length
from bot.domain.when.meanings import Length
from bot.domain.when.moments import Moment, Present
from bot.domain.when.refusals import HourOrLength, NoFixedLength, NotALength, NothingSaid, NotUnderstood, TooLong
from bot.domain.when.sentences import Said, sentence

LIMIT = 200
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
    said = sentence(cursor)
    if said.is_empty or cursor.word_cut:
        raise NotUnderstood(word=cursor.word_cut or cursor.word)
    rest = text[cursor.end :]
    return Present(now, zone).moment(said, cursor.words(), default_time), _SEPARATOR.sub("", rest, count=1)


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


def _opened(text: str, *, bare: bool = False) -> Cursor:
    if len(text) > LIMIT:
        raise TooLong(limit=LIMIT)
    cursor = Cursor(text, bare=bare)
    if cursor.is_done:
        raise NothingSaid
    return cursor


def _head(text: str) -> str:
    """The beginning of a long sentence, without the word the cut would break."""
    head = text[:LIMIT]
    return head if len(text) <= LIMIT else "".join(head.rsplit(maxsplit=1)[:1])


def _whole(cursor: Cursor) -> Said:
    said = sentence(cursor)
    if said.is_empty or not cursor.is_at_end:
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
