"""Our counts beside those of other libraries: same winners on random votes full of ties, and how long each takes.

Run by `python -m bench.oracles`, in an environment that has these libraries. Each is asked only what it defines as we
do: Schulze and instant runoff on complete rankings, equal shares with the cost of a project as its worth.
"""

# mypy: ignore-errors
from __future__ import annotations

import random
import sys
from time import perf_counter

from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.rules import method_of_equal_shares
from pref_voting.profiles import Profile
from pref_voting.voting_methods import beat_path, instant_runoff_put
from pyrankvote import Ballot, Candidate, single_transferable_vote
from pyrankvote import instant_runoff_voting as pyrankvote_irv

from bot.domain.tally import METHODS, equal_shares

ROUNDS = 300


def main():
    """Prints the disagreements, which should be none, then the times; exits with 1 for any disagreement."""
    chance = random.Random(2026)
    wrong = sum(not agree(chance) for agree in (same_schulze, same_irv, same_shares) for _ in range(ROUNDS))
    print(f"{3 * ROUNDS} random votes, {wrong} disagreements\n")
    print(f"{'':<48} {'ours':>12} {'theirs':>12} {'ratio':>8}")
    for name, ours, theirs in times(chance):
        print(f"{name:<48} {ours:>9.1f} ms {theirs:>9.1f} ms {theirs / ours:>7.0f}×")
    sys.exit(wrong > 0)


def rankings(chance, options, voters):
    grouped = {}
    for _ in range(voters):
        ranking = tuple(chance.sample(range(options), options))
        grouped[ranking] = grouped.get(ranking, 0) + 1
    return grouped


def small(chance):
    options = chance.randint(2, 5)
    grouped = rankings(chance, options, chance.randint(1, 9))
    return options, grouped, Profile(list(grouped), list(grouped.values()))


def same_schulze(chance):
    """The unbeaten options are the same: on complete rankings winning votes and margins order duels alike."""
    options, grouped, profile = small(chance)
    return set(METHODS["schulze"].count(METHODS["schulze"].Settings(options), grouped).ranking[0]) == set(
        beat_path(profile)
    )


def same_irv(chance):
    """Whatever the lot, our winner is one of those some way to break ties elects."""
    options, grouped, profile = small(chance)
    order = chance.sample(range(options), options)
    winners = METHODS["irv"].count(METHODS["irv"].Settings(options), grouped, order).winners
    return set(winners) <= set(instant_runoff_put(profile))


def same_shares(chance):
    """Whatever the lot, what we fund is one of the outcomes some way to break ties gives."""
    costs, budget = [chance.randint(1, 60) for _ in range(chance.randint(2, 6))], chance.randint(20, 120)
    votes = [[o for o in range(len(costs)) if chance.random() < 0.5] for _ in range(chance.randint(1, 9))]
    votes = [vote for vote in votes if vote] or [[0]]
    chosen = equal_shares.Settings(tuple(costs), budget, equal_shares.Completion.NONE)
    ours = equal_shares.count(chosen, [(tuple((o, 1) for o in vote), 1) for vote in votes])
    return sorted(ours.winners) in theirs_shares(costs, budget, votes, resolute=False)


def theirs_shares(costs, budget, votes, *, resolute):
    projects = [Project(str(option), cost) for option, cost in enumerate(costs)]
    instance = Instance(projects, budget_limit=budget)
    profile = ApprovalProfile([ApprovalBallot([projects[option] for option in vote]) for vote in votes])
    found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, resoluteness=resolute)
    return [sorted(int(project.name) for project in each) for each in ([found] if resolute else found)]


def times(chance):
    grouped = rankings(chance, 8, 10_000)
    path, runoff = METHODS["schulze"], METHODS["irv"]
    yield (
        "schulze, 10,000 rankings of 8, pref_voting",
        spent(lambda: path.count(path.Settings(8), grouped)),
        spent(lambda: beat_path(Profile(list(grouped), list(grouped.values())))),
    )
    people = [Candidate(str(option)) for option in range(8)]
    ballots = [Ballot([people[o] for o in ranking]) for ranking, weight in grouped.items() for _ in range(weight)]
    yield (
        "instant runoff, 10,000 rankings of 8, pyrankvote",
        spent(lambda: runoff.count(runoff.Settings(8), grouped)),
        spent(lambda: pyrankvote_irv(people, ballots)),
    )
    seated = METHODS["stv"]
    yield (
        "stv, 10,000 rankings of 8, 3 seats, pyrankvote",
        spent(lambda: seated.count(seated.Settings(8, 3), grouped)),
        spent(lambda: single_transferable_vote(people, ballots, 3)),
    )
    costs, votes = [chance.randint(100, 5000) for _ in range(40)], [chance.sample(range(40), 5) for _ in range(1000)]
    chosen = equal_shares.Settings(tuple(costs), 40_000, equal_shares.Completion.NONE)
    ours = [(tuple((o, 1) for o in sorted(vote)), 1) for vote in votes]
    yield (
        "equal shares, 1,000 voters, 40 projects, pabutools",
        spent(lambda: equal_shares.count(chosen, ours)),
        spent(lambda: theirs_shares(costs, 40_000, votes, resolute=True)),
    )


def spent(work, times=3):
    """The shortest of several runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found) * 1000


if __name__ == "__main__":
    main()
