"""A motion: for or against one text, under every majority and base that statutes use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from ..errors import N_, Refused
from .ballots import BallotUnreadable, Grouped, Option, Order, merge
from .seats import Outcome
from .turnout import ANYONE, Base, Room, Turnout


class MajorityUnreadable(Refused):
    says = N_("“{text}” is not a majority. Write simple, absolute, unanimity or a fraction, such as 2/3.")


class LessThanHalf(Refused):
    says = N_(
        "“{text}” is less than half, so a text that most people refuse would be adopted. More than half is the "
        "least, for example 2/3 or absolute."
    )


class OnlyHalf(Refused):
    says = N_(
        "“{text}” would adopt a text that as many people refuse as want it. Write absolute: more than half. For "
        "example: majority=absolute"
    )


HALF = Fraction(1, 2)


class Voice(StrEnum):
    """What a person may answer to a motion."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


class Kind(StrEnum):
    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    SHARE = "share"
    UNANIMITY = "unanimity"


class Cause(StrEnum):
    """Why a motion was adopted or not."""

    REACHED = "reached"
    MISSED = "missed"
    TIE = "tie"
    CHAIR = "chair"
    NO_CAST = "no_cast"


@dataclass(frozen=True, slots=True)
class Majority:
    """How many voices in favour are enough; `more_than` makes a share a threshold to pass."""

    kind: Kind = Kind.SIMPLE
    share: Fraction | None = None
    more_than: bool = False

    def __post_init__(self) -> None:
        if (self.kind is Kind.SHARE) != (self.share is not None and 0 < self.share <= 1):
            raise MajorityUnreadable(text=str(self.share))

    @classmethod
    def read(cls, text: str) -> Majority:
        """The majority written `simple`, `absolute`, `unanimity`, `2/3` or `>2/3`."""
        written = text.strip().lower()
        if kind := KINDS.get(written):
            return cls(kind)
        found = re.fullmatch(r"(>?)\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})", written)
        if not found or not 0 < int(found[2]) <= int(found[3]):
            raise MajorityUnreadable(text=text)
        return cls(Kind.SHARE, Fraction(int(found[2]), int(found[3])), more_than=bool(found[1]))

    @classmethod
    def asked(cls, text: str) -> Majority:
        """The same, as somebody asks for it now: raises LessThanHalf for a share that more people refuse than want,
        and OnlyHalf for one that as many do: a tie is not adopted.

        What was written down before, when it was still taken, is read as it was."""
        found = cls.read(text)
        if found.share is not None and found.share < HALF:
            raise LessThanHalf(text=text.strip())
        if found.share == HALF and not found.more_than:
            raise OnlyHalf(text=text.strip())
        return found

    def __str__(self) -> str:
        return f"{'>' * self.more_than}{self.share}" if self.kind is Kind.SHARE else self.kind.value

    def required(self, size: int) -> int:
        """Voices in favour needed among `size`: 11 of 21 for the absolute majority, 21 of 31 for two thirds."""
        if self.kind is Kind.UNANIMITY:
            return max(size, 1)
        share = self.share or HALF
        if self.kind is Kind.SHARE and not self.more_than:
            return max(ceil(share * size), 1)
        return floor(share * size) + 1


KINDS = {
    "simple": Kind.SIMPLE,
    "absolute": Kind.ABSOLUTE,
    "absolue": Kind.ABSOLUTE,
    "unanimity": Kind.UNANIMITY,
    "unanimité": Kind.UNANIMITY,
    "unanimite": Kind.UNANIMITY,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`chair` is the voice that counts double when both sides are level, where the charter says so."""

    majority: Majority = Majority()
    base: Base = Base.CAST
    chair: Voice | None = None


@dataclass(frozen=True, slots=True)
class MotionResult:
    """The whole calculation: `obtained` of the `required` voices in favour, among the `size` people of `base`."""

    turnout: Turnout
    in_favour: int
    against: int
    majority: Majority
    base: Base
    size: int
    required: int
    obtained: int
    adopted: bool
    cause: Cause

    @property
    def outcome(self) -> Outcome:
        return Outcome.ADOPTED if self.adopted else Outcome.REJECTED

    @property
    def winners(self) -> tuple[Option, ...]:
        return ()

    @property
    def tied(self) -> tuple[tuple[Option, ...], ...]:
        return ()


def count(settings: Settings, ballots: Grouped[Voice], order: Order | None = None, room: Room = ANYONE) -> MotionResult:
    """Adopted when the voices in favour reach the majority; never decided by lot, so `order` changes nothing."""
    voices = dict.fromkeys(Voice, 0)
    for voice, weight in merge(ballots).items():
        voices[Voice(voice or Voice.ABSTAIN)] += weight
    turnout = Turnout.of(
        room, participants=sum(voices.values()), blanks=voices[Voice.BLANK], abstentions=voices[Voice.ABSTAIN]
    )
    return decide(settings, turnout, voices[Voice.FOR], voices[Voice.AGAINST])


def decide(settings: Settings, turnout: Turnout, in_favour: int, against: int) -> MotionResult:
    """The verdict on voices already added up, as a show of hands gives them."""
    base = base_of(settings)
    size = turnout.size(base)
    required = settings.majority.required(size)
    chair_decides = _is_level(settings, in_favour, against) and settings.chair is Voice.FOR
    obtained = in_favour + chair_decides
    adopted = turnout.cast > 0 and obtained >= required
    return MotionResult(
        turnout=turnout, in_favour=in_favour, against=against, majority=settings.majority, base=base, size=size,
        required=required, obtained=obtained, adopted=adopted,
        cause=_cause(settings, in_favour, against, adopted=adopted),
    )  # fmt: skip


def base_of(settings: Settings) -> Base:
    """Simple majority and unanimity compare the two sides, so they are always taken of the votes cast."""
    return Base.CAST if settings.majority.kind in (Kind.SIMPLE, Kind.UNANIMITY) else settings.base


def _is_level(settings: Settings, in_favour: int, against: int) -> bool:
    return in_favour == against > 0 and settings.majority.kind is not Kind.UNANIMITY


def _cause(settings: Settings, in_favour: int, against: int, *, adopted: bool) -> Cause:
    if in_favour + against == 0:
        return Cause.NO_CAST
    if in_favour != against or settings.majority.kind is Kind.UNANIMITY:
        return Cause.REACHED if adopted else Cause.MISSED
    if settings.chair in (Voice.FOR, Voice.AGAINST):
        return Cause.CHAIR
    return Cause.REACHED if adopted else Cause.TIE


def read(raw: object, settings: Settings) -> Voice:
    """One voice; raises BallotUnreadable for any other word."""
    if raw not in tuple(Voice):
        raise BallotUnreadable
    return Voice(str(raw))
