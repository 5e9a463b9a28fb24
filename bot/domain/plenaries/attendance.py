"""Who is there: signed in, represented by somebody who is, and whether that is enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.members import MemberId
from bot.domain.plenaries import refusals as no
from bot.domain.proxies.weights import represented
from bot.domain.quorum import Quorum
from bot.domain.tally.turnout import Room, Turnout


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody at a meeting. `by` is who signed them in, None for themselves."""

    member: MemberId
    arrived_at: datetime
    left_at: datetime | None = None
    by: MemberId | None = None

    @property
    def is_there(self) -> bool:
        return self.left_at is None

    def leave(self, now: datetime) -> Attendance:
        """Gone from now on."""
        if not self.is_there:
            raise no.NotHere
        return replace(self, left_at=now)


def present(attendances: Iterable[Attendance]) -> frozenset[MemberId]:
    """Who is there now."""
    return frozenset(one.member for one in attendances if one.is_there)


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of the room at one instant, in voices: one each, unless the statutes have weights.

    `required` is the quorum, None where there is none; `weighted` where some voices weigh more than others.
    """

    members: int | None
    present: int
    represented: int
    required: int | None = None
    weighted: bool = False

    @property
    def attending(self) -> int:
        return self.present + self.represented

    @property
    def missing(self) -> int:
        return max(0, (self.required or 0) - self.attending)

    @property
    def room(self) -> Room:
        """As a count takes it."""
        return Room(members=self.members, present=self.present, represented=self.represented)

    def with_answers(self, answers: int) -> Standing:
        """Whoever answered was there: never fewer than so many voices, hands and paper among them."""
        return replace(self, present=self.present + max(0, answers - self.attending))

    def check_quorum(self) -> None:
        """Raises while there are not enough."""
        if self.missing:
            refused = no.VoicesNotThere if self.weighted else no.QuorumNotThere
            raise refused(reached=self.attending, required=self.required)


def standing(
    there: Collection[MemberId],
    holders: Mapping[MemberId, MemberId],
    weights: Mapping[MemberId, int] | None,
    members: int | None,
    quorum: Quorum | None,
) -> Standing:
    """What counts now. With a list of voters (`weights`) only those on it count; without, whoever is there does.

    A giver who is there speaks for themselves; without its holder a proxy is unused.
    """
    given = represented(holders, there)
    if weights is None:
        here, lent = len(there), len(given)
    else:
        here = sum(weights.get(one, 0) for one in there)
        lent = sum(weights.get(one, 0) for one in given)
    weighted = weights is not None and sum(weights.values()) != len(weights)
    found = Standing(members, here, lent, weighted=weighted)
    if quorum is None or (members is None and quorum.persons is None):
        return found
    turnout = Turnout.of(found.room, participants=found.attending)
    return replace(found, required=quorum.required(turnout))
