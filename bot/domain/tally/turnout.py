"""Who took part: the numbers every result shows, always in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..errors import N_, Refused


class SizeUnknown(Refused):
    says = N_("This vote is counted on the members or on the people present, and that number is not known.")


class Base(StrEnum):
    """The crowd a share is taken of."""

    CAST = "cast"
    VOTERS = "voters"
    PRESENT = "present"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of the people besides their ballots; outside a meeting nobody counts heads."""

    members: int | None = None
    present: int | None = None
    represented: int | None = None


ANYONE = Room()


@dataclass(frozen=True, slots=True)
class Turnout:
    """The numbers of one vote, in the order people read them."""

    members: int | None
    present: int | None
    represented: int | None
    participants: int
    voters: int
    blanks: int
    abstentions: int
    cast: int

    @classmethod
    def of(cls, room: Room = ANYONE, *, participants: int, blanks: int = 0, abstentions: int = 0) -> Turnout:
        """Voters are the participants who did not abstain; cast are the voters who were not blank."""
        voters = participants - abstentions
        return cls(
            members=room.members, present=room.present, represented=room.represented,
            participants=participants, voters=voters, blanks=blanks, abstentions=abstentions, cast=voters - blanks,
        )  # fmt: skip

    @property
    def attending(self) -> int:
        """Present and represented; outside a meeting, everybody who answered."""
        if self.present is None:
            return self.participants
        return self.present + (self.represented or 0)

    def size(self, base: Base) -> int:
        """How many people `base` is; raises SizeUnknown when nobody counted the members."""
        match base:
            case Base.CAST:
                return self.cast
            case Base.VOTERS:
                return self.voters
            case Base.PRESENT:
                return self.attending
        if self.members is None:
            raise SizeUnknown
        return self.members
