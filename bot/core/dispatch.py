"""From a network's event to a committed transaction: flood bucket, lane, inbox, people, handler, errors.

`take` is plain and runs inside the writer. What it cannot know (roles, membership, numbers) is asked of the network
outside, kept, and the event runs again, at most three times; meanwhile later events of the same chat wait in its lane.
What takes long to read is read beside the writer, and nobody waits for it but whoever asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter, TryLater, Undelivered
from bot.chat.address import Chat, Place
from bot.chat.events import BotAdded, BotRemoved, ChatMoved, Edited, Event, Pressed, Said
from bot.chat.message import say
from bot.chat.text import Phrase
from bot.core import presence
from bot.core.asks import Missing, Question, Unread
from bot.core.clock import Clock
from bot.core.community import Community, come_back, move
from bot.core.context import Context
from bot.core.doors import PAYLOAD, Answered, Door
from bot.core.facts import Facts
from bot.core.fetching import Fetched
from bot.core.flood import Flood
from bot.core.looks import Looks
from bot.core.ports import Reads, Transaction, Unavailable
from bot.core.reports import HANDLER, coined, report
from bot.core.retelling import Retelling
from bot.core.router import Router
from bot.core.rows import Room
from bot.core.suspects import Suspects
from bot.core.words import Words
from bot.core.writer import Event as Taken
from bot.core.writer import Writer
from bot.domain.errors import N_, Refused

T = TypeVar("T", bound=Transaction)

log = structlog.get_logger(__name__)

# What people do in a chat that meanwhile goes on under another id: its old messages are still there to be pressed.
FOLLOWED = (Said, Edited, Pressed)
NOTHING: Mapping[str, Any] = {}
ROUNDS = 3  # how often an event may ask the network


class _Lane:
    """A chat whose events wait for one another while the network is asked something."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class Failed(Refused):
    says = N_("Sorry, something failed on my side and nothing was changed. Tell the operator this code: {code}.")


class Unanswered(Refused):
    says = N_("The network does not answer my questions, so nothing was changed. Try again in a moment.")


class TooFast(Refused):
    says = N_("Too fast: this was not counted. Try again in a moment.")


class Dispatcher(Generic[T]):
    """Takes the events of every network. `emit` comes back when the event is committed, or raises TryLater."""

    def __init__(
        self,
        router: Router[T],
        database: Reads[T],
        writer: Writer[T],
        clock: Clock,
        adapters: Mapping[str, Adapter],
        community: Community,
        flood: Flood,
        *,
        after_crash: bool = False,
    ) -> None:
        self.router = router
        self._writer = writer
        self._clock = clock
        self._adapters = adapters
        self._community = community
        self._flood = flood
        self._looks = Looks(database)
        self._facts: Facts[T] = Facts(adapters, writer, clock)
        self._lanes: dict[Chat, _Lane] = {}
        # Chats in which an event waits for the network; the writer adds them, so that nothing it takes next overtakes.
        self._held: set[Chat] = set()
        self._doors = {name: adapter.door for name, adapter in adapters.items()}
        self._addresses = {name: adapter.address for name, adapter in adapters.items()}
        self._retelling: Retelling[T] = Retelling(writer, clock, adapters, self._context)
        self._suspects: Suspects[T] = Suspects(writer, clock, after_crash=after_crash)

    async def emit(self, event: Event) -> None:
        """Handles the event durably, once however often it comes. Raises TryLater when it could not be kept."""
        if not self._flood.allows(event):
            await self._slow_down(event)
            return
        try:
            await self._handle(event)
        except TryLater:
            self._flood.forgives(event)
            raise
        except Exception:
            self._flood.forgives(event)
            if not await self._suspects.failed(event):
                raise
            await self._finish(event, None)

    async def _handle(self, event: Event) -> None:
        if self._writer.is_full:
            raise TryLater(1.0)
        if self._suspects:
            await self._suspects.alone(event, partial(self._in_lane, event, None))
            return
        lane = self._lanes.get(event.where.chat)
        if lane is None:
            try:
                await self._finish(event, await self._take(event, (event.where.chat.network, event.id)))
            except Missing as missing:
                await self._in_lane(event, missing)
        else:
            await self._in_lane(event, None)

    async def _in_lane(self, event: Event, missing: Missing | None) -> None:
        chat = event.where.chat
        lane = self._lanes.setdefault(chat, _Lane())
        lane.users += 1
        try:
            async with lane.lock:
                result = await self._rounds(event, missing)
        finally:
            lane.users -= 1
            if not lane.users:
                self._lanes.pop(chat, None)
                self._held.discard(chat)
        await self._finish(event, result)

    async def _rounds(self, event: Event, missing: Missing | None) -> Answered:
        asked, waited, fetched = 0, False, dict[str, bytes | Refused]()
        while missing is None or asked < ROUNDS or not missing.asks:
            if missing is not None and missing.asks:
                asked += 1
                waited = waited or any(ask.question is Question.POSTED for ask in missing.asks)
                if not await self._learn(event, missing, fetched):
                    break
            try:
                return await self._take(event, in_lane=True, waited=waited, fetched=fetched)
            except Missing as more:
                missing = more
        log.error("an event kept asking the network", kind=type(event).__name__, asks=str(missing))
        return await self._writer.submit(partial(self._give_up, event))

    async def _take(
        self, event: Event, key: Taken | None = None, *, in_lane: bool = False, waited: bool = False,
        fetched: Fetched = NOTHING,
    ) -> Answered:  # fmt: skip
        """The event, with what it wants to have read: the writer goes on meanwhile, with this chat's events too."""
        take = partial(self.take, event, in_lane=in_lane, waited=waited, fetched=fetched)
        try:
            return await self._writer.submit(take, key, is_short=isinstance(event, Pressed))
        except Unread as unread:
            return await self._looks.supply(
                unread, lambda looked: self._writer.submit(partial(take, looked=looked), key)
            )

    async def _finish(self, event: Event, toast: Answered) -> None:
        """Answers a press after the commit; a lost answer loses nothing but the answer."""
        if isinstance(event, Pressed):
            adapter, unseen = self._adapters[event.where.chat.network], partial(self._retelling, event, toast)
            try:
                text, door = ("", adapter.door(PAYLOAD)) if toast is Door.OPENS else (toast or "", "")
                await adapter.answer(event, text, door, unseen)
            except Undelivered as why:
                log.info("a press was kept but its answer was not shown", why=type(why).__name__)
                unseen()
            except Exception:
                log.exception("an adapter failed", kind="answer", network=event.where.chat.network)

    async def _slow_down(self, event: Event) -> None:
        log.info("flood: an event was not taken", network=event.where.chat.network, kind=type(event).__name__)
        words = Words(event.by.language[:2] if event.by.language[:2] in ("fr", "en") else self._community.language)
        await self._finish(event, words.say(Phrase(TooFast.says)))
        if isinstance(event, Said) and self.router.concerns(event) and self._flood.tells(event):
            await self._writer.submit(partial(self._refuse, event, no=TooFast()))

    # inside the writer

    def take(
        self, event: Event, tx: T, *, in_lane: bool = False, waited: bool = False,
        looked: Mapping[str, object] = NOTHING, fetched: Fetched = NOTHING,
    ) -> Answered:  # fmt: skip
        """One event, whole: its toast or None. Raises Missing, with nothing kept, when something must be found out
        outside, or is being found out for an earlier event of the chat."""
        now, chat, network = self._clock.now(), event.where.chat, event.where.chat.network
        if not in_lane and chat in self._held:
            raise Missing
        if not tx.inbox.first(network, event.id, now):
            return None
        try:
            with tx.savepoint():
                ctx = self._context(event, tx, now)
                if ctx is not None:
                    ctx.waited, ctx.looked, ctx.fetched = waited, looked, fetched
                    self.router.route(ctx, presence.arrival(ctx, event))
                return None if ctx is None else Door.OPENS if ctx.at_door else ctx.toasted
        except Refused as no:
            return self._refuse(event, tx, no)
        except Unread:
            tx.inbox.forget(network, event.id)
            raise
        except Missing:
            tx.inbox.forget(network, event.id)
            self._held.add(chat)
            raise
        except Unavailable:
            raise
        except Exception:
            return self._apologise(event, tx)

    def _context(self, event: Event, tx: T, now: datetime) -> Context[T] | None:
        """Who, where and in which words; None when the event is not for handlers."""
        place = event.where
        if isinstance(event, ChatMoved):
            move(place.chat, event.to, now, tx)
            return None
        if isinstance(event, FOLLOWED):
            place = place._replace(chat=tx.moves.followed(place.chat))
        if event.by.anonymous and not isinstance(event, Said | Pressed | BotAdded):
            return None
        room = None if place.private else self._room(event, place, tx)
        if not place.private and room is None and not self._asks_in(event):
            return None
        member = tx.members.known(event.by, now)
        if place.private:
            tx.private_chats.note(place.chat, event.by.user)
            if not isinstance(event, Pressed):  # whoever asked to join can press before they ever wrote
                tx.members.open_door(event.by.user)
        organized = room is not None and presence.note(event, tx, room, member, now)
        words = self._community.words(tx, member, room, now.year)
        can = self._adapters[place.chat.network].can
        return Context(
            tx,
            tx,
            now,
            event.by,
            member,
            place,
            room,
            words,
            can,
            self.router,
            self._community,
            doors=self._doors,
            addresses=self._addresses,
            organized=organized,
        )

    def _room(self, event: Event, place: Place, tx: T) -> Room | None:
        """The chat as one that the bot serves; also one that it is no longer to serve, when it hears that it left."""
        room = tx.groups.room(place.chat)
        if isinstance(event, BotRemoved):
            return room
        if not self._community.admits(tx, place.chat):
            return None
        if room is None:
            return tx.groups.welcome(place, self._community.language, self._community.zone)
        if not room.there:  # brought back, or named again
            come_back(tx, place.chat)
            return tx.groups.room(place.chat)
        return room

    def _asks_in(self, event: Event) -> bool:
        """Whether somebody turns to the bot in a chat that it does not serve; what else is said there is dropped."""
        return self.router.concerns(event) if isinstance(event, Said) else isinstance(event, BotAdded)

    def _refuse(self, event: Event, tx: T, no: Refused) -> Answered:
        try:
            return self._say_no(event, tx, no)
        except Unavailable:
            raise
        except Exception:
            return self._apologise(event, tx)

    def _say_no(self, event: Event, tx: T, no: Refused) -> Answered:
        """Says no in one translated sentence: on the press, or as an answer."""
        phrase, now = Phrase(no.says, no.blanks), self._clock.now()
        with tx.savepoint():
            ctx = self._context(event, tx, now)
            if ctx is None:
                return None
            if isinstance(event, Pressed):
                ctx.pressed = True
                ctx.toast(phrase, stays=True)
            else:
                ctx.message = getattr(event, "message", None)
                ctx.reply(say(phrase))
            return ctx.toasted

    def _apologise(self, event: Event, tx: T) -> Answered:
        """A bug is deterministic: the event is consumed at once, with a short code for the log and one apology."""
        # The same when the event runs again: in a batch that is tried once more, or after a full disk.
        code = coined(event.where.chat.network, event.id)
        log.exception("a handler failed; the event was rolled back alone", code=code, kind=type(event).__name__)
        try:
            report(tx, HANDLER, event.where.chat.network, self._clock.now(), code)
            return self._say_no(event, tx, Failed(code=code))
        except Unavailable:
            raise
        except Exception:
            log.exception("not even an apology could be said", code=code)
            return None

    def _give_up(self, event: Event, tx: T) -> Answered:
        tx.inbox.first(event.where.chat.network, event.id, self._clock.now())
        return self._refuse(event, tx, Unanswered())

    # outside: facts of the network

    async def _learn(self, event: Event, missing: Missing, fetched: dict[str, bytes | Refused]) -> bool:
        """Asks, and keeps the answers; the room and the member of a first event are made for good on the way. What
        documents hold goes into `fetched` alone.

        False when there is no answer to be had; raises TryLater when there may be one later.
        """
        answers = await self._facts.ask(missing.asks, event.where.chat.network)
        if answers is None:
            return False
        fetched.update({ask.document.handle: found for ask, found in answers if ask.document is not None})
        now = self._clock.now()

        def keep(tx: T) -> None:
            self._context(event, tx, now)
            self._facts.keep(tx, answers, now)

        await self._writer.do(keep)
        return True
