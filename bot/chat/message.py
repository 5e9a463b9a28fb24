"""What the bot says: meaning before network. `bot.core.fit` lowers a message to what a network can show."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.action import Action
from bot.chat.address import MessageRef, User
from bot.chat.text import Line, Phrase, Words


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: its label, the packed action it stands for, and further words that mean the same when typed."""

    label: Words
    data: str
    typed: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing and the sentence that says the same: whoever cannot see it loses nothing."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    """A document handed over in the chat: text, or the bytes of what is none, such as a PDF."""

    name: str
    media_type: str
    content: str | bytes

    @property
    def data(self) -> bytes:
        """What is uploaded."""
        return self.content if isinstance(self.content, bytes) else self.content.encode()

    @property
    def packed(self) -> tuple[str, ...]:
        """As text alone, for JSON: name, type, content, and a fourth part where the content is bytes in base64."""
        if isinstance(self.content, str):
            return self.name, self.media_type, self.content
        return self.name, self.media_type, b64encode(self.content).decode(), "base64"

    @classmethod
    def unpacked(cls, parts: Sequence[str]) -> File:
        """The file that `packed` gave."""
        name, media_type, content, *encoded = parts
        return cls(name, media_type, b64decode(content) if encoded else content)


@dataclass(frozen=True, slots=True)
class NativePoll:
    """The same choices as a poll of the network itself: its options are the message's first choices, in their order.

    Up to `most` of them may be chosen together; once it `ended` it takes no more answers.
    """

    title: Words
    options: tuple[Words, ...]
    most: int = 1
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Lines, choices and at most one picture.

    `privately` is the sentence to say instead of offering the choices where an answer would be seen by the others: a
    ballot that is not public has one; and what whoever cannot be written to is told in the group instead. `minor` says
    that a living message changed too little to be said anew where it cannot be edited. `in_words` says that words are
    awaited, and that the choices are ways around them. `silent` asks the network not to ring. `reactions` are the ones
    the bot posts first; only `fit` fills them in. `only` names the one person who is to see it in a group
    (Can.EPHEMERAL). `poll` stands beside it where a network has polls. `later` is what is said instead where it leaves
    only from an instant on, the earliest first.
    """

    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    file: File | None = None
    reply_to: MessageRef | None = None
    privately: Words | None = None
    silent: bool = False
    minor: bool = False
    in_words: bool = False
    reactions: tuple[str, ...] = ()
    only: User | None = None
    poll: NativePoll | None = None
    later: tuple[tuple[datetime, Message], ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button in reading order; its place is the number people may type, from 1."""
        return tuple(button for row in self.rows for button in row)

    def replying(self, ref: MessageRef | None) -> Message:
        """The same message as an answer to another one."""
        return replace(self, reply_to=ref)

    def leaving(self, now: datetime) -> Message:
        """What is said where it leaves now: the message itself, or what has taken its place meanwhile."""
        found = [message for at, message in self.later if at <= now]
        return found[-1] if found else self

    def seen_by(self, person: User | None) -> Message:
        """The same message for one person's eyes, or for everybody's."""
        return replace(self, only=person)


def say(
    *lines: Line | Words,
    rows: tuple[tuple[Button, ...], ...] = (),
    picture: Picture | None = None,
    file: File | None = None,
    privately: Words | None = None,
    silent: bool = False,
    minor: bool = False,
    in_words: bool = False,
) -> Message:
    """A message of these lines: `say(title(_("Vote {n}", n=41)), _("Nobody has answered yet."))`."""
    kept = tuple(Line(line) if isinstance(line, str | Phrase) else line for line in lines)
    return Message(
        kept, rows, picture, file, privately=privately, silent=silent, minor=minor, in_words=in_words
    )  # fmt: skip


def button(label: Words, action: Action, *typed: str) -> Button:
    """A button that carries an action."""
    return Button(label, action.pack(), typed)
