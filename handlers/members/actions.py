"""What can be chosen about oneself and about the members of a group. Who may is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Speak(Action, prefix="ml"):
    """The language of my private messages."""

    language: str


@dataclass(frozen=True)
class Mute(Action, prefix="mm"):
    """Whether I am reminded of votes in private."""

    muted: bool


@dataclass(frozen=True)
class Calm(Action, prefix="mq"):
    """My quiet hours, written as in the one-line form."""

    hours: str


@dataclass(frozen=True)
class Zone(Action, prefix="mz"):
    """The time zone that I am in, or that of my group."""

    zone: str


@dataclass(frozen=True)
class Mine(Action, prefix="mp"):
    """A page about me: quiet, groups, votes, proxies, copy, erase."""

    page: str


@dataclass(frozen=True)
class Separate(Action, prefix="mu"):
    """One of my accounts, named by a print of it, leaves to be somebody of its own: asked first, then `sure`."""

    account: str
    sure: bool


@dataclass(frozen=True)
class Erase(Action, prefix="mx"):
    """Erases my account."""


@dataclass(frozen=True)
class ShowRoles(Action, prefix="gro"):
    """The roles of a group."""

    group: int


@dataclass(frozen=True)
class GiveCalled(Action, prefix="grn"):
    """A role by its very name, to somebody: what was asked about because it looked like a slip."""

    group: int
    member: int
    role: str


@dataclass(frozen=True)
class GiveRole(Action, prefix="grg"):
    """Begins to give a role."""

    group: int


@dataclass(frozen=True)
class TakeRole(Action, prefix="grt"):
    """Ends a mandate: whose, and since when, as whole microseconds."""

    group: int
    member: int
    since: int


@dataclass(frozen=True)
class ShowMembers(Action, prefix="gml"):
    """A page of the list of members, from 0."""

    group: int
    page: int


@dataclass(frozen=True)
class Register(Action, prefix="gmw"):
    """Begins to write down what somebody is in the group."""

    group: int


@dataclass(frozen=True)
class SamePerson(Action, prefix="gms"):
    """Somebody on the list without an account, and somebody who came, are one."""

    group: int
    entered: int
    account: int


@dataclass(frozen=True)
class Export(Action, prefix="gmo"):
    """The list of members as a file."""

    group: int


@dataclass(frozen=True)
class Import(Action, prefix="gmi"):
    """Begins to bring a list of members."""

    group: int
