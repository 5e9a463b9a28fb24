"""What can be chosen about projects and shifts. A payload carries no authority: everything is checked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Show(Action, prefix="pj"):
    """One project."""

    project: int


@dataclass(frozen=True)
class Join(Action, prefix="pi"):
    """I take part in it."""

    project: int


@dataclass(frozen=True)
class Quit(Action, prefix="pq"):
    """I no longer do."""

    project: int


@dataclass(frozen=True)
class Who(Action, prefix="pw"):
    """Who takes part, told to me alone."""

    project: int


@dataclass(frozen=True)
class Renew(Action, prefix="pn"):
    """The mandate of a commission, which ends or ended on a day, goes on for a year."""

    project: int
    ended: int


@dataclass(frozen=True)
class Begin(Action, prefix="pb"):
    """Begins a project by questions."""


@dataclass(frozen=True)
class Groups(Action, prefix="pg"):
    """The tree of groups."""


@dataclass(frozen=True)
class Shifts(Action, prefix="pl"):
    """The shifts to come of a project."""

    project: int


@dataclass(frozen=True)
class Mine(Action, prefix="pm"):
    """My shifts."""


@dataclass(frozen=True)
class Drop(Action, prefix="pd"):
    """Takes back the shift that I just planned, while nobody has taken it."""

    shift: int


@dataclass(frozen=True)
class CallOff(Action, prefix="px"):
    """A shift does not take place; asked again while somebody has taken it."""

    shift: int
    sure: bool


@dataclass(frozen=True)
class Take(Action, prefix="pt"):
    """I am on duty then."""

    shift: int


@dataclass(frozen=True)
class Return(Action, prefix="pr"):
    """I am not, after all."""

    shift: int


@dataclass(frozen=True)
class Swap(Action, prefix="ps"):
    """I would rather be on duty at another time: asks when."""

    shift: int


@dataclass(frozen=True)
class Ask(Action, prefix="pa"):
    """I ask somebody for their shift in exchange for mine."""

    shift: int
    other: int
    taker: int


@dataclass(frozen=True)
class Agree(Action, prefix="py"):
    """The one who was asked says yes, or no."""

    swap: int
    agreed: bool
