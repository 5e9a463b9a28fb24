"""What the courier notes of what it did, inside the writer: posted, turned, gone, or failed and told."""

from __future__ import annotations

import json
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter
from bot.chat.address import MessageRef
from bot.core import doors
from bot.core.clock import Clock
from bot.core.drawing import Delivery
from bot.core.ports import Transaction
from bot.core.reports import UNDELIVERED, coined, report
from bot.core.rows import Parcel, Post

T = TypeVar("T", bound=Transaction)

log = structlog.get_logger(__name__)

DRAWN = ("show", "edit", "remove", "broken")  # kinds of delivery that are a living message as it should be now


class Noting(Generic[T]):
    """For one network. Every method takes the writer's transaction last, so that `partial` makes a work of it."""

    def __init__(self, adapter: Adapter, clock: Clock) -> None:
        self._adapter = adapter
        self._clock = clock

    def posted(self, delivery: Delivery, ref: MessageRef, tx: T) -> None:
        """It is there, and shows what was drawn."""
        now = self._clock.now()
        if delivery.to is not None:
            tx.private_chats.note(ref.chat, delivery.to)
        if delivery.post is not None:
            tx.posts.shown(delivery.post, ref, delivery.digest, delivery.choices, now)
        elif delivery.choices:
            tx.posts.offered(ref, delivery.private, delivery.choices, now)
        self.settled(delivery, tx)

    def posted_anew(self, delivery: Delivery, ref: MessageRef, tx: T) -> None:
        """It is there and may be answered. The bot's own reactions follow: a network that wants us to wait with them
        must not keep us from knowing the message."""
        self.posted(delivery, ref, tx)
        self._react(delivery, ref, tx, 0)

    def edited(self, delivery: Delivery, ref: MessageRef, tx: T) -> None:
        """It shows something else. Of the bot's own reactions those follow that it had no choice for before."""
        self.posted(delivery, ref, tx)
        self._react(delivery, ref, tx, len(delivery.post.choices) if delivery.post else 0)

    def _react(self, delivery: Delivery, ref: MessageRef, tx: T, there: int) -> None:
        keys = delivery.messages[-1].reactions if delivery.messages else ()
        if len(keys) > there:
            tx.outbox.put("react", json.dumps([ref.id, *keys]), self._clock.now(), chat=ref.chat)

    def turned(self, delivery: Delivery, ref: MessageRef, tx: T) -> None:
        """It stands where something else stood."""
        post, now = tx.posts.at(ref), self._clock.now()
        if post is not None and not post.topic:
            tx.posts.shown(post, ref, "", delivery.choices, now)
        elif delivery.choices:
            tx.posts.offered(ref, delivery.private, delivery.choices, now)
        self.settled(delivery, tx)

    def settled(self, delivery: Delivery, tx: T) -> None:
        """Nothing is left to do."""
        if delivery.parcel is not None:
            tx.outbox.done(delivery.parcel.id)
        if delivery.post is not None and delivery.kind in ("same", "remove"):
            at = delivery.post.shown_at or self._clock.now()  # nothing new was shown
            tx.posts.shown(delivery.post, place_of(delivery.post), delivery.digest, delivery.choices, at)

    def gone(self, delivery: Delivery, tx: T) -> None:
        """The chat, the person or the message is not there for us: what it was is forgotten, or said another way."""
        parcel, now = delivery.parcel, self._clock.now()
        if parcel is not None and doors.keep(tx, self._adapter, parcel, now):
            log.info("a private message waits until its person writes to the bot", network=self._adapter.name)
            return
        log.info("something could not be delivered, for good", kind=delivery.kind, network=self._adapter.name)
        if parcel is not None:
            doors.say_openly(tx, parcel, now)
            tx.outbox.done(parcel.id)
        if delivery.post is not None and delivery.kind in DRAWN:
            tx.posts.gone(delivery.post.id)

    def stays(self, delivery: Delivery, tx: T) -> None:
        """It could not be shown. A living message keeps what it shows, and its place: its next change tries again."""
        post = delivery.post
        if delivery.parcel is not None:
            tx.outbox.done(delivery.parcel.id)
        if post is not None and delivery.kind in DRAWN:
            tx.posts.shown(post, place_of(post), post.digest, post.choices, post.shown_at or self._clock.now())

    def despaired(self, delivery: Delivery, tx: T) -> None:
        """It was tried for long enough, and the operator is told."""
        network, now = self._adapter.name, self._clock.now()
        code = report(tx, UNDELIVERED, network, now, code_of(delivery))
        log.error("a message was given up after many tries", code=code, network=network, kind=delivery.kind)
        if delivery.parcel is not None and doors.keep(tx, self._adapter, delivery.parcel, now):
            return
        if delivery.parcel is not None:
            doors.say_openly(tx, delivery.parcel, now)
        self.stays(delivery, tx)

    def failed(self, what: str, code: str, tx: T) -> None:
        """The operator is told of a failure that the log knows by the code."""
        report(tx, what, self._adapter.name, self._clock.now(), code)


def place_of(post: Post) -> MessageRef:
    """The message that a post is; its id is "" where it is not posted."""
    return MessageRef(post.chat, post.message)


def reactions_of(parcel: Parcel) -> tuple[str, tuple[str, ...]]:
    """The message that the bot's own reactions are for, and they."""
    message, *keys = json.loads(parcel.body)
    return message, tuple(keys)


def code_of(delivery: Delivery) -> str:
    """The code of a failure, the same whenever the same message fails."""
    return coined(delivery.kind, delivery.parcel.id if delivery.parcel else delivery.post.id if delivery.post else 0)
