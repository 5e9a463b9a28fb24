"""Carries what was committed to one network: messages in order per chat, living messages late and coalesced.

What to send is read and drawn outside the writer; what was sent is noted through it. Killed between the two, a message
may be sent again under the same key: harmless where the network takes a key, one repeated message where it does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter, Can, Denied, Gone, Moved, TryLater
from bot.chat.address import Chat
from bot.core.clock import Clock
from bot.core.community import move
from bot.core.delivering import Delivering
from bot.core.drawing import Delivery, Drawing, lane_of
from bot.core.noting import Noting, code_of
from bot.core.pace import MINUTE, Pace
from bot.core.ports import Reads, Transaction, Unavailable
from bot.core.reports import BROKEN, DENIED
from bot.core.router import Router
from bot.core.rows import Post
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)
Task = asyncio.Task[None]

log = structlog.get_logger(__name__)

# Between two rounds, on average: what comes meanwhile is looked at together, which keeps a storm of votes cheap. After
# a quiet while so many rounds follow each other at once, so that a conversation never waits (docs/decisions/0026).
BREATH, AT_EASE = 0.03, 6
# And before the first round after a commit: whoever pressed is answered before the machine draws for everybody.
FIRST_BREATH = 0.004
MANNERS = 0.1  # what one person reads waits so long, at most, for what everybody sees: a server takes them in turn
AT_ONCE = 200  # parcels and posts looked at in one round
TRIES = 150  # then a message is given up: about a day of trying
TRIES_OF_A_BUG = 12  # and one that cannot be drawn or carried because of a bug: two hours
LONGEST_PAUSE = 600.0
AFTER_FAILURE = 5.0
LAST_WORDS = 5.0  # seconds that what is being sent may take when the bot stops
# Without edits a living message is posted again instead, and that is noise: not more often than this.
REPOSTED = timedelta(minutes=10)


class Courier(Generic[T]):
    """One per network. `run` it as a task; `flush` delivers all there is and comes back."""

    def __init__(
        self, adapter: Adapter, database: Reads[T], writer: Writer[T], router: Router[T], clock: Clock, pace: Pace
    ) -> None:
        self.adapter = adapter
        self._database = database
        self._writer = writer
        self._drawing: Drawing[T] = Drawing(adapter, router.views)
        self._clock = clock
        self._pace = pace
        self._busy: dict[Chat, Task] = {}
        self._noting: Noting[T] = Noting(adapter, clock)
        self._delivering: Delivering[T] = Delivering(adapter, self._noting, pace)
        self._broken: dict[int, datetime] = {}  # posts that a bug keeps from being drawn, until when
        self._told: set[int] = set()  # posts of which the operator knows that they fail
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()  # a whole round found nothing that may leave now
        self._rested = 0.0  # when the rounds so far are paid for, in the loop's time

    def wake(self) -> None:
        """There may be something new."""
        self._wake.set()

    async def idle(self) -> None:
        """Comes back once nothing is on its way and nothing that waits may leave now, while `run` delivers."""
        self._idle.clear()
        self.wake()
        await self._idle.wait()

    async def run(self) -> None:
        """Delivers until cancelled."""
        try:
            await self._run()
        finally:
            # What is on its way is noted, or it would be sent once more by the next process.
            if self._busy:
                _done, late = await asyncio.wait(self._busy.values(), timeout=LAST_WORDS)
                for task in late:
                    task.cancel()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                left = await self._round(in_thread=True)
            except Exception:
                log.exception("the courier failed; it goes on in a moment", network=self.adapter.name)
                left = AFTER_FAILURE
            else:
                if not self._busy and not self._wake.is_set():
                    self._idle.set()
            until = None if left is None else asyncio.get_running_loop().time() + left
            await asyncio.sleep(self._breath(asyncio.get_running_loop().time()))
            try:
                async with asyncio.timeout_at(until):
                    await self._wake.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(FIRST_BREATH)

    def _breath(self, now: float) -> float:
        """Seconds to pause after a round: none while there were few, and what the average asks for in a storm."""
        self._rested = max(self._rested, now) + BREATH
        return max(0.0, self._rested - now - AT_EASE * BREATH)

    async def flush(self, pause: Callable[[float], None]) -> None:
        """Delivers everything due; `pause` moves the pace's clock where the network wants us to wait."""
        for _n in range(10_000):
            left = await self._round(in_thread=False)
            if self._busy:
                await asyncio.gather(*self._busy.values())
            elif left is None or left > MINUTE:
                return
            else:
                pause(left)
        raise RuntimeError("the courier never comes to an end")

    async def _round(self, *, in_thread: bool) -> float | None:
        """Starts what can go now; seconds until more may, None when nothing waits."""
        # Known before reading: a lane that ends meanwhile may have sent what is read as still waiting.
        busy = frozenset(self._busy)
        try:
            ready, left = await asyncio.to_thread(self._prepare, busy) if in_thread else self._prepare(busy)
        except Unavailable as why:
            log.warning("what is to be sent cannot be read now", why=str(why))
            return AFTER_FAILURE
        lanes: dict[Chat, list[Delivery]] = {}
        for delivery in ready:
            lanes.setdefault(delivery.lane, []).append(delivery)
        seen = [self._start(lane, what) for lane, what in lanes.items() if not what[0].private]
        for lane, what in lanes.items():
            if what[0].private:
                self._start(lane, what, after=seen)
        return left

    def _start(self, lane: Chat, deliveries: Sequence[Delivery], after: Sequence[Task] = ()) -> Task:
        task = self._busy[lane] = asyncio.create_task(self._serve(lane, deliveries, after))
        return task

    # reading and drawing, outside the writer

    def _prepare(self, busy: frozenset[Chat]) -> tuple[list[Delivery], float | None]:
        now = self._clock.now()
        with self._database.read() as tx:
            parcels = tx.outbox.waiting(self.adapter.name, now, AT_ONCE)
            found = [self._drawing.of_parcel(tx, one, now) for one in parcels if lane_of(one.chat, one.to) not in busy]
            coming = {one.post.id for one in found if one and one.post}
            posts = tx.posts.dirty(self.adapter.name, AT_ONCE)
            dirty = [one for one in posts if one.id not in coming and lane_of(one.chat, None) not in busy]
            waits = [self._until_edit(post, now) for post in dirty]
            drawn = [self._drawing.redraw(tx, post, now) for post, wait in zip(dirty, waits, strict=True) if wait == 0]
            next_due = tx.outbox.next_due(self.adapter.name, now)
        ready: list[Delivery] = []
        for delivery in [one for one in (*found, *drawn) if one is not None]:
            wait = self._pace.wait(delivery.lane, private=delivery.private, edit=delivery.parcel is None)
            if wait:
                waits.append(wait)
            else:
                ready.append(delivery)
        if next_due is not None:
            waits.append((next_due - now).total_seconds())
        return ready, min((wait for wait in waits if wait), default=None)

    def _until_edit(self, post: Post, now: datetime) -> float:
        if now < self._broken.get(post.id, now):
            return (self._broken[post.id] - now).total_seconds()
        reposted = Can.EDIT not in self.adapter.can and not post.farewell
        if reposted and post.shown_at is not None and now < post.shown_at + REPOSTED:
            return (post.shown_at + REPOSTED - now).total_seconds()
        return self._pace.wait(lane_of(post.chat, None), private=post.private, edit=True)

    # sending, one lane after another

    async def _serve(self, lane: Chat, deliveries: Sequence[Delivery], after: Sequence[Task]) -> None:
        try:
            if after:
                await asyncio.wait(after, timeout=MANNERS)
            for delivery in deliveries:
                if self._pace.wait(lane, private=delivery.private, edit=delivery.parcel is None):
                    return
                if delivery.messages:
                    edit = delivery.parcel is None or delivery.kind == "turn"
                    self._pace.sent(lane, private=delivery.private, edit=edit)
                if not await self._deliver(lane, delivery):
                    return
        finally:
            del self._busy[lane]
            self.wake()

    async def _deliver(self, lane: Chat, delivery: Delivery) -> bool:
        """Does it and notes it; False when the lane must wait."""
        try:
            note = await self._delivering.act(lane, delivery)
        except TryLater as later:
            return await self._postpone(lane, delivery, later)
        except Moved as news:
            note, old = partial(self._noting.gone, delivery), delivery.chat
            if old is not None and old.id != news.to.id:
                await self._note(lane, partial(move, old, news.to, self._clock.now()))
                return False
        except Gone:
            note = partial(self._noting.gone, delivery)
        except Denied as no:
            return await self._denied(lane, delivery, no)
        except Exception:
            code = code_of(delivery)
            log.exception("an adapter failed", code=code, kind=delivery.kind, network=self.adapter.name)
            await self._tell(lane, delivery, BROKEN, code)
            return await self._set_aside(lane, delivery)
        self._told.discard(delivery.post.id if delivery.post else 0)
        return await self._note(lane, note)

    async def _note(self, lane: Chat, note: Callable[[T], None]) -> bool:
        try:
            await self._writer.do(note)
        except TryLater as later:
            # What was sent cannot be noted: pause, so as not to send it again and again.
            self._pace.stop(lane, later.seconds)
            return False
        except Exception:
            log.exception("what was sent could not be noted", network=self.adapter.name)
            self._pace.stop(lane, LONGEST_PAUSE)
            return False
        return True

    async def _postpone(self, lane: Chat, delivery: Delivery, later: TryLater) -> bool:
        parcel = delivery.parcel
        if parcel is None:
            self._pace.stop(lane, later.seconds, edits=later.cosmetic)
            return False
        if parcel.tries >= TRIES:
            return await self._give_up(lane, delivery)
        pause = max(later.seconds, min(LONGEST_PAUSE, 2.0**parcel.tries))
        until = self._clock.now() + timedelta(seconds=pause)
        if parcel.kind == "react":  # whatever is said there need not wait for it
            self._pace.stop(lane, 0.0 if later.cosmetic else later.seconds)
            await self._note(lane, lambda tx: tx.outbox.set_aside(parcel, until))
            return False
        self._pace.stop(lane, pause)  # for whatever comes meanwhile: it waits behind
        await self._note(lane, lambda tx: tx.outbox.postpone(parcel, until))
        return False

    async def _denied(self, lane: Chat, delivery: Delivery, no: Denied) -> bool:
        """The network says no to this alone, and would again: nothing waits for it, and it is not tried without end."""
        code = code_of(delivery)
        log.warning("the network says no", why=no.why, code=code, kind=delivery.kind, network=self.adapter.name)
        if not no.foreseen:
            await self._tell(lane, delivery, DENIED, code)
        if delivery.parcel is None:
            return await self._note(lane, partial(self._noting.stays, delivery))
        if any(message.only for message in delivery.messages):  # everybody may read it instead
            return await self._note(lane, partial(self._noting.gone, delivery))
        return await self._set_aside(lane, delivery)

    async def _tell(self, lane: Chat, delivery: Delivery, what: str, code: str) -> None:
        """Tells the operator, once for each message until it can be shown again."""
        parcel, post = delivery.parcel, delivery.post.id if delivery.post else 0
        if parcel.tries if parcel is not None else post in self._told:
            return
        if parcel is None:
            self._told.add(post)
        await self._note(lane, partial(self._noting.failed, what, code))

    async def _set_aside(self, lane: Chat, delivery: Delivery) -> bool:
        """A bug keeps it from being sent: it alone waits, as the others of its chat cannot help it."""
        parcel, post, until = delivery.parcel, delivery.post, self._clock.now() + timedelta(seconds=LONGEST_PAUSE)
        if parcel is None:
            self._broken[post.id if post else 0] = until
            return True
        if parcel.tries >= TRIES_OF_A_BUG:
            return await self._give_up(lane, delivery)
        return await self._note(lane, lambda tx: tx.outbox.set_aside(parcel, until))

    async def _give_up(self, lane: Chat, delivery: Delivery) -> bool:
        return await self._note(lane, partial(self._noting.despaired, delivery))
