"""Turns what waits into what a network can show: parcels, and living messages drawn as they are now.

Pure reading: it runs beside the writer, and a message that cannot be drawn holds up no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter, Can
from bot.chat.address import Chat, User
from bot.chat.message import Message, say
from bot.chat.text import Style
from bot.core import wire
from bot.core.feature import Show, View
from bot.core.fit import fit, offers
from bot.core.ports import Transaction, Unavailable
from bot.core.rows import SOFTLY, Choice, Parcel, Post
from bot.core.words import Words

T = TypeVar("T", bound=Transaction)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to do, ready for the network: a parcel, or a living message to draw again (then `parcel` is None)."""

    chat: Chat | None
    to: User | None
    kind: str
    parcel: Parcel | None = None
    post: Post | None = None
    messages: tuple[Message, ...] = ()
    choices: tuple[Choice, ...] = ()
    digest: str = ""

    @property
    def private(self) -> bool:
        return self.post.private if self.post else self.to is not None

    @property
    def lane(self) -> Chat:
        """Deliveries of one lane go out one after another."""
        return lane_of(self.chat, self.to)


def lane_of(chat: Chat | None, to: User | None) -> Chat:
    """One per person and one per chat: a network counts what is written in all of a chat's threads together."""
    if to is not None:
        return Chat(to.network, f"@{to.id}")
    assert chat is not None  # a parcel has a chat or a person
    return chat._replace(thread="")


class Drawing(Generic[T]):
    """Draws for one network."""

    def __init__(self, adapter: Adapter, views: Mapping[str, View[T]]) -> None:
        self.adapter = adapter
        self._views = views

    def of_parcel(self, tx: T, parcel: Parcel, now: datetime) -> Delivery | None:
        """What to do for a parcel, None when it is too early for it."""
        post = tx.posts.get(parcel.post) if parcel.post else None
        plain = Delivery(parcel.chat, parcel.to, parcel.kind, parcel, post)
        if parcel.kind in ("pin", "unpin") and post is not None and not post.message:
            return None  # it is on its way itself, and is pinned once it is there
        return _unless_broken(partial(self._made, tx, plain, parcel, post, now), plain)

    def _made(self, tx: T, plain: Delivery, parcel: Parcel, post: Post | None, now: datetime) -> Delivery:
        if parcel.kind in ("send", "turn", "clear"):
            message, words = wire.load(parcel.body)
            return self._drawn(plain, message.leaving(now), words._replace(year=now.year))
        if parcel.kind == "show" and post is not None:
            shown = self._shown(tx, plain, post, now)
            if parcel.body == SOFTLY:  # it is how it comes that does not ring: what stands there is drawn as ever
                shown = replace(shown, messages=tuple(replace(one, silent=True) for one in shown.messages))
            return shown
        return plain

    def redraw(self, tx: T, post: Post, now: datetime) -> Delivery:
        """What to do for a living message: nothing but a note ("same") where it shows what it should."""
        plain = Delivery(post.chat, None, "edit", post=post)
        drawn = _unless_broken(partial(self._shown, tx, plain, post, now), plain)
        if drawn.kind == "broken":
            return drawn
        anew = Can.EDIT not in self.adapter.can or not post.message
        is_minor = anew and any(message.minor for message in drawn.messages)
        return drawn if drawn.digest != post.digest and not is_minor else replace(drawn, kind="same", messages=())

    def _shown(self, tx: T, delivery: Delivery, post: Post, now: datetime) -> Delivery:
        topic, _sep, number = post.topic.partition(":")
        words = wire.voiced(post.voice, now.year)
        show = Show(words, post.private, now, post.at or now, there=bool(post.message), chat=post.chat)
        message = self._views[topic](tx, int(number), show)
        if message is None:
            return replace(delivery, kind="remove" if post.message else "same", digest="gone")
        if post.farewell:
            if Can.EDIT not in self.adapter.can or not post.message:  # what it still offers is refused with a sentence
                return replace(delivery, kind="same", choices=post.choices)
            message = parted(message, post.farewell)
        drawn = self._drawn(delivery, words.message(message), words)
        return replace(drawn, digest=_digest(drawn.messages))

    def _drawn(self, delivery: Delivery, message: Message, words: Words) -> Delivery:
        can, private = self.adapter.can, delivery.private
        messages = fit(message, can, self.adapter.limits, words, private=private)
        return replace(delivery, messages=messages, choices=offers(message))


def parted(message: Message, farewell: str) -> Message:
    """What stays of a living message in a chat that left: what it was about, and the farewell in place of what could
    be answered. What had come to its end says so itself."""
    if not message.rows:
        return message
    about = tuple(line for line in message.lines if line.style in (Style.TITLE, Style.QUOTE)) or message.lines[:1]
    poll = replace(message.poll, title=farewell, options=(), ended=True) if message.poll else None
    return replace(say(*about, farewell), poll=poll, silent=message.silent)


class Undrawable(Exception):
    """A view, or a message as it was kept, cannot be turned into words."""


def _unless_broken(draw: Callable[[], Delivery], plain: Delivery) -> Delivery:
    try:
        return draw()
    except Unavailable:
        raise
    except Exception:
        log.exception("a message could not be drawn; the others go on", kind=plain.kind)
        return replace(plain, kind="broken")


def _digest(messages: tuple[Message, ...]) -> str:
    return hashlib.blake2b(repr(messages).encode(), digest_size=12).hexdigest()
