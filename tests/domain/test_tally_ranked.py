"""Ranked ballots: Schulze, instant runoff and single transferable vote."""

from __future__ import annotations

import pytest

from bot.domain.tally import Outcome, irv, schulze, stv
from bot.domain.tally.ballots import BallotUnreadable, NamedTwice, OneSeatOnly, SeatsRefused, UnknownOption
from bot.domain.tally.ranking import LevelRefused
from bot.domain.tally.ties import Cause, Tie


def profile(**ballots: int):
    """`ABC=3`: three voters put A first."""
    return {tuple("ABCDE".index(letter) for letter in name): number for name, number in ballots.items()}


TOWNS = profile(ABCD=42, BCDA=26, CDBA=15, DCBA=17)
CYCLE = profile(ABC=3, BCA=3, CAB=3)
SCHULZE_2011 = profile(ACBED=5, ADECB=5, BEDAC=8, CABED=3, CAEBD=7, CBADE=2, DCEBA=7, EBADC=8)


# Schulze


def test_schulze_elects_the_town_in_the_middle():
    result = schulze.count(schulze.Settings(4), TOWNS)

    assert (result.winners, result.condorcet) == ((1,), 1)
    assert result.ranking == ((1,), (2,), (3,), (0,))
    assert result.duels[0][1] == 42


def test_schulze_on_the_example_of_its_author():
    result = schulze.count(schulze.Settings(5), SCHULZE_2011)

    assert (result.winners, result.condorcet) == ((4,), None)
    assert result.ranking == ((4,), (0,), (2,), (1,), (3,))
    assert result.duels[0] == (0, 20, 26, 30, 22)
    assert result.paths[0][1] == (28, 17)
    assert result.paths[4] == ((25, 20), (28, 17), (28, 17), (31, 14), (0, 0))


def test_a_perfect_cycle_is_a_tie_until_a_lot_says_who():
    assert schulze.count(schulze.Settings(3), CYCLE).tied == ((0, 1, 2),)

    drawn = schulze.count(schulze.Settings(3), CYCLE, (2, 0, 1))

    assert (drawn.winners, drawn.tied, drawn.lot) == ((2,), (), (0, 1, 2))


def test_options_left_out_are_level_below_the_ranked_ones():
    result = schulze.count(schulze.Settings(4), {(0, (1, 2)): 3, (3,): 1})

    assert result.duels == ((0, 3, 3, 3), (0, 0, 0, 3), (0, 0, 0, 3), (1, 1, 1, 0))


def test_what_loses_to_the_status_quo_cannot_win():
    ballots = profile(ABC=4, BCA=3, CAB=2)

    assert schulze.count(schulze.Settings(3), ballots).winners == (0,)

    result = schulze.count(schulze.Settings(3, status_quo=2), ballots)

    assert (result.barred, result.winners) == ((0,), (1,))


def test_a_level_duel_with_the_status_quo_bars_nobody():
    assert schulze.count(schulze.Settings(2, status_quo=1), profile(AB=2, BA=2)).barred == ()


@pytest.mark.parametrize("method", [schulze, irv, stv])
@pytest.mark.parametrize("ballots", [{}, {(): 3}, {None: 2}, {(): 1, None: 1}])
def test_without_a_ranking_nobody_is_elected(method, ballots):
    result = method.count(method.Settings(3), ballots)

    assert (result.winners, result.tied, result.outcome) == ((), (), Outcome.NONE)
    assert result.turnout.participants == sum(ballots.values())


@pytest.mark.parametrize("method", [schulze, irv, stv])
def test_one_voter_elects_the_first_of_one_ballot(method):
    assert method.count(method.Settings(3), {(2, 0): 1}).winners == (2,)


# Instant runoff


def test_instant_runoff_elects_another_town():
    result = irv.count(irv.Settings(4), TOWNS)

    assert result.winners == (3,)
    assert [dict(each.votes) for each in result.rounds] == [
        {0: 42, 1: 26, 2: 15, 3: 17},
        {0: 42, 1: 26, 3: 32},
        {0: 42, 3: 58},
    ]
    assert [each.excluded for each in result.rounds] == [2, 1, None]


def test_exhausted_ballots_leave_the_majority():
    result = irv.count(irv.Settings(3), profile(A=4, B=3, C=2))

    assert [each.exhausted for each in result.rounds] == [0, 2]
    assert result.winners == (0,)


def test_a_tie_for_last_goes_back_to_the_latest_round_that_differs():
    result = irv.count(irv.Settings(4), profile(A=5, B=4, CA=3, DC=1))

    assert (result.rounds[1].excluded, result.rounds[1].tie) == (2, Tie((1, 2), 2, Cause.EARLIER, 1))
    assert (result.winners, result.tied) == ((0,), ())


def test_a_tie_for_last_is_settled_by_the_unluckiest():
    result = irv.count(irv.Settings(3), profile(A=2, BA=1, CA=1), (2, 0, 1))

    assert result.rounds[0].tie == Tie((1, 2), 1, Cause.LOT, None, (1, 2))
    assert result.tied == ()


def test_without_a_lot_the_list_decides_and_the_tied_are_named():
    result = irv.count(irv.Settings(3), profile(AB=2, BA=2, C=1))

    assert result.rounds[0].tie is None
    assert result.rounds[1].tie == Tie((0, 1), 1, Cause.LIST, None, (0, 1))
    assert (result.winners, result.tied, result.outcome) == ((0,), ((0, 1),), Outcome.ELECTED)


@pytest.mark.parametrize("method", [irv, stv])
def test_shared_ranks_are_counted_up_to_the_first(method):
    result = method.count(method.Settings(4), {(0, (1, 2), 3): 2, ((0, 1), 2): 3, (3, 0): 1})

    assert (result.winners, result.shortened) == ((0,), 5)
    assert list(result.rounds[0].votes.values()) in ([2, 0, 0, 1], [200_000, 0, 0, 100_000])


# Single transferable vote


def test_a_surplus_moves_to_the_next():
    result = stv.count(stv.Settings(4, 2), profile(ABCD=8, BACD=5, CDAB=4, DCBA=3))

    assert (result.quota, result.winners) == (7, (0, 2))
    assert [tuple(each.votes.values()) for each in result.rounds] == [
        (800_000, 500_000, 400_000, 300_000),
        (700_000, 600_000, 400_000, 300_000),
        (700_000, 600_000, 700_000, 0),
    ]
    assert [each.elected for each in result.rounds] == [(0,), (), (2,)]


def test_what_truncation_loses_is_said():
    result = stv.count(stv.Settings(5, 3), profile(AB=10, B=3, CD=4, DC=3, E=2))

    assert (result.quota, result.winners) == (6, (0, 1, 2))
    assert (result.rounds[2].exhausted, result.rounds[2].lost) == (99_995, 5)


def test_the_largest_surplus_moves_first():
    result = stv.count(stv.Settings(5, 3), profile(AC=9, BD=7, C=1, D=1, E=2))

    assert [each.option for each in result.rounds[:3]] == [None, 0, 1]
    assert result.rounds[0].elected == (0, 1)


def test_equal_surpluses_go_by_earlier_stages_then_lot():
    by_lot = stv.count(stv.Settings(4, 2), profile(AC=5, BD=5, C=1, D=1), (1, 0, 2, 3))
    assert by_lot.winners == (0, 1)

    three = stv.count(stv.Settings(5, 3), profile(AC=7, BD=7, C=2, D=2, E=2), (1, 0, 2, 3, 4))
    assert three.rounds[1].tie == Tie((0, 1), 1, Cause.LOT, None, (0, 1))


def test_as_many_hopefuls_as_seats_are_all_elected():
    result = stv.count(stv.Settings(3, 2), profile(A=1, B=1, C=1), (0, 1, 2))

    assert result.winners == (0, 1)
    assert result.rounds[-1].act is stv.Act.LAST


def test_a_hundred_options_are_counted():
    ballots = {(option, (option + 1) % 100): option + 1 for option in range(100)}

    assert len(stv.count(stv.Settings(100, 7), ballots, range(100)).winners) == 7
    assert irv.count(irv.Settings(100), ballots, range(100)).winners
    assert len(schulze.count(schulze.Settings(100), ballots).duels) == 100


# Settings and ballots


def test_one_seat_only_for_single_winner_methods():
    for method in (schulze, irv):
        with pytest.raises(OneSeatOnly):
            method.Settings(4, seats=2)
    with pytest.raises(SeatsRefused):
        stv.Settings(3, seats=3)


def test_rankings_are_read_strictly():
    assert irv.read([2, 0], irv.Settings(3)) == (2, 0)
    assert schulze.read([2, [1, 0]], schulze.Settings(3)) == (2, (0, 1))
    assert schulze.read([[2], [1, 0]], schulze.Settings(3)) == (2, (0, 1))
    assert stv.read([], stv.Settings(3)) == ()


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ([0, 0], NamedTwice),
        ([0, [1, 0]], NamedTwice),
        ([3], UnknownOption),
        ([[]], BallotUnreadable),
        ([[[1]]], BallotUnreadable),
        ("01", BallotUnreadable),
        ([1.0], BallotUnreadable),
    ],
)
def test_a_wrong_ranking_is_refused(raw, refusal):
    with pytest.raises(refusal):
        schulze.read(raw, schulze.Settings(3))


def test_a_shared_rank_is_refused_where_order_must_be_clear():
    for method in (irv, stv):
        with pytest.raises(LevelRefused):
            method.read([0, [1, 2]], method.Settings(3))
