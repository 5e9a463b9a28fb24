"""Purses: equal shares of a budget, and the projects that supporters can pay from them together.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021): a project is
worth its cost, times the points given to it, to each supporter. All amounts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import count
from math import gcd

from .ballots import Option, Order
from .ties import Cause, Tie

Price = tuple[int, int]
"""What is left to pay once the poor gave all they have, and the points of those who pay it."""
Key = tuple[int, Fraction, int, int]
"""The order of purchase: the least rate, then more supporters, then the cheaper.

The whole part of the rate in units of 2⁻⁹⁶ comes first: integers are compared far faster than fractions.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A project and its backers: for each number of points, the groups of equal ballots that give it."""

    option: Option
    cost: int
    backers: Mapping[int, Sequence[int]]
    points: int
    supporters: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project its supporters paid: each gave `price` for every point, or the whole purse when it held less.

    `rate` is the price of a cent of cost, the least of all possible at that moment.
    """

    option: Option
    price: Fraction
    rate: Fraction
    tie: Tie | None


Entry = tuple[Key, int, Option, Project]
"""A place in the queue: the key as far as it is known, then the lot, then the order of the list."""


class Purses:
    """What every group of voters holds, as whole numbers of 1/`scale` cents.

    Groups of one size that paid the same so far share a purse: there are far fewer purses than groups.
    """

    def __init__(self, voters: Sequence[int], share: Fraction) -> None:
        self.voters, self.share, self.scale = voters, share, share.denominator
        self.purse = list(voters)  # the full purses are named by the size of their groups, others below zero
        self.size = {size: size for size in voters}
        self.held = dict.fromkeys(self.size, share.numerator)
        self.groups = Counter(self.purse)
        self.names = count(-1, -1)
        self.empty: dict[int, int] = {}

    def price(self, project: Project) -> Price | None:
        """What is left for the rich, and their points, once the poor gave all they hold; None if that cannot pay it."""
        if project.supporters * self.share.numerator < project.cost * self.share.denominator:
            return None
        rest, points, rich = project.cost * self.scale, project.points, self._backers(project)
        if rest > sum([held * voters for held, _, voters in rich]):
            return None
        while poor := [each for each in rich if each[0] * points < rest * each[1]]:
            rich = [each for each in rich if each[0] * points >= rest * each[1]]
            for held, given, voters in poor:
                rest -= held * voters
                points -= given * voters
        return rest, points

    def pay(self, project: Project, price: Price) -> None:
        """Takes the price from every supporter; the scale grows so that nothing is rounded."""
        rest, points = price
        common = gcd(rest, points)
        each, finer = rest // common, points // common
        if finer > 1:
            self.scale *= finer
            self.held = {purse: held * finer for purse, held in self.held.items()}
        for given, groups in project.backers.items():
            paying = Counter(map(self.purse.__getitem__, groups))
            after = {purse: self._paid(purse, each * given, number) for purse, number in paying.items()}
            purse = self.purse
            for group in groups:
                purse[group] = after[purse[group]]

    def rate(self, project: Project, price: Price) -> Fraction:
        rest, points = price
        return Fraction(rest, points * self.scale * project.cost)

    def of(self, group: int) -> int:
        """What each voter of this group holds."""
        return self.held[self.purse[group]]

    def missing(self, project: Project) -> Fraction:
        """What the supporters lack, were they to give all they hold."""
        return project.cost - Fraction(sum(held * voters for held, _, voters in self._backers(project)), self.scale)

    def _backers(self, project: Project) -> list[tuple[int, int, int]]:
        """What the supporters hold, the points they give, and how many do so, purse by purse."""
        held, size = self.held, self.size
        return [
            (held[purse], given, number * size[purse])
            for given, groups in project.backers.items()
            for purse, number in Counter(map(self.purse.__getitem__, groups)).items()
        ]

    def _paid(self, purse: int, amount: int, number: int) -> int:
        """The purse of the groups that paid this from another, which goes once the last of its groups has left it."""
        size, left = self.size[purse], max(0, self.held[purse] - amount)
        self.groups[purse] -= number
        if not self.groups[purse]:
            del self.size[purse], self.held[purse], self.groups[purse]
        name = next(self.names) if left else self.empty.setdefault(size, next(self.names))
        self.size[name], self.held[name] = size, left
        self.groups[name] += number
        return name


def buy(projects: Sequence[Project], purses: Purses, order: Order | None) -> list[Purchase]:
    """Funds the projects one by one, always at the least rate, until no supporters can pay another.

    A rate only rises as purses empty: the last one known is a lower bound, and few are computed anew each time.
    """
    queue = [entry(project, Fraction(1, project.points), order) for project in projects]
    heapify(queue)
    purchases: list[Purchase] = []
    while queue:
        key, _, option, project = heappop(queue)
        price = purses.price(project)
        if price is None:
            continue
        rate = purses.rate(project, price)
        if rate > key[1]:
            heappush(queue, entry(project, rate, order))
            continue
        tie = _tie(option, _level(key, queue, purses), order)
        purchases.append(Purchase(option, rate * project.cost, rate, tie))
        purses.pay(project, price)
    return purchases


def entry(project: Project, rate: Fraction, order: Order | None) -> Entry:
    """The project's place in the queue at this rate; no two projects share one."""
    luck = list(order).index(project.option) if order else 0
    whole = (rate.numerator << 96) // rate.denominator
    return (whole, rate, -project.supporters, project.cost), luck, project.option, project


def _level(key: Key, queue: list[Entry], purses: Purses) -> tuple[Option, ...]:
    """The other projects that could be bought now on exactly the same terms."""
    waiting = []
    while queue and queue[0][0] == key:
        waiting.append(heappop(queue))
    for entry in waiting:
        heappush(queue, entry)
    prices = [(option, project, purses.price(project)) for _, _, option, project in waiting]
    return tuple(option for option, project, price in prices if price and purses.rate(project, price) == key[1])


def _tie(chosen: Option, others: tuple[Option, ...], order: Order | None) -> Tie | None:
    if not others:
        return None
    among = tuple(sorted((chosen, *others)))
    return Tie(among, chosen, Cause.LIST if order is None else Cause.LOT, None, among)
