"""What a handler lacks to go on: raised, found out outside the transaction, and then the event runs again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.chat.address import Chat, User
from bot.chat.events import Document


class Question(Enum):
    """What only the network knows."""

    IS_ORGANIZER = auto()
    IS_MEMBER = auto()
    SITS = auto()  # the same of one of two accounts of somebody; the event goes on where the network does not say
    COUNT = auto()
    CONTENT = auto()  # of a document: for the event that asks alone, and kept nowhere
    POSTED = auto()  # which messages it shows there: one may be on its way to us or to it just now


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a network; of a document's content, `most` bytes of it at most."""

    question: Question
    chat: Chat
    user: User | None = None
    document: Document | None = None
    most: int = 0


class Missing(Exception):
    """A handler lacks facts of the network: they are asked outside the transaction, kept, and the event runs again."""

    def __init__(self, *asks: Ask) -> None:
        super().__init__(", ".join(ask.question.name for ask in asks))
        self.asks = asks


class Unread(Missing):
    """A handler lacks something that takes long to read: it is read beside the writer, and the event runs again."""

    def __init__(self, name: str, look: Callable[[Any], object]) -> None:
        super().__init__()
        self.name = name
        self.look = look
