"""Equal shares: a budget in which every voter holds the same part, and supporters of a project pay for it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from ..errors import N_, Refused
from .ballots import BallotUnreadable, Grouped, Option, Order, Points, TooFewOptions, read_points, sift
from .purses import Project, Purchase, Purses, buy
from .raises import unchanged_below
from .seats import Elected, Outcome
from .ties import Cause, Tie
from .turnout import ANYONE, Room


class BudgetRefused(Refused):
    says = N_("The budget must be an amount above zero.")


class CostRefused(Refused):
    says = N_("Option {option} needs a cost above zero, in whole cents.")


class SharesRefused(Refused):
    says = N_("The step, the points and the support required must be whole numbers above zero.")


class Completion(StrEnum):
    """What becomes of the money equal shares leave over; GREEDY_ONLY drops the shares, and proportion with them."""

    ADD1 = "add1"
    GREEDY = "greedy"
    NONE = "none"
    GREEDY_ONLY = "greedy_only"


class Phase(StrEnum):
    """How a project was funded: by its supporters' shares, or from what was left, the most supported first."""

    SHARES = "shares"
    GREEDY = "greedy"


class Exclusion(StrEnum):
    """Why a project was out before the count."""

    OVER_BUDGET = "over_budget"
    NO_SUPPORT = "no_support"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Settings:
    """Costs, budget and step in cents; a ballot gives a project 1 point, or up to `top` of them.

    A project with fewer than `support` supporters is out before the count.
    """

    costs: tuple[int, ...]
    budget: int
    completion: Completion = Completion.ADD1
    step: int = 100
    support: int = 1
    top: int = 1

    def __post_init__(self) -> None:
        if not self.costs:
            raise TooFewOptions
        if self.budget < 1:
            raise BudgetRefused
        if min(self.step, self.top, self.support) < 1:
            raise SharesRefused
        for option, cost in enumerate(self.costs):
            if cost < 1:
                raise CostRefused(option=option + 1)

    @property
    def options(self) -> int:
        return len(self.costs)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a project: the `price` of a point for each supporter, or what was `missing` from their shares."""

    cost: int
    supporters: int
    phase: Phase | None
    price: Fraction | None
    missing: Fraction | None
    excluded: Exclusion | None


@dataclass(frozen=True, slots=True)
class SharesResult(Elected):
    """Projects in the order funded, each voter's share after `raises` raises, and every project's account."""

    completion: Completion
    share: Fraction
    raises: int
    spent: int
    rounds: tuple[Purchase, ...]
    greedy_ties: tuple[Tie, ...]
    accounts: Mapping[Option, Account]

    @property
    def outcome(self) -> Outcome:
        return Outcome.ELECTED if self.winners else Outcome.NONE

    @property
    def is_proportional(self) -> bool:
        return self.completion is not Completion.GREEDY_ONLY


def count(
    settings: Settings, ballots: Grouped[Points], order: Order | None = None, room: Room = ANYONE
) -> SharesResult:
    """The method of equal shares, then the completion the settings name; never more than the budget."""
    sifted = sift(ballots, room)
    projects = _projects(settings, sifted.ballots)
    excluded = {project.option: cause for project in projects if (cause := _exclusion(settings, project))}
    eligible = [project for project in projects if project.option not in excluded]
    shares = _Shares(settings, eligible, tuple(sifted.ballots.values()), order)
    purchases, purses, raises = shares.complete()
    bought = {purchase.option: purchase for purchase in purchases}
    unfunded = [project for project in eligible if project.option not in bought]
    left = settings.budget - sum(settings.costs[option] for option in bought)
    greedy, ties = _greedy(unfunded, left, order) if settings.completion is not Completion.NONE else ([], [])
    winners = (*bought, *greedy)

    def account(project: Project) -> Account:
        option, paid = project.option, bought.get(project.option)
        phase = Phase.SHARES if paid else Phase.GREEDY if option in greedy else None
        price, missing = (paid.price, None) if paid else (None, purses.missing(project))
        return Account(project.cost, project.supporters, phase, price, missing, excluded.get(option))

    return SharesResult(
        sifted.turnout, winners, _undecided([*(purchase.tie for purchase in purchases), *ties], winners),
        settings.completion, shares.after(raises), raises, sum(settings.costs[option] for option in winners),
        tuple(purchases), tuple(ties), {project.option: account(project) for project in projects},
    )  # fmt: skip


PATIENCE = 8
"""Raises without effect after which it pays to compute how far the next effect is."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """One budget shared out, as often as the completion raises the shares."""

    settings: Settings
    projects: Sequence[Project]
    voters: Sequence[int]
    order: Order | None

    def after(self, raises: int) -> Fraction:
        """Each voter's share: an equal part of the budget, then one step more for every raise."""
        if self.settings.completion is Completion.GREEDY_ONLY:
            return Fraction(0)
        return Fraction(self.settings.budget, sum(self.voters) or 1) + raises * self.settings.step

    def complete(self) -> tuple[list[Purchase], Purses, int]:
        """The last count before a raise would overspend, or the one that funds every project."""
        raises, idle, patience = 0, 0, PATIENCE
        purchases, purses = self._count(raises)
        while self.settings.completion is Completion.ADD1 and len(purchases) < len(self.projects):
            stride = 1
            if idle >= patience:
                stride = self._stride(purchases, raises)
                patience = PATIENCE if stride > PATIENCE else 2 * idle
            richer = self._count(raises + stride)
            if sum(self.settings.costs[purchase.option] for purchase in richer[0]) > self.settings.budget:
                return *(self._count(raises + stride - 1) if stride > 1 else (purchases, purses)), raises + stride - 1
            idle = idle + 1 if _options(richer[0]) == _options(purchases) else 0
            purchases, purses = richer
            raises += stride
        return purchases, purses, raises

    def _count(self, raises: int) -> tuple[list[Purchase], Purses]:
        purses = Purses(self.voters, self.after(raises))
        return buy(self.projects, purses, self.order), purses

    def _stride(self, purchases: Sequence[Purchase], raises: int) -> int:
        """The first raise that could change the purchases; those before it buy the same."""
        purses = Purses(self.voters, self.after(raises))
        return max(1, ceil(unchanged_below(self.projects, purses, purchases, self.order) / self.settings.step))


def _options(purchases: Sequence[Purchase]) -> list[Option]:
    return [purchase.option for purchase in purchases]


def _projects(settings: Settings, ballots: Mapping[Points, int]) -> list[Project]:
    backers: list[dict[int, list[int]]] = [{} for _ in settings.costs]
    points, supporters = [0] * settings.options, [0] * settings.options
    for group, (ballot, voters) in enumerate(ballots.items()):
        for option, given in ballot:
            if given:
                backers[option].setdefault(given, []).append(group)
                points[option] += voters * given
                supporters[option] += voters
    columns = zip(settings.costs, backers, points, supporters, strict=True)
    return [Project(Option(option), *column) for option, column in enumerate(columns)]


def _exclusion(settings: Settings, project: Project) -> Exclusion | None:
    if project.cost > settings.budget:
        return Exclusion.OVER_BUDGET
    if not project.supporters:
        return Exclusion.NO_SUPPORT
    return Exclusion.TOO_FEW if project.supporters < settings.support else None


def _greedy(projects: Sequence[Project], left: int, order: Order | None) -> tuple[list[Option], list[Tie]]:
    """What still fits, the most supporters first, then the cheapest; ties are told when money ends among them."""
    luck = list(order or ())
    queue = sorted(
        projects, key=lambda each: (-each.supporters, each.cost, luck and luck.index(each.option), each.option)
    )
    funded: list[Option] = []
    ties: list[Tie] = []
    for place, project in enumerate(queue):
        if project.cost > left:
            continue
        left -= project.cost
        funded.append(project.option)
        level = [other.option for other in queue[place:] if _alike(project, other)]
        if len(level) > 1 and project.cost > left:
            among = tuple(sorted(level))
            ties.append(Tie(among, project.option, Cause.LOT if order else Cause.LIST, None, among))
    return funded, ties


def _alike(one: Project, other: Project) -> bool:
    return (one.supporters, one.cost) == (other.supporters, other.cost)


def _undecided(ties: Sequence[Tie | None], winners: tuple[Option, ...]) -> tuple[tuple[Option, ...], ...]:
    """Those only the list told apart, where it made a difference: some were funded and some were not."""
    drawn = dict.fromkeys(tie.drawn for tie in ties if tie and tie.cause is Cause.LIST)
    return tuple(level for level in drawn if not set(level) <= set(winners))


def read(raw: object, settings: Settings) -> Points:
    """Projects approved, or pairs of a project and its points where the settings allow several."""
    if not isinstance(raw, list | tuple):
        raise BallotUnreadable
    pairs = [[item, 1] if type(item) is int else item for item in raw]
    return tuple((option, points) for option, points in read_points(pairs, settings.options, settings.top) if points)
