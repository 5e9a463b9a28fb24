"""What the core asks of a database. `storage.Transaction` answers; the core never knows how.

Everything here is called inside a transaction: it happens with the rest of the event, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag, StrEnum
from typing import NamedTuple, Protocol, TypeVar

from bot.chat.adapter import Note
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.domain.groups import Group, GroupId
from bot.domain.members import Member, MemberId, Presence

T_co = TypeVar("T_co", covariant=True)


class Unavailable(Exception):
    """The database cannot be written now (disk full, read-only, locked): nothing of the batch was kept, try again."""


class Entangled(Unavailable):
    """Rows of several events were written together and one is at fault: nothing was kept, run them again carefully."""


@dataclass(frozen=True, slots=True)
class Room:
    """A group chat that is served, and its group. `count` is the last known number of people; is the bot `there`?"""

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


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to do. `to` stands for a chat that is not known; `origin` is the group message that it answers."""

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

    `then` is the command of theirs that came after it there, "" for something not named, None for nothing.
    """

    action: str
    at: datetime
    room: int | None
    then: str | None


class Inbox(Protocol):
    """Which events were already taken."""

    def expect(self, events: Iterable[tuple[str, str]]) -> None: ...
    def first(self, network: str, event: str, now: datetime) -> bool: ...
    def forget(self, network: str, event: str) -> None: ...
    def trying(self) -> bool: ...
    def tries(self, network: str, event: str) -> int: ...
    def attempt(self, network: str, event: str, now: datetime, deaths: int) -> int: ...
    def survived(self, network: str, event: str) -> None: ...
    def park(self, network: str, event: str, kind: str, now: datetime) -> None: ...


class Members(Protocol):
    def known(self, person: Person, now: datetime) -> Member: ...
    def of(self, user: User) -> Member | None: ...
    def accounts(self, member: MemberId) -> Sequence[User]: ...
    def open_door(self, user: User) -> None: ...
    def shut_door(self, user: User) -> None: ...
    def has_open_door(self, user: User) -> bool: ...


class Groups(Protocol):
    def room(self, chat: Chat) -> Room | None: ...
    def everywhere(self) -> Sequence[Room]: ...
    def rooms(self, group: GroupId) -> Sequence[Room]: ...
    def home(self, member: MemberId) -> Group | None: ...
    def welcome(self, place: Place, language: str, zone: str) -> Room: ...
    def keep_count(self, chat: Chat, count: int, now: datetime) -> None: ...
    def keep_there(self, chat: Chat, there: bool) -> None: ...
    def move(self, chat: Chat, to: Chat) -> None: ...


class Moves(Protocol):
    """Chats that go on under another id."""

    def followed(self, chat: Chat) -> Chat: ...
    def before(self, chat: Chat) -> Sequence[Chat]: ...


class Presences(Protocol):
    def joined(self, room: int, member: MemberId, now: datetime) -> None: ...
    def left(self, room: int, member: MemberId, now: datetime) -> None: ...
    def seen(self, room: int, member: MemberId) -> None: ...
    def absent(self, room: int, member: MemberId, now: datetime) -> None: ...
    def keep_organizer(self, room: int, member: MemberId, organizer: bool, now: datetime) -> None: ...
    def is_organizer(self, room: int, member: MemberId, since: datetime) -> bool | None: ...
    def of(self, group: GroupId, member: MemberId) -> Sequence[Presence]: ...


class Seats(Protocol):
    """Which account of somebody who has two on a network is in which chat."""

    def put(self, room: int, user: User, there: bool | None, now: datetime) -> None: ...
    def another(self, room: int, user: User) -> bool: ...


class PrivateChats(Protocol):
    def note(self, chat: Chat, user: User) -> None: ...


class Talks(Protocol):
    def get(self, chat: Chat, member: MemberId, now: datetime) -> Talk | None: ...
    def put(self, chat: Chat, member: MemberId, talk: Talk) -> None: ...
    def end(self, chat: Chat, member: MemberId) -> bool: ...


class Outbox(Protocol):
    def put(self, kind: str, body: str, now: datetime, *, chat: Chat | None, to: User | None = None, post: int = 0,
            urgent: bool = False, origin: MessageRef | None = None, held: bool = False) -> None: ...  # fmt: skip
    def waiting(self, network: str, now: datetime, most: int) -> Sequence[Parcel]: ...
    def sending(self, chat: Chat, to: User | None) -> bool: ...
    def done(self, parcel: int) -> None: ...
    def postpone(self, parcel: Parcel, until: datetime) -> None: ...
    def set_aside(self, parcel: Parcel, until: datetime) -> None: ...
    def next_due(self, network: str, now: datetime) -> datetime | None: ...
    def hold(self, parcel: Parcel, now: datetime) -> datetime | None: ...
    def at_door(self, origin: MessageRef, since: datetime) -> int: ...
    def release(self, user: User, now: datetime) -> int: ...


class Posts(Protocol):
    def show(self, topic: str, chat: Chat, private: bool, voice: str, now: datetime, *, source: str = "") -> int: ...
    def get(self, post: int) -> Post | None: ...
    def refresh(self, topic: str) -> None: ...
    def dirty(self, network: str, most: int) -> Sequence[Post]: ...
    def shown(self, post: Post, ref: MessageRef, digest: str, choices: Sequence[Choice], now: datetime) -> None: ...
    def offered(self, ref: MessageRef, private: bool, choices: Sequence[Choice], now: datetime) -> None: ...
    def of(self, topic: str) -> Sequence[Post]: ...
    def gone(self, post: int) -> None: ...
    def last(self, chat: Chat) -> Post | None: ...
    def back(self, chat: Chat) -> None: ...
    def at(self, ref: MessageRef) -> Post | None: ...
    def offering(self, chat: Chat, most: int) -> Sequence[Post]: ...


class Jobs(Protocol):
    def plan(self, key: str, kind: str, payload: str, due_at: datetime) -> None: ...
    def cancel(self, key: str) -> bool: ...
    def due(self, now: datetime, most: int) -> Sequence[Job]: ...
    def coming(self, until: datetime, kinds: Collection[str], most: int) -> Sequence[Job]: ...
    def count(self, until: datetime) -> int: ...
    def claim(self, job: Job) -> bool: ...
    def retry(self, job: Job, at: datetime) -> None: ...
    def next_due(self) -> datetime | None: ...


class Life(Protocol):
    def beat(self, real: datetime, now: datetime) -> None: ...


class Notes(Protocol):
    def all(self, network: str, kind: str) -> Mapping[str, str]: ...
    def get(self, network: str, kind: str, key: str) -> str | None: ...
    def put(self, network: str, note: Note, now: datetime) -> None: ...


class Trusts(Protocol):
    def is_trusted(self, chat: Chat) -> bool: ...
    def move(self, chat: Chat, to: Chat) -> None: ...


class Reports(Protocol):
    def put(self, code: str, what: str, network: str, now: datetime) -> None: ...
    def told_at(self) -> datetime | None: ...


class Undos(Protocol):
    def remember(self, member: MemberId, action: str, now: datetime, until: datetime, room: int | None = None,
                 source: str = "") -> None: ...  # fmt: skip
    def follow(self, member: MemberId, word: str = "", room: int | None = None, edited: str | None = None) -> None: ...
    def waiting(self, member: MemberId, now: datetime) -> Sequence[Undo]: ...
    def acted(self, member: MemberId, since: datetime) -> bool: ...
    def forget(self, action: str) -> None: ...


class Stirred(IntFlag):
    """What a transaction gave others to do, for whoever waits: couriers and the timer."""

    NOTHING = 0
    SENDING = 1
    JOBS = 2


class Transaction(Protocol):
    """One unit of work; savepoints nest inside it."""

    @property
    def stirred(self) -> Stirred: ...

    @property
    def inbox(self) -> Inbox: ...
    @property
    def members(self) -> Members: ...
    @property
    def groups(self) -> Groups: ...
    @property
    def moves(self) -> Moves: ...
    @property
    def presences(self) -> Presences: ...
    @property
    def seats(self) -> Seats: ...
    @property
    def private_chats(self) -> PrivateChats: ...
    @property
    def talks(self) -> Talks: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def life(self) -> Life: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def undos(self) -> Undos: ...
    @property
    def trusts(self) -> Trusts: ...
    @property
    def reports(self) -> Reports: ...
    def savepoint(self) -> AbstractContextManager[None]: ...
    def move(self, chat: Chat, to: Chat) -> None: ...


__all__ = [
    "Choice", "Group", "GroupId", "Inbox", "Job", "Parcel", "Post", "Room", "Stirred", "Talk", "Transaction",
    "Trust", "Unavailable", "Undo", "User", "Verdict",
]  # fmt: skip


class Reads(Protocol[T_co]):
    """A database that opens short read-only transactions."""

    def read(self) -> AbstractContextManager[T_co]: ...
