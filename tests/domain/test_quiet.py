"""Quiet hours: in the person's own zone, also in the nights when clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import USUAL, Quiet

PARIS, NOUMEA = ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Noumea")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("when", "quiet"),
    [("21:29", False), ("21:30", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_from_half_past_nine_to_eight_is_quiet(when: str, quiet: bool):
    assert USUAL.holds(at(f"2026-11-12T{when}"), PARIS) is quiet


def test_it_is_night_where_the_person_is():
    noon = at("2026-11-12T12:00")
    assert not USUAL.holds(noon, PARIS)
    assert USUAL.holds(noon, NOUMEA)


def test_hours_of_ones_own_may_lie_within_a_day_or_be_none():
    sleeps_by_day, never = Quiet(time(9), time(16)), Quiet(time(8), time(8))
    assert sleeps_by_day.over(at("2026-11-12T12:00"), PARIS) == at("2026-11-12T16:00")
    assert not sleeps_by_day.holds(at("2026-11-12T23:00"), PARIS)
    assert not never.holds(at("2026-11-12T08:00"), PARIS)


@pytest.mark.parametrize(
    ("when", "after", "before"),
    [
        ("2026-11-12T23:00", "2026-11-13T08:00", "2026-11-12T21:29"),
        ("2026-11-13T03:00", "2026-11-13T08:00", "2026-11-12T21:29"),
        ("2026-10-25T02:30", "2026-10-25T08:00", "2026-10-24T21:29"),
        ("2027-03-27T22:00", "2027-03-28T08:00", "2027-03-27T21:29"),
        ("2026-11-12T12:00", "2026-11-12T12:00", "2026-11-12T12:00"),
    ],
)
def test_what_falls_in_them_waits_for_the_morning_or_comes_the_evening_before(when: str, after: str, before: str):
    assert USUAL.over(at(when), PARIS) == at(after)
    assert USUAL.before(at(when), PARIS) == at(before)


def test_when_the_hour_comes_twice_the_quiet_hours_end_with_the_second():
    second = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=PARIS)
    assert Quiet(time(22), time(2, 30)).over(second.astimezone(UTC), PARIS) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.times(), st.times())
def test_neither_end_is_ever_quiet_nor_more_than_a_day_away(naive: datetime, start: time, end: time):
    quiet, when = Quiet(start.replace(microsecond=0), end.replace(microsecond=0)), naive.replace(tzinfo=UTC)
    morning = quiet.over(when, PARIS)
    assert when <= morning <= when + timedelta(hours=25)
    if quiet.end.hour != 2:  # an hour that a night of March lacks
        assert not quiet.holds(morning, PARIS)
