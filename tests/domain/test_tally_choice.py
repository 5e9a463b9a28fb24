"""Choices, multiple choices and approvals: the most votes, and what happens when they are level."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.domain.tally import METHODS, Outcome, approval, choice
from bot.domain.tally.approval import LimitsRefused, WrongNumber
from bot.domain.tally.ballots import BallotUnreadable, NamedTwice, SeatsRefused, TooFewOptions, UnknownOption
from bot.domain.tally.choice import OneOptionOnly, RoundsRefused


def choose(*votes: int, blank: int = 0, order=None, **settings):
    ballots = {(option,): weight for option, weight in enumerate(votes) if weight} | {(): blank}
    return choice.count(choice.Settings(len(votes), **settings), ballots, order)


def test_the_most_votes_win():
    result = choose(3, 5, 1, blank=9)

    assert (result.winners, result.tied, result.outcome) == ((1,), (), Outcome.ELECTED)
    assert result.votes == {0: 3, 1: 5, 2: 1}
    assert (result.turnout.voters, result.turnout.blanks, result.turnout.cast) == (18, 9, 9)


def test_level_options_are_tied_until_a_lot_says_who():
    assert choose(4, 4, 1).tied == ((0, 1),)
    assert choose(4, 4, 1).outcome is Outcome.TIED

    drawn = choose(4, 4, 1, order=(2, 1, 0))

    assert (drawn.winners, drawn.tied, drawn.lot) == ((1,), (), (0, 1))


def test_a_tie_counts_only_across_the_last_seat():
    assert choose(4, 4, 1, seats=2).winners == (0, 1)

    result = choose(6, 4, 4, 1, seats=2)

    assert (result.winners, result.tied) == ((0,), ((1, 2),))


def test_no_votes_never_elect():
    assert choose(3, 0, 0, seats=2).winners == (0,)
    assert choose(0, 0, blank=4).outcome is Outcome.NONE
    assert choose(0, 0).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("votes", "winners", "runoff"),
    [
        ((6, 3, 2), (0,), ()),
        ((5, 3, 2), (), (0, 1)),
        ((5, 3, 3), (), (0, 1, 2)),
        ((4, 4, 4), (), (0, 1, 2)),
        ((4, 4, 1), (), (0, 1)),
        ((5, 5, 0), (), (0, 1)),
        ((0, 0, 0), (), ()),
    ],
)
def test_two_rounds(votes, winners, runoff):
    result = choose(*votes, rounds=2)

    assert (result.winners, result.runoff, result.tied) == (winners, runoff, ())
    assert result.required == sum(votes) // 2 + 1


def test_when_none_of_these_wins_nothing_is_adopted():
    result = choose(2, 3, 5, none=2)

    assert (result.winners, result.none_won, result.outcome) == ((), True, Outcome.NONE)
    assert choose(5, 3, 2, none=2).winners == (0,)
    assert choose(5, 3, 5, none=2).tied == ((0, 2),)
    assert choose(5, 3, 5, none=2, order=(2, 0, 1)).none_won


def test_none_of_these_takes_no_seat_behind_others():
    assert choose(5, 2, 3, seats=2, none=2).winners == (0, 1)
    assert choose(5, 2, 6, seats=2, none=2).none_won


@pytest.mark.parametrize("seats", [0, -1, 3, 4])
def test_seats_must_leave_something_to_choose(seats):
    with pytest.raises(SeatsRefused):
        choice.Settings(3, seats=seats)


def test_wrong_settings_are_refused():
    with pytest.raises(TooFewOptions):
        choice.Settings(1)
    with pytest.raises(RoundsRefused):
        choice.Settings(3, rounds=3)
    with pytest.raises(RoundsRefused):
        choice.Settings(4, seats=2, rounds=2)
    with pytest.raises(LimitsRefused):
        approval.Settings(3, most=4)
    with pytest.raises(LimitsRefused):
        approval.Settings(3, least=2, most=1)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ([3], UnknownOption),
        ([-1], UnknownOption),
        ([True], BallotUnreadable),
        (["0"], BallotUnreadable),
        ("0", BallotUnreadable),
        (None, BallotUnreadable),
        ([1, 1], NamedTwice),
        ([0, 1], OneOptionOnly),
    ],
)
def test_a_wrong_choice_is_refused(raw, refusal):
    with pytest.raises(refusal):
        choice.read(raw, choice.Settings(3))


def test_approvals_are_read_in_the_order_of_the_list():
    settings = approval.Settings(4, least=2, most=3)

    assert approval.read([3, 0], settings) == (0, 3)
    assert approval.read([], settings) == ()
    for wrong in ([1], [0, 1, 2, 3]):
        with pytest.raises(WrongNumber):
            approval.read(wrong, settings)


def test_approvals_are_shares_of_the_voters():
    ballots = {(0, 1): 3, (1,): 1, (): 1, None: 5}

    result = approval.count(approval.Settings(3), ballots)

    assert (result.winners, result.votes) == ((1,), {0: 3, 1: 4, 2: 0})
    assert (result.share(1), result.share(0)) == (Fraction(4, 5), Fraction(3, 5))
    assert (result.turnout.participants, result.turnout.voters, result.turnout.cast) == (10, 5, 4)


def test_several_seats_by_approval():
    result = approval.count(approval.Settings(4, seats=2), {(0, 1): 3, (2,): 3})

    assert (result.winners, result.tied) == ((), ((0, 1, 2),))


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_has_the_three_parts(name):
    method = METHODS[name]

    assert callable(method.Settings)
    assert callable(method.read)
    assert callable(method.count)
