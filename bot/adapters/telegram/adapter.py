"""Telegram as the core sees it: our calls to theirs, and theirs to our events."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final

from bot.adapters.telegram import commands as menus
from bot.adapters.telegram import inbound, outbound
from bot.adapters.telegram.account import NETWORK, Account, Inspection
from bot.adapters.telegram.answers import Answers
from bot.adapters.telegram.census import Census
from bot.adapters.telegram.client import Client, Json
from bot.adapters.telegram.documents import fetch
from bot.adapters.telegram.polling import poll
from bot.adapters.telegram.posting import Posting
from bot.adapters.telegram.webhook import Webhook
from bot.chat.adapter import Can, Emit, Gone, Limits, Seen, Unseen
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Document, Event, Pressed
from bot.chat.lanes import bring
from bot.chat.message import Message
from bot.chat.pictures import Pictures, Png
from bot.config import Telegram as Settings

CAN = (
    Can.BUTTONS
    | Can.SECRET_PRESS
    | Can.TOAST
    | Can.EPHEMERAL
    | Can.EDIT
    | Can.DELETE
    | Can.THREADS
    | Can.FILES
    | Can.PIN
)

log = logging.getLogger(__name__)


class Telegram:
    """An `Adapter`. `png` draws pictures for the chats; without it they are told in words.

    Telegram takes no key with a message. The same key posts once as long as this process knows that it did; where an
    answer was lost, or the process died in between, a message may come twice.
    """

    name: Final = NETWORK
    limits: Final = Limits()

    def __init__(self, settings: Settings, *, png: Png | None = None) -> None:
        token = settings.token.get_secret_value() if settings.token else ""
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        self.account = Account(0, "", "")
        self._client = Client(token, settings.base_url)
        self._posting = Posting(self._client, Pictures(png))
        self._census = Census(self._client)
        self._answers = Answers(self._client)
        self._webhook: Webhook | None = None
        if settings.mode == "webhook":
            self._webhook = Webhook(self._client, settings.webhook_url or "", secret, self._events)

    @property
    def can(self) -> Can:
        """What Telegram shows and does; an old server of one's own knows no messages for one person."""
        return CAN if self._posting.knows_ephemeral else CAN & ~Can.EPHEMERAL

    async def open(self) -> None:
        """Learns who the bot is; Barred when Telegram does not know its token."""
        self.account = await self._client.open()

    async def close(self) -> None:
        """Lets the last answers go, then the connections."""
        await self._answers.close()
        await self._client.close()

    async def inspect(self) -> Inspection:
        """Who the bot is and how Telegram reaches it."""
        self.account = await self._client.open()
        with self._client.translating():
            info = await self._client.bot.get_webhook_info()
        return Inspection(
            self.account,
            info.url,
            info.pending_update_count,
            info.last_error_message or "",
            _instant(self._client.date),
        )

    # events

    async def listen(self, emit: Emit) -> None:
        """Brings events until cancelled, by asking or by being called; Barred when the token is not ours alone."""
        if self._webhook is not None:
            await self._webhook.listen(emit)
        else:
            await poll(self._client, partial(self._take, emit))

    async def receive(self, secret: str | None, body: bytes) -> int:
        """Takes one call of Telegram; the HTTP status to answer with."""
        return await self._webhook.receive(secret, body) if self._webhook is not None else 404

    async def _take(self, emit: Emit, updates: Sequence[Json]) -> None:
        await bring(emit, self._events(updates))

    def _events(self, updates: Sequence[Json]) -> list[Event]:
        return [event for update in updates for event in self._read(update)]

    def _read(self, update: Json) -> list[Event]:
        try:
            self._census.note(update)
            found = inbound.read(update, self.account)
        except (KeyError, TypeError, ValueError, AttributeError):
            # Told without what is in it. It would be the same the next time: the others must not wait for it.
            log.exception("an update could not be read and is left out")
            return []
        for event in found:
            if isinstance(event, Pressed):
                self._posting.pressed(event)
        return found

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        """Answers a press, soon; an empty toast only stops the client's waiting sign, a door opens the private chat.

        Telegram takes an answer for some seconds after the press: `unseen` is called when it came too late.
        """
        if isinstance(event, Pressed) and event.token:
            await self._answers.put(event.token, toast, door, unseen)

    # messages

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a message; one that this key is known to have posted is given back instead."""
        return await self._posting.send(chat, message, key)

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what a message shows."""
        await self._posting.edit(ref, message)

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away: the bot's own for two days, anyone's where the bot may."""
        await self._posting.delete(ref)

    async def fetch(self, document: Document, most: int) -> bytes:
        """What a document holds that somebody sent. Telegram hands over 20 MB at most."""
        return await fetch(self._client, document, most)

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        """Pins a message without ringing, or takes the pin away."""
        chat, message = outbound.number(ref.chat.id), outbound.number(ref.id)
        with self._client.translating():
            if pinned:
                await self._client.bot.pin_chat_message(chat, message, disable_notification=True)
            else:
                await self._client.bot.unpin_chat_message(chat, message_id=message)

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        """Telegram lets a bot put one reaction, and who tapped it is told to administrators alone: not offered."""
        raise Gone

    # people and chats

    async def private(self, user: User) -> Chat | None:
        """The private chat with a person. Whether they ever opened it only sending tells: Gone then."""
        return Chat(NETWORK, user.id)

    def door(self, payload: str) -> str:
        """The link that opens it."""
        return f"https://t.me/{self.account.username}?start={payload}"

    def address(self, ref: MessageRef) -> str:
        """The link that opens the message for members of its group."""
        return outbound.address(ref)

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        """Whether the account administrates the chat."""
        return await self._census.is_organizer(chat, user)

    async def is_member(self, chat: Chat, user: User) -> bool:
        """Whether the account is in the chat."""
        return await self._census.is_member(chat, user)

    async def count(self, chat: Chat) -> int:
        """How many people are in the chat: without the bot, and without the bots that we know of."""
        return await self._census.count(chat, self.account.id)

    async def members(self, chat: Chat) -> Sequence[Seen]:
        """Telegram lists no members to bots."""
        raise Gone

    async def leave(self, chat: Chat) -> None:
        """The bot leaves."""
        with self._client.translating():
            await self._client.bot.leave_chat(outbound.number(chat.id))

    async def admit(self, chat: Chat, user: User) -> None:
        """Lets somebody in who asked for it; Gone also when another administrator did so first."""
        with self._client.translating():
            await self._client.bot.approve_chat_join_request(outbound.number(chat.id), outbound.number(user.id))

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None:
        """Fills the list that the clients propose, for people, groups and their administrators."""
        listed = menus.proposed(commands)
        with self._client.translating():
            for scope in menus.scopes(chat):
                await self._client.bot.set_my_commands(listed, scope, menus.tongue(language))


def _instant(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
