"""Scores, dots, dates and consent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.tally import Outcome, Room, consent, dates, dots, score
from bot.domain.tally.ballots import BallotUnreadable, NamedTwice, PointsOutOfRange, TooFewOptions, UnknownOption
from bot.domain.tally.turnout import SizeUnknown


def points(*given: int):
    return tuple((option, number) for option, number in enumerate(given) if number >= 0)


def test_the_highest_sum_wins_and_unrated_counts_zero():
    result = score.count(score.Settings(3), {points(5, 3): 2, points(-1, 4, 0): 1, (): 4})

    assert (result.winners, result.sums) == ((0,), {0: 10, 1: 10, 2: 0})
    assert (result.tops, result.zeros, result.unrated) == ({0: 2, 1: 0, 2: 0}, {0: 1, 1: 0, 2: 3}, {0: 1, 1: 0, 2: 2})


def test_equal_sums_go_to_more_top_scores_then_fewer_zeros():
    more_tops = score.count(score.Settings(2), {points(5, 3): 1, points(1, 3): 1})
    fewer_zeros = score.count(score.Settings(2), {points(4, 2): 1, points(0, 2): 1})
    level = score.count(score.Settings(2), {points(4, 2): 1, points(2, 4): 1})

    assert (more_tops.winners, fewer_zeros.winners) == ((0,), (1,))
    assert (level.winners, level.tied) == ((), ((0, 1),))


def test_no_points_never_elect():
    assert score.count(score.Settings(2), {points(0, 0): 3}).outcome is Outcome.NONE
    assert dots.count(dots.Settings(2), {}).outcome is Outcome.NONE


def test_scores_out_of_range_are_refused():
    settings = score.Settings(3, top=10)

    assert score.read([[2, 10], [0, 0]], settings) == ((0, 0), (2, 10))
    for raw, refusal in [
        ([[0, 11]], PointsOutOfRange),
        ([[0, -1]], PointsOutOfRange),
        ([[0, 1], [0, 2]], NamedTwice),
        ([[3, 1]], UnknownOption),
        ([[0, 1.5]], BallotUnreadable),
        ([[0, True]], BallotUnreadable),
        ([0, 1], BallotUnreadable),
        ({"0": 1}, BallotUnreadable),
    ]:
        with pytest.raises(refusal):
            score.read(raw, settings)
    with pytest.raises(score.RangeRefused):
        score.Settings(3, top=0)


@pytest.mark.parametrize(("options", "number"), [(2, 3), (6, 3), (7, 4), (12, 6), (100, 50)])
def test_dots_for_each_person(options, number):
    settings = dots.Settings(options)

    assert (settings.dots, settings.cap) == (number, number)


def test_equal_dots_go_to_more_people():
    result = dots.count(dots.Settings(3), {points(3): 1, points(-1, 1, 2): 1, points(-1, 2, 1): 1})

    assert (result.dots, result.supporters) == ({0: 3, 1: 3, 2: 3}, {0: 1, 1: 2, 2: 2})
    assert result.tied == ((1, 2),)


def test_overspent_dots_are_refused():
    settings = dots.Settings(4, dots=5, cap=3)

    assert dots.read([[0, 3], [1, 2], [2, 0]], settings) == ((0, 3), (1, 2))
    assert dots.read([[0, 1]], settings) == ((0, 1),)
    with pytest.raises(dots.DotsOverspent):
        dots.read([[0, 3], [1, 3]], settings)
    with pytest.raises(PointsOutOfRange):
        dots.read([[0, 4]], settings)
    with pytest.raises(dots.DotsRefused):
        dots.Settings(4, dots=-1)


SLOTS = dates.Settings(tuple(datetime(2026, 12, day, 18, tzinfo=UTC) for day in (5, 3, 4)))
YES, MAYBE, NO = dates.Answer


def answers(*given):
    return tuple(enumerate(given))


def test_most_people_then_most_at_ease_then_the_earliest():
    assert dates.count(SLOTS, {answers(YES, MAYBE, NO): 1, answers(NO, MAYBE, YES): 1}).winners == (1,)
    assert dates.count(SLOTS, {answers(MAYBE, YES, NO): 1}).winners == (1,)
    assert dates.count(SLOTS, {answers(YES, YES, YES): 2}).winners == (1,)
    assert dates.count(SLOTS, {answers(NO, NO, NO): 2}).outcome is Outcome.NONE


def test_a_required_person_removes_a_slot():
    settings = dates.Settings(SLOTS.starts, removed=(1,))

    assert dates.count(settings, {answers(YES, YES, YES): 2}).winners == (2,)


def test_two_slots_at_the_same_instant_are_tied():
    same = dates.Settings((SLOTS.starts[0], SLOTS.starts[0]))

    assert dates.count(same, {answers(YES, YES): 1}).tied == ((0, 1),)


def test_answers_are_read_strictly():
    assert dates.read([[2, "yes"], [0, "no"]], SLOTS) == ((0, NO), (2, YES))
    for raw, refusal in [
        ([[0, "perhaps"]], BallotUnreadable),
        ([[0, "no"], [0, "yes"]], NamedTwice),
        ("no", BallotUnreadable),
    ]:
        with pytest.raises(refusal):
            dates.read(raw, SLOTS)
    with pytest.raises(TooFewOptions):
        dates.Settings(())


CONSENT, ASIDE, PREFERENCE, OBJECTION = consent.Position


@pytest.mark.parametrize(
    ("positions", "members", "cause"),
    [
        ({CONSENT: 3}, 4, "consented"),
        ({ASIDE: 3}, 4, "consented"),
        ({CONSENT: 1, PREFERENCE: 4}, 10, "consented"),
        ({CONSENT: 9, OBJECTION: 1}, 10, "objected"),
        ({CONSENT: 4}, 9, "too_few"),
        ({CONSENT: 5}, 9, "consented"),
        ({CONSENT: 2}, 3, "too_few"),
        ({PREFERENCE: 5}, 5, "no_consent"),
        ({}, 5, "too_few"),
    ],
)
def test_consent(positions, members, cause):
    result = consent.count(consent.Settings(), positions, room=Room(members=members))

    assert (result.cause, result.adopted) == (cause, cause == "consented")


def test_consent_needs_the_size_of_the_circle():
    with pytest.raises(SizeUnknown):
        consent.count(consent.Settings(), {CONSENT: 3})
