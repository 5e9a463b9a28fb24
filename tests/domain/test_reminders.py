"""Reminders: what may still change, and when a postponed one comes again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import Pause, Reminder, ReminderOver, Stage, after
from bot.domain.when import kept

DUE = datetime(2026, 11, 13, 18, tzinfo=UTC)
REMINDER = Reminder(1, 1, None, "bread", DUE, "Europe/Paris")


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pause", "due", "now", "expected"),
    [
        (Pause.MINUTES, DUE, utc(2026, 11, 13, 18, 2), utc(2026, 11, 13, 18, 12)),
        (Pause.HOUR, DUE, utc(2026, 11, 13, 18, 2), utc(2026, 11, 13, 19, 2)),
        (Pause.TOMORROW, DUE, utc(2026, 11, 13, 18, 2), utc(2026, 11, 14, 18)),
        # asked the next morning, it is for the day after that
        (Pause.TOMORROW, DUE, utc(2026, 11, 14, 6), utc(2026, 11, 15, 18)),
        # clocks go forward in the night: 10 h is 9 UTC before and 8 UTC after
        (Pause.TOMORROW, utc(2027, 3, 27, 9), utc(2027, 3, 27, 9, 1), utc(2027, 3, 28, 8)),
        # clocks go back in the night
        (Pause.TOMORROW, utc(2026, 10, 24, 8), utc(2026, 10, 24, 8, 1), utc(2026, 10, 25, 9)),
        # an hour that does not exist that day is the one clocks show instead
        (Pause.TOMORROW, utc(2027, 3, 27, 1, 30), utc(2027, 3, 27, 1, 31), utc(2027, 3, 28, 1, 30)),
        # just after midnight in Paris it is still yesterday in UTC: tomorrow is counted in Paris
        (Pause.TOMORROW, utc(2026, 11, 13, 23), utc(2026, 11, 13, 23, 5), utc(2026, 11, 14, 23)),
    ],
)
def test_a_pause_ends_at(pause: Pause, due: datetime, now: datetime, expected: datetime):
    assert after(pause, due, "Europe/Paris", now) == expected


@given(
    st.sampled_from(Pause),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_a_postponed_reminder_always_lies_ahead(pause: Pause, now: datetime, zone: str):
    postponed = replace(REMINDER, due_at=now, zone=zone, status=Stage.DONE).later(pause, now)
    assert postponed.due_at > now
    assert postponed.is_active


@pytest.mark.parametrize("status", [Stage.DONE, Stage.CANCELLED])
def test_what_is_over_no_longer_changes(status: Stage):
    over = replace(REMINDER, status=status)
    with pytest.raises(ReminderOver):
        over.change("milk", DUE)
    with pytest.raises(ReminderOver):
        over.cancel()


def test_a_cancelled_reminder_is_not_given_again():
    with pytest.raises(ReminderOver):
        REMINDER.cancel().later(Pause.HOUR, DUE)


WEEKLY = replace(REMINDER, due_at=utc(2026, 11, 12, 18), recurrence=kept("week on=th at=19:00 zone=Europe/Paris"))


@pytest.mark.parametrize(
    ("now", "at", "then", "missed", "too_late"),
    [
        (utc(2026, 11, 12, 18), utc(2026, 11, 12, 18), utc(2026, 11, 19, 18), 0, False),
        # the clock jumped back meanwhile: the time given is not given again
        (utc(2026, 11, 12, 17), utc(2026, 11, 12, 18), utc(2026, 11, 19, 18), 0, False),
        # twelve hours late it is still given, a minute more and it is only told
        (utc(2026, 11, 13, 6), utc(2026, 11, 12, 18), utc(2026, 11, 19, 18), 0, False),
        (utc(2026, 11, 13, 6, 1), utc(2026, 11, 12, 18), utc(2026, 11, 19, 18), 0, True),
        # away for weeks: the last one within its twelve hours is given, those before are counted
        (utc(2026, 12, 3, 20), utc(2026, 12, 3, 18), utc(2026, 12, 10, 18), 3, False),
        (utc(2026, 12, 5, 0), utc(2026, 12, 3, 18), utc(2026, 12, 10, 18), 3, True),
    ],
)
def test_a_series_goes_on_from_where_it_is(now, at, then, missed, too_late):
    given_ = WEEKLY.give(now)

    assert (given_.at, given_.then.due_at, given_.missed, given_.is_too_late(now)) == (at, then, missed, too_late)
    assert given_.then.is_active


def test_the_last_time_of_a_series_ends_it():
    until = kept("week on=th at=19:00 zone=Europe/Paris until=2026-11-19")
    first = replace(WEEKLY, recurrence=until).give(utc(2026, 11, 12, 18))
    last = first.then.give(utc(2026, 11, 19, 18))

    assert first.then.is_active
    assert last.then.status is Stage.DONE
    assert last.then.coming() == ()


def test_a_series_shows_its_next_three_times_across_summer_time():
    spring = replace(WEEKLY, due_at=utc(2027, 3, 18, 18))

    assert spring.coming() == (utc(2027, 3, 18, 18), utc(2027, 3, 25, 18), utc(2027, 4, 1, 17))


@given(st.datetimes(datetime(2026, 11, 12, 18), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_no_time_is_given_twice_whenever_the_timer_wakes(now: datetime):
    given_ = WEEKLY.give(now)

    assert given_.then.due_at > max(now, given_.at)
    assert WEEKLY.recurrence is not None
    assert given_.then.due_at == WEEKLY.recurrence.next_after(max(now, WEEKLY.due_at))


def test_each_change_has_a_revision_of_its_own():
    assert REMINDER.change("milk", DUE).revision == 1
    assert REMINDER.change("milk", DUE).cancel().revision == 2
    assert WEEKLY.give(DUE).then.revision == 0
