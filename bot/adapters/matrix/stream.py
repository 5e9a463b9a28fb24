"""The stream of everything that happens, asked for again and again; it goes on only beyond what the bot has kept.

Where it stands is noted after the events before it were taken. Killed in between, they come once more, and the inbox
drops them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from bot.adapters.matrix import inbound
from bot.adapters.matrix.client import LONG_POLL, Client
from bot.adapters.matrix.direct import Direct
from bot.adapters.matrix.errors import Declined, Fault, revoked
from bot.adapters.matrix.invitations import KIND, Invitations, read
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.patience import Patience
from bot.adapters.matrix.reading import Batch, Reading, events_of, rooms_of
from bot.chat.adapter import Emit, Note, Notes, TryLater
from bot.chat.lanes import bring

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption

Json = Mapping[str, Any]

STREAM: Final = "stream"
PAGES: Final = 200  # of a room's missed events: beyond some 20,000 of them the oldest are let go
KEY_PATIENCE: Final = 5.0  # seconds for a key that comes after what it opens
BREATH: Final = 0.05  # seconds after an empty answer, should a server not hold the question at all
RETRY: Final = 1.0

log = logging.getLogger(__name__)


class Stream:
    """`open` takes in how everything is; `follow` brings what happens, until cancelled."""

    def __init__(
        self, client: Client, knowledge: Knowledge, reading: Reading, invitations: Invitations, direct: Direct
    ) -> None:
        self._client = client
        self._known = knowledge
        self._reading = reading
        self._invitations = invitations
        self._direct = direct
        self.encryption: Encryption | None = None
        self.notes: Notes | None = None
        self._patience = Patience()
        self._told: dict[str, set[str]] = {}  # rooms and keys of which was said that they are missing
        self._sealed: list[tuple[str, Json, float]] = []  # encrypted, and until when its key is waited for
        self._first: Json | None = None
        self.resting = asyncio.Event()  # set while there is nothing to do but to ask

    async def open(self) -> None:
        """How everything is now; raises Declined or Lost, or TryLater while the notes cannot be read."""
        since = await self._since()
        self._first = await self._client.sync(since, 0, whole=True)
        if self.encryption is not None:
            await self.encryption.receive(self._first)
        self._reading.prepare(self._first)
        if self.notes is not None:
            for room, text in (await self.notes.all(KIND)).items():
                self._invitations.waiting[room] = read(text)

    async def follow(self, emit: Emit) -> None:
        """Brings events; raises Barred when the session has ended."""
        for room, asked in list(self._invitations.waiting.items()):
            self._invitations.accept(room, asked)
        since = await self._insist_on_since()
        sync, self._first = self._first, None
        if since is None:  # the first time ever: what was said before is not for the bot
            sync = sync or await self._ask(None, 0)
            await self._begin(sync)
            since, sync = sync["next_batch"], None
        while True:
            if sync is None:
                sync = await self._ask(since, 1 if self._sealed else LONG_POLL)
            if sync["next_batch"] == since:
                await asyncio.sleep(BREATH)
            await self._take(emit, since, sync)
            since, sync = sync["next_batch"], None

    # asking

    async def _since(self) -> str | None:
        return await self.notes.get(STREAM) if self.notes is not None else None

    async def _insist_on_since(self) -> str | None:
        while True:
            try:
                return await self._since()
            except TryLater as later:
                await asyncio.sleep(later.seconds)

    async def _ask(self, since: str | None, seconds: float) -> Json:
        """What happened since then. Some call may have been told in the meantime that the session has ended."""
        ended = asyncio.ensure_future(self._client.server.refused.wait())
        asking = asyncio.ensure_future(self._patience.insist(partial(self._asked, since, seconds)))
        self.resting.set()
        try:
            await asyncio.wait({asking, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise revoked()
            return asking.result()
        finally:
            self.resting.clear()
            for task in (asking, ended):
                task.cancel()

    async def _asked(self, since: str | None, seconds: float) -> Json:
        found = await self._client.sync(since, seconds)
        if not isinstance(found.get("next_batch"), str):
            raise Declined(502, {})
        return found

    async def _begin(self, sync: Json) -> None:
        batch = Batch()
        for room, asked in self._reading.invited(sync, batch).items():
            self._invitations.accept(room, asked)
        await self._keep([*batch.notes, Note(STREAM, "", sync["next_batch"])])

    # taking

    async def _take(self, emit: Emit, since: str, sync: Json) -> None:
        """Everything that an answer tells; comes back once the bot has it and it is noted."""
        opened: dict[str, Json] = {}
        if self.encryption is not None:
            opened = await self.encryption.receive(sync)
            await self.encryption.upkeep()
        while True:
            try:
                batch = await self._read(since, sync, opened)
                break
            except TryLater as later:
                await asyncio.sleep(max(RETRY, later.seconds))
            except Fault as fault:
                if isinstance(fault, Declined) and fault.is_unknown_token:
                    raise revoked() from None
                log.warning("what happened could not be read whole, again in a moment: %s", fault)
                await asyncio.sleep(RETRY)
        if batch.events:
            await bring(emit, batch.events)
        for user, room in batch.direct:
            await self._mark(user, room)
        notes = batch.notes + [Note(KIND, room, None) for room in self._invitations.refused]
        self._invitations.refused.clear()
        if self._sealed:
            # Where the stream stands is not noted before their keys came, or will not.
            await self._keep(notes)
        else:
            await self._keep([*notes, Note(STREAM, "", sync["next_batch"])])

    async def _read(self, since: str, sync: Json, opened: Mapping[str, Json]) -> Batch:
        sealed = self._sealed
        try:
            return await self._read_once(since, sync, opened)
        except BaseException:
            self._sealed = sealed  # none of it was taken
            raise

    async def _read_once(self, since: str, sync: Json, opened: Mapping[str, Json]) -> Batch:
        batch = Batch()
        await self._unseal(batch)
        self._reading.learn(sync)
        for id_, joined in rooms_of(sync, "join"):
            missed = await self._missed(id_, joined, since)
            opens = dict(opened) | self._opened(id_, missed)
            await self._reading.room(id_, joined, missed, opens, batch)
        for id_, left in rooms_of(sync, "leave"):
            await self._reading.left(id_, left, opened, batch)
        # Last: a room that ends here may name the one to which the same answer asks the bot.
        for room, asked in self._reading.invited(sync, batch).items():
            self._invitations.accept(room, asked)
        until = asyncio.get_running_loop().time() + KEY_PATIENCE
        self._sealed += [(room, event, until) for room, event in batch.sealed]
        return batch

    async def _missed(self, room: str, joined: Json, since: str) -> list[Json]:
        """The events before the timeline, where more happened than one answer tells; the oldest first."""
        timeline = joined.get("timeline")
        if not isinstance(timeline, Mapping) or not timeline.get("limited"):
            return []
        place, found, known = timeline.get("prev_batch"), [], {e.get("event_id") for e in events_of(joined, "timeline")}
        for _page in range(PAGES):
            if not isinstance(place, str):
                break
            page = await self._client.before(room, place, since)
            chunk = [event for event in page.get("chunk", ()) if event.get("event_id") not in known]
            found += chunk
            place = page.get("end")
            if not page.get("chunk"):
                break
        return found[::-1]

    def _opened(self, room: str, events: list[Json]) -> dict[str, Json]:
        if self.encryption is None:
            return {}
        sealed = [event for event in events if event.get("type") == "m.room.encrypted"]
        opened = {str(event.get("event_id")): self.encryption.open(room, event) for event in sealed}
        return {id_: event for id_, event in opened.items() if event is not None}

    async def _unseal(self, batch: Batch) -> None:
        """What could not be decrypted: now, later, or never. Whoever said the last is told once for each key."""
        now, waiting = asyncio.get_running_loop().time(), self._sealed
        self._sealed = []
        for room, event, until in waiting:
            opened = self.encryption.open(room, event) if self.encryption is not None else None
            if opened is not None:
                await self._reading.read_open(room, opened, batch)
            elif now < until and self.encryption is not None:
                self._sealed.append((room, event, until))
            elif self._is_news(room, event):
                batch.events.append(inbound.unreadable(event, self._known.here(room)))

    def _is_news(self, room: str, event: Json) -> bool:
        key = str(event.get("content", {}).get("session_id", ""))
        told = self._told.setdefault(room, set())
        if key in told or event.get("sender") == self._known.me.id:
            return False
        told.add(key)
        return True

    # noting

    async def _mark(self, user: str, room: str) -> None:
        try:
            await self._direct.mark(user, room)
        except Fault as fault:
            log.warning("a private room could not be marked as one: %s", fault)

    async def _keep(self, notes: list[Note]) -> None:
        while self.notes is not None:
            try:
                await self.notes.put(notes)
                return
            except TryLater as later:
                await asyncio.sleep(later.seconds)
