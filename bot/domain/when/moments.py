"""Where what was said meets the calendar, the clock and the zone of the one who said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.when.days import Dated, Day, known_year
from bot.domain.when.meanings import Clock, Length
from bot.domain.when.refusals import (
    HourOutside,
    MissingHour,
    NoSuchDay,
    NoSuchHour,
    Past,
    PastHour,
    TooFar,
    WeekdayDisagrees,
)
from bot.domain.when.sentences import Said

YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant to come, and whether its hour was said or taken by default."""

    at: datetime
    zone: str
    has_time: bool


@dataclass(frozen=True, slots=True)
class Present:
    """The instant and the zone in which words are said."""

    now: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now must be aware")

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def limit(self) -> datetime:
        return (self.now + relativedelta(years=YEARS_AHEAD)).astimezone(self.zone)

    def moment(self, said: Said, words: str, default_time: time | None) -> Moment:
        """The instant meant, after now and at most two years ahead."""
        at = self._exact(said, words) if said.is_exact else self._on_a_day(said, words, default_time)
        self._refuse_outside(at, said, words)
        return Moment(at, str(self.zone), has_time=said.is_exact or said.clock is not None)

    def _on_a_day(self, said: Said, words: str, default_time: time | None) -> datetime:
        day = self.day(said.day, words)
        hour = self.hour(said, words, default_time)
        self._refuse_day_outside(day, hour, words)
        if hour is None:
            raise MissingHour.after(words, said.periods)
        return self._instant(day, hour, words)

    def day(self, day: Day | None, words: str) -> date:
        try:
            found = day.on(self.today) if day else self.today
        except ValueError:
            raise NoSuchDay(words=words) from None
        if isinstance(day, Dated) and day.weekday not in (None, found.weekday()):
            raise WeekdayDisagrees(words=words, day=self._shown(found, None))
        return found

    def hour(self, said: Said, words: str, default_time: time | None) -> Clock | None:
        """The hour said, or the default one where it suits the part of the day said."""
        hour = said.clock or (Clock.at(default_time) if default_time else None)
        for period in said.periods:
            hour = hour.within(period) if hour else None
        if hour is None and said.clock:
            raise HourOutside(words=words)
        return hour

    def _instant(self, day: date, hour: Clock, words: str) -> datetime:
        """The first time clocks show that hour on that day."""
        wall = hour.on(day)
        instant = wall.replace(tzinfo=self.zone).astimezone(UTC)
        shown = instant.astimezone(self.zone)
        if shown.replace(tzinfo=None) != wall:
            raise NoSuchHour(words=words, instead=shown)
        return instant

    def _exact(self, said: Said, words: str) -> datetime:
        if said.exact is not None:
            return self.after(said.exact)
        try:
            written = datetime.fromisoformat((said.iso or "").upper())
            known_year(written.year)
            if written.tzinfo is None:
                minutes = written.hour * 60 + written.minute
                return self._instant(written.date(), Clock(minutes), words) + timedelta(seconds=written.second)
            return written.astimezone(UTC)
        except (ValueError, OverflowError):
            raise NoSuchDay(words=words) from None

    def after(self, length: Length) -> datetime:
        """That long from now: days and months as the calendar counts them, then seconds exactly."""
        local = self.now.astimezone(self.zone)
        start = datetime.combine(length.shift(local.date()), local.timetz())
        return start.astimezone(UTC) + timedelta(seconds=length.seconds)

    def _refuse_day_outside(self, day: date, hour: Clock | None, words: str) -> None:
        """Before the hour is asked or a zone applied: neither helps a day out of bounds."""
        if day > self.limit.date():
            raise TooFar(words=words, limit=self.limit)
        if day < self.today:
            raise Past(at=self._shown(day, hour))

    def _refuse_outside(self, at: datetime, said: Said, words: str) -> None:
        if at > self.limit:
            raise TooFar(words=words, limit=self.limit)
        if at <= self.now:
            shown = at.astimezone(self.zone)
            raise PastHour(at=shown, words=words) if said.day is None and said.clock else Past(at=shown)

    def _shown(self, day: date, hour: Clock | None) -> date:
        """What to echo: the instant, or the day alone where no hour was said."""
        return hour.on(day).replace(tzinfo=self.zone) if hour else day
