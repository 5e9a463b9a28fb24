"""What a chat network is to us: what it can do, its limits, and the four ways in which it fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from typing import NamedTuple, Protocol, runtime_checkable

from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Document, Event
from bot.chat.message import Message
from bot.chat.text import Phrase


class Can(Flag):
    """What a network shows or does. Whatever is missing has a plainer form in `bot.core.fit`."""

    NOTHING = 0
    BUTTONS = auto()
    SECRET_PRESS = auto()  # others do not see who pressed what
    TOAST = auto()  # a short answer that only the presser sees
    EPHEMERAL = auto()  # a group message that only one person sees
    EDIT = auto()
    DELETE = auto()
    REACT = auto()
    THREADS = auto()
    DM = auto()  # the bot may write to a person first
    FILES = auto()
    NATIVE_POLL = auto()
    MEMBER_LIST = auto()
    PIN = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in characters, paces in seconds and messages. The defaults are the narrowest in use: Telegram's."""

    text: int = 4096
    caption: int = 1024
    toast: int = 200
    label: int = 64
    buttons: int = 100
    chat_interval: float = 1.0  # seconds between two messages to one chat
    group_per_minute: int = 20  # messages and edits in one group
    edits_per_minute: int = 15  # edits in one group, so that messages keep room among the former
    overall_per_second: float = 30.0


class Undelivered(Exception):
    """A network did not do what was asked."""


class TryLater(Undelivered):
    """It may work again after `seconds`; with `cosmetic` only changes of what is shown wait, and what is new may go."""

    def __init__(self, seconds: float = 1.0, *, cosmetic: bool = False) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds
        self.cosmetic = cosmetic


class Gone(Undelivered):
    """It never will: the chat, the message or the person is not there for us."""


class Moved(Undelivered):
    """The chat goes on elsewhere."""

    def __init__(self, to: Chat) -> None:
        super().__init__(f"moved to {to.id}")
        self.to = to


class Denied(Undelivered):
    """The network says no, though the chat and the message are there: what is shown stays as it is.

    `why` is fit for a log. `foreseen` says that the reason is a known one, such as a right that the bot does not have
    there now; any other is a bug of ours, or news of the network's, and whoever runs the bot is told.
    """

    def __init__(self, why: str, *, foreseen: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.foreseen = foreseen


class TooLarge(Undelivered):
    """What was to be fetched is larger than whoever asked wants it."""


class Spoiled(Undelivered):
    """What was fetched is not what was sent: it does not open, or was changed on the way."""


class Barred(Exception):
    """The network will not have the bot at all: a revoked token, a second process on the same account.

    `says` tells the operator why, and what to do about it.
    """

    def __init__(self, says: Phrase) -> None:
        super().__init__(says.key)
        self.says = says


class Stays(str):
    """An answer to a press that must be read: where the network can, it stays until the person takes it away.

    Every other one passes by. It tells what the person did themself, and the chat shows the rest.
    """


Emit = Callable[[Event], Awaitable[None]]
Unseen = Callable[[], None]  # what a press was answered with was not seen


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as a network knows it in a chat."""

    user: User
    name: str
    organizer: bool = False


class Adapter(Protocol):
    """One network. A call raises TryLater, Gone, Moved or Denied, and nothing else; `open` and `listen` also Barred,
    `fetch` also TooLarge and Spoiled."""

    @property
    def name(self) -> str:
        """The network's name, as in addresses and settings."""

    @property
    def can(self) -> Can:
        """What it shows and does."""

    @property
    def limits(self) -> Limits:
        """Its sizes and paces."""

    async def open(self) -> None:
        """Logs in and learns who the bot is there; called again after TryLater, before anything else."""

    async def close(self) -> None:
        """Lets go of the connection."""

    async def listen(self, emit: Emit) -> None:
        """Brings events until cancelled; an event is acknowledged to the network only after `emit` came back."""

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a fitted message; the same `key` never posts twice where the network lets us say so."""

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what a message shows."""

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away."""

    async def fetch(self, document: Document, most: int) -> bytes:
        """What a document holds, opened where it was encrypted: `most` bytes at most, and no more than that is taken
        from the network. Gone where it is not there any more."""

    async def private(self, user: User) -> Chat | None:
        """The private chat with a person, or None where there is none for the bot."""

    def door(self, payload: str) -> str:
        """The address that opens a private chat with the bot; "" where it can write first (Can.DM).

        The person's first words there are then `/start payload`; a payload is 1 to 64 of [A-Za-z0-9_-].
        """

    def address(self, ref: MessageRef) -> str:
        """The web address of a message, which opens it for those who are in its chat; "" where messages have none."""

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        """Whether the account administers or moderates the chat."""

    async def is_member(self, chat: Chat, user: User) -> bool:
        """Whether the account is in the chat."""

    async def count(self, chat: Chat) -> int:
        """How many people are in the chat, bots we know of left out."""

    async def members(self, chat: Chat) -> Sequence[Seen]:
        """Who is in the chat; only with Can.MEMBER_LIST."""

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        """Puts the bot's own reactions on a message, for others to tap."""

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        """Pins a message, or takes the pin away."""

    async def leave(self, chat: Chat) -> None:
        """The bot leaves."""

    async def admit(self, chat: Chat, user: User) -> None:
        """Lets somebody in who asked for it (JoinAsked); Gone where nobody can ask."""

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None:
        """Fills the platform's command menu with (command, what it does)."""

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        """Answers a press; an empty toast only stops the client's waiting sign, one that `Stays` is to be read. `door`,
        from the method of that name, opens the private chat instead. `unseen` is called when it turns out afterwards
        that nobody saw it."""


class Note(NamedTuple):
    """Something that an adapter must know again after a restart; without a text it is forgotten."""

    kind: str
    key: str
    text: str | None


class Notes(Protocol):
    """What an adapter keeps, beside everything else that the bot keeps, and in the same way."""

    async def get(self, kind: str, key: str = "") -> str | None:
        """What was noted; raises TryLater while nothing can be read."""

    async def all(self, kind: str) -> Mapping[str, str]:
        """Everything of a kind."""

    async def put(self, notes: Sequence[Note]) -> None:
        """Notes all of it at once, or raises TryLater."""


@runtime_checkable
class Remembers(Protocol):
    """An adapter whose network does not tell where it was."""

    def remember(self, notes: Notes) -> None:
        """Where to keep it; called once, before anything else."""


@runtime_checkable
class Confides(Protocol):
    """An adapter whose network does not call a private chat like its person, and which knows whose each one is."""

    def private_chats(self) -> Sequence[tuple[User, Chat]]:
        """The private chats that the bot shares, once it is logged in."""
