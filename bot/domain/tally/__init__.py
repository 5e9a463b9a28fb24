"""Every way to count: pure functions from frozen settings and grouped ballots to a result that explains itself.

Integers and exact fractions only. Options are numbers from 0; labels are attached at the edge. A new method is one
file and one line of METHODS: a file has `Settings`, `read(raw, settings) -> ballot` and
`count(settings, ballots, order=None, room=ANYONE) -> Result`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from . import approval, choice, consent, dates, dots, equal_shares, irv, motion, schulze, score, stv
from .ballots import Grouped, Option, Order, group
from .seats import Outcome, Result
from .turnout import ANYONE, Base, Room, Turnout

__all__ = ["ANYONE", "METHODS", "Base", "Grouped", "Method", "Option", "Order", "Outcome", "Result", "Room"]
__all__ += ["Turnout", "group"]


class Method(Protocol):
    """One way to count; a module of this package is one."""

    @property
    def Settings(self) -> Callable[..., Any]: ...  # noqa: N802
    @property
    def read(self) -> Callable[..., Any]: ...
    @property
    def count(self) -> Callable[..., Result]: ...


METHODS: Mapping[str, Method] = {
    "motion": motion,
    "choice": choice,
    "multiple": approval,
    "approval": approval,
    "score": score,
    "dots": dots,
    "schulze": schulze,
    "irv": irv,
    "stv": stv,
    "consent": consent,
    "budget": equal_shares,
    "dates": dates,
}
