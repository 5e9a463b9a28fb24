"""What a story sees on a real network: its messages and its chats, in one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Message


@dataclass
class Shown:
    """A message of a chat, as stories look at one."""

    ref: MessageRef
    by: User | None
    message: Message
    text: str
    pinned: bool = False
    service: str = ""
    marks: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def from_bot(self) -> bool:
        return self.by is None and not self.service


@dataclass
class There:
    """A chat, as stories look at one."""

    chat: Chat
    bot: bool
