"""Retention: the table of what goes when, by the calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retention import RULES, Kind, Then, before, due, goes_at

AT = datetime(2026, 8, 31, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "goes", "then"),
    [
        (Kind.DECISION, None, Then.REMOVED),
        (Kind.MINUTES, None, Then.REMOVED),
        (Kind.NAMES, datetime(2031, 8, 31, 20, tzinfo=UTC), Then.REDUCED),
        (Kind.SIGN_IN, datetime(2031, 8, 31, 20, tzinfo=UTC), Then.REMOVED),
        (Kind.PROXY, datetime(2031, 8, 31, 20, tzinfo=UTC), Then.REMOVED),
        (Kind.PUBLIC_BALLOT, datetime(2026, 10, 7, 20, tzinfo=UTC), Then.ANONYMOUS),
        (Kind.POLL, datetime(2027, 2, 28, 20, tzinfo=UTC), Then.REMOVED),
        (Kind.AID, datetime(2026, 9, 30, 20, tzinfo=UTC), Then.REMOVED),
        (Kind.ONBOARDING, datetime(2026, 9, 30, 20, tzinfo=UTC), Then.REMOVED),
        (Kind.LOG, datetime(2026, 9, 30, 20, tzinfo=UTC), Then.REMOVED),
    ],
)
def test_it_goes_at_its_instant_and_not_before(kind, goes, then):
    assert goes_at(kind, AT) == goes
    assert RULES[kind].then is then
    if goes is None:
        assert not due(kind, AT, AT + timedelta(days=36500))
        assert before(kind, AT) is None
    else:
        assert due(kind, AT, goes)
        assert not due(kind, AT, goes - SECOND)


def test_public_ballots_wait_for_the_end_of_the_contest_period():
    assert goes_at(Kind.PUBLIC_BALLOT, AT, contest_days=30) == AT + timedelta(days=60)
    assert goes_at(Kind.AID, AT, contest_days=30) == AT + timedelta(days=30)


def test_every_kind_has_its_rule():
    assert set(RULES) == set(Kind)


@given(
    st.sampled_from([kind for kind in Kind if RULES[kind].lasts is not None]),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.integers(0, 90),
)  # fmt: skip
def test_a_sweep_takes_nothing_that_is_not_due_and_leaves_little_that_is(kind, naive, contest_days):
    now = naive.replace(tzinfo=UTC)
    limit = before(kind, now, contest_days=contest_days)
    assert limit is not None
    for days in (0, 0.001, 1, 30, 400):
        assert due(kind, limit - timedelta(days=days), now, contest_days=contest_days)
    assert not due(kind, limit + timedelta(days=7), now, contest_days=contest_days)
