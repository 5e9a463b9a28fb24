"""Posting, editing and deleting: sealed where the room is encrypted, once for each key, and never past what the server
bears.

When the server says that it is too much, everything waits as long as it asks; edits wait longer, and the bot's own
reactions longest: what is new comes before what merely looks better.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from bot.adapters.matrix import outbound
from bot.adapters.matrix.client import Client
from bot.adapters.matrix.errors import Declined
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.lookup import Lookup
from bot.adapters.matrix.polls import Polls
from bot.adapters.matrix.rooms import Room
from bot.chat.adapter import Denied, Gone, Moved, TryLater
from bot.chat.address import Chat, MessageRef
from bot.chat.message import File, Message, Picture
from bot.chat.pictures import Pictures

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption

TEXT: Final = "m.room.message"
DUPLICATE: Final = "M_DUPLICATE_ANNOTATION"
TRIES: Final = 20  # of a poll that must wait
# How many times what the server asks for each kind waits. Polls and reactions are ways to answer among others.
NEW, EDITS, BESIDE = 1.0, 2.0, 3.0

log = logging.getLogger(__name__)


class Posting:
    """`salt` makes the keys this installation's own: another one may have used the same numbers on this device."""

    def __init__(self, client: Client, knowledge: Knowledge, lookup: Lookup, pictures: Pictures, polls: Polls) -> None:
        self._client = client
        self._known = knowledge
        self._lookup = lookup
        self._pictures = pictures
        self._polls = polls
        self.encryption: Encryption | None = None
        self.salt = ""
        self._owing: set[asyncio.Task[None]] = set()
        self._edits = 0
        self._free_at = {NEW: 0.0, EDITS: 0.0, BESIDE: 0.0}

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a message, and beside it the picture or document that comes with it."""
        room, key = self._room(chat), self.salt + key
        with self._paced():
            if message.file is not None and not message.lines:
                return MessageRef(chat, await self._document(room, chat, message.file, "", key))
            id_ = await self._put(room, TEXT, outbound.content(message, chat), key)
            if message.file is not None:
                await self._document(room, chat, message.file, id_, f"{key}.f")
            if message.picture is not None:
                await self._picture(room, chat, message.picture, id_, f"{key}.i")
        self._known.authors.put(id_, self._known.me.id)
        ref = MessageRef(chat, id_)
        await self._beside(room, ref, message)
        return ref

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what a message shows; Gone where it is not there any more, as servers edit what never was."""
        room = self._room(ref.chat)
        await self._own(room, ref.id)
        with self._paced(EDITS):
            self._edits += 1
            key = f"{self.salt}e{ref.id[1:12]}.{self._edits}.{_now():.3f}"
            await self._put(room, TEXT, outbound.edit(message, ref.id), key)
            await self._poll(room, ref, message)

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away, with what came with it: the bot's own, anybody's where it may."""
        room = self._room(ref.chat)
        own = await self._lookup.own(room.id, ref.id)
        if not own and (not self._known.authors.get(ref.id) or not room.may(self._known.me.id, "redact")):
            raise Gone
        with self._paced():
            if own:
                for one in await self._client.related(room.id, ref.id, "m.reference"):
                    if one.get("sender") == self._known.me.id:
                        await self._client.redact(room.id, str(one["event_id"]), f"{self.salt}d{one['event_id']}")
            await self._client.redact(room.id, ref.id, f"{self.salt}d{ref.id}")
        self.forget(ref.id)
        await self._polls.forget(ref.id)

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        """Puts the bot's own reactions there, in their order; those that are there are left."""
        room = self._room(ref.chat)
        with self._paced(BESIDE):
            for key in keys:
                try:
                    content = outbound.annotation(ref.id, key)
                    await self._client.send(room.id, "m.reaction", content, f"{self.salt}r{ref.id}{key}")
                except Declined as no:
                    if no.code != DUPLICATE:
                        raise

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        """Puts a message among those that the room shows above all others, or takes it out."""
        room = self._room(ref.chat)
        if not room.may(self._known.me.id, "m.room.pinned_events"):
            raise Gone
        with self._paced():
            try:
                found = (await self._client.state(room.id, "m.room.pinned_events")).get("pinned")
            except Declined as no:
                if no.status != 404:
                    raise
                found = []
            before = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
            after = [one for one in before if one != ref.id] + ([ref.id] if pinned else [])
            if after != before:
                await self._client.set_state(room.id, "m.room.pinned_events", {"pinned": after})

    def forget(self, id_: str) -> None:
        """A message was taken away: it is nobody's."""
        self._known.authors.put(id_, "")

    # how

    async def _put(self, room: Room, kind: str, content: Mapping[str, Any], key: str) -> str:
        if room.encrypted:
            if self.encryption is None:
                raise Gone  # nothing is said in clear where people count on encryption
            kind, content = await self.encryption.seal(room.id, kind, content)
        return await self._client.send(room.id, kind, content, key)

    async def _picture(self, room: Room, chat: Chat, picture: Picture, of: str, key: str) -> None:
        drawn = await self._pictures.draw(picture)
        if drawn is not None:
            await self._attach(room, chat, "m.image", "image.png", picture.alt, "image/png", drawn, of, key)

    async def _beside(self, room: Room, ref: MessageRef, message: Message) -> None:
        """The poll of a new message. Where it must wait, the message does not: people answer what they see."""
        try:
            with self._paced(BESIDE):
                await self._poll(room, ref, message, new=True)
        except TryLater as later:
            await self._polls.owe(ref.id)
            task = asyncio.create_task(self._pay(room, ref, message, later.seconds))
            self._owing.add(task)
            task.add_done_callback(self._owing.discard)

    async def _pay(self, room: Room, ref: MessageRef, message: Message, pause: float) -> None:
        """Posts it later, unless a change of the message did so meanwhile, as it does also after a restart."""
        for _try in range(TRIES):
            await asyncio.sleep(pause)
            try:
                if await self._polls.owes(ref.id):
                    with self._paced(BESIDE):
                        await self._poll(room, ref, message, new=True)
                return
            except TryLater as later:
                pause = max(1.0, later.seconds)
            except (Gone, Denied) as no:
                log.warning("a poll could not be posted: %s", no)
                return

    async def close(self) -> None:
        """Stops what still waits."""
        tasks = list(self._owing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _poll(self, room: Room, ref: MessageRef, message: Message, *, new: bool = False) -> None:
        """The poll beside a message. A thread goes without: what belongs to a message cannot stand in one as well."""
        if message.poll is not None and not ref.chat.thread:
            await self._polls.show(room.id, ref.id, message.poll, partial(self._put, room), self.salt, new=new)

    async def _document(self, room: Room, chat: Chat, file: File, of: str, key: str) -> str:
        return await self._attach(room, chat, "m.file", file.name, "", file.media_type, file.data, of, key)

    async def _attach(
        self, room: Room, chat: Chat, kind: str, name: str, said: str, media_type: str, data: bytes, of: str, key: str
    ) -> str:  # fmt: skip
        source: dict[str, Any]
        if room.encrypted and self.encryption is not None:
            sealed, opens = self.encryption.conceal(data)
            where = await self._client.keep_content(sealed, "file", "application/octet-stream")
            source = {"file": {**opens, "url": where}}
        else:
            source = {"url": await self._client.keep_content(data, name, media_type)}
        content = outbound.attached(kind, name, said, media_type, len(data), source)
        return await self._put(room, TEXT, content | (outbound.belongs(of, chat) if of else {}), key)

    def _room(self, chat: Chat) -> Room:
        room = self._known.room(chat.id)
        if room.successor and (after := self._known.rooms.get(room.successor)) and after.is_in(self._known.me.id):
            raise Moved(Chat(chat.network, room.successor))
        return room

    async def _own(self, room: Room, id_: str) -> None:
        if not await self._lookup.own(room.id, id_):
            raise Gone

    @contextmanager
    def _paced(self, kind: float = NEW) -> Iterator[None]:
        """Not before the server wants to hear of us again; what it refuses inside becomes our failures."""
        wait = self._free_at[kind] - _now()
        if wait > 0:
            raise TryLater(wait, cosmetic=kind != NEW and self._free_at[NEW] <= _now())
        try:
            with self._client.translating():
                yield
        except TryLater as later:
            now = _now()
            for one, free_at in self._free_at.items():
                # What waits already does not wait anew each time: the others would never let it through.
                self._free_at[one] = max(free_at, now + later.seconds * (one if free_at <= now else NEW))
            raise


def _now() -> float:
    return asyncio.get_running_loop().time()
