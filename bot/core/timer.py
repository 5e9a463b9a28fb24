"""Runs the jobs that are due. The `jobs` table decides; one timer sleeps until the next row.

A due job is claimed and its effects are written in one transaction: killed anywhere, it runs once. What takes long is
prepared before, outside the writer.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bot.chat.adapter import TryLater
from bot.core.clock import Clock
from bot.core.ports import Job, Transaction, Unavailable
from bot.core.reports import JOB, TELLING, coined, report
from bot.core.router import Router
from bot.core.work import Work
from bot.core.writer import Writer

T = TypeVar("T", bound=Transaction)
T_co = TypeVar("T_co", covariant=True)

log = structlog.get_logger(__name__)

AT_ONCE = 500
TRIES = 5  # a job that fails so often is a bug: logged, and left alone
PAUSE = timedelta(minutes=1)
AFTER_FAILURE = timedelta(seconds=5)
HEARTBEAT = timedelta(minutes=1)


class Reads(Protocol[T_co]):
    """A database that opens short read-only transactions."""

    def read(self) -> AbstractContextManager[T_co]: ...


class Timer(Generic[T]):
    """`run` it as a task; `fire` runs what is due now and comes back."""

    def __init__(self, database: Reads[T], writer: Writer[T], router: Router[T], clock: Clock) -> None:
        self._database = database
        self._writer = writer
        self._router = router
        self._clock = clock
        self._beaten: datetime | None = None

    async def run(self) -> None:
        """Fires jobs when they are due until cancelled."""
        while True:
            try:
                await self.beat()
                await self.fire()
                with self._database.read() as tx:
                    due = tx.jobs.next_due()
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
            prepared = await asyncio.to_thread(self._prepare, due) if self._long(due) else [None] * len(due)
            runs = [partial(self._run, job, value) for job, value in zip(due, prepared, strict=True)]
            outcomes = await asyncio.gather(*map(self._writer.submit, runs), return_exceptions=True)
            for job, outcome in zip(due, outcomes, strict=True):
                if isinstance(outcome, BaseException):
                    await self._failed_whole(job, outcome)
            fired += len(due)

    def _long(self, jobs: Any) -> bool:
        return any((chore := self._router.chores.get(job.kind)) is not None and chore.prepare for job in jobs)

    def _prepare(self, jobs: Any) -> list[object]:
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
                chore.run(Work(tx, tx, self._clock.now()), **payload)
        except Unavailable:
            raise
        except Exception:
            self._failed(job, tx)

    async def _failed_whole(self, job: Job, why: BaseException) -> None:
        """Not even its transaction could be committed: unless it is the disk, the job counts as one that failed."""
        if isinstance(why, TryLater) or not isinstance(why, Exception):
            raise why
        await self._writer.do(lambda tx: self._failed(job, tx) if tx.jobs.claim(job) else None)

    def _failed(self, job: Job, tx: T) -> None:
        log.exception("a job failed; its changes were rolled back alone", kind=job.kind, attempts=job.attempts + 1)
        if job.attempts + 1 < TRIES:
            tx.jobs.retry(job, self._clock.now() + PAUSE * 2**job.attempts)
        elif job.kind != TELLING:
            code = report(tx, JOB, "", self._clock.now(), coined("job", job.id, job.attempts))
            log.error("a job was given up", code=code, kind=job.kind)
