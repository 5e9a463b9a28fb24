"""Linking: one person has one voice, also in what was open when it turned out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.linking import LinkedToItself, counted_twice, keeps
from bot.domain.members import Presence
from bot.domain.polls import Method, Poll, PollId, Terms

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
BEFORE, AFTER = Presence(NOW - timedelta(days=1)), Presence(NOW + timedelta(days=1))


def test_who_is_known_longer_stays():
    assert keeps(7, 3) == keeps(3, 7) == (3, 7)
    with pytest.raises(LinkedToItself):
        keeps(3, 3)


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        ([BEFORE], [BEFORE], True), ([BEFORE], [AFTER], False), ([AFTER], [AFTER], False), ([], [BEFORE], False),
        ([AFTER, BEFORE], [BEFORE], True), ([Presence(BEFORE.since, NOW)], [BEFORE], False),
    ],
)  # fmt: skip
def test_only_whoever_was_there_twice_at_the_opening_was_counted_twice(one, other, twice):
    assert counted_twice(one, other, NOW) is twice


def test_a_vote_counts_somebody_once_and_is_never_of_fewer_than_nobody():
    terms = Terms("Adopt?", (), Method.MOTION, True, NOW + timedelta(days=2), "UTC", electorate=1)
    poll = Poll(PollId(1), 1, 2, NOW, terms)
    assert poll.counted_once().terms.electorate == poll.counted_once().counted_once().terms.electorate == 0
    listed = Poll(PollId(1), 1, 2, NOW, Terms(
        "Adopt?", (), Method.MOTION, True, NOW + timedelta(days=2), "UTC", electorate=9, listed="old", electors=5,
    ))  # fmt: skip
    once = listed.counted_once(3, "new").terms
    assert (once.electorate, once.electors, once.listed) == (6, 4, "new")
