"""Series of plenaries: each day prepared once and in time, none twice and none left out, whatever clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.notice import is_in_time
from bot.domain.plenaries import Series, SeriesId
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.series import check_habit
from bot.domain.when import Recurrence, kept
from tests.domain.test_when_recurrence import recurrences

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)  # a Thursday, 10 h in Paris
FIRST_THURSDAYS = kept("month nths=1 on=th at=19:30 zone=Europe/Paris")


def series(habit: Recurrence = FIRST_THURSDAYS, **changes: object) -> Series:
    return replace(Series(SeriesId(2), GroupId(1), MemberId(1), habit, NOW, NOW), **changes)


def test_the_next_one_is_prepared_a_week_before_its_last_lawful_day():
    one = series()
    third = date(2026, 12, 3)
    assert one.prepared_at(third, 15) == datetime(2026, 11, 10, 8, tzinfo=UTC)
    assert one.due((), 15, NOW) == [third]
    assert one.due({third}, 15, NOW) == []
    assert one.next_due({third}, 15, NOW) == one.prepared_at(date(2027, 1, 7), 15)


def test_without_a_notice_period_it_is_prepared_a_week_before():
    assert series().prepared_at(date(2026, 12, 3), 0) == datetime(2026, 11, 26, 8, tzinfo=UTC)


def test_several_are_due_at_once_where_they_come_often():
    weekly = series(kept("week on=th at=19:30 zone=Europe/Paris"))
    assert weekly.due((), 15, NOW) == [date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 26), date(2026, 12, 3)]


def test_what_went_by_while_the_bot_was_away_is_known():
    later = NOW + timedelta(days=60)
    assert series().missed((), later) == [date(2026, 12, 3), date(2027, 1, 7)]
    assert series().missed({date(2026, 12, 3)}, later) == [date(2027, 1, 7)]
    assert series().checked(later).missed((), later) == []


def test_a_clock_that_jumps_back_makes_nothing_missed_twice():
    later = NOW + timedelta(days=60)
    assert series().checked(later).checked(NOW).missed((), later) == []


def test_a_day_is_left_out_and_put_back():
    without = series().leave_out(date(2027, 1, 7), now=NOW)
    assert without.coming(NOW, 2) == (date(2026, 12, 3), date(2027, 2, 4))
    assert without.leave_out(date(2027, 1, 7), now=NOW) == without
    assert without.put_back(date(2027, 1, 7), now=NOW) == series()


@pytest.mark.parametrize("day", [date(2027, 1, 8), date(2026, 11, 5), date(2026, 10, 1)])
def test_only_its_days_to_come_are_left_out(day: date):
    with pytest.raises(no.NotItsDay):
        series().leave_out(day, now=NOW)


def test_no_more_days_are_left_out_than_a_line_can_hold():
    weekly = series(kept("week on=th at=19:30 zone=Europe/Paris"))
    for day in list(islice(weekly.recurrence.days_after(NOW), 50)):
        weekly = weekly.leave_out(day, now=NOW)
    with pytest.raises(no.TooManyLeftOut):
        weekly.leave_out(weekly.coming(NOW, 1)[0], now=NOW)


def test_one_that_has_ended_has_no_days_and_changes_no_more():
    over = series().end(now=NOW)
    assert over.coming(NOW, 3) == ()
    assert over.due((), 15, NOW) == []
    assert over.next_due((), 15, NOW) is None
    assert over.missed((), NOW + timedelta(days=60)) == []
    assert not over.has(date(2026, 12, 3), NOW)
    for change in (lambda: over.end(now=NOW), lambda: over.leave_out(date(2026, 12, 3), now=NOW)):
        with pytest.raises(no.SeriesOver):
            change()


def test_a_series_that_is_over_by_itself_prepares_nothing():
    habit = kept("week on=th at=19:30 zone=Europe/Paris until=2026-11-26")
    one = series(habit)
    assert one.next_due(set(one.coming(NOW, 9)), 15, NOW) is None
    assert one.coming(NOW + timedelta(days=20), 1) == ()


@pytest.mark.parametrize(
    ("habit", "too_often"),
    [
        ("day at=19:00", True), ("week on=mo,we,fr at=19:00", True), ("week on=mo,we at=19:00", False),
        ("month nths=1,3 on=th at=19:00", False), ("year month=5 days=1 at=10:00", False),
        ("day every=10 at=19:00 start=2026-11-20", True),
    ],
)  # fmt: skip
def test_nobody_is_convened_more_than_twice_a_week(habit: str, too_often: bool):
    found = kept(f"{habit} zone=Europe/Paris")
    if not too_often:
        check_habit(found)
        return
    with pytest.raises(no.SeriesTooOften):
        check_habit(found)


@pytest.mark.parametrize(
    ("habit", "days", "instants"),
    [
        # clocks go forward on 28 March 2027 and back on 31 October 2027
        ("week on=su at=14:00", ("2027-03-21", "2027-03-28", "2027-04-04"), ("13:00", "12:00", "12:00")),
        ("week on=su at=02:30", ("2027-03-21", "2027-03-28", "2027-04-04"), ("01:30", "01:30", "00:30")),
        ("week on=su at=14:00", ("2027-10-24", "2027-10-31", "2027-11-07"), ("12:00", "13:00", "13:00")),
        ("week on=su at=02:30", ("2027-10-24", "2027-10-31", "2027-11-07"), ("00:30", "00:30", "01:30")),
    ],
)  # fmt: skip
def test_the_two_nights_of_summer_time_move_the_instant_and_not_the_hour(
    habit: str, days: tuple[str, ...], instants: tuple[str, ...]
):  # fmt: skip
    one = series(kept(f"{habit} zone=Europe/Paris"))
    since = datetime.fromisoformat(days[0]).replace(tzinfo=UTC) - timedelta(hours=1)
    found = one.coming(since, 3)
    assert tuple(map(str, found)) == days
    assert tuple(f"{one.start(day):%H:%M}" for day in found) == instants


@given(
    recurrences(zones=["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
    st.lists(st.integers(-3, 40), min_size=1, max_size=25),
    st.sampled_from([0, 1, 7, 15]),
)
def test_each_day_is_prepared_once_or_known_as_missed(habit: Recurrence, steps: list[int], notice: int):
    """The clock is moved on by days, and sometimes back; in the end every day that came was prepared, or said to be
    missed, and none was twice."""
    one, now, taken, missed = series(habit), NOW, list[date](), list[date]()
    for step in steps:
        now += timedelta(days=step)
        missed += one.missed(taken, now)
        taken += one.due(taken, notice, now)
        one = one.checked(now)

    until = one.checked_at
    came = []
    for day in habit.days_after(NOW):
        if habit.on(day) > until:
            break
        came.append(day)
    assert len(set(taken)) == len(taken)
    assert len(set(missed)) == len(missed)
    assert set(came) <= {*taken, *missed}


@given(recurrences(zones=["Europe/Paris", "America/New_York"]), st.sampled_from([0, 1, 7, 15]))
def test_a_bot_that_is_there_prepares_each_in_time_for_its_notice(habit: Recurrence, notice: int):
    one, now, taken = series(habit), NOW, set[date]()
    assume(one.coming(now, 1))
    for _turn in range(30):
        now = max(now, one.next_due(taken, notice, now) or now)
        fresh = one.due(taken, notice, now)
        taken |= set(fresh)
        today = now.astimezone(ZoneInfo(habit.zone)).date()
        early = [day for day in fresh if one.prepared_at(day, notice) > NOW]
        assert all(is_in_time(today, day, notice) for day in early)
        assert one.missed(taken, now) == []
        one = one.checked(now)
