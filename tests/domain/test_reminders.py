"""Reminders: what may still change, and when a postponed one comes again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import Pause, Reminder, ReminderOver, Stage, after

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
