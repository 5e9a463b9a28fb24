"""What every count must keep, whatever the ballots, and naive twins written another way that must agree."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.tally import METHODS, approval, choice, dots, equal_shares, irv, schulze, score, stv
from bot.domain.tally.equal_shares import Completion

few = settings(deadline=None, max_examples=40)
many = settings(deadline=None, max_examples=150)

weights = st.integers(1, 4)
sizes = st.integers(2, 5)


def grouped(ballot):
    return st.lists(st.tuples(ballot, weights), max_size=8)


def rankings(options, shared=False):
    def cut(draw):
        order, length = draw
        return tuple(order[:length])

    strict = st.tuples(st.permutations(range(options)), st.integers(1, options)).map(cut)
    if not shared:
        return strict
    return st.tuples(strict, st.integers(0, 3)).map(lambda pair: _share(*pair))


def _share(ranking, start):
    """The same ranking with two neighbours level."""
    pair = tuple(sorted(ranking[start : start + 2]))
    return ranking if len(pair) < 2 else (*ranking[:start], pair, *ranking[start + 2 :])


def approvals(options):
    return st.sets(st.integers(0, options - 1), max_size=options).map(lambda chosen: tuple(sorted(chosen)))


def notes(options, top=3):
    return st.dictionaries(st.integers(0, options - 1), st.integers(0, top)).map(
        lambda given: tuple(sorted(given.items()))
    )


def _settings(name, options):
    match name:
        case "score":
            return score.Settings(options, top=3)
        case "dots":
            return dots.Settings(options, dots=20)
        case "stv" | "approval" | "choice":
            return METHODS[name].Settings(options, max(1, options - 2))
        case "budget":
            return equal_shares.Settings(tuple(range(3, 3 + options)), 10, step=1)
    return METHODS[name].Settings(options)


def _ballots(name, options):
    match name:
        case "choice":
            return st.integers(0, options - 1).map(lambda option: (option,))
        case "approval":
            return approvals(options)
        case "score" | "dots":
            return notes(options)
        case "budget":
            return approvals(options).map(lambda chosen: tuple((option, 1) for option in chosen))
        case "schulze":
            return rankings(options, shared=True)
    return rankings(options)


NAMES = ["choice", "approval", "score", "dots", "budget", "schulze", "irv", "stv"]


@st.composite
def votes(draw, name):
    options = draw(sizes)
    order = tuple(draw(st.permutations(range(options))))
    return options, draw(grouped(_ballots(name, options))), order


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_the_order_and_grouping_of_ballots_never_matter(name, data):
    options, ballots, order = data.draw(votes(name))
    one_by_one = [(ballot, 1) for ballot, weight in ballots for _ in range(weight)]
    random.Random(data.draw(st.integers())).shuffle(one_by_one)
    method, chosen = METHODS[name], _settings(name, options)

    for lot in (order, None):
        one, other = method.count(chosen, ballots, lot), method.count(chosen, one_by_one, lot)
        assert one == other


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_renaming_the_options_renames_the_result(name, data):
    """Neutrality: with costs level, nothing but ballots and the published order distinguishes two options."""
    options, ballots, order = data.draw(votes(name))
    new = data.draw(st.permutations(range(options)))
    chosen = _settings(name, options) if name != "budget" else equal_shares.Settings((4,) * options, 10, step=1)

    one = METHODS[name].count(chosen, ballots, order)
    renamed = [(_rename(ballot, new, name), weight) for ballot, weight in ballots]
    other = METHODS[name].count(chosen, renamed, [new[option] for option in order])

    assert {new[option] for option in one.winners} == set(other.winners)
    assert one.tied == other.tied == ()


def _rename(ballot, new, name):
    if name in ("score", "dots", "budget"):
        return tuple(sorted((new[option], points) for option, points in ballot))
    renamed = tuple(tuple(sorted(new[o] for o in rank)) if isinstance(rank, tuple) else new[rank] for rank in ballot)
    return tuple(sorted(renamed)) if name == "approval" else renamed


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_numbers_add_up(name, data):
    options, ballots, _ = data.draw(votes(name))
    blanks, abstentions = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
    filled = [(ballot, weight) for ballot, weight in ballots if ballot]

    turnout = METHODS[name].count(_settings(name, options), [*filled, ((), blanks), (None, abstentions)]).turnout

    assert turnout.cast == sum(weight for _, weight in filled)
    assert turnout.participants == turnout.cast + blanks + abstentions
    assert (turnout.voters, turnout.blanks, turnout.abstentions) == (turnout.cast + blanks, blanks, abstentions)


@pytest.mark.parametrize("name", ["choice", "approval", "score", "dots", "schulze"])
@few
@given(data=st.data())
def test_a_ballot_that_likes_the_winner_more_never_hurts_it(name, data):
    """Monotonicity, which instant runoff, single transferable vote and equal shares do not have."""
    options, ballots, order = data.draw(votes(name))
    chosen = _settings(name, options)
    winners = METHODS[name].count(chosen, ballots, order).winners
    assume(ballots and winners)
    winner, changed = winners[0], data.draw(st.integers(0, len(ballots) - 1))

    better = [(_raise(ballot, winner, name) if n == changed else ballot, w) for n, (ballot, w) in enumerate(ballots)]

    assert winner in METHODS[name].count(chosen, better, order).winners


def _raise(ballot, winner, name):
    match name:
        case "choice":
            return (winner,)
        case "approval":
            return tuple(sorted({*ballot, winner}))
        case "score" | "dots":
            given = dict(ballot)
            return tuple(sorted((given | {winner: min(3, given.get(winner, 0) + 1)}).items()))
    rest = [
        tuple(o for o in rank if o != winner) if isinstance(rank, tuple) else rank for rank in ballot if rank != winner
    ]
    return (winner, *(rank[0] if isinstance(rank, tuple) and len(rank) == 1 else rank for rank in rest))


# Naive twins


def _better(ballot, a, b):
    place = {o: n for n, rank in enumerate(ballot) for o in (rank if isinstance(rank, tuple) else (rank,))}
    return place.get(a, 99) < place.get(b, 99)


def _naive_schulze(options, ballots):
    def prefer(a, b):
        return sum(weight for ballot, weight in ballots if _better(ballot, a, b))

    def width(path):
        return min((prefer(a, b), -prefer(b, a)) if prefer(a, b) > prefer(b, a) else (0, 0) for a, b in pairwise(path))

    def strength(a, b):
        others = [o for o in range(options) if o not in (a, b)]
        between = [middle for size in range(len(others) + 1) for middle in permutations(others, size)]
        return max(width((a, *middle, b)) for middle in between)

    return {a for a in range(options) if all(strength(a, b) >= strength(b, a) for b in range(options) if b != a)}


@few
@given(st.data())
def test_schulze_agrees_with_every_path_tried(data):
    options = data.draw(st.integers(2, 4))
    ballots = data.draw(grouped(rankings(options, shared=True)).filter(bool))

    result = schulze.count(schulze.Settings(options), ballots)

    best = _naive_schulze(options, ballots)
    assert {*result.winners, *(o for level in result.tied for o in level)} == best
    assert set(result.ranking[0]) == best


@few
@given(st.data())
def test_schulze_elects_a_condorcet_winner(data):
    options, ballots, _ = data.draw(votes("schulze"))
    result = schulze.count(schulze.Settings(options), ballots)
    beats_all = [
        a
        for a in range(options)
        if all(sum(w * (_better(x, a, b) - _better(x, b, a)) for x, w in ballots) > 0 for b in range(options) if b != a)
    ]

    assert result.condorcet == (beats_all[0] if beats_all else None)
    assert not beats_all or result.winners == tuple(beats_all)


def _naive_irv(options, ballots, order):
    people = [ballot for ballot, weight in ballots for _ in range(weight)]
    running: set[int] = set(range(options))
    past: list[dict[int, int]] = []
    while people:
        tops = [next((o for o in ballot if o in running), -1) for ballot in people]
        past.insert(0, {o: tops.count(o) for o in running})
        for option in running:
            if 2 * tops.count(option) > len(tops) - tops.count(-1) or len(running) == 1:
                return (option,)
        running.remove(min(running, key=lambda o: ([votes[o] for votes in past], -order.index(o))))
    return ()


@few
@given(votes("irv"))
def test_irv_agrees_with_its_twin(vote):
    options, ballots, order = vote

    assert irv.count(irv.Settings(options), ballots, order).winners == _naive_irv(options, ballots, order)


def _naive_stv(options, seats, ballots, order):
    """Each paper by itself, as a clerk would, with its value in hundred-thousandths written on it."""
    papers = [[ballot, 100_000, None] for ballot, weight in ballots for _ in range(weight)]
    quota = (len(papers) // (seats + 1) + 1) * 100_000
    hopeful, elected, waiting = set(range(options)), [], []
    past: list[dict[int, int]] = []
    kept: dict[int, int] = {}

    def deal(moving):
        for paper in moving:
            paper[2] = next((o for o in paper[0] if o in hopeful), None)

    def held(option):
        return kept[option] if option in kept else sum(value for _, value, at in papers if at == option)

    def history(option):
        return [held_then[option] for held_then in past]

    deal(papers)
    while papers:
        past.insert(0, {o: held(o) for o in range(options)})
        new = sorted((o for o in hopeful if held(o) >= quota), key=lambda o: ([-v for v in history(o)], o))
        elected += new
        hopeful -= set(new)
        waiting += [o for o in new if held(o) > quota]
        if len(elected) == seats:
            break
        if len(elected) + len(hopeful) == seats:
            elected += sorted(hopeful, key=lambda o: ([-v for v in history(o)], o))
            break
        if waiting:
            option = min(waiting, key=lambda o: ([-v for v in history(o)], order.index(o)))
            waiting.remove(option)
            pile, total = [paper for paper in papers if paper[2] == option], held(option)
            for paper in pile:
                paper[1] = paper[1] * (total - quota) // total
            kept[option] = quota
        else:
            option = min(hopeful, key=lambda o: (history(o), -order.index(o)))
            hopeful.remove(option)
            pile = [paper for paper in papers if paper[2] == option]
        deal(pile)
    return tuple(elected)


@many
@given(st.data())
def test_stv_agrees_with_a_clerk(data):
    options, ballots, order = data.draw(votes("stv"))
    seats = data.draw(st.integers(1, options - 1))

    assert stv.count(stv.Settings(options, seats), ballots, order).winners == _naive_stv(options, seats, ballots, order)


@few
@given(st.data())
def test_stv_loses_no_vote(data):
    options, ballots, order = data.draw(votes("stv"))
    seats = data.draw(st.integers(1, options - 1))

    result = stv.count(stv.Settings(options, seats), ballots, order)

    for stage in result.rounds:
        assert sum(stage.votes.values()) + stage.exhausted + stage.lost == result.total * stv.UNIT
        assert 0 <= stage.lost < stv.UNIT
    assert len(result.winners) == len(set(result.winners)) == (seats if ballots else 0)
    assert [option for stage in result.rounds for option in stage.elected] == list(result.winners)


@few
@given(st.data())
def test_a_solid_group_gets_its_seats_by_stv(data):
    """Voters who put the same options first, in any order, fill as many seats as they hold quotas."""
    options = data.draw(st.integers(3, 5))
    group = data.draw(st.integers(1, options - 1))
    seats = data.draw(st.integers(1, options - 1))
    heads, tails = st.permutations(range(group)), st.permutations(range(group, options))
    solid = data.draw(grouped(st.tuples(heads, tails).map(lambda parts: (*parts[0], *parts[1]))).filter(bool))
    others = data.draw(grouped(rankings(options)))

    result = stv.count(stv.Settings(options, seats), [*solid, *others])

    held = sum(weight for _, weight in solid)
    deserved = min(group, seats, (held - 1) // result.quota)  # truncation loses less than one vote
    assert sum(option < group for option in result.winners) >= deserved


def _naive_shares(costs, budget, ballots, order):
    """One purse for each person, and the rate found by trying who is poor, from the poorest on."""
    people = [dict(ballot) for ballot, weight in ballots for _ in range(weight) if ballot]
    purses = [Fraction(budget, len(people))] * len(people) if people else []
    funded: list[int] = []

    def rate(option):
        backers = sorted(
            (purses[n] / person[option], person[option]) for n, person in enumerate(people) if option in person
        )
        paid, points = Fraction(0), sum(weight for _, weight in backers)
        for richest, weight in backers:
            each = (costs[option] - paid) / points
            if each <= richest:
                return each / costs[option]
            paid, points = paid + richest * weight, points - weight
        return None

    while True:
        rates = {o: rate(o) for o in range(len(costs)) if o not in funded and costs[o] <= budget}
        payable = [o for o in rates if rates[o] is not None]
        if not payable:
            return tuple(funded), purses
        fans = {o: sum(o in person for person in people) for o in payable}
        option = min(payable, key=lambda o: (rates[o], -fans[o], costs[o], order.index(o)))
        funded.append(option)
        for n, person in enumerate(people):
            if option in person:
                purses[n] -= min(purses[n], rates[option] * costs[option] * person[option])


@st.composite
def budgets(draw, top):
    options = draw(st.integers(1, 5))
    costs = tuple(draw(st.integers(1, 12)) for _ in range(options))
    ballot = st.dictionaries(st.integers(0, options - 1), st.integers(1, top)).map(
        lambda given: tuple(sorted(given.items()))
    )
    return costs, draw(st.integers(1, 30)), draw(grouped(ballot)), tuple(draw(st.permutations(range(options))))


@pytest.mark.parametrize("top", [1, 3])
@few
@given(data=st.data())
def test_equal_shares_agree_with_separate_purses(top, data):
    costs, budget, ballots, order = data.draw(budgets(top))

    result = equal_shares.count(equal_shares.Settings(costs, budget, Completion.NONE, top=top), ballots, order)

    funded, purses = _naive_shares(costs, budget, ballots, order)
    people = [dict(ballot) for ballot, weight in ballots for _ in range(weight) if ballot]
    assert result.winners == funded
    for option, account in result.accounts.items():
        held = sum(purse for purse, person in zip(purses, people, strict=True) if option in person)
        assert account.missing == (None if option in funded else costs[option] - held)
        assert option in funded or account.excluded or costs[option] > held


@pytest.mark.parametrize("completion", list(Completion))
@few
@given(data=st.data())
def test_a_budget_is_never_overspent(completion, data):
    costs, budget, ballots, order = data.draw(budgets(2))

    result = equal_shares.count(equal_shares.Settings(costs, budget, completion, step=1, top=2), ballots, order)

    assert result.spent == sum(costs[option] for option in result.winners) <= budget
    assert len(set(result.winners)) == len(result.winners)
    assert [purchase.rate for purchase in result.rounds] == sorted(purchase.rate for purchase in result.rounds)


@few
@given(budgets(1))
def test_add1_stops_where_raising_step_by_step_stops(vote):
    costs, budget, ballots, order = vote
    people = sum(weight for ballot, weight in ballots if ballot)
    assume(people)
    eligible = {o for ballot, _ in ballots for o, _ in ballot if costs[o] <= budget}

    result = equal_shares.count(equal_shares.Settings(costs, budget, step=1), ballots, order)

    best = None
    for raises in range(100):
        total = budget + raises * people
        affordable = [cost if cost <= budget else 10**9 for cost in costs]
        funded, _ = _naive_shares(affordable, total, ballots, order)
        if sum(costs[o] for o in funded) > budget:
            break
        best = funded
        if set(funded) == eligible:
            break
    assert tuple(purchase.option for purchase in result.rounds) == best


@few
@given(budgets(1))
def test_a_group_that_agrees_gets_what_its_shares_pay(vote):
    """Proportionality: voters whose shares cover a project they all support are not left without any project."""
    costs, budget, ballots, order = vote
    people = [dict(ballot) for ballot, weight in ballots for _ in range(weight) if ballot]
    result = equal_shares.count(equal_shares.Settings(costs, budget, Completion.NONE), ballots, order)

    for option, cost in enumerate(costs):
        group = [person for person in people if option in person]
        if group and cost * len(people) <= budget * len(group):
            assert any(set(person) & set(result.winners) for person in group)


@few
@given(st.data())
def test_the_most_votes_win_by_any_reading(data):
    options, ballots, order = data.draw(votes("approval"))
    seats = data.draw(st.integers(1, options - 1))
    votes_of = {o: sum(weight for ballot, weight in ballots if o in ballot) for o in range(options)}

    result = approval.count(approval.Settings(options, seats), ballots, order)

    expected = sorted((o for o in votes_of if votes_of[o]), key=lambda o: (-votes_of[o], order.index(o)))[:seats]
    assert set(result.winners) == set(expected)
    assert result.votes == votes_of


@few
@given(st.lists(st.integers(0, 6), min_size=2, max_size=6))
def test_a_second_round_holds_the_two_first_and_those_level_with_the_second(numbers):
    ballots = {(option,): number for option, number in enumerate(numbers)}

    result = choice.count(choice.Settings(len(numbers), rounds=2), ballots)

    second = sorted(numbers, reverse=True)[1]
    if 2 * max(numbers) > sum(numbers):
        assert result.runoff == ()
    elif any(numbers):
        assert set(result.runoff) == {o for o, n in enumerate(numbers) if n >= max(second, 1)}
