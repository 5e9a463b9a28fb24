"""Matrix's people as those of the local network: the stories of a `Town` are told on a real Synapse unchanged.

The bot speaks with the server through its own adapter; people act on the server over plain HTTP, and a step of a story
comes back once the bot has taken what they did.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from bot.adapters.local.view import View
from bot.adapters.matrix.account import NETWORK
from bot.adapters.matrix.adapter import Matrix
from bot.charts.png import png
from bot.chat.adapter import Note
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import File, Picture, say
from bot.config import Matrix as Settings
from tests.matrix_people import Poll, Refused, Seen, Someone, polls
from tests.shown import Shown, There
from tests.synapse import PASSWORD, Synapse, fresh
from tests.town import Town

PATIENCE = 20.0  # seconds for the bot to take what happened
NOWHERE = "!none-yet:"


class Pocket:
    """Notes without a database."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    async def get(self, kind: str, key: str = "") -> str | None:
        return self.kept.get((kind, key))

    async def all(self, kind: str) -> Mapping[str, str]:
        return {key: text for (of, key), text in self.kept.items() if of == kind}

    async def put(self, notes: Sequence[Note]) -> None:
        for kind, key, text in notes:
            if text is None:
                self.kept.pop((kind, key), None)
            else:
                self.kept[kind, key] = text


def settings(synapse: Synapse, user: str, store: Path, **more: Any) -> Settings:
    """The section [matrix] of a bot on this server."""
    return Settings(**{"homeserver": synapse.url, "user": user, "password": PASSWORD, "store": store, **more})


@contextmanager
def people(synapse: Synapse, *names: str) -> Iterator[dict[str, Someone]]:
    """Accounts under these names, logged in."""
    found = {name: someone(synapse, name, name.title()) for name in names}
    yield found
    for one in found.values():
        one.close()


def someone(synapse: Synapse, name: str, shown: str) -> Someone:
    """A new account, logged in."""
    return Someone(synapse.port, synapse.register(fresh(name))).login(shown)


class MatrixSide:
    """The other side of the adapter: acts of people, and what they see."""

    name = NETWORK
    view = View.REACTIONS

    def __init__(self, synapse: Synapse, folder: Path, **more: Any) -> None:
        self.synapse = synapse
        more = {"encryption": False, **more}
        self.settings = settings(synapse, synapse.register(fresh("coop")), folder / "matrix", **more)
        self.bot = self.settings.user or ""
        self.adapter: Matrix | None = None
        self.people: dict[str, Someone] = {}
        self._keys: dict[str, User] = {}
        self._reactions: dict[tuple[str, str, str], str] = {}

    def connect(self) -> Matrix:
        """The bot's own connection, as it is built in `coop run`."""
        self.adapter = Matrix(self.settings, png=png)
        return self.adapter

    # who and where

    def person(self, id: str, name: str, language: str = "fr") -> User:
        """An account under a name of the story."""
        known = self._keys.get(id)
        if known is None:
            made = someone(self.synapse, id, name)
            self.people[made.user] = made
            known = self._keys[id] = User(NETWORK, made.user)
        return known

    def group(
        self, id: str, title: str, members: Sequence[User] = (), organizers: Collection[User] = (), *,
        closed: bool = True,
    ) -> Chat:  # fmt: skip
        """A room that somebody made, and asked the others and the bot into."""
        first = self.who(next(iter(organizers or members)))
        others = [self.who(one) for one in members if one.id != first.user]
        levels = {one.id: 100 for one in organizers if one.id != first.user} | {self.bot: 50}
        room = first.create(
            title, [*(one.user for one in others), self.bot], preset="private_chat" if closed else "public_chat",
            power_level_content_override={"users": levels},
        )  # fmt: skip
        for one in others:
            one.join(room)
        if self.adapter is None:  # a room in which the bot has been for long
            elsewhere = Someone(self.synapse.port, self.bot).login()
            elsewhere.join(room)
            elsewhere.close()
        return Chat(NETWORK, room)

    def private_chat(self, user: User) -> Chat:
        """A person's room with the bot; a name for it where there is none."""
        room = self.adapter._known.private_room(user.id) if self.adapter is not None else None
        if room is None:
            return Chat(NETWORK, f"{NOWHERE}{user.id}")
        me = self.who(user)
        if not self._known(Chat(NETWORK, room)).is_in(user.id):
            me.join(room)
        return Chat(NETWORK, room)

    def who(self, user: User) -> Someone:
        """Somebody's account."""
        return self.people[user.id]

    def room(self, chat: Chat) -> There:
        """Whether the bot is there."""
        reader = self._reader(chat)
        return There(chat, reader.members_of(chat.id).get(self.bot) == "join")

    # acts

    async def say(
        self, user: User, chat: Chat, text: str, reply_to: MessageRef | None = None, document: File | None = None
    ) -> MessageRef:
        """Writes a message, or sends a document, in private to a room that is opened for it."""
        me, room = self.who(user), chat.id
        if room.startswith(NOWHERE):
            room = me.create(invite=[self.bot], is_direct=True, preset="trusted_private_chat")
        text = text.replace("/", "!", 1) if text.startswith("/") else text
        if document is not None:
            id_ = me.hand(room, document.name, document.media_type, document.data, text)
        else:
            id_ = me.say(room, text, reply_to.id if reply_to else "")
        await self.taken(lambda: self._knows(id_))
        return MessageRef(Chat(NETWORK, room), id_)

    async def put_reaction(self, user: User, ref: MessageRef, key: str) -> None:
        """Taps a reaction."""
        id_ = self.who(user).react(ref.chat.id, ref.id, key)
        self._reactions[user.id, ref.id, key] = id_
        await self.taken(lambda: self._knows(id_))

    async def take_reaction(self, user: User, ref: MessageRef, key: str) -> None:
        """Takes it back; nothing happens when it was not there."""
        id_ = self._reactions.pop((user.id, ref.id, key), "")
        if id_:
            away = self.who(user).redact(ref.chat.id, id_)
            await self.taken(lambda: self._knows(away))

    async def answer_poll(self, user: User, poll: MessageRef, *answers: str) -> None:
        """Answers in a poll of Matrix as Element does."""
        id_ = self.who(user).answer(poll.chat.id, poll.id, *answers)
        await self.taken(lambda: self._knows(id_))

    def polls(self, chat: Chat) -> list[Poll]:
        """The polls of a room that were not taken away, oldest first."""
        return polls(self._reader(chat).events(chat.id))

    async def edit_text(self, user: User, ref: MessageRef, text: str) -> None:
        """Changes an own message."""
        id_ = self.who(user).edit(ref.chat.id, ref.id, text.replace("/", "!", 1) if text.startswith("/") else text)
        await self.taken(lambda: self._knows(id_))

    async def join(self, user: User, chat: Chat) -> None:
        """Comes into a room, asked by somebody who is there."""
        me = self.who(user)
        self._reader(chat).invite(chat.id, me.user)
        me.join(chat.id)
        await self.taken(lambda: self._membership(chat, user) == "join")

    async def ask_to_join(self, user: User, chat: Chat) -> None:
        """Knocks at a room, which is opened for it."""
        self._reader(chat).set_state(chat.id, "m.room.join_rules", {"join_rule": "knock"})
        self.who(user).knock(chat.id)
        await self.taken(lambda: self._membership(chat, user) == "knock")

    async def come_in(self, user: User, chat: Chat) -> None:
        """Comes into a room that one was let into."""
        self.who(user).join(chat.id)
        await self.taken(lambda: self._membership(chat, user) == "join")

    async def leave_chat(self, user: User, chat: Chat) -> None:
        """Leaves a room."""
        self.who(user).leave(chat.id)
        await self.taken(lambda: self._membership(chat, user) == "")

    async def promote(self, user: User, chat: Chat, organizer: bool = True) -> None:
        """Becomes a moderator, or no longer is one."""
        self._reader(chat).empower(chat.id, user.id, 50 if organizer else 0)
        await self.taken(lambda: self._known(chat).organizes(user.id) is organizer)

    async def add_bot(self, user: User, chat: Chat) -> None:
        """Asks the bot in."""
        self.who(user).invite(chat.id, self.bot)
        await self.taken(lambda: self._membership(chat, User(NETWORK, self.bot)) == "join")

    async def remove_bot(self, user: User, chat: Chat) -> None:
        """Throws it out."""
        self.who(user).kick(chat.id, self.bot)
        await self.taken(lambda: self.adapter is not None and chat.id not in self.adapter._known.rooms)

    async def taken(self, fact: Callable[[], object]) -> None:
        """Comes back once the bot knows it, and has taken everything that came with it."""
        assert self.adapter is not None
        async with asyncio.timeout(PATIENCE):
            while not fact():
                await asyncio.sleep(0.005)
            await self.adapter._stream.resting.wait()

    def _knows(self, id_: str) -> bool:
        return self.adapter is not None and self.adapter._known.authors.get(id_) is not None

    def _known(self, chat: Chat) -> Any:
        assert self.adapter is not None
        return self.adapter._known.here(chat.id).room

    def _membership(self, chat: Chat, user: User) -> str:
        return str(self._known(chat).membership(user.id))

    # what is seen

    def messages(self, chat: Chat) -> tuple[Shown, ...]:
        """What stands in a room, oldest first; a picture is shown with the message that it came with."""
        if chat.id.startswith(NOWHERE):
            return ()
        reader = self._reader(chat)
        seen = reader.seen(chat.id)
        pictures = {one.belongs_to for one in seen if one.content["msgtype"] == "m.image"}
        pinned = self._pinned(reader, chat)
        return tuple(
            self._shown(chat, one, one.id in pictures, one.id in pinned)
            for one in seen
            if one.content["msgtype"] in TEXTS
        )

    def get(self, ref: MessageRef) -> Shown | None:
        """One message, None when it was deleted."""
        return next((one for one in self.messages(ref.chat) if one.ref.id == ref.id), None)

    def last(self, chat: Chat) -> Shown | None:
        """The bot's newest message in a room."""
        return next((one for one in reversed(self.messages(chat)) if one.from_bot), None)

    def _shown(self, chat: Chat, seen: Seen, pictured: bool, pinned: bool) -> Shown:
        by = None if seen.sender == self.bot else User(NETWORK, seen.sender)
        message = say(*seen.body.split("\n"), picture=Picture("", seen.body) if pictured else None)
        reactions = tuple(key for sender, key in seen.reactions if sender == self.bot)
        object.__setattr__(message, "reactions", reactions)
        return Shown(MessageRef(chat, seen.id), by, message, seen.body, pinned)

    def _pinned(self, reader: Someone, chat: Chat) -> list[str]:
        try:
            return list(reader.state(chat.id, "m.room.pinned_events")["pinned"])
        except Refused:
            return []

    def _reader(self, chat: Chat) -> Someone:
        """Somebody who is in the room."""
        for one in self.people.values():
            try:
                if one.members_of(chat.id).get(one.user) == "join":
                    return one
            except Refused:
                continue
        raise LookupError(f"nobody is in {chat.id}")


TEXTS = ("m.text", "m.notice", "m.file")


@asynccontextmanager
async def matrix_town(synapse: Synapse, folder: Path, language: str, **more: Any) -> AsyncIterator[Town]:
    """A town on Matrix: everybody is in the room, the bot too."""
    of_network = {key: more.pop(key) for key in ("encryption", "polls") if key in more}
    side = MatrixSide(synapse, folder, **of_network)
    town = Town(folder, View.REACTIONS, language, hub=side, connect=side.connect, **more)
    await town.open()
    await side.taken(lambda: True)
    try:
        yield town
    finally:
        await town.close()
        for one in side.people.values():
            one.close()
