"""Builds the bot from its parts, starts and stops it. The only place that knows everyone, and that asks the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.chat.adapter import Adapter, Barred, Confides, Remembers, TryLater, Undelivered
from bot.chat.address import Chat, User
from bot.chat.text import Phrase
from bot.core.clock import Clock
from bot.core.command import named
from bot.core.community import Community, dismiss
from bot.core.courier import Courier
from bot.core.dispatch import Dispatcher
from bot.core.feature import Declared, Feature
from bot.core.flood import Flood
from bot.core.notebook import Notebook
from bot.core.pace import Pace
from bot.core.ports import Stirred
from bot.core.router import Router
from bot.core.timer import Timer
from bot.core.words import Words, read_now
from bot.core.writer import Writer
from bot.core.zones import edition
from bot.domain.codes import LASTS as CODE_LASTS
from bot.domain.countersigns import WAITS as COUNTERSIGN_WAITS
from bot.domain.groups import GroupId
from bot.domain.members import LANGUAGES
from bot.domain.pairing import WAITS as PAIRING_WAITS
from bot.domain.polls import PollId
from bot.health import Health
from storage.database import Database
from storage.transaction import Transaction
from storage.types import Statement

log = structlog.get_logger(__name__)

# No network redelivers an event that late; Telegram keeps updates for a day.
INBOX_KEPT = timedelta(days=7)
# Between two tries to reach a network at start; it doubles up to the second.
SOON, SELDOM = 1.0, 60.0
# What waits for somebody to open a private chat, and failures that the operator was told of.
KEPT_FOR_SOMEBODY = timedelta(days=7)
REPORTS_KEPT = timedelta(days=30)
# A network's notes that were not written again for so long: reactions of old that somebody might still take back.
NOTES_KEPT = timedelta(days=90)
OLDEST = datetime.fromtimestamp(0, UTC)
PREVIEWS_KEPT = timedelta(days=7)  # texts for newcomers that nobody published
# Messages with buttons that nobody pressed for so long answer "/menu" instead.
CHOICES_KEPT = timedelta(days=90)
# A look at the health writes one row; however often it is asked for, not more often than this. Seconds.
PROOF_LASTS, PROOF_TAKES = 5.0, 5.0


def present() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class App:
    """The bot over some networks. `start` it on a loop, or use `settle` to run everything due, step by step."""

    def __init__(
        self,
        database: Database,
        features: Sequence[Feature[Transaction]],
        adapters: Sequence[Adapter],
        *,
        clock: Clock | None = None,
        seconds: Callable[[], float] = time.monotonic,
        community: Community | None = None,
        flood: Flood | None = None,
    ) -> None:
        self.database = database
        self.clock = clock or Clock(present)
        self._seconds = seconds
        self.adapters: Mapping[str, Adapter] = {adapter.name: adapter for adapter in adapters}
        self.router: Router[Transaction] = Router(features)
        self._community = community or Community()
        self.writer: Writer[Transaction] = Writer(database)
        self.dispatcher: Dispatcher[Transaction] = Dispatcher(
            self.router, database, self.writer, self.clock, self.adapters, self._community, flood or Flood(seconds),
            after_crash=database.after_crash,
        )  # fmt: skip
        for adapter in adapters:
            if isinstance(adapter, Remembers):
                adapter.remember(Notebook(adapter.name, self.writer, self.clock))
        self.timer: Timer[Transaction] = Timer(database, self.writer, self.router, self.clock)
        self.couriers = [
            Courier(adapter, database, self.writer, self.router, self.clock, Pace(adapter.limits, seconds))
            for adapter in adapters
        ]
        self._open = {name: asyncio.Event() for name in self.adapters}
        self._barred = asyncio.Event()
        self._why: Barred | None = None
        self._tasks: list[asyncio.Task[Any]] = []
        self._proof: tuple[float, asyncio.Future[bool]] | None = None
        self._scheduler: Any = None

    async def start(self) -> None:
        """Starts the writer, the couriers, the timer, the chores, and listens to every network."""
        self._warm_up()
        self.writer.start()
        self.writer.committed.listen(Stirred.JOBS, self.clock.wake)
        with suppress(TryLater):  # a full disk: nothing is served there all the same, and the next start says so
            await self.dismiss()
            await self.follow_zones()
        self._run(self.timer.run(), "timer")
        for courier in self.couriers:
            self.writer.committed.listen(Stirred.SENDING, courier.wake)
            self._run(self._attend(courier), f"network {courier.adapter.name}")
        self._start_chores()

    def _warm_up(self) -> None:
        """What is otherwise made ready at its first use, and holds everybody then. After a death each event counts how
        often the process dies on it: the first one must not take so long that somebody else's kill hits it again and
        again."""
        for language in LANGUAGES:
            read_now(language)
        if self.database.after_crash:
            Statement.compile_all()

    async def ready(self) -> None:
        """Comes back once the bot is logged in to every network."""
        await asyncio.gather(*(opened.wait() for opened in self._open.values()))

    async def barred(self) -> Barred:
        """Comes back only when a network will not have the bot any more: why."""
        await self._barred.wait()
        assert self._why is not None  # set just before
        return self._why

    async def health(self) -> Health:
        """How the bot is now; storing is proved by a commit."""
        asked = self._seconds()
        if self._proof is None or asked - self._proof[0] >= PROOF_LASTS:
            self._proof = asked, asyncio.ensure_future(self._stores())
        stores = await asyncio.shield(self._proof[1])
        ended = (task for task in self._tasks if task.done() and not task.cancelled() and task.exception() is not None)
        return Health(
            stores,
            {name: opened.is_set() for name, opened in self._open.items()},
            tuple(task.get_name() for task in ended),
        )

    async def _stores(self) -> bool:
        """Whether a sign of life could be committed: an empty transaction succeeds on a full disk too."""
        real, now = self.clock.real(), self.clock.now()
        try:
            async with asyncio.timeout(PROOF_TAKES):
                await self.writer.do(lambda tx: tx.life.beat(real, now))
        except (TryLater, TimeoutError):
            return False
        return True

    async def _attend(self, courier: Courier[Transaction]) -> None:
        """Logs in, however long the network takes; then carries messages to it and listens."""
        adapter = courier.adapter
        try:
            await self._log_in(adapter)
            await self.learn(adapter)
            self._run(courier.run(), f"courier {adapter.name}")
            self._run(self._fill_menu(adapter), f"menu {adapter.name}")
            await adapter.listen(self.dispatcher.emit)
        except Barred as why:
            log.error("a network will not have the bot", network=adapter.name, why=str(why))
            self._why = why
            self._barred.set()

    async def _log_in(self, adapter: Adapter) -> None:
        pause = SOON
        while True:
            try:
                await adapter.open()
            except Undelivered as why:
                pause = max(pause, why.seconds) if isinstance(why, TryLater) else SELDOM
                log.warning("a network cannot be reached yet", network=adapter.name, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(SELDOM, pause * 2)
            else:
                self._open[adapter.name].set()
                return

    async def learn(self, adapter: Adapter) -> None:
        """Whose private chats there are, of the people we know; what cannot be kept now is learnt as they are used."""
        if isinstance(adapter, Confides):
            with suppress(TryLater):
                await self.writer.do(partial(_acquaint, adapter.private_chats()))

    async def _fill_menu(self, adapter: Adapter) -> None:
        """The platform's own list of commands, in each language, from the features' declarations."""
        for language in LANGUAGES:
            words, listed = Words(language), [one for feature in self.router.features for one in feature.commands]
            lines = [_proposed(one, words) for one in listed if one.listed]
            try:
                await adapter.menu(None, language, lines)
            except Undelivered as why:
                log.warning("the list of commands was not filled", network=adapter.name, why=str(why))

    async def stop(self) -> None:
        """Stops listening, finishes what was taken, and closes the database."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for adapter in self.adapters.values():
            await adapter.close()
        await self.writer.stop()
        self.database.close()

    async def settle(self, pause: Callable[[float], None]) -> None:
        """Runs every job that is due and delivers everything, until nothing is left; for simulations."""
        while True:
            fired = await self.timer.fire()
            for courier in self.couriers:
                await courier.flush(pause)
            if not fired:
                return

    async def rest(self) -> None:
        """As `settle` while the bot runs: comes back when what is due has happened, and what may leave has left."""
        while True:
            fired = await self.timer.fire()
            await asyncio.gather(*(courier.idle() for courier in self.couriers))
            if not fired:
                return

    async def dismiss(self) -> None:
        """Tells the chats that the settings no longer name."""
        await self.writer.do(partial(dismiss, self._community, self.clock.now()))

    async def follow_zones(self) -> None:
        """Under other rules of time zones than at the last start, what was said by the clock is found again first."""
        rules, kinds = edition(), [kind for kind, chore in self.router.chores.items() if chore.zones]

        def follow(tx: Transaction) -> None:
            for kind in kinds if tx.zones.follow(rules) else ():
                tx.jobs.plan(kind, kind, "{}", OLDEST)

        await self.writer.do(follow)

    async def redraw(self) -> None:
        """Draws every living message again: what a network can show has changed."""
        await self.writer.do(lambda tx: tx.posts.refresh_all())

    def _run(self, work: Any, name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_report)
        self._tasks.append(task)

    def _start_chores(self) -> None:
        """Calendar chores, in memory: nothing a member asked for depends on them."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.purge, "cron", hour=3, minute=17, coalesce=True, misfire_grace_time=None, max_instances=1
        )
        self._scheduler.start()

    async def purge(self) -> None:
        """Forgets what has served its purpose, and says how much."""
        now = self.clock.now()

        def forget(tx: Transaction) -> dict[str, int]:
            return {
                "inbox": tx.inbox.purge(now - INBOX_KEPT),
                "choices": tx.posts.purge(now - CHOICES_KEPT),
                "conversations": tx.talks.purge(now),
                "undos": tx.undos.purge(now),
                "kept messages": tx.outbox.purge(now - KEPT_FOR_SOMEBODY),
                "notes": tx.notes.purge(now - NOTES_KEPT),
                "reports": tx.reports.purge(now - REPORTS_KEPT),
                "codes": tx.codes.purge(now - CODE_LASTS),
                "removals": tx.retention.purge(now - REPORTS_KEPT),
                "pairings": tx.pairings.purge(now - PAIRING_WAITS),
                "countersigns": tx.countersigns.purge(now - COUNTERSIGN_WAITS),
                "texts and dates of welcomes": tx.welcomes.purge(now - PREVIEWS_KEPT),
                "prints of erased accounts": tx.erasures.purge(),
            }

        with suppress(TryLater):  # a full disk: tomorrow, then
            log.info("purged", **await self.writer.do(forget))
            await self._retain(now)

    async def _retain(self, now: datetime) -> None:
        """What groups and people may no longer keep goes, piece by piece; the log and the operator read how much."""
        with self.database.read() as tx:
            contests = {group.id: group.charter.contest_days for group in tx.groups.all()}
        sweeps: list[tuple[str, Callable[[Transaction], int]]] = [
            ("polls", lambda tx: tx.retention.polls(now)),
            *(("ballots", partial(_anonymous, group=group, days=days, now=now)) for group, days in contests.items()),
            *(
                ("supporters", partial(_unsupported, group=group, days=days, now=now))
                for group, days in contests.items()
            ),
            ("turnouts", lambda tx: tx.retention.turnouts(now)),
            ("sign-ins", lambda tx: tx.retention.sign_ins(now)),
            ("proxies", lambda tx: tx.retention.proxies(now)),
            ("names", lambda tx: tx.retention.owners(now)),
            ("aid", lambda tx: tx.aid.retain(now)),
            ("questions", lambda tx: tx.questions.retain(now)),
        ]
        removed = dict.fromkeys((what for what, _sweep in sweeps), 0)
        for what, sweep in sweeps:
            while number := await self.writer.do(sweep):
                removed[what] += number
        await self.writer.do(lambda tx: tx.retention.note(removed, now))
        log.info("retention", **removed)


def _anonymous(tx: Transaction, *, group: GroupId, days: int, now: datetime) -> int:
    """Public votes of a group lose the names of their ballots; how many did now."""
    found = tx.retention.public(group, days, now)
    for poll in found:
        tx.ballots.unlink(PollId(poll))
        tx.posts.refresh(f"poll:{poll}")
    return len(found)


def _unsupported(tx: Transaction, *, group: GroupId, days: int, now: datetime) -> int:
    """Questions of a group lose the names of those who supported them; how many did now."""
    return tx.retention.supporters(group, days, now)


def _proposed(command: Declared[Transaction], words: Words) -> tuple[str, str]:
    """The name that the command's first example uses in the language, and what the command does."""
    example = words.say(Phrase(command.examples[0])) if command.examples else ""
    found = named(example)
    return (found[0] if found else command.name), words.say(Phrase(command.help))


def _report(task: asyncio.Task[Any]) -> None:
    """A part that ends by itself is a bug: it is said, and the process goes on for the others."""
    if not task.cancelled() and task.exception() is not None:
        log.error("a part of the bot stopped", part=task.get_name(), exc_info=task.exception())


def _acquaint(known: Sequence[tuple[User, Chat]], tx: Transaction) -> None:
    for user, chat in known:
        tx.private_chats.note(chat, user)
