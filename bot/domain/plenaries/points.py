"""The points of an agenda: who proposed them, what they are for, and in which order they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.plenaries import refusals as no

PointId = NewType("PointId", int)
MOST = 30  # points on one agenda
TITLE = 300  # characters at most, as the question of a vote


class NatureUnknown(Refused):
    says = N_("“{text}” is not a nature of a point. Choose among information, exchange and decision: {key}=decision")


class Nature(StrEnum):
    """What a point is for; only a decision is voted on."""

    INFORMATION = "information"
    EXCHANGE = "exchange"
    DECISION = "decision"


NATURES = {
    "information": Nature.INFORMATION, "info": Nature.INFORMATION, "echange": Nature.EXCHANGE,
    "exchange": Nature.EXCHANGE, "discussion": Nature.EXCHANGE, "decision": Nature.DECISION,
}  # fmt: skip


class Preset(StrEnum):
    """Points that come by themselves; their words are the bot's."""

    NONE = ""
    NEWCOMERS = "newcomers"
    ACCOUNTS = "accounts"
    RATIFY = "ratify"  # the minutes of the plenary before
    REPORT = "report"  # of a permanent commission
    MANDATE = "mandate"  # of a commission, which ends
    CONFIRM = "confirm"  # the second reading of a decision
    NEXT_DATE = "next_date"


class Progress(StrEnum):
    """How far a point has come."""

    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Point:
    """`plenary` is None while it waits for one. `options` and `settings` are those of its vote; `about` is the number
    of the plenary, commission or vote that a preset speaks of. A `late` one came after the agenda was closed: it is not
    voted on."""

    id: PointId
    group: GroupId
    author: MemberId | None
    title: str
    nature: Nature
    created_at: datetime
    plenary: int | None = None
    place: int = 0
    preset: Preset = Preset.NONE
    options: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    minutes: int = 0
    progress: Progress = Progress.WAITING
    about: int | None = None
    late: bool = False
    began_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.progress is Progress.DONE

    @property
    def can_be_voted(self) -> bool:
        return self.nature is Nature.DECISION and not self.late

    def check_vote(self) -> None:
        """Raises unless it can be voted on."""
        if not self.can_be_voted:
            raise no.NoVoteOnIt(place=self.place)

    def check_changeable(self) -> None:
        """Raises once it was dealt with."""
        if self.progress is not Progress.WAITING:
            raise no.PointOver

    def begin(self, now: datetime) -> Point:
        """It is dealt with now; one that was dealt with may be taken up again."""
        return replace(self, progress=Progress.CURRENT, began_at=self.began_at or now)

    def finish(self) -> Point:
        """It was dealt with."""
        return replace(self, progress=Progress.DONE)

    def wait(self) -> Point:
        """For another plenary."""
        return replace(self, plenary=None, place=0, progress=Progress.WAITING, began_at=None, late=False)


def read_nature(key: str, text: str) -> Nature:
    """The nature in people's words."""
    found = NATURES.get(fold(text))
    if found is None:
        raise NatureUnknown(text=text, key=key)
    return found


def ordered(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points in their order, numbered from 1: what opens every agenda first, the next date last."""
    rank = {
        Preset.RATIFY: 0, Preset.NEWCOMERS: 1, Preset.ACCOUNTS: 1, Preset.REPORT: 2, Preset.MANDATE: 2,
        Preset.CONFIRM: 3,
        Preset.NEXT_DATE: 9,
    }  # fmt: skip
    fixed = sorted(points, key=lambda one: (one.place or 1000 + rank.get(one.preset, 4), one.id))
    return tuple(replace(one, place=place) for place, one in enumerate(fixed, 1))


def at(points: Sequence[Point], place: int) -> Point:
    """The point of a number; raises when there is none."""
    found = next((one for one in points if one.place == place), None)
    if not points:
        raise no.NoPointYet
    if found is None:
        raise no.NoSuchPlace(n=len(points))
    return found


def moved(points: Sequence[Point], point: Point, place: int) -> tuple[Point, ...]:
    """The same points with one of them at another place, at the ends at most."""
    others = [one for one in points if one.id != point.id]
    at_ = min(max(place, 1), len(points)) - 1
    return tuple(replace(one, place=n) for n, one in enumerate([*others[:at_], point, *others[at_:]], 1))


def inserted(points: Sequence[Point], point: Point) -> tuple[Point, ...]:
    """The same points in an order that was made already, with a new one in its place: minutes to ratify come first,
    what came up during the meeting last, anything else before the date of the next plenary."""
    others = [one for one in points if one.id != point.id]
    end = next((one.place for one in others if one.preset is Preset.NEXT_DATE), None)
    if point.preset is Preset.RATIFY:
        return moved([*others, point], point, 1)
    return moved([*others, point], point, end if end is not None and not point.late else len(others) + 1)
