"""A message, as it stands in a chat and as Telegram sends it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.botapi.chats import Chat
from tests.botapi.people import Account, Bot, Json, Person

Keyboard = list[list[Json]]


@dataclass(eq=False, slots=True)
class Message:
    """What somebody wrote, or what happened (`service`). With media, `text` is the caption."""

    chat: Chat
    id: int
    sender: Account
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    keyboard: Keyboard = field(default_factory=list)
    media: Json = field(default_factory=dict)  # {"photo": […]} or {"document": {…}}
    service: Json = field(default_factory=dict)
    reply_to: Message | None = None
    thread: int = 0
    in_topic: bool = False
    edited: int = 0
    sender_chat: Chat | None = None  # an anonymous administrator, or somebody who speaks as a channel
    origin: Json = field(default_factory=dict)
    preview: Json = field(default_factory=dict)
    silent: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    meant_for: set[int] = field(default_factory=set)  # bots that it was addressed to
    receiver: Person | None = None  # ephemeral: who alone sees it
    whisper_id: int = 0
    replaces: int = 0  # ephemeral: shown to the receiver in the place of this message

    @property
    def by_bot(self) -> bool:
        return isinstance(self.sender, Bot) and self.sender_chat is None

    @property
    def buttons(self) -> list[Json]:
        """Its buttons in reading order."""
        return [button for row in self.keyboard for button in row]

    @property
    def seen(self) -> str:
        """What somebody sees of it: the text, and a line of labels for each row of buttons."""
        media = [f"<{kind}>" for kind in self.media]
        rows = [" ".join(f"[{button['text']}]" for button in row) for row in self.keyboard]
        return "\n".join([*media, *([self.text] if self.text else []), *rows])

    def shape(self, *, nested: bool = False) -> Json:
        """The Message that Telegram sends; one that is replied to is `nested` and names no further reply."""
        shape: Json = {"message_id": self.id, "from": self.sender.shape(), "chat": self.chat.shape(), "date": self.date}
        if self.sender_chat:
            shape["sender_chat"] = self.sender_chat.shape()
        if self.edited:
            shape["edit_date"] = self.edited
        if self.thread:
            shape["message_thread_id"] = self.thread
            if self.in_topic:
                shape["is_topic_message"] = True
        if self.origin:
            shape["forward_origin"] = self.origin
        if replied := self._replied(nested):
            shape["reply_to_message"] = replied.shape(nested=True)
        shape |= self.service
        shape |= self.media
        if self.text:
            shape["caption" if self.media else "text"] = self.text
        if self.entities:
            shape["caption_entities" if self.media else "entities"] = self.entities
        if self.preview:
            shape["link_preview_options"] = self.preview
        if self.keyboard:
            shape["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.receiver:
            shape |= {"receiver_user": self.receiver.shape(), "ephemeral_message_id": self.whisper_id}
        return shape

    def _replied(self, nested: bool) -> Message | None:
        if nested:
            return None
        replied = self.reply_to
        if not replied and self.in_topic and self.thread < self.id:
            # Telegram shows whatever is written in a topic as a reply to the message that made the topic.
            replied = self.chat.messages.get(self.thread)
        return replied if replied and not replied.gone else None

    @property
    def gone(self) -> bool:
        """Whether it was deleted."""
        return self.chat.messages.get(self.id) is not self and self.chat.whispers.get(self.whisper_id) is not self
