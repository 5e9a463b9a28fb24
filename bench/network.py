"""A network that only counts what is asked of it: everything it is told happens at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.app import App
from bot.chat.adapter import Can, Emit, Limits, Seen
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.chat.events import Document, Event, Pressed, Said
from bot.chat.message import Message

GROUP = Place(Chat("bench", "group"), "Bench", private=False, closed=True)
EVERY_PRESS = Can.BUTTONS | Can.SECRET_PRESS | Can.EDIT | Can.DM


class Counting:
    """`can` decides whether a press is answered by a toast or by a message in the outbox."""

    name = "bench"
    limits = Limits(chat_interval=0.0, overall_per_second=0.0)

    def __init__(self, people: int, can: Can = EVERY_PRESS) -> None:
        self.people = people
        self.can = can
        self.questions = 0
        self.sent: list[tuple[Chat, Message]] = []
        self.edits: list[tuple[float, Message]] = []

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    def door(self, payload: str) -> str:
        return ""

    def address(self, ref: MessageRef) -> str:
        return ""

    async def listen(self, emit: Emit) -> None:
        await asyncio.Event().wait()

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        self.sent.append((chat, message))
        return MessageRef(chat, str(len(self.sent)))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self.edits.append((asyncio.get_running_loop().time(), message))

    async def delete(self, ref: MessageRef) -> None: ...

    async def private(self, user: User) -> Chat:
        return Chat("bench", f"@{user.id}")

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        self.questions += 1
        return True

    async def is_member(self, chat: Chat, user: User) -> bool:
        self.questions += 1
        return True

    async def count(self, chat: Chat) -> int:
        self.questions += 1
        return self.people

    async def members(self, chat: Chat) -> Sequence[Seen]:
        return ()

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None: ...

    async def pin(self, ref: MessageRef, pinned: bool) -> None: ...

    async def leave(self, chat: Chat) -> None: ...
    async def admit(self, chat: Chat, user: User) -> None: ...
    async def fetch(self, document: Document, most: int) -> bytes:
        return b""

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None: ...

    async def answer(
        self, event: Event, toast: str, door: str = "", unseen: Callable[[], None] | None = None
    ) -> None: ...


def person(number: int) -> Person:
    """One of the crowd."""
    return Person(User("bench", f"u{number}"), f"Person {number}", "fr")


def opening(text: str) -> Said:
    """The command that opens the vote everybody answers."""
    return Said("opening", person(0), GROUP, text, MessageRef(GROUP.chat, "opening"))


async def card(app: App) -> MessageRef:
    """The message that shows the vote, once everything was posted."""
    await app.settle(lambda seconds: None)
    with app.database.read() as tx:
        return next(MessageRef(post.chat, post.message) for post in tx.posts.of("poll:1") if not post.private)


def press(event: str, who: Person, on: MessageRef, data: str) -> Pressed:
    """One answer."""
    return Pressed(event, who, GROUP, on, data)
