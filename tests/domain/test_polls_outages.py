"""An outage in the last hour gives people their time back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outages import Outage, postponed

CLOSE = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def outage(since: float, until: float) -> Outage:
    return Outage(CLOSE + minutes(since), CLOSE + minutes(until))


@pytest.mark.parametrize(
    ("outages", "later"),
    [
        ([], 0),
        ([(-30, -26)], 0),
        ([(-30, -25)], 35),
        ([(-90, -59)], 31),
        ([(-90, -60)], 0),
        ([(-50, -10)], 50),
        ([(-20, 40)], 100),
        ([(-1, 4)], 64),
        ([(-600, -5)], 595),
        ([(1, 30)], 0),
        ([(-50, -40), (-20, -10)], 50),
    ],
)
def test_the_deadline_moves_by_the_outage_and_leaves_an_hour(outages, later):
    found = postponed(CLOSE, [outage(*one) for one in outages])
    assert (found - CLOSE) / minutes(1) == later


@given(st.floats(-600, 0), st.floats(5, 600))
def test_an_outage_counts_once(since, lasted):
    one = outage(since, since + lasted)
    later = postponed(CLOSE, [one])
    assert later >= CLOSE
    assert postponed(later, [one]) == later
