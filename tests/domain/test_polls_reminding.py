"""Reminders: when, how often, and never at night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls import Method, Poll, Terms, last_call, reminders
from bot.domain.quiet import USUAL

NOON = datetime(2026, 11, 12, 11, 0, tzinfo=UTC)  # in Paris
PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)


def poll(hours: float, opened: datetime = NOON, *, binding: bool = True) -> Poll:
    terms = Terms("Adopt?", (), Method.MOTION, binding, opened + hours * HOUR, "Europe/Paris", electorate=10)
    return Poll(1, 1, 1, opened, terms)


@pytest.mark.parametrize(
    ("hours", "before_close"),
    [
        (3, ()),
        (3.9, ()),
        (4, (2,)),
        (6, (2,)),
        (24, (2,)),
        (25, (24,)),
        (72, (24,)),
        (7 * 24, (84, 24)),
        (14 * 24, (168, 24)),
    ],
)
def test_reminders_depend_on_how_long_a_vote_lasts(hours, before_close):
    if hours == 7 * 24:  # its half time is at midnight: the morning after
        before_close = (84 - 8, 24)
    assert reminders(poll(hours)) == tuple(poll(hours).closes_at - n * HOUR for n in before_close)


def test_a_poll_reminds_nobody():
    assert reminders(poll(72, binding=False)) == ()


@given(st.integers(0, 60 * 24 * 400), st.floats(4, 24 * 40))
def test_nobody_is_disturbed_at_night_nor_after_the_close(minutes, hours):
    vote = poll(hours, NOON + timedelta(minutes=minutes))
    for at in reminders(vote):
        assert not USUAL.holds(at, PARIS)
        assert at < vote.closes_at


def test_what_would_come_too_late_in_the_morning_comes_the_evening_before():
    vote = poll(16, datetime(2026, 11, 12, 15, 0, tzinfo=UTC))  # 16:00 until 8:00
    (at,) = reminders(vote)
    assert at.astimezone(PARIS).strftime("%d %H:%M") == "12 21:29"


def test_the_last_word_comes_two_hours_before_or_half_way():
    vote = poll(7)  # until 19:00
    assert last_call(vote, NOON) == vote.closes_at - 2 * HOUR
    assert last_call(vote, vote.closes_at - HOUR) == vote.closes_at - HOUR / 2
    late = poll(11.5)  # until 23:30
    assert last_call(late, late.closes_at - HOUR) is None


def test_the_zone_is_the_votes():
    vote = poll(26)
    tokyo = replace(vote, terms=replace(vote.terms, zone="Asia/Tokyo"))
    assert reminders(vote) != reminders(tokyo)
