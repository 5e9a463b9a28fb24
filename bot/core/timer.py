"""Runs the jobs that are due. The `jobs` table decides; one timer sleeps until the next row.

A due job is claimed and its effects are written in one transaction: killed anywhere, it runs once. What takes long is
prepared before, outside the writer; what is punctual is written a moment before its instant, and leaves at the instant
(docs/decisions/0023).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

import structlog

from bot.chat.adapter import TryLater
from bot.core.clock import Clock
from bot.core.ports import Reads, Transaction, Unavailable
from bot.core.reports import JOB, TELLING, coined, report
from bot.core.router import Router
from bot.core.rows import Job
from bot.core.work import Work
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)

log = structlog.get_logger(__name__)

AT_ONCE = 100  # jobs of one transaction: whoever writes meanwhile waits for no more
# What is punctual is written so long before its instant, and for each job that is due then so much longer, at most.
HEAD_START, EACH, EARLIEST = timedelta(milliseconds=100), timedelta(milliseconds=2), timedelta(seconds=5)
TRIES = 5  # a job that fails so often is a bug: logged, and left alone
PAUSE = timedelta(minutes=1)
AFTER_FAILURE = timedelta(seconds=5)
HEARTBEAT = timedelta(minutes=1)


class Timer(Generic[T]):
    """`run` it as a task; `fire` runs what is due now and comes back."""

    def __init__(self, database: Reads[T], writer: Writer[T], router: Router[T], clock: Clock) -> None:
        self._database = database
        self._writer = writer
        self._router = router
        self._clock = clock
        self._beaten: datetime | None = None
        self._punctual = frozenset(kind for kind, chore in router.chores.items() if chore.punctual)

    async def run(self) -> None:
        """Fires jobs when they are due until cancelled."""
        while True:
            try:
                await self.beat()
                await self.fire()
                due = await self.fire_ahead()
            except (Unavailable, TryLater) as why:
                log.warning("due jobs wait: the database cannot be used now", why=str(why))
                due = self._clock.now() + AFTER_FAILURE
            except Exception:
                log.exception("the timer failed; it goes on in a moment")
                due = self._clock.now() + AFTER_FAILURE
            await self._clock.wait_until(due)

    async def beat(self) -> None:
        """Notes that the bot is there, about once a minute; and before anything fires, that it was away."""
        real = self._clock.real()
        if self._beaten is None or not timedelta(0) <= real - self._beaten < HEARTBEAT:
            await self._writer.do(lambda tx: tx.life.beat(real, self._clock.now()))
            self._beaten = real

    async def fire(self) -> int:
        """Runs every job that is due, oldest first; how many."""
        fired = 0
        while True:
            with self._database.read() as tx:
                due = tx.jobs.due(self._clock.now(), AT_ONCE)
            if not due:
                return fired
            await self._fire(due)
            fired += len(due)

    async def fire_ahead(self) -> datetime | None:
        """Writes what is punctual and nearly due; when to look again, None when nothing is planned.

        The messages wait in the outbox for their instant. Killed in between, they are there and leave once.
        """
        while True:
            now = self._clock.now()
            with self._database.read() as tx:
                due = tx.jobs.next_due()
                if due is None or not self._punctual:
                    return due
                begins = due - min(EARLIEST, HEAD_START + EACH * tx.jobs.count(due))
                if now < begins:
                    return begins
                coming = tx.jobs.coming(max(due, now + HEAD_START), self._punctual, AT_ONCE)
            if not coming:
                return due
            await self._fire(coming)

    async def _fire(self, jobs: Sequence[Job]) -> None:
        """Runs them in one transaction; each alone where it could not be committed."""
        prepared = await asyncio.to_thread(self._prepare, jobs) if self._long(jobs) else [None] * len(jobs)
        work = dict(zip(jobs, prepared, strict=True))
        try:
            await self._writer.submit(partial(self._run_all, work))
        except TryLater:
            raise
        except Exception:
            for job, value in work.items():
                await self._fire_alone(job, value)

    async def _fire_alone(self, job: Job, prepared: object) -> None:
        """Where not even its own transaction can be committed it counts as one that failed, unless it is the disk."""
        try:
            await self._writer.submit(partial(self._run_all, {job: prepared}))
        except TryLater:
            raise
        except Exception:
            await self._writer.do(lambda tx: self._failed(job, tx) if tx.jobs.claim(job) else None)

    def _long(self, jobs: Sequence[Job]) -> bool:
        return any((chore := self._router.chores.get(job.kind)) is not None and chore.prepare for job in jobs)

    def _prepare(self, jobs: Sequence[Job]) -> list[object]:
        with self._database.read() as tx:
            return [self._prepared(tx, job) for job in jobs]

    def _prepared(self, tx: T, job: Job) -> object:
        chore = self._router.chores.get(job.kind)
        try:
            return chore.prepare(tx, json.loads(job.payload)) if chore and chore.prepare else None
        except Unavailable:
            raise
        except Exception as error:  # the job fails, not the timer
            return error

    def _run_all(self, work: Mapping[Job, object], tx: T) -> int:
        """Runs them one after another, as one may take back the next; how many."""
        for job, prepared in work.items():
            self._run(job, prepared, tx)
            self._writer.make_way()
        return len(work)

    def _run(self, job: Job, prepared: object, tx: T) -> None:
        if not tx.jobs.claim(job):
            return
        chore = self._router.chores.get(job.kind)
        if chore is None:
            log.error("a job of an unknown kind was dropped", kind=job.kind)
            return
        try:
            with tx.savepoint():
                if isinstance(prepared, Exception):
                    raise prepared
                payload = json.loads(job.payload)
                if chore.prepare is not None:
                    payload["prepared"] = prepared
                chore.run(Work(tx, tx, max(self._clock.now(), job.due_at)), **payload)
        except Unavailable:
            raise
        except Exception:
            self._failed(job, tx)

    def _failed(self, job: Job, tx: T) -> None:
        log.exception("a job failed; its changes were rolled back alone", kind=job.kind, attempts=job.attempts + 1)
        if job.attempts + 1 < TRIES:
            tx.jobs.retry(job, self._clock.now() + PAUSE * 2**job.attempts)
        elif job.kind != TELLING:
            code = report(tx, JOB, "", self._clock.now(), coined("job", job.id, job.attempts))
            log.error("a job was given up", code=code, kind=job.kind)
