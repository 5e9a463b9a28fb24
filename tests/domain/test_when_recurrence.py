"""What comes back: on which days, at which instants, kept as one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.when.recurrence import Recurrence, Unit, kept

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)  # a Thursday, 10:00 in Paris
ZONES = (
    "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
    "Africa/Casablanca", "Europe/Dublin", "Africa/Cairo", "UTC",
)  # fmt: skip


def habit(kind: str) -> Recurrence:
    return kept(kind if " zone=" in kind else f"{kind} zone=Europe/Paris")


def local(recurrence: Recurrence, most: int = 4, now: datetime = NOW) -> list[str]:
    zone = ZoneInfo(recurrence.zone)
    return [f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in recurrence.coming(now, most)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("day at=09:00", ["2026-11-13 09:00", "2026-11-14 09:00"]),
        ("day at=20:00", ["2026-11-12 20:00", "2026-11-13 20:00"]),
        ("day at=10:00", ["2026-11-13 10:00", "2026-11-14 10:00"]),  # this very instant has passed
        ("day every=3 at=09:00 start=2026-11-10", ["2026-11-13 09:00", "2026-11-16 09:00"]),
        ("week on=tu at=19:30", ["2026-11-17 19:30", "2026-11-24 19:30"]),
        ("week on=mo,th at=19:30", ["2026-11-12 19:30", "2026-11-16 19:30", "2026-11-19 19:30"]),
        ("week every=2 on=tu at=19:30 start=2026-11-24", ["2026-11-24 19:30", "2026-12-08 19:30"]),
        ("week every=2 on=tu at=19:30 start=2026-11-10", ["2026-11-24 19:30", "2026-12-08 19:30"]),
        # counted in weeks that begin on Monday: the Monday of the first week lies before the start
        ("week every=2 on=mo,fr at=18:00 start=2026-11-13",
         ["2026-11-13 18:00", "2026-11-23 18:00", "2026-11-27 18:00"]),
        ("month days=1 at=08:00", ["2026-12-01 08:00", "2027-01-01 08:00"]),
        ("month days=1,15 at=08:00", ["2026-11-15 08:00", "2026-12-01 08:00", "2026-12-15 08:00"]),
        ("month days=31 at=08:00", ["2026-12-31 08:00", "2027-01-31 08:00", "2027-03-31 08:00"]),
        ("month days=30 at=08:00", ["2026-11-30 08:00", "2026-12-30 08:00", "2027-01-30 08:00", "2027-03-30 08:00"]),
        ("month days=-1 at=08:00", ["2026-11-30 08:00", "2026-12-31 08:00", "2027-01-31 08:00", "2027-02-28 08:00"]),
        ("month days=28,-1 at=08:00 start=2027-02-01", ["2027-02-28 08:00", "2027-03-28 08:00", "2027-03-31 08:00"]),
        ("month every=2 days=31 at=08:00 start=2026-12-31",
         ["2026-12-31 08:00", "2027-08-31 08:00", "2027-10-31 08:00"]),
        ("month nths=1 on=th at=19:30", ["2026-12-03 19:30", "2027-01-07 19:30", "2027-02-04 19:30"]),
        ("month nths=1,3 on=th at=19:30", ["2026-11-19 19:30", "2026-12-03 19:30", "2026-12-17 19:30"]),
        ("month nths=-1 on=fr at=19:30", ["2026-11-27 19:30", "2026-12-25 19:30", "2027-01-29 19:30"]),
        ("month nths=5 on=mo at=19:30", ["2026-11-30 19:30", "2027-03-29 19:30", "2027-05-31 19:30"]),
        ("month every=3 nths=2 on=we at=12:00 start=2026-12-09", ["2026-12-09 12:00", "2027-03-10 12:00"]),
        ("year month=5 days=1 at=10:00", ["2027-05-01 10:00", "2028-05-01 10:00"]),
        ("year month=2 days=29 at=10:00", ["2028-02-29 10:00", "2032-02-29 10:00", "2036-02-29 10:00"]),
        ("year every=3 month=2 days=29 at=10:00 start=2028-02-29", ["2028-02-29 10:00", "2040-02-29 10:00"]),
        ("year month=12 nths=1 on=sa at=14:00", ["2026-12-05 14:00", "2027-12-04 14:00"]),
        ("week on=th at=19:00 until=2026-11-26", ["2026-11-12 19:00", "2026-11-19 19:00", "2026-11-26 19:00"]),
        ("week on=th at=19:00 until=2026-11-25", ["2026-11-12 19:00", "2026-11-19 19:00"]),
        ("week on=th at=19:00 skipped=2026-11-19", ["2026-11-12 19:00", "2026-11-26 19:00", "2026-12-03 19:00"]),
        ("week on=th at=19:00 start=2027-01-05", ["2027-01-07 19:00", "2027-01-14 19:00"]),
    ],
)  # fmt: skip
def test_it_happens_on_these_days(kind: str, expected: list[str]):
    assert local(habit(kind), len(expected)) == expected
    if "until" in kind:
        assert local(habit(kind), 9) == expected


@pytest.mark.parametrize(
    "kind",
    [
        "year month=2 days=30 at=10:00",
        "year month=4 days=31 at=10:00",
        "week on=th at=19:00 until=2026-11-11",
        "week on=th at=09:00 until=2026-11-12",
        "week on=th at=19:00 until=2026-11-19 skipped=2026-11-12,2026-11-19",
        "day at=19:00 until=2026-11-12 start=2026-11-13",
        "week on=mo at=19:00 start=9999-12-31",
    ],
)
def test_what_never_happens_has_no_next_time(kind: str):
    assert habit(kind).next_after(NOW) is None


@pytest.mark.parametrize(
    ("kind", "now", "expected"),
    [
        # clocks go forward in Paris on 28 March 2027 at 02:00: 02:30 is shown as 03:30 that night
        ("day at=02:30", datetime(2027, 3, 27, tzinfo=UTC),
         ["2027-03-27 01:30", "2027-03-28 01:30", "2027-03-29 00:30"]),
        ("day at=10:00", datetime(2027, 3, 27, tzinfo=UTC),
         ["2027-03-27 09:00", "2027-03-28 08:00", "2027-03-29 08:00"]),
        # clocks go back on 25 October 2026 at 03:00: 02:30 is its first time, and only once
        ("day at=02:30", datetime(2026, 10, 24, tzinfo=UTC),
         ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]),
        # Samoa left 30 December 2011 out: what was to be on it falls on its other side, once
        ("day at=10:00 zone=Pacific/Apia", datetime(2011, 12, 29, tzinfo=UTC),
         ["2011-12-29 20:00", "2011-12-30 20:00", "2011-12-31 20:00"]),
        ("week on=fr at=10:00 zone=Pacific/Apia", datetime(2011, 12, 29, tzinfo=UTC),
         ["2011-12-30 20:00", "2012-01-05 20:00"]),
        # Cairo had no summer time in 2022, and has it again since 2023
        ("month days=1 at=20:00 zone=Africa/Cairo", datetime(2022, 5, 1, tzinfo=UTC),
         ["2022-05-01 18:00", "2022-06-01 18:00"]),
        ("month days=1 at=20:00 zone=Africa/Cairo", datetime(2023, 5, 1, tzinfo=UTC),
         ["2023-05-01 17:00", "2023-06-01 17:00"]),
        # Casablanca leaves its summer time for Ramadan
        ("week on=mo at=20:00 zone=Africa/Casablanca", datetime(2025, 2, 17, tzinfo=UTC),
         ["2025-02-17 19:00", "2025-02-24 20:00", "2025-03-03 20:00"]),
        # São Paulo gave summer time up after 2019
        ("year month=1 days=15 at=12:00 zone=America/Sao_Paulo", datetime(2019, 1, 1, tzinfo=UTC),
         ["2019-01-15 14:00", "2020-01-15 15:00"]),
    ],
)  # fmt: skip
def test_the_hour_on_the_wall_stays_when_clocks_change(kind: str, now: datetime, expected: list[str]):
    assert [f"{at:%Y-%m-%d %H:%M}" for at in habit(kind).coming(now, len(expected))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "week", "week at=19:00 zone=Europe/Paris", "week on=xx at=19:00 zone=Europe/Paris",
        "week on=th,tu at=19:00 zone=Europe/Paris", "week on=th,th at=19:00 zone=Europe/Paris",
        "week every=2 on=th at=19:00 zone=Europe/Paris",
        "week every=2 on=th at=19:00 zone=Europe/Paris start=2026-11-13",
        "month every=12 days=31 at=10:00 zone=Europe/Paris start=2026-11-30",
        "week every=0 on=th at=19:00 zone=Europe/Paris",
        "week on=th at=25:00 zone=Europe/Paris", "week on=th at=19:00:30 zone=Europe/Paris",
        "month at=19:00 zone=Europe/Paris", "month days=1 nths=1 on=th at=19:00 zone=Europe/Paris",
        "month days=32 at=19:00 zone=Europe/Paris", "month nths=1 on=mo,th at=19:00 zone=Europe/Paris",
        "year days=1 at=19:00 zone=Europe/Paris", "day month=5 at=19:00 zone=Europe/Paris",
        "day at=19:00 zone=Europe/Paris count=3", "decade at=19:00 zone=Europe/Paris",
    ],
)  # fmt: skip
def test_a_line_that_is_no_recurrence_is_refused(text: str):
    with pytest.raises((ValueError, KeyError)):
        kept(text)


def test_an_unknown_zone_is_refused():
    with pytest.raises(KeyError):  # ZoneInfoNotFoundError is one
        kept("day at=19:00 zone=Europe/Lyon")


def some(values, most: int = 3):
    return st.sets(st.sampled_from(values), min_size=1, max_size=most).map(
        lambda chosen: tuple(one for one in values if one in chosen)
    )


def _days(around: date):
    return st.integers(0, 400).map(lambda n: around + timedelta(days=n))


@st.composite
def recurrences(draw, zones=ZONES, around: date = date(2026, 11, 12)):
    unit, every = draw(st.sampled_from(Unit)), draw(st.sampled_from([1, 1, 2, 3, 7]))
    by_rank = unit in (Unit.MONTH, Unit.YEAR) and draw(st.booleans())
    rule = Recurrence(
        unit=unit,
        at=time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 5, 30, 59]))),
        zone=draw(st.sampled_from(zones)),
        weekdays=draw(some(range(7), 1 if by_rank else 3)) if unit is Unit.WEEK or by_rank else (),
        days=draw(some((*range(1, 32), -1))) if unit in (Unit.MONTH, Unit.YEAR) and not by_rank else (),
        nths=draw(some((1, 2, 3, 4, 5, -1))) if by_rank else (),
        month=draw(st.integers(1, 12)) if unit is Unit.YEAR else 0,
    )
    first = next(rule.on_days(draw(_days(around))), None)
    assume(first is not None)
    return replace(
        rule,
        every=every,
        start=first if every > 1 else draw(st.none() | st.just(first)),
        until=draw(st.none() | _days(around + timedelta(days=400))),
        skipped=tuple(sorted(draw(st.sets(_days(around), max_size=3)))),
    )


nows = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(recurrences())
def test_what_is_kept_is_read_back_as_itself(recurrence: Recurrence):
    assert kept(recurrence.text) == recurrence


@given(recurrences(), nows)
def test_times_come_in_order_and_at_their_hour(recurrence: Recurrence, now: datetime):
    zone, times = ZoneInfo(recurrence.zone), recurrence.coming(now, 20)

    assert all(now < at for at in times)
    assert all(one < other for one, other in pairwise(times))
    for at in times:
        shown = at.astimezone(zone)
        # the hour asked, or the one that clocks show instead of an hour that they skip
        assert shown.time() == recurrence.at or recurrence.on(shown.date()) == at


@given(recurrences(), nows)
def test_nothing_is_skipped_or_repeated_however_one_asks(recurrence: Recurrence, now: datetime):
    """One after another gives what all at once gives, and every day agrees with a count day by day."""
    times = recurrence.coming(now, 8)
    one_by_one, at = [], now
    for _ in times:
        found = recurrence.next_after(at)
        assert found is not None
        one_by_one.append(found)
        at = found

    assert tuple(one_by_one) == times
    if len(times) > 1:
        middle = times[0] + (times[1] - times[0]) / 2
        assert recurrence.next_after(middle) == times[1]


@given(recurrences(zones=["Europe/Paris"]))
def test_the_days_are_those_that_a_reader_of_the_rule_would_tick(recurrence: Recurrence):
    start = recurrence.start or date(2026, 11, 12)
    expected = [day for day in (start + timedelta(days=n) for n in range(800)) if ticked(recurrence, start, day)]
    found = []
    for day in recurrence.on_days(start):
        if day >= start + timedelta(days=800):
            break
        found.append(day)

    assert found == expected


def ticked(rule: Recurrence, start: date, day: date) -> bool:
    """A calendar on the wall, ticked by hand."""
    assume(rule.unit is not Unit.YEAR or rule.every == 1)
    if day in rule.skipped or (rule.until and day > rule.until):
        return False
    last = (day + timedelta(days=1)).day == 1
    in_month = day.day in rule.days or (last and -1 in rule.days)
    if rule.nths and day.weekday() in rule.weekdays:
        in_month = (day.day - 1) // 7 + 1 in rule.nths or (-1 in rule.nths and (day + timedelta(days=7)).day <= 7)
    match rule.unit:
        case Unit.DAY:
            return (day - start).days % rule.every == 0
        case Unit.WEEK:
            monday, first = day - timedelta(days=day.weekday()), start - timedelta(days=start.weekday())
            return day.weekday() in rule.weekdays and (monday - first).days // 7 % rule.every == 0
        case Unit.MONTH:
            return in_month and ((day.year - start.year) * 12 + day.month - start.month) % rule.every == 0
        case _:
            return in_month and day.month == rule.month


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("day at=09:00", "tous les jours à 9 h", "every day at 09:00"),
        ("day every=3 at=09:00 start=2026-11-14", "tous les 3 jours à 9 h, à partir du samedi 14 novembre 2026",
         "every 3 days at 09:00, from Saturday 14 November 2026"),
        ("week on=tu,th at=19:30", "tous les mardis et jeudis à 19 h 30", "every Tuesday and Thursday at 19:30"),
        ("week every=2 on=tu at=19:30 start=2026-12-01",
         "un mardi sur deux à 19 h 30, à partir du mardi 1er décembre 2026",
         "every other Tuesday at 19:30, from Tuesday 1 December 2026"),
        ("month nths=1 on=th at=19:30", "tous les premiers jeudis du mois à 19 h 30",
         "every first Thursday of the month at 19:30"),
        ("month days=1,15 at=08:00", "le 1er et le 15 de chaque mois à 8 h",
         "on the 1st and the 15th of every month at 08:00"),
        ("month days=-1 at=08:00", "le dernier jour de chaque mois à 8 h", "on the last day of every month at 08:00"),
        ("year month=5 days=1 at=10:00", "tous les ans le 1er mai à 10 h", "every year on the 1st of May at 10:00"),
        ("year month=4 nths=-1 on=mo at=10:00", "tous les ans le dernier lundi d’avril à 10 h",
         "every year on the last Monday of April at 10:00"),
        ("week on=th at=19:00 until=2027-06-24 skipped=2026-12-24",
         "tous les jeudis à 19 h, jusqu’au jeudi 24 juin 2027, sauf le jeudi 24 décembre 2026",
         "every Thursday at 19:00, until Thursday 24 June 2027, except Thursday 24 December 2026"),
    ],
)  # fmt: skip
def test_it_is_said_in_words(kind: str, french: str, english: str):
    assert habit(kind).said("fr").replace("\u00a0", " ") == french
    assert habit(kind).said("en") == english
