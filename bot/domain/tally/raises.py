"""Raising equal shares: how far before any other project could be bought.

Shares go up by small steps, and most of them change nothing. This finds a raise below which the same projects are
bought in the same order, so that the steps in between need not be counted one by one.

Let every share grow by d. As long as the purchases stay the same, no purse becomes smaller than it was, and none
exceeds what it was by more than d times its growth: 1 at first; after each purchase, for every point given, what the
poor among the supporters can add between them, divided by the points of the rich whom it relieves. A rival comes before
a purchase only if its supporters can pay it at that purchase's rate, which takes at least what they lack, divided by
the growth of their purses together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from .ballots import Order
from .purses import Project, Purchase, Purses, entry

GRAIN = 1024
"""Growth is counted in whole parts, always rounded up: it is a bound, and a larger one is still true."""


def unchanged_below(
    projects: Sequence[Project], purses: Purses, purchases: Sequence[Purchase], order: Order | None
) -> Fraction:
    """A raise of every share below which these purchases from these full purses stay the same; 0 when none is known."""
    return max(Fraction(0), min(_limits(projects, purses, purchases, order), default=Fraction(0)))


def _limits(
    projects: Sequence[Project], purses: Purses, purchases: Sequence[Purchase], order: Order | None
) -> Iterator[Fraction]:
    growth = [GRAIN] * len(purses.voters)
    waiting = {project.option: project for project in projects}
    for purchase in purchases:
        bought = waiting.pop(purchase.option)
        bar = entry(bought, purchase.rate, order)
        for rival in waiting.values():
            if entry(rival, Fraction(1, rival.points), order) < bar:
                yield _lack(rival, purses, purchase.rate) * GRAIN / _speed(rival, purses, growth)
        _grow(bought, purses, growth, purchase.price)
        price = purses.price(bought)
        assert price is not None, "what was bought from these purses can be bought again"
        purses.pay(bought, price)
    for rival in waiting.values():
        yield purses.missing(rival) * GRAIN / _speed(rival, purses, growth)


def _lack(rival: Project, purses: Purses, rate: Fraction) -> Fraction:
    """What the rival's supporters lack at least to pay it at this rate."""
    held = 0
    for given, groups in rival.backers.items():
        most = ceil(rate * rival.cost * given * purses.scale)
        held += sum(purses.voters[group] * min(purses.of(group), most) for group in groups)
    return rival.cost - Fraction(held, purses.scale)


def _speed(project: Project, purses: Purses, growth: Sequence[int]) -> int:
    return sum(purses.voters[group] * growth[group] for groups in project.backers.values() for group in groups)


def _grow(bought: Project, purses: Purses, growth: list[int], price: Fraction) -> None:
    """What the poor can add relieves the rich: their purses grow faster from here on."""
    poor = rich = 0
    for given, groups in bought.backers.items():
        bar = price * given * purses.scale
        for group in groups:
            if purses.of(group) < bar:
                poor += purses.voters[group] * growth[group]
            else:
                rich += purses.voters[group] * given
    for given, groups in bought.backers.items():
        relief = ceil(Fraction(given * poor, rich))
        for group in groups:
            growth[group] += relief
