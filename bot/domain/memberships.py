"""Memberships: since when somebody belongs to a group, as what, and whether their dues are paid.

Being in a group's chat is a presence; a membership is what the group wrote down. A person has one at most in a group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId


class MemberAlready(Refused):
    says = N_(
        "This person is a member already, since {day}. More can be written down, for example: "
        "/settings member Bruno number=17"
    )


class NotThere(Refused):
    says = N_(
        "This person does not belong to the group, so there is nothing to end. The list of members shows who does."
    )


class AccountErased(Refused):
    says = N_("This account was erased. Whoever comes back begins anew, for example by writing to me in private.")


class LeavesBeforeJoining(Refused):
    says = N_("A membership that began on {joined} cannot end on {left}. For example: {joined}")


class DuesNotYet(Refused):
    says = N_("Dues are paid by members. Write down first since when this person is one, for example: {day}")


class MemberStatus(StrEnum):
    """What somebody is in a group: only a member votes; newcomers and observers read and speak."""

    NEWCOMER = "newcomer"
    MEMBER = "member"
    OBSERVER = "observer"
    LEFT = "left"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody in a group. `joined_on` is since when they are a member; `dues_until` the last day that is paid for.

    `college` and `weight` count only where the statutes have them; everybody else has one voice.
    """

    member: MemberId
    group: GroupId
    status: MemberStatus = MemberStatus.NEWCOMER
    joined_on: date | None = None
    left_on: date | None = None
    excluded: bool = False
    dues_until: date | None = None
    college: str = ""
    weight: int = 1

    def join(self, on: date) -> Membership:
        """A member from that day on; whoever comes back after leaving begins anew."""
        self._check_not_erased()
        if self.status is MemberStatus.MEMBER and self.joined_on:
            raise MemberAlready(day=self.joined_on)
        return replace(self, status=MemberStatus.MEMBER, joined_on=on, left_on=None, excluded=False)

    def observe(self) -> Membership:
        """Reads and speaks from now on, and does not vote."""
        self._check_not_erased()
        return replace(self, status=MemberStatus.OBSERVER, joined_on=None, left_on=None, excluded=False)

    def leave(self, on: date, *, excluded: bool = False) -> Membership:
        """Belongs no more from that day on; `excluded` when the group decided so."""
        self._check_not_erased()
        if self.status is MemberStatus.LEFT:
            raise NotThere
        if self.joined_on and on < self.joined_on:
            raise LeavesBeforeJoining(joined=self.joined_on, left=on)
        return replace(self, status=MemberStatus.LEFT, left_on=on, excluded=excluded)

    def pay(self, until: date, *, today: date) -> Membership:
        """Dues paid up to a day; a shorter period than the one paid for changes nothing."""
        if self.status is not MemberStatus.MEMBER:
            raise DuesNotYet(day=today)
        return replace(self, dues_until=max(until, self.dues_until or until))

    def erase(self, on: date) -> Membership:
        """What stays when the person erased themselves: that there was somebody, and until when."""
        return Membership(self.member, self.group, MemberStatus.ERASED, left_on=self.left_on or on)

    def is_member(self, on: date) -> bool:
        """Whether they are a member that day; the day of leaving is not one."""
        if self.joined_on is None or on < self.joined_on:
            return False
        return self.status is MemberStatus.MEMBER or (self.left_on is not None and on < self.left_on)

    def has_paid(self, on: date) -> bool:
        """Whether dues are paid for that day."""
        return self.dues_until is not None and self.dues_until >= on

    def _check_not_erased(self) -> None:
        if self.status is MemberStatus.ERASED:
            raise AccountErased


# The most that somebody is anywhere says what they are in the whole cooperative.
_RANK = (
    MemberStatus.MEMBER, MemberStatus.OBSERVER, MemberStatus.NEWCOMER, MemberStatus.LEFT, MemberStatus.ERASED,
)  # fmt: skip


def overall(memberships: Iterable[Membership]) -> MemberStatus:
    """What somebody is over all their groups: a member when they are one anywhere; a newcomer when nowhere."""
    found = {one.status for one in memberships}
    return next((status for status in _RANK if status in found), MemberStatus.NEWCOMER)


def since(memberships: Iterable[Membership]) -> date | None:
    """The first day on which somebody became a member of any group."""
    return min((one.joined_on for one in memberships if one.joined_on), default=None)
