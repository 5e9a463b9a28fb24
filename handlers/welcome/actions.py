"""What can be chosen around a welcome. Who may is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Meet(Action, prefix="kwm"):
    """To get to know a group in private: where the path stands, from its beginning."""

    group: int


@dataclass(frozen=True)
class Walk(Action, prefix="kww"):
    """The next question."""

    path: int


@dataclass(frozen=True)
class Later(Action, prefix="kwl"):
    """Not now: before the first question."""


@dataclass(frozen=True)
class Human(Action, prefix="kwh"):
    """Somebody to talk to, at any step."""

    path: int


@dataclass(frozen=True)
class Write(Action, prefix="kwr"):
    """A word that the bot hands on: from the newcomer to the buddy, or back."""

    path: int


@dataclass(frozen=True)
class PassOn(Action, prefix="kwp"):
    """The buddy leaves it to the next one."""

    path: int


@dataclass(frozen=True)
class Agree(Action, prefix="kws"):
    """A yes to telling others something that was answered."""

    path: int
    what: str


@dataclass(frozen=True)
class KeepBack(Action, prefix="kwu"):
    """The buddy reads no more what they were let read."""

    path: int


@dataclass(frozen=True)
class Board(Action, prefix="kwb"):
    """Who is waiting in a group, for those who welcome."""

    group: int


@dataclass(frozen=True)
class Texts(Action, prefix="kwt"):
    """What a group tells newcomers: its texts, dates, places, and whom to ask."""

    group: int


@dataclass(frozen=True)
class Compose(Action, prefix="kwc"):
    """One of these written anew, by questions."""

    group: int
    kind: str


@dataclass(frozen=True)
class Rewrite(Action, prefix="kwy"):
    """A text that was looked at is written in other words, in the same language."""

    text: int


@dataclass(frozen=True)
class Publish(Action, prefix="kwx"):
    """A text that was looked at holds from now on."""

    text: int


@dataclass(frozen=True)
class DropDate(Action, prefix="kwd"):
    """A date that is proposed no more."""

    group: int
    date: int


@dataclass(frozen=True)
class Enrol(Action, prefix="kwg"):
    """A newcomer who accepted the charter is a member from today on."""

    path: int


@dataclass(frozen=True)
class Admit(Action, prefix="kwa"):
    """Somebody who asked is let into the chat before the end of their path."""

    path: int
