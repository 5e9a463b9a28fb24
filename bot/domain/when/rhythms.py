"""Grammar of a whole recurrence: what is counted, its place, its hour, its bounds and its exceptions, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.when.beats import WEEKENDS, Beat, beat
from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor, follows, rule
from bot.domain.when.dates import dated, day, month_name, year_named
from bot.domain.when.days import Coming, Dated, Day, FromToday, InWeek, Which
from bot.domain.when.lengths import length
from bot.domain.when.meanings import Clock, Length, Period
from bot.domain.when.numbers import ordinal
from bot.domain.when.places import COMMA, THE, Place, joined, joint, place, weekdays
from bot.domain.when.sentences import periods
from bot.domain.when.words import WORDS


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a person said of something that comes back, before it meets the calendar.

    `date` is a first time that was named, `start` the day from which it counts."""

    beat: Beat | None = None
    place: Place | None = None
    date: Day | None = None
    clock: Clock | None = None
    periods: tuple[Period, ...] = ()
    start: Day | None = None
    until: Day | None = None
    during: Length | None = None
    excepted: tuple[Day, ...] = ()
    excepted_weekdays: tuple[int, ...] = ()

    @property
    def comes_back(self) -> bool:
        return self.beat is not None or (self.place is not None and self.place.comes_back)

    @property
    def is_placed(self) -> bool:
        """Whether what is counted has its place with it: "tous les mardis"."""
        return self.beat is not None and self.beat.place.is_somewhere

    @property
    def is_weekly(self) -> bool:
        return self.beat is not None and self.beat.place.is_weekly


def rhythm(cursor: Cursor) -> Rhythm:
    """The longest recurrence the text begins with; it `comes_back`, or is none."""
    said = Rhythm()
    while (more := _part(cursor, said)) is not None:
        said = more
    return said


@rule
def _part(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    if said != Rhythm():
        cursor.skip(COMMA)
    return (
        _bounds(cursor, said)
        or _with_exceptions(cursor, said)
        or _with_beat(cursor, said)
        or _with_date(cursor, said)
        or _with_place(cursor, said)
        or _with_clock(cursor, said)
    )


@rule
def _with_beat(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    found = beat(cursor) if said.beat is None else None
    if found is None or (said.place is not None and found.place.is_somewhere):
        return None  # two places: one of them is no part of the date
    part = (found.place.period,) if found.place.period else periods(cursor, after_day=True)
    return replace(said, beat=found, periods=said.periods + part)


@rule
def _with_date(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    """A day that can only be one: "jeudi 3 décembre", "demain", "jeudi prochain"."""
    if said.date is not None or said.place is not None or (said.is_placed and not said.is_weekly):
        return None
    if (period := cursor.phrase(WORDS.today_periods)) is not None:
        return replace(said, date=FromToday(Length()), periods=(*said.periods, period))
    found = _one_day(cursor)
    return None if found is None else replace(said, date=found, periods=said.periods + periods(cursor, after_day=True))


@rule
def _one_day(cursor: Cursor) -> Day | None:
    if (found := dated(cursor)) is not None:
        is_one = isinstance(found, Dated) and (found.month or found.weekday is not None)
        return found if is_one and not cursor.skip(WORDS.of_each_year) else None
    if follows(place, cursor):
        return None
    found = day(cursor)
    is_one = isinstance(found, FromToday | InWeek) or (
        isinstance(found, Coming) and (found.weeks or found.which is not Which.PLAIN)
    )
    return found if is_one else None


@rule
def _with_place(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    if said.place is not None or said.date is not None or said.is_placed:
        return None
    found = place(cursor)
    if found is None:
        return None
    part = (found.period,) if found.period else ()
    return replace(said, place=found, periods=said.periods + part)


@rule
def _with_clock(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    found = clock(cursor) if said.clock is None else None
    return (
        None if found is None else replace(said, clock=found, periods=said.periods + periods(cursor, after_day=False))
    )


@rule
def _bounds(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    if said.start is None and (start := led(cursor, WORDS.starting, beginning)) is not None:
        return replace(said, start=start)
    if said.until is not None or said.during is not None:
        return None
    if (until := led(cursor, WORDS.until, bound)) is not None:
        return replace(said, until=until)
    during = lasting(cursor) if said.comes_back else None
    return None if during is None else replace(said, during=during)


@rule
def led(cursor: Cursor, leads: frozenset[str], read: Callable[[Cursor], Day | None]) -> Day | None:
    """A day after one of the words that lead to it."""
    return read(cursor) if cursor.skip(leads) else None


@rule
def beginning(cursor: Cursor) -> Day | None:
    """A day, or the first one of a month or of next week."""
    if (found := bound(cursor)) is not None:
        return found
    if (month := month_name(cursor)) is not None:
        return Dated(1, month, year_named(cursor))
    weeks = cursor.phrase(WORDS.in_week)
    return InWeek(0, weeks) if weeks else None


@rule
def bound(cursor: Cursor) -> Day | None:
    """A day after "à partir du": its number is enough."""
    cursor.skip(WORDS.habit)
    found = day(cursor)
    if found is not None:
        return found
    number = ordinal(cursor) or cursor.digits(2)
    return None if number is None or number < 1 else Dated(number)


@rule
def lasting(cursor: Cursor) -> Length | None:
    """ "pendant 3 mois": whole days; "pendant 2 h" is how long a meeting lasts."""
    span = length(cursor) if cursor.skip(WORDS.during) else None
    return None if span is None or span.is_exact else span


@rule
def _with_exceptions(cursor: Cursor, said: Rhythm) -> Rhythm | None:
    if said.excepted or said.excepted_weekdays or not cursor.skip(WORDS.excepted):
        return None
    if (found := _excepted_weekdays(cursor, said)) is not None:
        return replace(said, excepted_weekdays=found)
    days = joined(cursor, left_out)
    return None if days is None else replace(said, excepted=tuple(_completed(days)))


@rule
def left_out(cursor: Cursor) -> Day | None:
    """A bare number is a day where nothing follows that it might count: "sauf 2 personnes" is a title."""
    is_bare = cursor.sees_number(1, 2)
    found = bound(cursor)
    is_number = is_bare and isinstance(found, Dated) and not found.month
    return None if is_number and not (cursor.ends_here or follows(_joint, cursor)) else found


def _joint(cursor: Cursor) -> bool | None:
    return joint(cursor) or None


@rule
def _excepted_weekdays(cursor: Cursor, said: Rhythm) -> tuple[int, ...] | None:
    """ "tous les jours sauf le dimanche"."""
    cursor.skip(THE)
    if cursor.skip(WEEKENDS):
        return (5, 6)
    found = weekdays(cursor)
    return None if found is None else found.weekdays


def _completed(days: list[Day]) -> list[Day]:
    """ "le 24 et le 31 décembre": the month, and the year, are those that follow, else those before."""
    found = list[Day]()
    for index, one in enumerate(days):
        others = (other for other in (*days[index:], *reversed(days[:index])) if isinstance(other, Dated))
        whole = next((other for other in others if other.month), None)
        if isinstance(one, Dated) and not one.month and whole is not None:
            found.append(replace(one, month=whole.month, year=whole.year))
        else:
            found.append(one)
    return found
