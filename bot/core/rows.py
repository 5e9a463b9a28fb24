"""What a database gives back to the core, row by row; `bot.core.ports` says what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.chat.address import Chat, MessageRef, Place, User
from bot.domain.groups import Group
from bot.domain.members import MemberId


@dataclass(frozen=True, slots=True)
class Room:
    """A group chat that the bot serves, and the group it belongs to. `count` is the last known number of people;
    `there` says whether the bot is in it now."""

    id: int
    chat: Chat
    group: Group
    title: str = ""
    count: int | None = None
    counted_at: datetime | None = None
    there: bool = True


class Choice(NamedTuple):
    """One choice that a posted message offers: the action's payload, the label shown, other words that mean it."""

    data: str
    label: str
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A place where a topic is shown, or a message that offers choices (then without a topic).

    `wanted` counts the refreshes asked for: what was drawn from an older count leaves the post to be drawn again.
    `farewell` is the sentence that the message ends with, once its chat has left the group that the topic is of; with
    `returns` the chat may be back. `at` is when it was posted, or asked for while it is not there.
    """

    id: int
    topic: str
    chat: Chat
    private: bool
    message: str
    voice: str
    digest: str
    shown_at: datetime | None = None
    choices: tuple[Choice, ...] = ()
    source: str = ""
    wanted: int = 0
    farewell: str = ""
    returns: bool = False
    at: datetime | None = None


class Verdict(StrEnum):
    """What the operator says of a chat."""

    ASKED = "asked"
    TRUSTED = "trusted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Trust:
    """A chat to which somebody brought the bot (as an `organizer`, or not), and what the operator said of it."""

    id: int
    chat: Chat
    title: str
    closed: bool
    organizer: bool
    by: MemberId
    verdict: Verdict
    at: datetime

    @property
    def place(self) -> Place:
        """The chat as the event told of it."""
        return Place(self.chat, self.title, private=False, closed=self.closed)


SOFTLY = "softly"  # the body of what shows a topic and is not to ring


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing for the courier to do. `to` replaces the chat when only the person is known; `origin` is then the
    group message that it answers, if it answers one."""

    id: int
    chat: Chat | None
    to: User | None
    kind: str
    body: str
    post: int = 0
    tries: int = 0
    origin: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Something due at an instant; `key` is unique, so planning twice plans once."""

    id: int
    key: str
    kind: str
    payload: str
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation under way: which flow, at which step, with what draft; `version` is the flow's."""

    flow: str
    step: str
    draft: str
    version: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Undo:
    """The action that takes back what somebody did, when and in which group chat that was (None: in private).

    `then` is the command of theirs that came after it there, "" for something that is not named, None for nothing.
    """

    action: str
    at: datetime
    room: int | None
    then: str | None
