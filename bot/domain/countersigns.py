"""Countersigns: what one organizer could do great harm with waits for the word of a second one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.permissions import DANGEROUS, Act

WAITS = timedelta(days=2)


class SecondMustBeAnother(Refused):
    says = N_("A second organizer must agree, and you asked for it yourself. Ask one of the others, for example Paul.")


class NotAnOrganizer(Refused):
    says = N_("Only somebody who organizes this group can agree to that. The settings of the group say who does.")


class AskedTooLongAgo(Refused):
    says = N_("This was asked for on {asked_at}, and nobody agreed in time. Ask again, with a word why.")


@dataclass(frozen=True, slots=True)
class Countersign:
    """A dangerous act that waits; `subject` is what it is done to, as its feature writes it: "member:7"."""

    act: Act
    subject: str
    asked_by: MemberId
    asked_at: datetime

    def agree(self, by: MemberId, organizers: Collection[MemberId], *, now: datetime) -> None:
        """Raises unless this is a second organizer, in time, and the first one still organizes."""
        if by not in organizers or self.asked_by not in organizers:
            raise NotAnOrganizer
        if by == self.asked_by:
            raise SecondMustBeAnother
        if now >= self.asked_at + WAITS:
            raise AskedTooLongAgo(asked_at=self.asked_at)


def needs_second(act: Act, organizers: Collection[MemberId]) -> bool:
    """Whether it waits for a second organizer. Where there is one only, nobody else could agree; everybody is told."""
    return act in DANGEROUS and len(set(organizers)) > 1
