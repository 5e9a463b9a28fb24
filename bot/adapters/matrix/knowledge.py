"""What the bot knows of its rooms just now: who is in them, which are private, which messages are its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.adapters.matrix.account import NETWORK, Account
from bot.adapters.matrix.inbound import Here
from bot.adapters.matrix.rooms import Room
from bot.chat.adapter import Gone, Seen
from bot.chat.address import Chat, User
from bot.chat.memory import Memory

AUTHORS = 20_000  # events whose author is remembered
ANSWERS = 2_000  # messages that answer the bot and are recognised once they are changed


class Knowledge:
    """Built by the stream, asked by everybody else."""

    def __init__(self) -> None:
        self.me = Account("")
        self.rooms: dict[str, Room] = {}
        self.direct: dict[str, list[str]] = {}  # a person's private rooms with the bot, as m.direct has them
        self.authors: Memory[str, str] = Memory(AUTHORS)
        self.to_us: Memory[str, str] = Memory(ANSWERS)  # what answered the bot, and who wrote it
        self._private: set[str] = set()
        self._marked: dict[str, list[str]] = {}  # private rooms that this process marked: the server tells of them late

    def room(self, id_: str) -> Room:
        """A room that the bot is in; Gone otherwise."""
        found = self.rooms.get(id_)
        if found is None or not found.is_in(self.me.id):
            raise Gone
        return found

    def here(self, id_: str) -> Here:
        """A room as the place of an event; one that is not known yet is empty."""
        return Here(self.me, self.rooms.setdefault(id_, Room(id_)), id_ in self._private)

    def learn_direct(self, content: Mapping[str, Any]) -> None:
        """Which rooms are private, as the account has it noted."""
        self.direct = {
            user: [room for room in rooms if isinstance(room, str)]
            for user, rooms in content.items()
            if isinstance(rooms, list)
        }
        for user, rooms in self._marked.items():
            known = self.direct.setdefault(user, [])
            known += [room for room in rooms if room not in known]
        self._private = {room for rooms in self.direct.values() for room in rooms}

    def mark_direct(self, user: str, room: str) -> None:
        """A room is somebody's private one, whatever the server tells of before."""
        self._marked.setdefault(user, []).append(room)
        self.learn_direct(self.with_direct(user, room))

    def with_direct(self, user: str, room: str) -> dict[str, list[str]]:
        """The same with one more."""
        rooms = [one for one in self.direct.get(user, []) if one != room]
        return self.direct | {user: [*rooms, room]}

    def is_direct(self, room: str) -> bool:
        """Whether a room is somebody's private one."""
        return room in self._private

    def private_room(self, user: str) -> str | None:
        """The newest private room in which both are, or the other is asked in."""
        for id_ in reversed(self.direct.get(user, [])):
            room = self.rooms.get(id_)
            if room is not None and room.around() == {self.me.id, user} and room.is_in(self.me.id):
                return id_
        return None

    def seen(self, chat: Chat) -> list[Seen]:
        """Who is in a room, the bot left out."""
        room = self.room(chat.id)
        return [
            Seen(User(NETWORK, user), room.name(user), room.organizes(user))
            for user in room.joined()
            if user != self.me.id
        ]
