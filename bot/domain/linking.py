"""Linking: two accounts turn out to be one person while a vote is open. One person has one vote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId, Presence


class VotedAlready(Refused):
    says = N_("You voted already with your other account, and a secret ballot is final. One person has one vote.")


class LinkedToItself(Refused):
    says = N_("These are one and the same account. Write the code on the other network, where you use another one.")


class NotLinked(Refused):
    says = N_("I know you by this account alone, so there is none to separate. To link another one: /link")


class NoSuchAccount(Refused):
    says = N_("This account is not linked to you any more. Your accounts: /me accounts")


class CameFirst(Refused):
    says = N_(
        "That account was there first, so it is separated from itself alone. To part them from here, separate the one "
        "you are writing with."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the two ballots. In a secret vote only that there was one is known."""

    member: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """`counts` is whose ballot stays, None without any; `dropped` whose is taken out.

    `both` when two secret ballots are in the box already and none can be found again: the result says so.
    """

    counts: MemberId | None = None
    dropped: MemberId | None = None
    both: bool = False


def join(one: Answer | None, other: Answer | None, *, secrecy: str) -> Joined:
    """The later ballot replaces the earlier; secret ones cannot be taken out."""
    if one is None or other is None:
        given = one or other
        return Joined(given.member if given else None)
    first, second = sorted((one, other), key=lambda answer: (answer.at, answer.member))
    if secrecy == "secret":
        return Joined(first.member, both=True)
    return Joined(second.member, first.member)


def check_second(voted: frozenset[MemberId], linked: frozenset[MemberId], *, secrecy: str) -> None:
    """Raises when one of a person's accounts voted in a secret vote: the second ballot is refused."""
    if secrecy == "secret" and voted & linked:
        raise VotedAlready


def keeps(one: MemberId, other: MemberId) -> tuple[MemberId, MemberId]:
    """Which of the two stays, and which goes into it: the one the bot has known longer; raises for one and the same."""
    if one == other:
        raise LinkedToItself
    return (one, other) if one < other else (other, one)


def counted_twice(one: Iterable[Presence], other: Iterable[Presence], at: datetime) -> bool:
    """Whether both accounts were in the group's chats when a vote opened, so that its size counts the person twice."""
    return any(each.was_there(at) for each in one) and any(each.was_there(at) for each in other)
