"""Where something that comes back meets the calendar, the clock and the zone of the one who said it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain.when.beats import Beat
from bot.domain.when.days import Dated, Day, FromToday
from bot.domain.when.meanings import DAY
from bot.domain.when.moments import Present
from bot.domain.when.places import Place
from bot.domain.when.recurrence import MOST_SKIPPED, Recurrence, Unit
from bot.domain.when.refusals import (
    DayOrDate,
    MidnightComesBack,
    MissingDay,
    MissingHour,
    NeverHappens,
    NotOneOfItsDays,
    NotUnderstood,
    Past,
    TooFar,
    TooManyLeftOut,
)
from bot.domain.when.rhythms import Rhythm
from bot.domain.when.sentences import Said

_EVERY_WEEKDAY = tuple(range(7))


def recurrence(said: Rhythm, present: Present, words: str, default_time: time | None) -> Recurrence:
    """The recurrence meant, which happens again within two years; a Refused otherwise."""
    unit, every, place = _counted(said, present, words)
    at = _hour(said, present, words, default_time)
    base = Recurrence(unit, at, str(present.zone), 1, place.weekdays, place.days, place.nths, place.month)
    natural = _first(base, present, None)
    first = _first_said(said, base, present, words)
    if first is None:
        raise NeverHappens(words=words)
    start = first if every > 1 or (natural is not None and first > natural) else None
    rule = replace(base, every=every, start=start)
    rule = replace(rule, skipped=_skipped(said, rule, present, words), until=_until(said, first, present, words))
    happens = rule.next_after(present.now)
    if happens is None:
        raise NeverHappens(words=words)
    if happens > present.limit:
        raise TooFar(words=words, limit=present.limit)
    return rule


def _counted(said: Rhythm, present: Present, words: str) -> tuple[Unit, int, Place]:
    """What is counted, and where in it; raises when no day was said."""
    beat = said.beat or Beat(_unit_of(said.place or Place()))
    place = beat.place if said.is_placed else said.place
    match beat.unit:
        case Unit.DAY:
            return _daily(said, beat, place, words)
        case Unit.WEEK:
            weekly = place or (Place(weekdays=(present.day(said.date, words).weekday(),)) if said.date else Place())
            if not weekly.is_weekly:
                raise MissingDay(words=words)
            left = tuple(day for day in weekly.weekdays if day not in said.excepted_weekdays)
            if not left:
                raise NeverHappens(words=words)
            return Unit.WEEK, beat.every, Place(weekdays=left)
        case _:
            if said.excepted_weekdays:
                raise NotUnderstood(word=words)
            found = place or _of_date(said.date, beat.unit, present, words)
            if found.is_weekly or not found.is_somewhere or bool(found.month) != (beat.unit is Unit.YEAR):
                raise MissingDay(words=words)
            return beat.unit, beat.every, found


def _unit_of(place: Place) -> Unit:
    return Unit.WEEK if place.is_weekly else Unit.YEAR if place.month else Unit.MONTH


def _daily(said: Rhythm, beat: Beat, place: Place | None, words: str) -> tuple[Unit, int, Place]:
    """Every day but some weekdays is a week with the others; "tous les jours du lundi au vendredi", too."""
    narrowed = place is not None and place.is_somewhere
    if narrowed and not (place is not None and place.is_weekly and len(place.weekdays) > 1 and beat.every == 1):
        raise MissingDay(words=words)
    if not narrowed and not said.excepted_weekdays:
        return Unit.DAY, beat.every, Place()
    if beat.every > 1:
        raise NotUnderstood(word=words)
    among = place.weekdays if place is not None and narrowed else _EVERY_WEEKDAY
    left = tuple(day for day in among if day not in said.excepted_weekdays)
    if not left:
        raise NeverHappens(words=words)
    return Unit.WEEK, 1, Place(weekdays=left)


def _of_date(day: Day | None, unit: Unit, present: Present, words: str) -> Place:
    """The day of the month of a first time: with its weekday it might be either."""
    match day:
        case Dated(weekday=None, month=int() as month) if unit is Unit.YEAR:
            return Place(days=(day.day,), month=month)  # whatever the year: 29 February is not in each
        case Dated(weekday=None) | FromToday():
            found = present.day(day, words)
            return Place(days=(found.day,), month=found.month if unit is Unit.YEAR else 0)
        case None:
            return Place()
        case _:
            raise DayOrDate(words=words)


def _hour(said: Rhythm, present: Present, words: str, default_time: time | None) -> time:
    hour = present.hour(Said(clock=said.clock, periods=said.periods), words, default_time)
    if hour is None:
        raise MissingHour.after(words, said.periods)
    if hour.minutes >= DAY:
        raise MidnightComesBack(words=words)
    return time(*divmod(hour.minutes, 60))


def _first_said(said: Rhythm, base: Recurrence, present: Present, words: str) -> date | None:
    """The first day on which it happens, as far as one was named."""
    is_yearly = base.unit is Unit.YEAR and isinstance(said.date, Dated) and said.date.year is None
    if said.date is None or is_yearly:
        return _first(base, present, present.day(said.start, words) if said.start else None)
    day = present.day(said.date, words)
    if said.start is not None or next(base.on_days(day), None) != day:
        raise NotOneOfItsDays(words=words, day=day)
    if base.on(day) <= present.now:
        raise Past(at=base.on(day).astimezone(present.zone))
    return day


def _first(base: Recurrence, present: Present, start: date | None) -> date | None:
    """From that day on, which may lie behind; else the first one to come."""
    if start is not None:
        return next(base.on_days(start), None)
    days = base.on_days(present.today - timedelta(days=1))
    return next((day for day in days if base.on(day) > present.now), None)


def _skipped(said: Rhythm, rule: Recurrence, present: Present, words: str) -> tuple[date, ...]:
    days = tuple(sorted({present.day(day, words) for day in said.excepted}))
    if len(days) > MOST_SKIPPED:
        raise TooManyLeftOut(words=words, most=MOST_SKIPPED)
    for day in days:
        if next(rule.on_days(day), None) != day:
            raise NotOneOfItsDays(words=words, day=day)
    return days


def _until(said: Rhythm, first: date, present: Present, words: str) -> date | None:
    if said.during is not None:
        return said.during.shift(max(first, present.today)) - timedelta(days=1)
    if said.until is None:
        return None
    until = present.day(said.until, words)
    if until < present.today:
        raise Past(at=until)
    return until
