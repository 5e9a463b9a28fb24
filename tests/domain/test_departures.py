"""Departures and links while a vote is open, at each level of secrecy."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import linking
from bot.domain.departures import UNCHANGED, Departure, Fate, fate
from bot.domain.linking import Answer, Joined, join

LEVELS = ("public", "confidential", "secret")
NOW = datetime(2026, 12, 5, 13, tzinfo=UTC)
EARLY, LATE = Answer(2, NOW), Answer(1, NOW + timedelta(hours=1))


@pytest.mark.parametrize("secrecy", LEVELS)
@pytest.mark.parametrize("electorate", ["group", "members"])
def test_an_excluded_member_keeps_ballot_and_voice_as_quality_is_judged_at_the_opening(secrecy, electorate):
    assert fate(Departure.MEMBERSHIP, electorate=electorate, secrecy=secrecy) == UNCHANGED


@pytest.mark.parametrize(
    ("secrecy", "stands"), [("public", False), ("confidential", False), ("secret", True)]
)  # fmt: skip
def test_judged_at_the_close_the_ballot_falls_except_in_a_secret_vote(secrecy, stands):
    found = fate(Departure.MEMBERSHIP, electorate="members", secrecy=secrecy, judged_at_close=True)
    assert found == Fate(ballot_stands=stands, may_vote=stands)


@pytest.mark.parametrize("secrecy", LEVELS)
def test_leaving_the_chats_leaves_the_ballot(secrecy):
    assert fate(Departure.CHAT, electorate="group", secrecy=secrecy) == Fate(may_vote=False)
    assert fate(Departure.CHAT, electorate="members", secrecy=secrecy) == UNCHANGED


@pytest.mark.parametrize("secrecy", LEVELS)
@pytest.mark.parametrize("electorate", ["group", "members"])
@pytest.mark.parametrize("judged_at_close", [True, False])
def test_erasing_oneself_leaves_the_ballot_under_a_pseudonym(secrecy, electorate, judged_at_close):
    found = fate(Departure.ERASURE, electorate=electorate, secrecy=secrecy, judged_at_close=judged_at_close)
    assert found == Fate(ballot_stands=True, may_vote=False, is_named=False)


@pytest.mark.parametrize("secrecy", LEVELS)
def test_of_two_accounts_of_which_one_voted_that_ballot_stays(secrecy):
    assert join(EARLY, None, secrecy=secrecy) == join(None, EARLY, secrecy=secrecy) == Joined(2)
    assert join(None, None, secrecy=secrecy) == Joined()


@pytest.mark.parametrize("secrecy", ["public", "confidential"])
def test_of_two_ballots_the_later_replaces_the_earlier(secrecy):
    assert join(EARLY, LATE, secrecy=secrecy) == join(LATE, EARLY, secrecy=secrecy) == Joined(1, dropped=2)


def test_two_secret_ballots_cannot_be_found_again_and_a_second_one_is_refused():
    assert join(EARLY, LATE, secrecy="secret") == Joined(2, both=True)
    with pytest.raises(linking.VotedAlready):
        linking.check_second(frozenset((2, 9)), frozenset((1, 2)), secrecy="secret")
    linking.check_second(frozenset((9,)), frozenset((1, 2)), secrecy="secret")
    linking.check_second(frozenset((2,)), frozenset((1, 2)), secrecy="public")


def test_the_account_known_longer_stays():
    assert linking.keeps(7, 3) == linking.keeps(3, 7) == (3, 7)
    with pytest.raises(linking.LinkedToItself):
        linking.keeps(3, 3)


ANSWERS = st.none() | st.builds(Answer, st.just(1), st.integers(0, 9).map(lambda n: NOW + timedelta(seconds=n)))


@given(ANSWERS, ANSWERS.map(lambda one: one and Answer(2, one.at)), st.sampled_from(LEVELS))
def test_whatever_the_order_one_voice_is_left_where_it_can_be(one, other, secrecy):
    found = join(one, other, secrecy=secrecy)

    assert found == join(other, one, secrecy=secrecy)
    given = [answer for answer in (one, other) if answer]
    assert len(given) - (found.dropped is not None) - found.both == (1 if given else 0)
    assert (found.counts is None) == (not given)
