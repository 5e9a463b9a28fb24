"""A quorum: how many people must take part for a vote to have an effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .errors import N_, Refused
from .tally.turnout import SizeUnknown, Turnout

PERSONS = re.compile(r"[0-9]{1,9}")
SHARE = re.compile(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})")
PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%")


class QuorumUnreadable(Refused):
    says = N_("“{text}” is not a quorum. Write a number of people, a fraction or a percentage: 12, 1/4 or 25%.")


class QuorumBase(StrEnum):
    """The people a quorum is a share of."""

    MEMBERS = "members"
    ATTENDING = "attending"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Quorum:
    """Either a share of a base or a number of persons; abstentions and blanks count for it."""

    share: Fraction | None = None
    persons: int | None = None
    base: QuorumBase = QuorumBase.MEMBERS

    def __post_init__(self) -> None:
        share, persons = self.share, self.persons
        shares = share is not None and persons is None and 0 < share <= 1
        counts = persons is not None and share is None and persons > 0
        if not (shares or counts):
            raise QuorumUnreadable(text=str(persons if share is None else share))

    @classmethod
    def read(cls, text: str, base: QuorumBase = QuorumBase.MEMBERS) -> Quorum:
        """The quorum written `12`, `1/4`, `25%` or `25 %`; raises QuorumUnreadable for anything else."""
        written = text.strip()
        if PERSONS.fullmatch(written) and int(written):
            return cls(persons=int(written), base=base)
        share = _share(written)
        if share is None or not 0 < share <= 1:
            raise QuorumUnreadable(text=text)
        return cls(share=share, base=base)

    def __str__(self) -> str:
        return str(self.persons if self.share is None else self.share)

    def required(self, turnout: Turnout) -> int:
        """Persons needed, never fewer than the share: 1/4 of 103 is 26."""
        if self.persons is not None:
            return self.persons
        assert self.share is not None
        return ceil(self.share * self._size(turnout))

    def reached(self, turnout: Turnout) -> int:
        """Persons who count for it: those attending against the members, those who answered against the room."""
        return turnout.attending if self.base is QuorumBase.MEMBERS else turnout.participants

    def missing(self, turnout: Turnout) -> int:
        """Persons still missing, 0 once it is met."""
        return max(0, self.required(turnout) - self.reached(turnout))

    def is_met(self, turnout: Turnout) -> bool:
        return self.missing(turnout) == 0

    def _size(self, turnout: Turnout) -> int:
        match self.base:
            case QuorumBase.ATTENDING:
                return turnout.attending
            case QuorumBase.PRESENT:
                return turnout.participants if turnout.present is None else turnout.present
        if turnout.members is None:
            raise SizeUnknown
        return turnout.members


def _share(written: str) -> Fraction | None:
    if found := SHARE.fullmatch(written):
        over, under = int(found[1]), int(found[2])
        return Fraction(over, under) if under else None
    if found := PERCENT.fullmatch(written):
        return Fraction(f"{found[1]}.{found[2] or 0}") / 100
    return None
