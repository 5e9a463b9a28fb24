"""The single writer: takes what is waiting, applies it in ONE transaction, and answers everybody after the commit.

One connection does all writes, one after another. That gives group commit under load and no race between handlers.
`apply` is an ordinary function: a thread runs it in the bot, or the loop for a press that comes alone
(docs/decisions/0027); the caller itself in the simulation and in tests.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import structlog

from bot.chat.adapter import TryLater
from bot.core.ports import Entangled, Stirred, Transaction, Unavailable

T_co = TypeVar("T_co", bound=Transaction, covariant=True)
T = TypeVar("T", bound=Transaction)
R = TypeVar("R")

log = structlog.get_logger(__name__)

# Larger batches no longer raise the throughput and lengthen the wait of whoever comes first.
BATCH = 1_000
# Beyond this the network is told to come back: its own queue is durable, ours is not.
WAITING = 2_000
# The driver lets go of the interpreter at every statement. A loop that never idles then starves this thread at the
# default interval of 5 ms; at much less than this one, the two threads do little but hand the interpreter over.
INTERVAL = 0.0005
# Objects made before garbage is looked for: a thousand events under way are ten thousand objects, none of them garbage,
# and were looked through three times (docs/decisions/0017).
YOUNG, _USUAL = 20_000, gc.get_threshold()
PATIENCE = 0.05  # seconds, at most, for the callers of a batch to resume
AFTER_FAILURE = 2.0  # seconds until a network may offer again what a full disk refused
# A press that comes alone is written by the loop itself. Handing it to the thread and back takes longer than writing
# it does, on a disk of today; where one took longer than this, the thread writes for so many times as long.
AT_HAND, ELSEWHERE = 0.004, 10  # seconds; times
# The interpreter asks a thread for it only where that one kept it for a whole interval. Ours lets go at every statement
# and is back before the loop has woken up, so that nobody ever asks: after so long it stops for so long (0034).
STRETCH, TURN = 0.001, 0.0001  # seconds


class Begins(Protocol[T_co]):
    """A database that opens its one writing transaction, and has things to do when nobody waits for one."""

    def begin(self, *, careful: bool = False) -> AbstractContextManager[T_co]: ...

    def rest(self) -> None: ...


Work = Callable[[T], Any]
Event = tuple[str, str]  # its network and its id
Done = Callable[[Any, BaseException | None], None]


class _Asked(NamedTuple, Generic[T]):
    work: Work[T]
    answer: asyncio.Future[Any]
    event: Event | None
    is_short: bool


class Writer(Generic[T]):
    """Runs work in the order in which it comes. `start` it in the bot; without it, `do` applies at once. `seconds` is a
    monotonic clock, `pause` waits for so many of them."""

    def __init__(
        self, database: Begins[T], seconds: Callable[[], float] = time.perf_counter,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._database = database
        self._seconds = seconds
        self._pause = pause
        self._waiting: deque[_Asked[T]] = deque()
        self._something = threading.Event()
        self._heard = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        self.committed = Signal()
        self.failing = False
        self._stirred = Stirred.NOTHING
        self._writing = threading.Lock()  # held by whoever takes what is waiting, until it is written
        self._given, self._heard_of = 0, 0  # answers on their way to the loop: none may be overtaken
        self._looks = False  # the loop will look, in its next turn, at what was asked for in this one
        self._gave_way = 0.0  # when the loop last had a turn
        self._elsewhere = 0.0  # until when the thread writes everything

    def start(self) -> None:
        """Begins to write in a thread of its own; call it from the loop that waits for the results."""
        sys.setswitchinterval(INTERVAL)
        spare_the_living()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Finishes what is waiting, then stops."""
        self._stopping = True
        self._something.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)
            self._thread = None
            gc.set_threshold(*_USUAL)
            gc.unfreeze()
        while self._waiting:  # what came between its last look and its end
            self._write_some()
        self._rest()

    def make_way(self) -> None:
        """For a work that does much in a row, in between: the loop has its turn, where it is not the one that works."""
        if threading.current_thread() is self._thread and self._seconds() - self._gave_way >= STRETCH:
            self._pause(TURN)
            self._gave_way = self._seconds()

    @property
    def is_full(self) -> bool:
        """Whether new events should be told to come back."""
        return len(self._waiting) >= WAITING

    def submit(
        self, work: Callable[[T], R], event: Event | None = None, *, is_short: bool = False
    ) -> asyncio.Future[R]:
        """The result of `work`, once committed. Raises what it raised, or TryLater when nothing could be kept.

        `event` is the one that it takes, if it does: the inbox is asked about all those of a batch together. What is
        short by its nature may be written on the loop.
        """
        loop = self._loop or asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        if self._thread is None:
            outcomes = self.apply([work])
            self._finish([(future, *outcomes[0])], self._stirred)
            self._database.rest()
        else:
            self._waiting.append(_Asked(work, future, event, is_short))
            if not self._looks:
                self._looks = True
                loop.call_soon(self._look)
        return future

    def _look(self) -> None:
        """What was asked for in one turn of the loop goes to the thread together; what is short and alone is written
        here, and overtakes nothing: neither what the thread has in hand nor an answer of its that is not yet heard."""
        self._looks = False
        if self._seconds() >= self._elsewhere and self._writing.acquire(blocking=False):
            try:
                is_alone = len(self._waiting) == 1 and self._given == self._heard_of
                if is_alone and self._waiting[0].is_short:
                    self._write_here()
                    return
            finally:
                self._writing.release()
        if self._waiting and not self._something.is_set():
            self._something.set()

    def _write_here(self) -> None:
        asked, begun = self._waiting.popleft(), self._seconds()
        outcomes = self.apply([asked.work])
        self._finish([(asked.answer, *outcomes[0])], self._stirred)
        self._rest()
        if (now := self._seconds()) - begun > AT_HAND:
            self._elsewhere = now + ELSEWHERE * (now - begun)

    def _rest(self) -> None:
        """What was written is written: nobody is to suffer from what fails here."""
        try:
            self._database.rest()
        except Exception:
            log.exception("the database could not be tidied up; it is tried again")

    async def do(self, work: Callable[[T], R]) -> R:
        """Waits for `submit`; what the work wrote before raising is rolled back, alone."""
        return await self.submit(partial(_whole, work))

    def apply(self, batch: Sequence[Work[T]], events: Sequence[Event] = ()) -> list[tuple[Any, BaseException | None]]:
        """Runs a batch in one transaction: (result, error) for each, all of them TryLater when it could not be kept."""
        try:
            try:
                outcomes = self._together(batch, events)
            except Entangled as why:
                log.warning("rows written together failed; the batch runs again, row by row", why=str(why))
                outcomes = self._together(batch, events, careful=True)
        except Unavailable as why:
            if not self.failing:
                log.error("nothing can be stored now; events will be taken again", why=str(why))
            self.failing = True
            return [(None, TryLater(AFTER_FAILURE)) for _work in batch]
        except Exception as error:
            log.exception("a transaction failed as a whole, which is a bug", size=len(batch))
            if len(batch) == 1:
                return [(None, error)]  # whoever asked for it decides how often it is worth a try
            return self._one_by_one(batch)
        if self.failing:
            log.warning("storing works again")
        self.failing = False
        return outcomes

    def _one_by_one(self, batch: Sequence[Work[T]]) -> list[tuple[Any, BaseException | None]]:
        """Each in a transaction of its own, so that only the one at fault has to wait."""
        outcomes, stirred = [], Stirred.NOTHING
        for work in batch:
            outcomes += self.apply([work])
            stirred |= self._stirred
        self._stirred = stirred
        return outcomes

    def _together(
        self, batch: Sequence[Work[T]], events: Sequence[Event], *, careful: bool = False
    ) -> list[tuple[Any, BaseException | None]]:
        with self._database.begin(careful=careful) as tx:
            if len(events) > 1:
                tx.inbox.expect(events)
            outcomes: list[tuple[Any, BaseException | None]] = []
            for work in batch:
                # A work that may raise after it wrote opens its own savepoint, as `do` does for it.
                try:
                    outcomes.append((work(tx), None))
                except Unavailable:
                    raise
                except Exception as error:
                    outcomes.append((None, error))
            self._stirred = tx.stirred
        return outcomes

    def _run(self) -> None:
        while True:
            self._something.wait()
            self._something.clear()
            with self._writing:
                while self._waiting:
                    self._write_some()
                self._rest()
            if self._stopping:
                return

    def _write_some(self) -> None:
        items = [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH))]
        outcomes = self.apply([item.work for item in items], [item.event for item in items if item.event])
        done = [(item.answer, *outcome) for item, outcome in zip(items, outcomes, strict=True)]
        if self._loop is not None:
            self._heard.clear()
            self._given += 1
            self._loop.call_soon_threadsafe(self._answer, done, self._stirred)
            # The callers resume and come back with more. Letting them do so first makes one batch of it, and spares
            # both threads the fight for the interpreter. A loop that is busy elsewhere is not waited for. Whoever
            # comes alone is answered sooner when nothing wakes this thread meanwhile.
            if len(items) > 1:
                self._heard.wait(PATIENCE)

    def _answer(self, done: Sequence[tuple[asyncio.Future[Any], Any, BaseException | None]], stirred: Stirred) -> None:
        self._heard_of += 1
        self._finish(done, stirred)

    def _finish(self, done: Sequence[tuple[asyncio.Future[Any], Any, BaseException | None]], stirred: Stirred) -> None:
        for future, result, error in done:
            if future.cancelled():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
        if stirred:
            self.committed.ring(stirred)
        if self._loop is not None and len(done) > 1:
            self._loop.call_soon(self._heard.set)


class Signal:
    """Wakes whoever listens after a commit that gave them something to do: couriers and the timer."""

    def __init__(self) -> None:
        self._listeners: list[tuple[Stirred, Callable[[], None]]] = []

    def listen(self, to: Stirred, listener: Callable[[], None]) -> None:
        """Calls it after each commit that stirred one of these."""
        self._listeners.append((to, listener))

    def ring(self, stirred: Stirred) -> None:
        """Something was committed."""
        for to, listener in self._listeners:
            if to & stirred:
                listener()


def spare_the_living() -> None:
    """Looks for garbage less often, and never in what is loaded by now: that held everybody up at the worst moment."""
    gc.freeze()
    gc.set_threshold(YOUNG, *_USUAL[1:])


def _whole(work: Callable[[T], R], tx: T) -> R:
    with tx.savepoint():
        return work(tx)
