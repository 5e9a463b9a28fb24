"""Facts that only a network knows: asked outside the transaction, kept inside one, believed for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

import structlog

from bot.chat.adapter import Adapter, Denied, Gone, Moved, TryLater
from bot.chat.address import Chat
from bot.core.asks import Ask, Question
from bot.core.clock import Clock
from bot.core.community import move
from bot.core.fetching import DocumentDenied, NoDocument, fetch
from bot.core.ports import Transaction
from bot.core.reports import UNASKED, coined, report
from bot.core.writer import Writer
from bot.domain.errors import Refused

T = TypeVar("T", bound=Transaction)
Answers = Sequence[tuple[Ask, Any]]

log = structlog.get_logger(__name__)

LOOKS, BETWEEN_LOOKS = 20, 0.2  # at what is being posted where somebody answers a message that we do not know


class Facts(Generic[T]):
    """Asks the networks and keeps what they say."""

    def __init__(self, adapters: Mapping[str, Adapter], writer: Writer[T], clock: Clock) -> None:
        self._adapters = adapters
        self._writer = writer
        self._clock = clock

    async def ask(self, asks: Sequence[Ask], home: str) -> Answers | None:
        """The answers, None when there are none to be had; raises TryLater when the network from which the event came,
        `home`, may have them later. It does not wait for another one: what was answered before may be enough."""
        found: list[tuple[Ask, Any]] = []
        try:
            for ask in asks:
                try:
                    found.append((ask, await self._answer(ask)))
                except Moved as news:
                    await self._follow(ask.chat, news.to)
                    break  # the event runs again, and asks about the chat that it is now
        except TryLater:
            if asks[len(found)].chat.network == home:
                raise
            return found or None
        except Denied as no:
            await self._tell(asks[len(found)], no)
            return None
        except Exception:
            log.exception("an adapter failed", kind="question")
            return None
        return found

    async def _follow(self, chat: Chat, to: Chat) -> None:
        """Nobody had told us that the chat goes on elsewhere."""
        await self._writer.do(partial(move, chat, to, self._clock.now()))

    async def _tell(self, ask: Ask, no: Denied) -> None:
        """Nobody foresaw why: the operator is told, and nothing is taken for an answer."""
        network, code = ask.chat.network, coined(ask.question.name, no.why)
        log.warning("the network refuses a question", why=no.why, code=code, network=network)
        await self._writer.do(lambda tx: report(tx, UNASKED, network, self._clock.now(), code))

    def keep(self, tx: T, answers: Answers, now: datetime) -> None:
        """Keeps the answers; inside the writer."""
        for ask, value in answers:
            self._keep(tx, ask, value, now)

    async def _answer(self, ask: Ask) -> Any:
        adapter = self._adapters[ask.chat.network]
        try:
            match ask.question:
                case Question.COUNT:
                    return await adapter.count(ask.chat)
                case Question.POSTED:
                    return await self._posted(ask)
                case Question.CONTENT:
                    return await self._content(ask)
                case Question.IS_MEMBER:
                    return ask.user is not None and await adapter.is_member(ask.chat, ask.user)
                case Question.SITS:
                    return await self._sits(ask)
                case Question.IS_ORGANIZER:
                    return ask.user is not None and await adapter.is_organizer(ask.chat, ask.user)
        except Gone:
            return 0 if ask.question is Question.COUNT else False

    async def _content(self, ask: Ask) -> bytes | Refused:
        """What a document holds, or why that is not to be had."""
        assert ask.document is not None  # that is what is asked for
        try:
            return await fetch(self._adapters[ask.chat.network], ask.document, ask.most)
        except Denied as no:
            await self._tell(ask, no)
            return DocumentDenied()
        except Exception:
            log.exception("an adapter failed", kind="document")
            return NoDocument()

    async def _sits(self, ask: Ask) -> bool | None:
        """Nothing where the network does not say: people are counted as well as they can be."""
        try:
            return ask.user is not None and await self._adapters[ask.chat.network].is_member(ask.chat, ask.user)
        except (Denied, TryLater) as why:
            log.info("a network does not say whether an account is in a chat", why=type(why).__name__)
            return None

    async def _posted(self, ask: Ask) -> None:
        """Waits until the courier has noted what it posted there, or does not come to it."""
        for _look in range(LOOKS):
            if not await self._writer.do(lambda tx: tx.outbox.sending(ask.chat, ask.user)):
                return
            await asyncio.sleep(BETWEEN_LOOKS)

    def _keep(self, tx: T, ask: Ask, value: Any, now: datetime) -> None:
        room = tx.groups.room(ask.chat)
        if room is None or ask.question in (Question.POSTED, Question.CONTENT):
            return
        if ask.question is Question.COUNT:
            tx.groups.keep_count(ask.chat, int(value), now)
            return
        member = tx.members.of(ask.user) if ask.user else None
        if member is None or ask.user is None:
            return
        if ask.question is Question.IS_ORGANIZER:
            tx.presences.keep_organizer(room.id, member.id, bool(value), now)
            return
        tx.seats.put(room.id, ask.user, value, now)
        if value:
            tx.presences.seen(room.id, member.id)
            tx.presences.joined(room.id, member.id, now)
        elif value is not None and not tx.seats.another(room.id, ask.user):
            tx.presences.absent(room.id, member.id, now)
