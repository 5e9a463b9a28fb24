"""What happens on a network, in one language for all of them.

`id` is unique on its network and is what makes a redelivered event harmless. The time of an event is when the bot
received it, never what a client claims.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.chat.address import Chat, MessageRef, Person, Place, User


@dataclass(frozen=True, slots=True)
class Event:
    """Something `by` a person, `where` it happened."""

    id: str
    by: Person
    where: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A file that came with what somebody said, as the network tells of it. What it holds is fetched only where a
    handler waits for it (`Adapter.fetch`).

    `name` is "" where the network gives none, as with pictures; `media_type` is what the sender's client claims; `size`
    is in bytes, None where it is not told. `handle` is the network's own: where the file is, and what opens it where it
    is encrypted; it is in no log. `among` says that it is one of several that were sent together.
    """

    name: str
    media_type: str
    size: int | None
    handle: str = field(repr=False)
    among: bool = False


@dataclass(frozen=True, slots=True)
class Said(Event):
    """A text message. `to_bot` says that it names the bot or answers one of its messages, `called` that it began with
    the bot's name, which the text leaves out; `reply_by` is whose message is answered. The text is empty for what
    somebody sent without a word, a sticker say, alone with the bot. With a document the text is what was written beside
    it."""

    text: str
    message: MessageRef
    reply_to: MessageRef | None = None
    reply_text: str = ""
    to_bot: bool = False
    reply_by: Person | None = None
    document: Document | None = None
    called: bool = False


@dataclass(frozen=True, slots=True)
class Edited(Event):
    """A text message was changed; `message` is the one it was."""

    text: str
    message: MessageRef


@dataclass(frozen=True, slots=True)
class Pressed(Event):
    """A button under one of the bot's messages; `token` is what the network wants to show a toast."""

    message: MessageRef
    data: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class PollAnswered(Event):
    """The whole answer to a native poll beside a message of the bot's: the options' places from 0, none when withdrawn.

    It replaces whatever the person had answered.
    """

    message: MessageRef
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reacted(Event):
    """A reaction was put on a message; `reaction` is the reaction's own id where the network has one."""

    message: MessageRef
    key: str
    reaction: str = ""


@dataclass(frozen=True, slots=True)
class Unreacted(Event):
    """A reaction was taken back."""

    message: MessageRef
    key: str
    reaction: str = ""


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """The person came into a group chat."""


@dataclass(frozen=True, slots=True)
class JoinAsked(Event):
    """The person asks to be let into a group chat, and waits."""


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The person left a group chat, or was removed from it."""


@dataclass(frozen=True, slots=True)
class RoleChanged(Event):
    """The person's rights in the chat are now these."""

    organizer: bool


@dataclass(frozen=True, slots=True)
class BotAdded(Event):
    """The bot was brought into a chat by the person, or its own rights there changed."""

    organizer: bool = False


@dataclass(frozen=True, slots=True)
class BotRemoved(Event):
    """The bot is no longer in the chat, or the person blocked it in private."""


@dataclass(frozen=True, slots=True)
class ChatMoved(Event):
    """The chat goes on under another id."""

    to: Chat


@dataclass(frozen=True, slots=True)
class MessageGone(Event):
    """A message was deleted."""

    message: MessageRef


@dataclass(frozen=True, slots=True)
class Unreadable(Event):
    """The person said something that only others can decrypt."""

    message: MessageRef


__all__ = [
    "BotAdded", "BotRemoved", "Chat", "ChatMoved", "Document", "Edited", "Event", "JoinAsked", "Joined", "Left",
    "MessageGone", "MessageRef", "Person", "Place", "PollAnswered", "Pressed", "Reacted", "RoleChanged", "Said",
    "Unreacted", "Unreadable", "User",
]  # fmt: skip
