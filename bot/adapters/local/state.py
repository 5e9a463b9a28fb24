"""What the records add up to: accounts, chats, messages, and the events that the bot has not taken yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.adapters.local import records as r
from bot.adapters.local.view import View
from bot.adapters.local.wire import dump, load, plain
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Message

NETWORK = "local"
BOT = ""  # the bot among those who react


@dataclass(slots=True)
class Account:
    """A person on the network."""

    user: User
    name: str
    language: str


@dataclass(slots=True)
class Room:
    """A chat and who is in it, in the order they came. `owner` is the person of a private chat."""

    chat: Chat
    title: str
    closed: bool
    owner: str
    members: dict[str, bool] = field(default_factory=dict)  # id → organizer
    bot: bool = True

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.owner != ""


@dataclass(slots=True)
class Posted:
    """A message as everybody in the chat sees it. `by` is None for the bot; `service` names a line of the network."""

    ref: MessageRef
    by: User | None
    message: Message
    at: datetime | None = None
    edited: bool = False
    pinned: bool = False
    service: str = ""
    key: str = ""
    marks: dict[str, dict[str, None]] = field(default_factory=dict)  # reaction → who, in order; the bot is BOT

    @property
    def number(self) -> int:
        """Its place among all messages ever posted."""
        return int(self.ref.id)

    @property
    def text(self) -> str:
        """What it says, line under line."""
        return plain(self.message)

    @property
    def from_bot(self) -> bool:
        """Whether the bot posted it."""
        return self.by is None and not self.service


class State:
    """The network as it stands. `apply` is the only way to change it."""

    def __init__(self) -> None:
        self.view = View.BUTTONS
        self.last_number = 0
        self._forget()

    def _forget(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.rooms: dict[str, Room] = {}
        self.posts: dict[int, Posted] = {}
        self.keys: dict[str, MessageRef] = {}
        self.waiting: dict[str, r.Offered] = {}

    def apply(self, record: r.Record) -> None:
        """Takes one record into account."""
        match record:
            case r.Met(user, name, language):
                self.accounts[user] = Account(User(NETWORK, user), name, language)
            case r.Opened(chat, title, closed, owner):
                self.rooms[chat] = Room(Chat(NETWORK, chat), title, closed, owner)
            case r.Membership(chat, user, True):
                self.rooms[chat].members.setdefault(user, False)
            case r.Membership(chat, user):
                self.rooms[chat].members.pop(user, None)
            case r.Role(chat, user, organizer):
                self.rooms[chat].members[user] = organizer
            case r.BotPresence(chat, inside):
                self.rooms[chat].bot = inside
            case r.Written():
                self._write(record)
            case r.Rewritten(number, body):
                post = self.posts[number]
                post.message, post.edited = load(body), True
            case r.Removed(number):
                self.posts.pop(number)
            case r.Marked(number, by, key, on):
                self._mark(self.posts[number], by, key, on)
            case r.Pinned(number, on):
                self.posts[number].pinned = on
            case r.Offered():
                self.waiting[record.id] = record
            case r.Taken(id_):
                self.waiting.pop(id_, None)
            case r.Sent(key, chat, number):
                self.keys[key] = MessageRef(Chat(NETWORK, chat), str(number))
            case r.Switched(view):
                self.view = View(view)
            case r.Counted(number):
                self.last_number = number
            case r.Cleared():
                self._forget()

    def _write(self, record: r.Written) -> None:
        ref = MessageRef(Chat(NETWORK, record.chat), str(record.number))
        by = User(NETWORK, record.by) if record.by else None
        at = datetime.fromisoformat(record.at) if record.at else None
        post = Posted(ref, by, load(record.body), at, record.edited, service=record.service, key=record.key)
        self.posts[record.number] = post
        self.last_number = max(self.last_number, record.number)
        if record.key:
            self.keys[record.key] = ref

    @staticmethod
    def _mark(post: Posted, by: str, key: str, on: bool) -> None:
        if on:
            post.marks.setdefault(key, {})[by] = None
        elif key in post.marks:
            post.marks[key].pop(by, None)
            if not post.marks[key]:
                del post.marks[key]

    def records(self) -> Iterator[r.Record]:
        """The shortest list of records that adds up to the same."""
        yield r.Counted(self.last_number)
        yield r.Switched(self.view)
        for one in self.accounts.values():
            yield r.Met(one.user.id, one.name, one.language)
        for room in self.rooms.values():
            yield from _opened(room)
        for post in self.posts.values():
            yield from _written(post)
        here = {post.key for post in self.posts.values()}
        yield from (r.Sent(key, ref.chat.id, int(ref.id)) for key, ref in self.keys.items() if key not in here)
        yield from self.waiting.values()


def _opened(room: Room) -> Iterator[r.Record]:
    yield r.Opened(room.chat.id, room.title, room.closed, room.owner)
    for user, organizer in room.members.items():
        yield r.Membership(room.chat.id, user, True)
        if organizer:
            yield r.Role(room.chat.id, user, True)
    if not room.bot:
        yield r.BotPresence(room.chat.id, False)


def _written(post: Posted) -> Iterator[r.Record]:
    body = dump(post.message)
    by = post.by.id if post.by else ""
    at = post.at.isoformat() if post.at else ""
    yield r.Written(post.number, post.ref.chat.id, by, body, at, post.key, post.service, post.edited)
    yield from (r.Marked(post.number, who, key, True) for key, people in post.marks.items() for who in people)
    if post.pinned:
        yield r.Pinned(post.number, True)
