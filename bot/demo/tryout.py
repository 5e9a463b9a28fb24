"""The try-out itself: the bot over the local network, its clock, and beginning again. It answers `Controls`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.adapters.local.controls import Section
from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.adapters.local.view import View
from bot.app import App, present
from bot.chat.adapter import TryLater
from bot.chat.text import Phrase
from bot.core.clock import Clock
from bot.core.community import Community
from bot.core.flood import Flood, Rate
from bot.core.ports import Unavailable
from bot.core.words import Words
from bot.demo import checklist, cooperative
from bot.demo.folder import Folder, State
from bot.demo.passing import pass_time
from bot.demo.telling import Hands, tell
from bot.domain.names import fold
from handlers.features import FEATURES
from storage.database import Database
from storage.transaction import Transaction

# What a full disk refuses is tried again by hand; the page says so at once.
RETRY = 5.0
# Nobody is kept away here: a prepared conversation may be piped in faster than people type.
PERSON = Rate(burst=1000, per_second=100.0)
MINUTE, ROUNDS = 60.0, 20  # what the pace counts by, and how many of them the messages of a switched view may take
PATIENCE = 5.0  # seconds that what is due at one instant may take
FAR, PLANNED = timedelta(days=3650), 200  # how far, and among how many of its plans, the next one is looked for


class Interrupted(Exception):
    """Time passes no more: the try-out begins again, or ends."""


class TryOut:
    """A small cooperative in a folder. `open` it on a loop, serve its `hub`, `close` it. `address` is where its pages
    are reached, "" when they are not."""

    zone = cooperative.ZONE

    def __init__(self, folder: Folder, *, language: str = "fr", empty: bool = False, address: str = "") -> None:
        self._folder = folder
        self._address = address
        self._state = State(language=language, empty=empty)
        self._hands: Hands | None = None
        self._paused = 0.0
        self._clock = Clock(self._read)
        self._app: App | None = None
        self._hub: Hub | None = None
        self._beginning, self._passing, self._switching = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._begun = 0  # how often it began, or ended: time that was passing then passes no more

    @property
    def language(self) -> str:
        """What its groups speak."""
        return self._state.language

    @property
    def hub(self) -> Hub:
        """The network; there once the try-out is open."""
        assert self._hub is not None
        return self._hub

    async def open(self) -> None:
        """Goes on where it was, or begins. Raises InUse when another process has the folder."""
        self._folder.begin(self._state.language)
        kept = self._folder.load()
        database = Database(self._folder.database)
        if kept is None:
            await self._begin(database)
            return
        self._state, self._clock.offset = kept, kept.shift
        self._hub = Hub(Journal(self._folder.chat), now=self.now)
        await self._start(database)

    async def close(self) -> None:
        """Stops cleanly; everything is kept."""
        self._begun += 1
        async with self._passing, self._switching:
            await self._stop()
        if self._hub is not None:
            self._hub.shut()

    async def _begin(self, database: Database) -> None:
        """Builds the cooperative anew, in a database that is emptied first."""
        database.close()
        self._folder.wipe()
        self._clock.offset = timedelta(0)
        if self._hub is None:
            self._hub = Hub(Journal(self._folder.chat), now=self.now)
        else:
            self._hub.clear()
        self._hub.view = View.BUTTONS  # the story is told by pressing them
        cooperative.populate(self._hub, self._state.language)
        await self._start(Database(self._folder.database), beginning=True)

    async def _start(self, database: Database, *, beginning: bool = False) -> None:
        app = App(
            database, FEATURES, [self.hub], clock=self._clock, seconds=self._seconds,
            community=Community(language=self._state.language, zone=self.zone, address=self._address),
            flood=Flood(self._seconds, PERSON),
        )  # fmt: skip
        try:
            if beginning:
                await self._tell(app)
            await app.start()
        except BaseException:
            await app.stop()
            raise
        self._app = app

    async def _tell(self, app: App) -> None:
        begun = present()
        end = cooperative.by_day(begun)
        if not self._state.empty:
            self._hands = Hands(end - timedelta(days=30))
            try:
                await tell(app, self.hub, self._hands, self._story_words, end)
            finally:
                self._paused += self._hands.seconds
                self._hands = None
        self._clock.offset = end - begun
        with app.database.read() as tx:
            self._state = checklist.baseline(tx, self.hub, replace(self._state, offset=0.0).moved(end - begun))
        self._folder.keep(self._state)

    async def _stop(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            await app.stop()

    def _read(self) -> datetime:
        return self._hands.now if self._hands else present()

    def _seconds(self) -> float:
        return time.monotonic() + self._paused + (self._hands.seconds if self._hands else 0.0)

    def _story_words(self, phrase: Phrase) -> str:
        return self.say(phrase, self._state.language)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A short read transaction; raises Unavailable while it begins again."""
        if self._app is None:
            raise Unavailable("the try-out begins again")
        with self._app.database.read() as tx:
            yield tx

    # the page's levers

    def now(self) -> datetime:
        """The present of the try-out."""
        return self._clock.now()

    async def shift(self, seconds: float) -> None:
        """Lets time pass, also for the next start; everything due on the way happens at its instant. Who asks meanwhile
        waits for their turn; beginning again ends it where it is. Raises TryLater when it cannot be kept."""
        await self._pass(lambda: self.now() + timedelta(seconds=seconds))

    async def go_on(self) -> None:
        """Lets time pass as `shift` does, until the next thing that people wait for has happened."""
        await self._pass(self.next_due)

    async def reach(self, when: datetime) -> None:
        """Lets time pass as `shift` does, to this instant; not at all when it is past."""
        await self._pass(lambda: when if when > self.now() else None)

    async def _pass(self, goal: Callable[[], datetime | None]) -> None:
        begun = self._begun
        async with self._passing:
            app = self._app
            if app is None or begun != self._begun:
                return
            with suppress(Interrupted):
                try:
                    await self._walk(app, goal, partial(self._settle, app, begun))
                except Unavailable as error:
                    raise TryLater(RETRY) from error

    async def _walk(
        self, app: App, goal: Callable[[], datetime | None], settle: Callable[[], Awaitable[None]]
    ) -> None:  # fmt: skip
        with suppress(TimeoutError):
            await settle()
        until = goal()
        if until is None:
            return
        try:
            await pass_time(app, until, self._move, settle)
        except TimeoutError:  # something takes long: time goes on without it
            self._move(until)
        with suppress(TimeoutError):
            await settle()

    async def _settle(self, app: App, begun: int) -> None:
        async with asyncio.timeout(PATIENCE):
            await app.rest()
        if begun != self._begun:
            raise Interrupted

    def _move(self, to: datetime) -> None:
        """Sets the clock on; whoever must keep a pace has waited, too."""
        by = max(to - self.now(), timedelta(0))
        self._keep(self._state.moved(by))
        self._paused += by.total_seconds()
        self._clock.shift(by)

    def next_due(self) -> datetime | None:
        """When the bot will next do something by itself that people wait for."""
        if self._app is None:
            return None
        chores = self._app.router.chores
        with suppress(Unavailable), self._app.database.read() as tx:
            planned = tx.jobs.due(self.now() + FAR, PLANNED)
            return next((one.due_at for one in planned if not chores[one.kind].quiet), None)
        return None

    async def reset(self, language: str) -> None:
        """Forgets everything and begins again, in the language of whoever asks for it; the page stays where it is.
        Raises TryLater when it cannot."""
        self._begun += 1
        async with self._beginning, self._passing, self._switching:
            await self._stop()
            try:
                if language:
                    self._state = replace(self._state, language=language)
                    self._folder.speak(language)
                await self._begin(Database(self._folder.database))
            except (OSError, Unavailable) as error:
                raise TryLater(RETRY) from error

    async def checklist(self, language: str) -> Sequence[Section]:
        """What to try, ticked by what really happened."""
        app = self._app
        if app is None:
            return ()
        try:
            with app.database.read() as tx:
                seen = checklist.Seen(tx, self.hub, self._state, self._command, self.now())
                return checklist.checklist(seen, lambda phrase: self.say(phrase, language))
        except Unavailable:
            return ()

    async def switch_view(self, view: View) -> None:
        """Shows the same chat in another way: what is still alive is drawn again where it stands."""
        self._keep(replace(self._state, viewed=True))
        async with self._switching:
            self.hub.view = view
            if self._app is None:
                return
            with self.hub.dressing(), suppress(TimeoutError, Unavailable):
                await self._redraw(self._app)

    async def _redraw(self, app: App) -> None:
        """All these edits are the view's: the pace of a group must not hold them up, nor the next answers for them."""
        await app.redraw()
        for _round in range(ROUNDS):
            self._paused += MINUTE
            async with asyncio.timeout(PATIENCE):
                await app.rest()
            with app.database.read() as tx:
                if not tx.posts.dirty(self.hub.name, 1):
                    break
        self._paused += MINUTE

    def say(self, phrase: Phrase, language: str) -> str:
        """The phrase in a language."""
        return self._words(language).say(phrase)

    def moment(self, when: datetime, language: str) -> str:
        """An instant in full, as people read it in the zone of the cooperative."""
        return self._words(language).moment(when)

    def _words(self, language: str) -> Words:
        return Words(language, zone=self.zone, year=self.now().year)

    def _command(self, word: str) -> str:
        declared = self._app.router.commands.get(fold(word)) if self._app else None
        return declared.name if declared else word

    def _keep(self, state: State) -> None:
        try:
            self._folder.keep(state)
        except OSError as error:
            raise TryLater(RETRY) from error
        self._state = state
