"""Shifts: a time and a place where somebody is on duty. People take them, give them back, and swap them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import clean_body
from bot.domain.projects import ProjectId

ShiftId = NewType("ShiftId", int)
PLACE = 200  # characters at most
MOST_SEATS = 20
MOST = 500  # to come, of one project
EVENING = time(18)  # of the day before, when whoever is on duty is reminded


class ShiftOver(Refused):
    says = N_("This shift began on {at}: it can no longer be taken, given back or swapped.")


class ShiftTakenBack(Refused):
    says = N_("This shift no longer takes place. The list of shifts shows those that do.")


class ShiftFull(Refused):
    says = N_("This shift is taken. The list of shifts shows those that are free.")


class HaveIt(Refused):
    says = N_("You are already on duty then. The list of shifts shows those that are free.")


class NotYourShift(Refused):
    says = N_("You are not on duty then, so there is nothing to give back or to swap. Your shifts show which are.")


class SeatsUnreadable(Refused):
    says = N_("“{text}” is not a number of people from 1 to {most}. For example: {key}=2")


class TooManyShifts(Refused):
    says = N_("{most} shifts are to come already. Plan the others later.")


@dataclass(frozen=True, slots=True)
class Shift:
    """`seats` is how many people it takes, `holders` who they are so far, in the order in which they came."""

    id: ShiftId
    project: ProjectId
    at: datetime
    place: str
    seats: int = 1
    holders: tuple[MemberId, ...] = ()
    cancelled: bool = False

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def topic(self) -> str:
        return f"shift:{self.id}"

    @property
    def free(self) -> int:
        """How many people are still wanted."""
        return max(0, self.seats - len(self.holders))

    def take(self, member: MemberId, now: datetime) -> Shift:
        """One person more on duty."""
        self.check_to_come(now)
        if member in self.holders:
            raise HaveIt
        if not self.free:
            raise ShiftFull
        return replace(self, holders=(*self.holders, member))

    def give_back(self, member: MemberId, now: datetime) -> Shift:
        """Without that person."""
        self.check_to_come(now)
        self.check_holds(member)
        return replace(self, holders=tuple(one for one in self.holders if one != member))

    def pass_on(self, member: MemberId, to: MemberId, now: datetime) -> Shift:
        """Somebody else in that person's place."""
        self.check_to_come(now)
        self.check_holds(member)
        if to in self.holders:
            raise HaveIt
        return replace(self, holders=tuple(to if one == member else one for one in self.holders))

    def cancel(self, now: datetime) -> Shift:
        """It does not take place."""
        self.check_to_come(now)
        return replace(self, cancelled=True)

    def check_holds(self, member: MemberId) -> None:
        """Raises for whoever is not on duty."""
        if member not in self.holders:
            raise NotYourShift

    def check_to_come(self, now: datetime) -> None:
        """Raises once it has begun, or will not take place."""
        if self.cancelled:
            raise ShiftTakenBack
        if now >= self.at:
            raise ShiftOver(at=self.at)


def swapped(one: Shift, giver: MemberId, other: Shift, taker: MemberId, now: datetime) -> tuple[Shift, Shift]:
    """Both shifts with these two people in each other's place; raises, changing nothing, when that cannot be."""
    return one.pass_on(giver, taker, now), other.pass_on(taker, giver, now)


def reminded_at(at: datetime, zone: ZoneInfo) -> datetime:
    """The evening of the day before, local time."""
    return datetime.combine(at.astimezone(zone).date() - timedelta(days=1), EVENING, zone)


def read_seats(word: str, text: str) -> int:
    """How many people a shift takes."""
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:4]) <= MOST_SEATS):
        raise SeatsUnreadable(text=text, most=MOST_SEATS, key=word)
    return int(text)


def read_place(text: str) -> str:
    """Where, as it will be kept; may be empty."""
    return clean_body(text, most=PLACE)
