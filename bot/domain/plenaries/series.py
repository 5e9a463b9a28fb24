"""A series: plenaries that come back by a rule. Each is a plenary of its own, prepared in time for its lawful notice.

A series knows its days, as the rule counts them, and never an instant: the hour on the wall stays when clocks change,
and what was prepared for a day is found again whatever its instant has become. `taken` are the days dealt with already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.notice import last_day
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.plenary import Kind, SeriesId
from bot.domain.when import Recurrence, Unit
from bot.domain.when.recurrence import MOST_SKIPPED

MOST = 5  # at once, in one group
MOST_WEEKLY = 2  # days of a week
AHEAD = timedelta(days=7)  # before the last lawful day, for whoever convenes to think about it
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Series:
    """`title`, `place`, `link` and `kind` are those of each of its plenaries, as far as nobody changes them there.
    `checked_at` is when it was last looked at what is to be prepared."""

    id: SeriesId
    group: GroupId
    author: MemberId
    recurrence: Recurrence
    created_at: datetime
    checked_at: datetime
    title: str = ""
    place: str = ""
    link: str = ""
    kind: Kind = Kind.ORDINARY
    ended_at: datetime | None = None

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None

    def start(self, day: date) -> datetime:
        """When its plenary of a day begins."""
        return self.recurrence.on(day)

    def waiting(self, taken: Collection[date], now: datetime) -> Iterator[date]:
        """Its days to come for which nothing is prepared yet; none once it has ended."""
        days = iter(()) if self.has_ended else self.recurrence.days_after(now)
        return (day for day in days if day not in taken)

    def due(self, taken: Collection[date], notice_days: int, now: datetime) -> list[date]:
        """Those of them that are to be prepared now."""
        waiting = self.waiting(taken, now)
        return list(takewhile(lambda day: self.prepared_at(day, notice_days) <= now, waiting))

    def prepared_at(self, day: date, notice_days: int) -> datetime:
        """When the plenary of a day is prepared: a week before the last day on which it can be convened."""
        local = ZoneInfo(self.recurrence.zone)
        morning = datetime.combine(last_day(day, notice_days) - AHEAD, MORNING, local)
        return morning.astimezone(UTC)

    def next_due(self, taken: Collection[date], notice_days: int, now: datetime) -> datetime | None:
        """When the next one is prepared; None when no day is left."""
        day = next(self.waiting(taken, now), None)
        return None if day is None else max(self.prepared_at(day, notice_days), now)

    def missed(self, taken: Collection[date], now: datetime) -> list[date]:
        """The days that came and went since it was looked at, without anything prepared: the bot was away."""
        if self.has_ended:
            return []
        past = takewhile(lambda day: self.start(day) <= now, self.recurrence.days_after(self.checked_at))
        return [day for day in past if day not in taken]

    def coming(self, now: datetime, most: int) -> tuple[date, ...]:
        """Its next days, prepared or not; none once it has ended."""
        return () if self.has_ended else tuple(islice(self.recurrence.days_after(now), most))

    def checked(self, now: datetime) -> Series:
        """Looked at now; a clock that jumps back changes nothing."""
        return replace(self, checked_at=max(now, self.checked_at))

    def leave_out(self, day: date, *, now: datetime) -> Series:
        """Without one of its days; raises where it is none, or where too many are left out."""
        self._check_goes_on()
        skipped = self.recurrence.skipped
        if day not in skipped:
            self._check_is_one(day, now)
            if len(skipped) >= MOST_SKIPPED:
                raise no.TooManyLeftOut(number=self.number, most=MOST_SKIPPED)
        return replace(self, recurrence=replace(self.recurrence, skipped=tuple(sorted({*skipped, day}))))

    def put_back(self, day: date, *, now: datetime) -> Series:
        """With a day again that was left out."""
        self._check_goes_on()
        left = tuple(one for one in self.recurrence.skipped if one != day)
        again = replace(self, recurrence=replace(self.recurrence, skipped=left))
        again._check_is_one(day, now)
        return again

    def until(self, day: date, *, now: datetime) -> Series:
        """With a last day; raises where none of its days would be left, or nothing changes."""
        self._check_goes_on()
        if day == self.recurrence.until:
            raise no.SameSeries(number=self.number, habit=self.recurrence)
        shorter = replace(self, recurrence=replace(self.recurrence, until=day))
        if not shorter.coming(now, 1):
            raise no.NoDayLeft(number=self.number, day=day)
        return shorter

    def end(self, *, now: datetime) -> Series:
        """Nothing of it is prepared any more."""
        self._check_goes_on()
        return replace(self, ended_at=now)

    def has(self, day: date, now: datetime) -> bool:
        """Whether it happens on a day to come."""
        is_to_come = self.start(day) > now and not self.has_ended
        return is_to_come and next(self.recurrence.on_days(day), None) == day

    def _check_is_one(self, day: date, now: datetime) -> None:
        if not self.has(day, now):
            raise no.NotItsDay(number=self.number, day=day, days=self.coming(now, 3))

    def _check_goes_on(self) -> None:
        if self.has_ended:
            raise no.SeriesOver(number=self.number)


def check_habit(habit: Recurrence) -> None:
    """Raises where plenaries would come too often for anybody to be convened to them."""
    if habit.unit is Unit.DAY or len(habit.weekdays) > MOST_WEEKLY:
        raise no.SeriesTooOften(habit=habit)
