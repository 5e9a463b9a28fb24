"""What can be chosen about a series of plenaries. Who may is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class ShowSeries(Action, prefix="nra"):
    """A series, with its next days."""

    series: int


@dataclass(frozen=True)
class AskEnd(Action, prefix="nrb"):
    """Does the series end?"""

    series: int


@dataclass(frozen=True)
class EndSeries(Action, prefix="nrc"):
    """It does."""

    series: int


@dataclass(frozen=True)
class AskChange(Action, prefix="nrd"):
    """Asks how it comes back from now on."""

    series: int


@dataclass(frozen=True)
class AskLeaveOut(Action, prefix="nre"):
    """Asks which day is left out."""

    series: int


@dataclass(frozen=True)
class PutBack(Action, prefix="nrf"):
    """A day that was left out is one of its days again."""

    series: int
    day: str


@dataclass(frozen=True)
class PrepareDay(Action, prefix="nrg"):
    """The plenary of a day is prepared now, for whoever wants to move it or to convene it early."""

    series: int
    day: str
