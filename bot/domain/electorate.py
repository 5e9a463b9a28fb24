"""The electorate: who may vote, and with what weight, as it was on the day the vote opened. Then it never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from bot.domain.charter import Charter
from bot.domain.errors import N_, Refused
from bot.domain.fingerprint import fingerprint
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import fold


class NotOnTheList(Refused):
    says = N_("The list of voters was closed when the vote opened, and you are not on it. You may vote next time.")


class NotYetMember(Refused):
    says = N_("Members vote, and you are not one yet. An organizer can write down that you joined, for example today.")


class ObserversWatch(Refused):
    says = N_("You are an observer: you read and speak, and do not vote. An organizer can write you down as a member.")


class NoLongerMember(Refused):
    says = N_("Members vote, and your membership has ended. Whoever comes back votes again, from the next vote on.")


class MembershipOver(Refused):
    says = N_(
        "Your membership here has ended: you no longer vote in this group, nor open votes. An organizer can write you "
        "down as a member again."
    )


class JoinedTooLate(Refused):
    says = N_("To vote one is a member for {days} days first. You joined on {joined}, so you may vote from {day} on.")


class DuesUnpaid(Refused):
    says = N_("Members whose dues are paid vote, and yours are not written down for {day}. Tell the treasurer.")


class NoVotingCollege(Refused):
    says = N_("These colleges vote: {colleges}. You are in none of them. An organizer can write yours down.")


@dataclass(frozen=True, slots=True)
class Condition:
    """What the charter asks of a member who votes."""

    seniority_days: int = 0
    dues: bool = False
    colleges: tuple[tuple[str, int], ...] = ()
    weights: str = "one"

    @classmethod
    def of(cls, charter: Charter) -> Condition:
        return cls(charter.seniority_days, charter.dues, charter.colleges, charter.weights)

    def why_not(self, membership: Membership, on: date) -> Refused | None:
        """Why somebody does not vote that day; None when they do."""
        if refusal := _not_a_member(membership, on):
            return refusal
        joined = membership.joined_on or on
        first_day = joined + timedelta(days=self.seniority_days)
        if on < first_day:
            return JoinedTooLate(days=self.seniority_days, joined=joined, day=first_day)
        if self.dues and not membership.has_paid(on):
            return DuesUnpaid(day=on)
        if self.colleges and self._college(membership) is None:
            return NoVotingCollege(colleges=tuple(name for name, _weight in self.colleges))
        return None

    def weight(self, membership: Membership) -> int:
        """How much a ballot weighs: one voice each, unless the statutes have it otherwise."""
        match self.weights:
            case "member":
                return max(membership.weight, 1)
            case "college":
                return self._college(membership) or 1
        return 1

    def _college(self, membership: Membership) -> int | None:
        """The weight of the member's college, None when it does not vote."""
        weights = {fold(name): weight for name, weight in self.colleges}
        return weights.get(fold(membership.college))


def _not_a_member(membership: Membership, on: date) -> Refused | None:
    if membership.is_member(on):
        return None
    match membership.status:
        case MemberStatus.OBSERVER:
            return ObserversWatch()
        case MemberStatus.LEFT | MemberStatus.ERASED:
            return NoLongerMember()
    return NotYetMember()


def barred(membership: Membership | None, on: date) -> Refused | None:
    """Why what a group wrote down of somebody leaves them without a voice in it, whoever votes there; None where it
    does not. Of a newcomer, or of whoever it wrote nothing of, the electorate decides."""
    if membership is None or membership.is_member(on):
        return None
    match membership.status:
        case MemberStatus.OBSERVER:
            return ObserversWatch()
        case MemberStatus.LEFT:
            return MembershipOver()
    return None


@dataclass(frozen=True, slots=True)
class Electorate:
    """Everybody who may vote with their weight, in the order of their ids; frozen, and its fingerprint is kept."""

    weights: Mapping[MemberId, int]

    def __post_init__(self) -> None:
        ordered = dict(sorted(self.weights.items()))
        object.__setattr__(self, "weights", MappingProxyType(ordered))

    def __contains__(self, member: object) -> bool:
        return member in self.weights

    def __iter__(self) -> Iterator[MemberId]:
        return iter(self.weights)

    def __len__(self) -> int:
        """How many people."""
        return len(self.weights)

    @property
    def voices(self) -> int:
        """How many voices they have together: as many as people, unless the statutes have weights."""
        return sum(self.weights.values())

    @property
    def is_weighted(self) -> bool:
        return self.voices != len(self)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of who may vote and with what weight."""
        return fingerprint(self.weights)

    def check(self, member: MemberId) -> None:
        """Raises for somebody who was not on the list when the vote opened."""
        if member not in self.weights:
            raise NotOnTheList


def snapshot(memberships: Iterable[Membership], condition: Condition, on: date) -> Electorate:
    """Who votes, of everybody written down: `on` is the day of opening where the group is.

    Somebody written down in several groups below a wider one votes once, with the largest of their weights.
    """
    weights: dict[MemberId, int] = {}
    for membership in memberships:
        if condition.why_not(membership, on) is None:
            weight = condition.weight(membership)
            weights[membership.member] = max(weight, weights.get(membership.member, 0))
    return Electorate(weights)


def takes_voice(before: Membership, after: Membership, condition: Condition, on: date) -> bool:
    """Whether somebody who is a member, or votes, no longer is or does after it, or weighs less."""
    if before.status is MemberStatus.MEMBER and after.status is not MemberStatus.MEMBER:
        return True
    if condition.why_not(before, on) is not None:
        return False
    return condition.why_not(after, on) is not None or condition.weight(after) < condition.weight(before)


def why_not(memberships: Iterable[Membership], condition: Condition, on: date) -> Refused | None:
    """Why somebody with these memberships does not vote that day, None when one of them is enough."""
    reasons = [condition.why_not(membership, on) for membership in memberships]
    if None in reasons:
        return None
    return next((reason for reason in reasons if not isinstance(reason, NotYetMember)), NotYetMember())
