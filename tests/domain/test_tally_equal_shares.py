"""Equal shares: who pays for what, and what becomes of the rest."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.tally import Outcome, equal_shares
from bot.domain.tally.ballots import NamedTwice, PointsOutOfRange, TooFewOptions, UnknownOption
from bot.domain.tally.equal_shares import (
    BudgetRefused,
    Completion,
    CostRefused,
    Exclusion,
    Phase,
    Settings,
    SharesRefused,
    count,
    read,
)
from bot.domain.tally.ties import Cause


def approve(*options: int):
    return tuple((option, 1) for option in options)


def spend(costs, budget, ballots, completion=Completion.NONE, order=None, **settings):
    return count(Settings(tuple(costs), budget, completion, **settings), ballots, order)


GARDEN, OVEN, BIKES = range(3)


def test_the_garden_then_the_bikes():
    result = spend([600, 400, 400], 1000, {approve(GARDEN, OVEN): 5, approve(GARDEN): 1, approve(BIKES): 4})

    assert result.winners == (GARDEN, BIKES)
    assert [purchase.price for purchase in result.rounds] == [100, 100]
    assert (result.accounts[OVEN].phase, result.accounts[OVEN].missing) == (None, 400)


def test_at_equal_rates_and_supporters_the_cheaper_comes_first():
    result = spend([600, 400, 400], 1000, {approve(GARDEN, OVEN): 6, approve(BIKES): 4})

    assert result.winners == (OVEN, BIKES)
    assert result.rounds[0].price == Fraction(200, 3)
    assert result.accounts[GARDEN].missing == 400


X_Y_Z = [300, 250, 450], 1000, {approve(0): 2, approve(1): 1, approve(2): 2}


def test_shares_are_raised_until_everything_is_funded():
    result = spend(*X_Y_Z, Completion.ADD1, step=1)

    assert spend(*X_Y_Z).winners == (0,)
    assert (result.winners, result.raises, result.share, result.spent) == ((0, 2, 1), 50, 250, 1000)


def test_a_raise_that_would_overspend_is_not_made():
    result = spend([300, 250, 451], 1000, X_Y_Z[2], Completion.ADD1, step=1)

    assert result.winners == (0, 2)
    assert (result.raises, result.share, result.spent) == (49, 249, 751)


def test_greedy_funds_what_still_fits_by_supporters():
    result = spend(*X_Y_Z, Completion.GREEDY)

    assert result.winners == (0, 2, 1)
    assert [account.phase for account in result.accounts.values()] == [Phase.SHARES, Phase.GREEDY, Phase.GREEDY]


def test_greedy_alone_is_not_proportional():
    ballots = {approve(0, 1): 6, approve(2): 4}

    result = spend([500, 500, 400], 1000, ballots, Completion.GREEDY_ONLY)

    assert (result.winners, result.is_proportional, result.rounds) == ((0, 1), False, ())
    assert spend([500, 500, 400], 1000, ballots).winners == (0, 2)


def test_a_poor_supporter_gives_what_is_left():
    result = spend([120, 130], 300, {approve(0): 1, approve(0, 1): 1, approve(1): 1})

    assert result.winners == (0, 1)
    assert [(purchase.price, purchase.rate) for purchase in result.rounds] == [
        (60, Fraction(1, 2)),
        (90, Fraction(9, 13)),
    ]


def test_points_weigh_the_price():
    result = spend([300], 300, {((0, 2),): 1, ((0, 1),): 1}, top=2)

    assert result.winners == (0,)
    assert result.rounds[0].price == 150


def test_a_lot_settles_what_nothing_else_does():
    ballots = {approve(0, 1): 2}

    assert spend([100, 100], 100, ballots, order=(1, 0)).winners == (1,)
    assert spend([100, 100], 100, ballots, order=(1, 0)).rounds[0].tie.cause is Cause.LOT

    by_list = spend([100, 100], 100, ballots)

    assert (by_list.winners, by_list.tied, by_list.outcome) == ((0,), ((0, 1),), Outcome.ELECTED)


def test_a_tie_without_consequence_is_not_reported():
    assert spend([50, 50], 100, {approve(0, 1): 2}).tied == ()


def test_a_tie_in_the_greedy_part_is_reported():
    result = spend([60, 60], 100, {approve(0): 1, approve(1): 1}, Completion.GREEDY)

    assert (result.winners, result.tied) == ((0,), ((0, 1),))
    assert spend([60, 60], 100, {approve(0): 1, approve(1): 1}, Completion.GREEDY, order=(1, 0)).winners == (1,)


def test_projects_are_filtered_first():
    result = spend([2000, 100, 100, 100], 1000, {approve(0, 1): 3, approve(3): 1}, support=2)

    assert [account.excluded for account in result.accounts.values()] == [
        Exclusion.OVER_BUDGET,
        None,
        Exclusion.NO_SUPPORT,
        Exclusion.TOO_FEW,
    ]
    assert result.winners == (1,)


@pytest.mark.parametrize("completion", list(Completion))
@pytest.mark.parametrize("ballots", [{}, {(): 5}, {None: 2}])
def test_without_a_ballot_nothing_is_funded(ballots, completion):
    result = spend([100, 200], 1000, ballots, completion)

    assert (result.winners, result.spent, result.outcome) == ((), 0, Outcome.NONE)


def test_blank_ballots_hold_no_share():
    assert spend([100], 100, {approve(0): 1, (): 3}).winners == (0,)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"budget": 0}, BudgetRefused),
        ({"budget": -1}, BudgetRefused),
        ({"costs": ()}, TooFewOptions),
        ({"costs": (100, 0)}, CostRefused),
        ({"costs": (100, -5)}, CostRefused),
        ({"step": 0}, SharesRefused),
        ({"support": 0}, SharesRefused),
        ({"top": 0}, SharesRefused),
    ],
)
def test_wrong_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal):
        Settings(**{"costs": (100, 200), "budget": 1000} | wrong)


def test_ballots_are_read_as_approvals_or_points():
    approvals, points = Settings((1, 1, 1), 3), Settings((1, 1, 1), 3, top=5)

    assert read([2, 0], approvals) == ((0, 1), (2, 1))
    assert read([[2, 5], [0, 0]], points) == ((2, 5),)
    for raw, refusal in [([0, 0], NamedTwice), ([3], UnknownOption), ([[0, 2]], PointsOutOfRange)]:
        with pytest.raises(refusal):
            read(raw, approvals)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_raises_without_effect_are_leapt_over_exactly(data):
    """Steps known to change nothing are not counted one by one; the result is as if they had been."""
    options, top = data.draw(st.integers(1, 5)), data.draw(st.sampled_from([1, 3]))
    costs = tuple(data.draw(st.integers(1, 300)) for _ in range(options))
    ballot = st.dictionaries(st.integers(0, options - 1), st.integers(1, top)).map(
        lambda given: tuple(sorted(given.items()))
    )
    ballots = data.draw(st.lists(st.tuples(ballot, st.integers(1, 3)), max_size=8))
    chosen = Settings(costs, data.draw(st.integers(1, 900)), step=data.draw(st.sampled_from([1, 2, 7])), top=top)
    order = data.draw(st.permutations(range(options)))

    with patience(10**9):
        slow = count(chosen, ballots, order)
    with patience(data.draw(st.sampled_from([0, 1, 8]))):
        assert count(chosen, ballots, order) == slow


@contextmanager
def patience(raises):
    """Changes after how many idle raises the next effect is computed."""
    usual, equal_shares.PATIENCE = equal_shares.PATIENCE, raises
    yield
    equal_shares.PATIENCE = usual


def test_a_far_away_project_takes_no_longer():
    result = spend([60_000, 40_000, 5 * 10**11], 10**12, {approve(0, 1): 5000, approve(2): 1}, Completion.ADD1, step=1)

    assert result.winners == (1, 0, 2)
    assert result.raises > 10**11
