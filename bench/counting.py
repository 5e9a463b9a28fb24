"""How long counting takes: `python -m bench.counting`. Random ballots are the worst case: hardly two are equal."""

from __future__ import annotations

import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from time import perf_counter

from bot.domain.recount import recount
from bot.domain.tally import METHODS, Option, equal_shares
from bot.domain.tally.ballots import Points

OPTIONS, SEATS = 8, 3


def main() -> None:
    """Prints each figure beside its limit; exits with 1 when one is passed."""
    slow = False
    for name, limit, milliseconds in figures():
        slow |= milliseconds > limit
        print(f"{name:<58} {milliseconds:>8.1f} ms   limit {limit:>6} ms{'   TOO SLOW' * (milliseconds > limit)}")
    print(f"{'memory at its highest':<58} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:>8} MiB")
    sys.exit(slow)


def run() -> list[str]:
    """The report's lines."""
    lines = ["| | ms | limit |", "|---|---|---|"]
    return [*lines, *(f"| {name} | {spent:.0f} | {limit} |" for name, limit, spent in figures())]


def figures() -> Iterator[tuple[str, int, float]]:
    chance = random.Random(2026)
    rankings = [tuple(chance.sample(range(OPTIONS), chance.randint(1, OPTIONS))) for _ in range(100_000)]
    grouped, file = Counter(rankings), blt(rankings)
    for name in ("schulze", "irv", "stv"):
        seats = SEATS if name == "stv" else 1
        settings = METHODS[name].Settings(OPTIONS, seats)
        yield f"{name}, 100,000 ballots, grouped", 50, best(lambda: METHODS[name].count(settings, grouped))  # noqa: B023
        yield f"{name}, 100,000 ballots, from the file", 500, best(lambda: recount(file, "x.blt", name, seats))  # noqa: B023
    settings, votes = participation(chance)
    yield "equal shares, 5,000 voters, 100 projects, add1", 2000, best(lambda: equal_shares.count(settings, votes), 3)
    million = blt(rankings * 10)
    yield "stv, 1,000,000 ballots, from the file", 5000, best(lambda: recount(million, "x.blt"), 1)


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in milliseconds: what else the machine does only ever adds to it."""
    spent = []
    for _ in range(times):
        start = perf_counter()
        work()
        spent.append(perf_counter() - start)
    return min(spent) * 1000


def blt(rankings: list[tuple[int, ...]]) -> bytes:
    ballots = (" ".join(str(option + 1) for option in ranking) for ranking in rankings)
    names = "\n".join(f'"Option {option}"' for option in range(OPTIONS))
    return (f"{OPTIONS} {SEATS}\n" + "".join(f"1 {ballot} 0\n" for ballot in ballots) + f"0\n{names}\n").encode()


def participation(chance: random.Random) -> tuple[equal_shares.Settings, Counter[Points]]:
    """Projects of 1,000 to 50,000 euros, each liked by up to a tenth of the voters, for a budget of half a million."""
    liking = [chance.random() / 10 for _ in range(100)]
    votes = Counter(
        tuple((Option(project), 1) for project, share in enumerate(liking) if chance.random() < share)
        for _ in range(5000)
    )
    costs = tuple(chance.randint(1000, 50_000) * 100 for _ in liking)
    return equal_shares.Settings(costs, 50_000_000), votes


if __name__ == "__main__":
    main()
