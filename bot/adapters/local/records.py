"""What happens on the local network, as flat records: the journal keeps them, and the state is what they add up to.

Fields are texts, numbers and facts only, so that a record is one line of JSON: its name, then its fields in order.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Record:
    """Something that happened."""


@dataclass(frozen=True, slots=True)
class Met(Record):
    """A person has an account."""

    user: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Opened(Record):
    """A chat exists; `owner` is the person of a private one."""

    chat: str
    title: str = ""
    closed: bool = True
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Membership(Record):
    """A person is in a chat, or is no longer."""

    chat: str
    user: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Role(Record):
    """A person organizes a chat, or no longer does."""

    chat: str
    user: str
    organizer: bool


@dataclass(frozen=True, slots=True)
class BotPresence(Record):
    """The bot is in a chat, or is no longer; in private, the person blocked it."""

    chat: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Written(Record):
    """A message was posted, by the bot where `by` is empty. `service` names what a line of the network itself tells."""

    number: int
    chat: str
    by: str
    body: str
    at: str = ""
    key: str = ""
    service: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten(Record):
    """A message says something else now."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class Removed(Record):
    """A message is gone."""

    number: int


@dataclass(frozen=True, slots=True)
class Marked(Record):
    """A reaction was put on a message or taken back, by the bot where `by` is empty."""

    number: int
    by: str
    key: str
    on: bool


@dataclass(frozen=True, slots=True)
class Pinned(Record):
    """A message was pinned, or is no longer."""

    number: int
    on: bool


@dataclass(frozen=True, slots=True)
class Offered(Record):
    """An event for the bot; it waits until it is taken. `number` is the message's, 0 where there is none."""

    id: str
    kind: str
    chat: str
    by: str
    number: int = 0
    text: str = ""
    reply: int = 0


@dataclass(frozen=True, slots=True)
class Taken(Record):
    """The bot acknowledged an event."""

    id: str


@dataclass(frozen=True, slots=True)
class Sent(Record):
    """The key of a message that is gone: it must not be posted again."""

    key: str
    chat: str
    number: int


@dataclass(frozen=True, slots=True)
class Switched(Record):
    """The chat is seen in another way."""

    view: str


@dataclass(frozen=True, slots=True)
class Counted(Record):
    """Message numbers up to this one were given."""

    number: int


@dataclass(frozen=True, slots=True)
class Cleared(Record):
    """Everything was forgotten, but not the numbers."""


_KINDS: dict[str, type[Record]] = {kind.__name__: kind for kind in Record.__subclasses__()}


def dump(record: Record) -> str:
    """The record as one line of JSON."""
    return _encode([type(record).__name__, *astuple(record)])


def load(line: str) -> Record:
    """The record that `dump` wrote; raises ValueError when the line is not one."""
    try:
        name, *values = json.loads(line)
        return _KINDS[name](*values)
    except (KeyError, TypeError) as error:
        raise ValueError(line) from error
