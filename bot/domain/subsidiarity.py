"""Subsidiarity: a question belongs to the smallest group that can settle it.

It rises one level, and only with a recorded reason; it carries its text, the link to its discussion and what the group
below decided. A wider group may send a question down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import clean, clean_body, fold
from bot.domain.tree import Tree

TITLE, BODY, WHY, LINK = 300, 3000, 300, 200  # characters at most
REFUSALS = ("rejected", "none")  # outcomes in which the group below said no


class NothingAbove(Refused):
    says = N_("This group belongs to no wider one, so a question is settled here. For example: /vote Rent the hall?")


class NoGround(Refused):
    says = N_("A question rises for one of three reasons: need for help, need for coordination, refused and taken up.")


class NotRefusedHere(Refused):
    says = N_("This group has not refused the question, so it rises for another reason: help, or coordination.")


class RefusedHere(Refused):
    says = N_("This group refused the question, so it rises only when {needed} people take it up again. Now: {n}.")


class NotBelow(Refused):
    says = N_(
        "A question is sent down to a group below this one. That one is not: choose among those that belong to it."
    )


class Ground(StrEnum):
    """Why a question rises."""

    HELP = "help"
    COORDINATION = "coordination"
    REFUSED = "refused"


GROUNDS: dict[Ground, str] = {
    Ground.HELP: N_("Need for help"),
    Ground.COORDINATION: N_("Need for coordination"),
    Ground.REFUSED: N_("Refused below and taken up again by {n} people"),
}
_CALLED = {
    "besoin d'entraide": Ground.HELP, "entraide": Ground.HELP, "need for help": Ground.HELP, "help": Ground.HELP,
    "besoin de coordination": Ground.COORDINATION, "coordination": Ground.COORDINATION,
    "need for coordination": Ground.COORDINATION, "refuse": Ground.REFUSED, "repris": Ground.REFUSED,
    "refused": Ground.REFUSED,
}  # fmt: skip


def read_ground(text: str) -> Ground:
    """The reason in people's words; raises NoGround for anything else."""
    found = _CALLED.get(fold(text))
    if found is None:
        raise NoGround
    return found


@dataclass(frozen=True, slots=True)
class Local:
    """What a group decided: the outcome of its vote, "" when there was none, and the vote's number."""

    outcome: str = ""
    vote: int | None = None

    @property
    def refused(self) -> bool:
        return self.outcome in REFUSALS


NOTHING_DECIDED = Local()


@dataclass(frozen=True, slots=True)
class Move:
    """One level up with its `ground`, or down with None. `local` is what the group that is left had decided."""

    origin: GroupId
    to: GroupId
    by: MemberId
    at: datetime
    ground: Ground | None
    why: str
    local: Local = NOTHING_DECIDED
    supporters: int = 0


@dataclass(frozen=True, slots=True)
class Journey:
    """A question and its way through the groups. The text never changes on the way."""

    title: str
    born_in: GroupId
    body: str = ""
    link: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def where(self) -> GroupId:
        """The group whose question it is now."""
        return self.moves[-1].to if self.moves else self.born_in

    def rise(
        self, tree: Tree, ground: Ground | None, why: str = "", *,
        by: MemberId, now: datetime, local: Local = NOTHING_DECIDED, supporters: int = 0, needed: int = 1,
    ) -> Journey:  # fmt: skip
        """One level up. What was refused below rises only when `needed` people take it up again."""
        above = tree.above(self.where)
        if not above:
            raise NothingAbove
        if ground is None:
            raise NoGround
        if local.refused and (ground is not Ground.REFUSED or supporters < needed):
            raise RefusedHere(needed=needed, n=supporters)
        if ground is Ground.REFUSED and not local.refused:
            raise NotRefusedHere
        reason = clean_body(why, most=WHY)
        return self._move(Move(self.where, above[0], by, now, ground, reason, local, supporters))

    def send_down(
        self, tree: Tree, to: GroupId, why: str = "", *, by: MemberId, now: datetime, local: Local = NOTHING_DECIDED
    ) -> Journey:
        """To a group below, however deep: it can settle that itself."""
        if to not in tree.below(self.where):
            raise NotBelow
        return self._move(Move(self.where, to, by, now, None, clean_body(why, most=WHY), local))

    def _move(self, move: Move) -> Journey:
        return replace(self, moves=(*self.moves, move))


def born(title: str, group: GroupId, body: str = "", link: str = "") -> Journey:
    """A question where it begins, in the smallest group."""
    return Journey(clean(title, most=TITLE), group, clean_body(body, most=BODY), clean_body(link, most=LINK))
