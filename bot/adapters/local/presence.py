"""Who is on the local network and where: accounts, group chats, coming and going."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.adapters.local import records as r
from bot.adapters.local.network import Network
from bot.adapters.local.state import NETWORK, Room
from bot.adapters.local.watch import Carried, Change, What
from bot.chat.address import Chat, User
from bot.chat.message import Message
from bot.chat.text import Phrase, _


class Impossible(Exception):
    """What a person tried cannot be done on this network; the phrase says why."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.key)
        self.phrase = phrase


class Presence(Network):
    """Builds the town, and moves people in and out of its chats."""

    def person(self, id: str, name: str, language: str = "fr") -> User:
        """An account and its private chat with the bot; one that exists already stays as it is."""
        user = User(NETWORK, id)
        if id not in self._state.accounts:
            self._do(r.Met(id, name, language))
            private = self.private_chat(user)
            self._do(r.Opened(private.id, owner=id))
            self._do(r.Membership(private.id, id, True), Change(What.PEOPLE))
        return user

    def group(
        self,
        id: str,
        title: str,
        members: Sequence[User] = (),
        organizers: Collection[User] = (),
        *,
        closed: bool = True,
    ) -> Chat:
        """A group chat with the bot in it; one that exists already stays as it is, whoever came and left since."""
        chat = Chat(NETWORK, id)
        if id not in self._state.rooms:
            self._do(r.Opened(id, title, closed))
            for user in (*members, *(one for one in organizers if one not in members)):
                self._do(r.Membership(id, user.id, True))
                if user in organizers:
                    self._do(r.Role(id, user.id, True))
            self._tell(Change(What.PEOPLE))
        return chat

    def private_chat(self, user: User) -> Chat:
        """A person's private chat with the bot."""
        return Chat(NETWORK, f"private:{user.id}")

    async def join(self, user: User, chat: Chat) -> None:
        """Comes into a group chat."""
        room = self.room(chat)
        if user.id in room.members:
            return
        self._do(r.Membership(chat.id, user.id, True), Change(What.PEOPLE))
        self._post(chat, user, Message(), service="joined")
        self._heard(_("{who} joined “{chat}”.", who=self.name_of(user), chat=room.title))
        await self._offer("joined", chat, user)

    async def ask_to_join(self, user: User, chat: Chat) -> None:
        """Asks to be let into a group chat."""
        if user.id not in self.room(chat).members:
            await self._offer("asked to join", chat, user)

    async def leave_chat(self, user: User, chat: Chat) -> None:
        """Leaves a group chat; in the private one, blocks the bot."""
        room = self._room_for(user, chat)
        if room.private:
            self._do(r.BotPresence(chat.id, False), Change(What.PEOPLE))
            self._heard(_("{who} blocked the bot.", who=self.name_of(user)))
            await self._offer("bot removed", chat, user)
            return
        self._do(r.Membership(chat.id, user.id, False), Change(What.PEOPLE))
        self._post(chat, user, Message(), service="left")
        self._heard(_("{who} left “{chat}”.", who=self.name_of(user), chat=room.title))
        await self._offer("left", chat, user)

    async def promote(self, user: User, chat: Chat, organizer: bool = True) -> None:
        """Makes a member an organizer of a chat, or no longer one."""
        room = self._room_for(user, chat)
        if room.members[user.id] == organizer:
            return
        self._do(r.Role(chat.id, user.id, organizer), Change(What.PEOPLE))
        self._post(chat, user, Message(), service="promoted" if organizer else "demoted")
        await self._offer("promoted" if organizer else "demoted", chat, user)

    async def add_bot(self, user: User, chat: Chat) -> None:
        """Brings the bot into a group chat, as an organizer of it."""
        self._room_for(user, chat)
        self._do(r.BotPresence(chat.id, True), Change(What.PEOPLE))
        await self._offer("bot added", chat, user)

    async def remove_bot(self, user: User, chat: Chat) -> None:
        """Sends the bot out of a group chat."""
        self._room_for(user, chat)
        self._do(r.BotPresence(chat.id, False), Change(What.PEOPLE))
        await self._offer("bot removed", chat, user)

    def _room_for(self, user: User, chat: Chat) -> Room:
        room = self._state.rooms.get(chat.id)
        if room is None or user.id not in room.members:
            raise Impossible(_("You are not in that chat: join it first."))
        return room

    def _heard(self, phrase: Phrase) -> None:
        self._tell_carried(Carried(phrase, inward=True))
