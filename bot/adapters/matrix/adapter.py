"""Matrix as the core sees it: our calls to theirs, and theirs to our events."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.adapters.matrix import outbound
from bot.adapters.matrix.account import NETWORK, Account, Inspection, Standing
from bot.adapters.matrix.client import Client
from bot.adapters.matrix.direct import Direct
from bot.adapters.matrix.documents import fetch
from bot.adapters.matrix.errors import Fault, undelivered
from bot.adapters.matrix.invitations import Invitations
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.login import Login
from bot.adapters.matrix.lookup import Lookup
from bot.adapters.matrix.polls import Polls
from bot.adapters.matrix.posting import Posting
from bot.adapters.matrix.reading import Reading, rooms_of
from bot.adapters.matrix.server import Server
from bot.adapters.matrix.store import Store
from bot.adapters.matrix.stream import Stream
from bot.chat.adapter import Can, Emit, Limits, Note, Notes, Seen, Unseen
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Document, Event
from bot.chat.message import Message
from bot.chat.pictures import Pictures, Png
from bot.config import Matrix as Settings

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption
    from bot.adapters.matrix.store import Session
    from bot.adapters.matrix.trust import Trust

CAN: Final = (
    Can.EDIT | Can.DELETE | Can.REACT | Can.THREADS | Can.DM | Can.FILES | Can.MEMBER_LIST | Can.PIN
)  # fmt: skip
OPTIONAL: Final = Can.NATIVE_POLL  # where the settings say so: not every client shows polls
# Servers say themselves when it is too much; until they do, a person would not write faster than this.
LIMITS: Final = Limits(
    text=3_400, caption=3_400, chat_interval=0.0, group_per_minute=60, edits_per_minute=40, overall_per_second=20.0
)
SALT: Final = "salt"

log = logging.getLogger(__name__)


class Matrix:
    """An `Adapter`. `png` draws pictures; without it they are told in words.

    The same key posts once: it is the transaction of one device, which is kept with its keys in the store's folder.
    """

    name: Final = NETWORK
    limits: Final = LIMITS

    def __init__(self, settings: Settings, *, png: Png | None = None) -> None:
        self._settings = settings
        self.can = CAN | OPTIONAL if settings.polls else CAN
        self._server = Server(settings.homeserver or "")
        self._client = Client(self._server)
        self._store = Store(settings.store)
        self._login = Login(settings, self._server, self._store)
        self._known = Knowledge()
        self._lookup = Lookup(self._client, self._known)
        self._invitations = Invitations(self._client, self._known)
        polls = Polls(self._client, self._known, self._lookup)
        self._posting = Posting(self._client, self._known, self._lookup, Pictures(png), polls)
        self._direct = Direct(self._client, self._known)
        self._reading = Reading(self._known, self._lookup, self._invitations, polls)
        self._reading.on_gone, self._reading.on_refused = self._posting.forget, self._direct.refused
        self._stream = Stream(self._client, self._known, self._reading, self._invitations, self._direct)
        self._encryption: Encryption | None = None
        self._trust: Trust | None = None
        self._notes: Notes | None = None

    @property
    def account(self) -> Account:
        """Who the bot is there."""
        return self._known.me

    def remember(self, notes: Notes) -> None:
        """Where the stream stands, invitations and reactions are kept there."""
        self._notes = self._lookup.notes = self._stream.notes = notes

    async def open(self) -> None:
        """Logs in, takes its keys, and learns how everything is; Barred when the server will not have the bot."""
        self._store.lock()
        self._server.open()
        encrypted = self._settings.encryption
        session = await self._login.enter(self._store.folder if encrypted else None)
        self._known.me = Account(session.user, session.device, await self._login.name(session.user))
        await self._salt()
        try:
            if encrypted and self._encryption is None:
                self._take_keys(session)
            if self._encryption is not None:
                await self._encryption.publish_again()
            await self._stream.open()
            if self._encryption is not None and await self._encryption.upkeep():
                self._store.mark_keys(session)
            if self._trust is not None:
                await self._trust.sign(self._known.me)
        except Fault as fault:
            raise undelivered(fault) from None

    async def inspect(self) -> Inspection:
        """Who the bot is, how it stands in its rooms, and whether its account vouches for its device.

        A session that is kept is used; without one, a login is made for the look and ended with it.
        """
        session = self._store.session()
        fresh = session is None
        try:
            session = await self._login.enter(self._store.folder if not fresh and self._settings.encryption else None,
                                              keep=False)  # fmt: skip
            self._known.me = Account(session.user, session.device, await self._login.name(session.user))
            sync = await self._client.sync(None, 0, whole=True)
            self._reading.prepare(sync)
            signed = await self._signed() if self._settings.encryption and not fresh else None
            if fresh and self._settings.access_token is None:
                await self._server.call("POST", "/logout", {})
        except Fault as fault:
            raise undelivered(fault) from None
        return Inspection(self._known.me, self._standings(), len(rooms_of(sync, "invite")), signed)

    async def _signed(self) -> bool:
        from bot.adapters.matrix.trust import Trust

        return await Trust(self._server, self._store, "").signed(self._known.me)

    def _standings(self) -> tuple[Standing, ...]:
        me = self._known.me.id
        return tuple(
            Standing(room.id, room.title, room.encrypted, room.organizes(me))
            for room in self._known.rooms.values()
            if room.is_in(me) and not self._known.is_direct(room.id)
        )

    async def close(self) -> None:
        """Lets go of everything."""
        await self._invitations.close()
        await self._posting.close()
        if self._encryption is not None:
            self._encryption.close()
        await self._server.close()
        self._store.unlock()

    def _take_keys(self, session: Session) -> None:
        from bot.adapters.matrix.encryption import Encryption
        from bot.adapters.matrix.trust import Trust

        password = self._settings.password.get_secret_value() if self._settings.password else ""
        self._trust = Trust(self._server, self._store, password)
        self._encryption = Encryption(self._server, session, self._store.folder)
        for part in (self._posting, self._direct, self._lookup, self._stream):
            part.encryption = self._encryption

    async def _salt(self) -> None:
        """What makes the keys of this database differ from those of another one on the same device."""
        if self._notes is not None and not self._posting.salt:
            salt = await self._notes.get(SALT)
            if salt is None:
                salt = f"{secrets.token_hex(4)}."
                await self._notes.put([Note(SALT, "", salt)])
            self._posting.salt = salt

    # events

    async def listen(self, emit: Emit) -> None:
        """Brings events until cancelled; Barred when the session has ended."""
        await self._stream.follow(emit)

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        """There are no presses to answer."""

    # messages

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a message, once for each key."""
        return await self._posting.send(chat, message, key)

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what a message shows."""
        await self._posting.edit(ref, message)

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away: the bot's own, and anybody's where it moderates."""
        await self._posting.delete(ref)

    async def fetch(self, document: Document, most: int) -> bytes:
        """What a document holds that somebody sent, opened where the room is encrypted."""
        return await fetch(self._client, document, most)

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        """Pins a message where the bot moderates, or takes the pin away."""
        await self._posting.pin(ref, pinned)

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        """Puts the bot's own reactions on a message."""
        await self._posting.react(ref, keys)

    # people and chats

    async def private(self, user: User) -> Chat | None:
        """The private room with a person, opened where there is none; None when they turned it down."""
        with self._client.translating():
            room = await self._direct.with_(user.id)
        return Chat(NETWORK, room) if room is not None else None

    def private_chats(self) -> list[tuple[User, Chat]]:
        """The private rooms, as they are noted beside the account."""
        direct = self._known.direct.items()
        return [(User(NETWORK, user), Chat(NETWORK, room)) for user, rooms in direct for room in rooms]

    def door(self, payload: str) -> str:
        """The bot writes first."""
        return ""

    def address(self, ref: MessageRef) -> str:
        """The link that opens the event in any client."""
        return outbound.address(ref, self._known.me.user.id)

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        """Whether the account administers or moderates the room."""
        return self._known.room(chat.id).organizes(user.id)

    async def is_member(self, chat: Chat, user: User) -> bool:
        """Whether the account is in the room."""
        return self._known.room(chat.id).is_in(user.id)

    async def count(self, chat: Chat) -> int:
        """How many people are in the room, without the bot."""
        return len(self._known.seen(chat))

    async def members(self, chat: Chat) -> Sequence[Seen]:
        """Who is in the room."""
        return self._known.seen(chat)

    async def leave(self, chat: Chat) -> None:
        """The bot leaves."""
        self._known.room(chat.id)
        with self._client.translating():
            await self._client.leave(chat.id)
        self._known.rooms.pop(chat.id, None)

    async def admit(self, chat: Chat, user: User) -> None:
        """Asks in whoever knocked: their client then lets them come."""
        self._known.room(chat.id)
        with self._client.translating():
            await self._client.invite(chat.id, user.id)

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None:
        """Matrix has no list of commands."""
