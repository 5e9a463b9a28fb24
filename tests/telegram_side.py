"""Telegram's people as those of the local network: the stories of a `Town` are told over the Bot API server unchanged.

The bot speaks HTTP with the server through its own adapter; here people act in the world behind it, and a step of a
story comes back once the bot has taken what they did.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.adapters.local.view import View
from bot.adapters.telegram.adapter import Telegram
from bot.charts.png import png
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Button, File, Picture, say
from bot.config import Telegram as Settings
from tests.botapi import Limits, Server, World, serving
from tests.botapi.calls import Upload
from tests.botapi.chats import Chat as Room
from tests.botapi.messages import Message as Theirs
from tests.botapi.people import Person
from tests.shown import Shown, There
from tests.town import Town

NETWORK = "telegram"
PATIENCE = 10.0  # seconds for the bot to take what happened


class TelegramSide:
    """The other side of the adapter: acts of people, and what they see. Everybody has opened a private chat before."""

    name = NETWORK
    view = View.BUTTONS

    def __init__(self, server: Server) -> None:
        self.server = server
        self.world = server.world
        self._keys: dict[str, User] = {}

    def connect(self) -> Telegram:
        """The bot's own connection, as it is built in `coop run`."""
        return Telegram(Settings(token=self.world.bot.token, base_url=self.server.base_url), png=png)

    # who and where

    def person(self, id: str, name: str, language: str = "fr") -> User:
        """An account under a name of the story."""
        known = self._keys.get(id)
        if known is None:
            first, _blank, last = name.partition(" ")
            made = self.world.person(first, last, language=language)
            self.world.private(made).opened = True
            known = self._keys[id] = User(NETWORK, str(made.id))
        return known

    def group(
        self, id: str, title: str, members: Sequence[User] = (), organizers: Collection[User] = (), *,
        closed: bool = True,
    ) -> Chat:  # fmt: skip
        """A group that the bot has administrated for long."""
        people, admins = [self.who(one) for one in members], [self.who(one) for one in organizers]
        room = self.world.supergroup(title, people, admins or people[:1], username="" if closed else id)
        for coming in (self.world.add_bot(room, by=(admins or people)[0], admin=True),):
            _run(coming)
        self.world.bot.queue.pending.clear()
        return Chat(NETWORK, str(room.id))

    def private_chat(self, user: User) -> Chat:
        """A person's chat with the bot."""
        return Chat(NETWORK, user.id)

    def room(self, chat: Chat) -> There:
        """Whether the bot is there."""
        room = self.theirs(chat)
        return There(chat, self.world.bot in list(self.world.bots_in(room)))

    # acts

    async def say(
        self, user: User, chat: Chat, text: str, reply_to: MessageRef | None = None, document: File | None = None
    ) -> MessageRef:
        """Writes a message, or sends a document."""
        answered = self.message(reply_to) if reply_to else None
        upload = Upload(document.name, document.data, document.media_type) if document is not None else None
        # There a message without words is a picture, a sticker, a voice.
        wordless = not text.strip() and upload is None
        said = await self.world.say(
            self.who(user), self.theirs(chat), text, reply_to=answered, photo=wordless, document=upload
        )
        await self.taken()
        return MessageRef(chat, str(said.id))

    async def press(self, user: User, ref: MessageRef, data: str) -> str:
        """Presses a button, also one that is gone; the toast, or "". A link to the private chat is followed."""
        message = self.message(ref)
        assert message is not None  # a story presses on what is there
        pressed = self.world.press_data(self.who(user), message, data)
        async with asyncio.timeout(PATIENCE):
            await pressed.answered.wait()
        await self.taken()
        toast = pressed.toast
        if toast is not None and toast.url:
            await self.world.open_private(self.who(user), toast.url.partition("start=")[2])
            await self.taken()
        return toast.text if toast else ""

    async def edit_text(self, user: User, ref: MessageRef, text: str) -> None:
        """Changes an own message."""
        message = self.message(ref)
        assert message is not None
        await self.world.edit_text(message, text)
        await self.taken()

    async def join(self, user: User, chat: Chat) -> None:
        """Comes into a group."""
        await self.world.join(self.who(user), self.theirs(chat))
        await self.taken()

    async def ask_to_join(self, user: User, chat: Chat) -> None:
        """Asks to be let into a group."""
        await self.world.ask_to_join(self.who(user), self.theirs(chat))
        await self.taken()

    async def leave_chat(self, user: User, chat: Chat) -> None:
        """Leaves a group; in private, blocks the bot."""
        room = self.theirs(chat)
        if room.private:
            self.world.blocks(room, True)
        else:
            await self.world.leave(self.who(user), room)
        await self.taken()

    async def promote(self, user: User, chat: Chat, organizer: bool = True) -> None:
        """Becomes an administrator, or no longer is one."""
        room, by = self.theirs(chat), next(iter(self.world.people.values()))
        await (self.world.promote if organizer else self.world.demote)(self.who(user), room, by)
        await self.taken()

    async def add_bot(self, user: User, chat: Chat) -> None:
        """Brings the bot in, as an administrator."""
        await self.world.add_bot(self.theirs(chat), by=self.who(user), admin=True)
        await self.taken()

    async def remove_bot(self, user: User, chat: Chat) -> None:
        """Throws it out."""
        await self.world.remove_bot(self.theirs(chat), by=self.who(user))
        await self.taken()

    async def taken(self) -> None:
        """Comes back once the bot has confirmed everything."""
        queue = self.world.bot.queue
        if queue.pending:
            queue.waiting.clear()
            async with asyncio.timeout(PATIENCE):
                await queue.waiting.wait()

    # what is seen

    def messages(self, chat: Chat) -> tuple[Shown, ...]:
        """What stands in a chat, oldest first."""
        room = self.theirs(chat)
        return tuple(self._shown(chat, one, room) for one in self.world.messages(room))

    def get(self, ref: MessageRef) -> Shown | None:
        """One message, None when it was deleted."""
        message = self.message(ref)
        return self._shown(ref.chat, message, message.chat) if message else None

    def last(self, chat: Chat) -> Shown | None:
        """The bot's newest message in a chat."""
        return next((one for one in reversed(self.messages(chat)) if one.from_bot), None)

    def _shown(self, chat: Chat, theirs: Theirs, room: Room) -> Shown:
        rows = tuple(
            tuple(Button(one["text"], one.get("callback_data", ""), url=one.get("url", "")) for one in row)
            for row in theirs.keyboard
        )
        picture = Picture("", theirs.text) if "photo" in theirs.media else None
        message = say(*theirs.text.split("\n"), rows=rows, picture=picture, file=self._file(theirs))
        by = None if theirs.by_bot else User(NETWORK, str(theirs.sender.id))
        ref = MessageRef(chat, str(theirs.id))
        return Shown(ref, by, message, theirs.seen, pinned=theirs.id in room.pinned)

    def _file(self, theirs: Theirs) -> File | None:
        document = theirs.media.get("document")
        if document is None:
            return None
        content, kind = self.world.contents[document["file_id"]], document["mime_type"]
        by_bot = theirs.by_bot and kind != "application/pdf"
        return File(document["file_name"], kind, content.decode() if by_bot else content)

    def message(self, ref: MessageRef) -> Theirs | None:
        """A message as the world has it."""
        return self.theirs(ref.chat).messages.get(int(ref.id)) if ref.id.isdecimal() else None

    def who(self, user: User) -> Person:
        """A person as the world has them."""
        return self.world.people[int(user.id)]

    def theirs(self, chat: Chat) -> Room:
        """A chat as the world has it."""
        number = int(chat.id)
        return self.world.chats[number] if number < 0 else self.world.private(self.world.people[number])


def _run(coming: Any) -> None:
    """Runs an act of the world that waits for nothing: a town is built outside the loop's order."""
    try:
        coming.send(None)
    except StopIteration:
        return
    raise RuntimeError("the act waits for something")


@asynccontextmanager
async def telegram_town(folder: Path, language: str, **more: Any) -> AsyncIterator[Town]:
    """A town on Telegram. Its limits are enforced on the town's own clock, and are never met."""
    async with serving(World(), limits=Limits()) as server:
        side = TelegramSide(server)
        town = Town(folder, View.BUTTONS, language, hub=side, connect=side.connect, **more)
        server.limits.clock = lambda: town.seconds
        await town.open()
        try:
            yield town
        finally:
            await town.close()
        assert server.violations == []
        assert not server.limits.refused
