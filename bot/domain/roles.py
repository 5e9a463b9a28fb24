"""Roles: what somebody does for a group. They are given and given back, and a group is never left without an organizer.

A group names roles of its own as well; those carry a name and no power.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import clean, fold, nearest

NAME = 40  # characters at most


class UnknownPerson(Refused):
    says = N_("Nobody of that name belongs to this group. A role is for somebody who does: greet them first.")


class HasRoleAlready(Refused):
    says = N_("This person has that role already. It can be given to somebody else as well, for example to Paul.")


class NoSuchRole(Refused):
    says = N_("This person does not have that role, so there is nothing to give back or to take. Their roles: {roles}.")


class NoRole(Refused):
    says = N_(
        "The group gave this person no role, so there is nothing to give back or to take. Whoever organizes it as an "
        "administrator of its chat is changed there."
    )


class LastOrganizer(Refused):
    says = N_("A group needs somebody who organizes it. Give the role to somebody else first, for example to Paul.")


class Role(StrEnum):
    """The roles that carry powers."""

    ORGANIZER = "organizer"
    TREASURER = "treasurer"
    WELCOMER = "welcomer"
    SECRETARY = "secretary"
    CHAIR = "chair"


# What people call them: a role of the group's own may not take one of these names.
_CALLED = {
    Role.ORGANIZER: ("organizer", "organisateur", "organisatrice", "organisation", "animateur", "animatrice"),
    Role.TREASURER: ("treasurer", "tresorier", "tresoriere", "tresorerie"),
    Role.WELCOMER: ("welcomer", "accueil", "accueillant", "accueillante", "welcome"),
    Role.SECRETARY: ("secretary", "secretaire", "secretariat"),
    Role.CHAIR: ("chair", "president", "presidente", "presidence"),
}
_ROLES = {name: role for role, names in _CALLED.items() for name in names}


def named(text: str) -> str:
    """The role that people mean: one with powers, or a name of the group's own."""
    known = _ROLES.get(fold(text))
    return known.value if known else clean(text, most=NAME)


def near(text: str) -> Role | None:
    """The role with powers that a word is probably a slip for; None for one of their names, and for any other name."""
    word = fold(text)
    found = None if word in _ROLES else nearest(word, _ROLES, within=2 if len(word) > 6 else 1)
    return _ROLES[found] if found else None


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody has a role. `by` is who gave it, None for a chat's administrators, whom their network names."""

    member: MemberId
    role: str
    since: datetime
    by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which role in one group."""

    mandates: tuple[Mandate, ...] = ()

    def of(self, member: MemberId) -> tuple[str, ...]:
        """The roles of somebody, in the order in which they got them."""
        return tuple(one.role for one in self.mandates if one.member == member)

    def holders(self, role: str) -> tuple[MemberId, ...]:
        """Who has a role."""
        return tuple(one.member for one in self.mandates if fold(one.role) == fold(role))

    def give(self, role: str, to: Membership | None, *, by: MemberId, now: datetime) -> Roles:
        """One mandate more; raises for somebody who does not belong to the group."""
        if to is None or to.status in (MemberStatus.LEFT, MemberStatus.ERASED):
            raise UnknownPerson
        name = named(role)
        if to.member in self.holders(name):
            raise HasRoleAlready
        return replace(self, mandates=(*self.mandates, Mandate(to.member, name, now, by)))

    def give_back(self, role: str, member: MemberId) -> Roles:
        """Without that mandate, whether its holder gives it back or others take it; the last organizer stays one."""
        name = named(role)
        if member not in self.holders(name):
            raise NoSuchRole(roles=self.of(member)) if self.of(member) else NoRole()
        if name == Role.ORGANIZER:
            check_not_last(member, self.holders(Role.ORGANIZER))
        kept = tuple(one for one in self.mandates if (one.member, fold(one.role)) != (member, fold(name)))
        return replace(self, mandates=kept)

    def without(self, member: MemberId) -> Roles:
        """Somebody leaves the group: every mandate of theirs ends; raises for the last organizer."""
        if member in self.holders(Role.ORGANIZER):
            check_not_last(member, self.holders(Role.ORGANIZER))
        return replace(self, mandates=tuple(one for one in self.mandates if one.member != member))


def check_not_last(member: MemberId, organizers: Collection[MemberId]) -> None:
    """Raises when nobody else organizes."""
    if member in organizers and not set(organizers) - {member}:
        raise LastOrganizer
