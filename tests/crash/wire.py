"""A network in another process: events come over a line, and calls go back over it. Nothing is acknowledged early."""

from __future__ import annotations

import asyncio
import os
import pickle
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from bot.adapters.local.view import View
from bot.chat.adapter import Can, Emit, Gone, Limits, Seen, Undelivered, Unseen
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Document, Event
from bot.chat.message import Message

LIMITS = Limits(chat_interval=0.0, group_per_minute=6_000, edits_per_minute=6_000, overall_per_second=0)


async def read(reader: asyncio.StreamReader) -> Any:
    """One thing that was said on the line; raises IncompleteReadError when it broke."""
    size = int.from_bytes(await reader.readexactly(4), "big")
    return pickle.loads(await reader.readexactly(size))


def write(writer: asyncio.StreamWriter, said: object) -> None:
    """Says one thing on the line."""
    data = pickle.dumps(said)
    writer.write(len(data).to_bytes(4, "big") + data)


class Line:
    """The bot's end: an adapter whose every call is made in the process of the network."""

    name: Final = "local"
    can: Final[Can] = View.REACTIONS.can
    limits: Final = LIMITS

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._taking: set[asyncio.Task[None]] = set()

    @classmethod
    async def connect(cls, path: Path) -> Line:
        """Calls the network."""
        return cls(*await asyncio.open_unix_connection(str(path)))

    async def listen(self, emit: Emit) -> None:
        """Takes events side by side; each is acknowledged when `emit` came back."""
        write(self._writer, ("listen", os.getpid()))
        while True:
            match await read(self._reader):
                case ("event", event):
                    task = asyncio.create_task(self._take(emit, event))
                    self._taking.add(task)
                    task.add_done_callback(self._taking.discard)
                case ("answer", number, Undelivered() as error):
                    self._answers.pop(number).set_exception(error)
                case ("answer", number, result):
                    self._answers.pop(number).set_result(result)

    async def _take(self, emit: Emit, event: Event) -> None:
        await emit(event)
        write(self._writer, ("taken", event.id))

    async def _call(self, name: str, *args: object) -> Any:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        write(self._writer, ("call", number, name, args))
        return await answer

    async def open(self) -> None: ...

    async def close(self) -> None:
        """Hangs up."""
        self._writer.close()

    def door(self, payload: str) -> str:
        return ""

    def address(self, ref: MessageRef) -> str:
        return ""

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        return MessageRef(*await self._call("send", chat, message, key))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        await self._call("edit", ref, message)

    async def delete(self, ref: MessageRef) -> None:
        await self._call("delete", ref)

    async def private(self, user: User) -> Chat | None:
        chat = await self._call("private", user)
        return Chat(*chat) if chat else None

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        return bool(await self._call("is_organizer", chat, user))

    async def is_member(self, chat: Chat, user: User) -> bool:
        return bool(await self._call("is_member", chat, user))

    async def count(self, chat: Chat) -> int:
        return int(await self._call("count", chat))

    async def members(self, chat: Chat) -> Sequence[Seen]:
        return tuple(await self._call("members", chat))

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        await self._call("react", ref, keys)

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        await self._call("pin", ref, pinned)

    async def leave(self, chat: Chat) -> None:
        await self._call("leave", chat)

    async def fetch(self, document: Document, most: int) -> bytes:
        raise Gone

    async def admit(self, chat: Chat, user: User) -> None:
        await self._call("admit", chat, user)

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None:
        await self._call("menu", chat, language, commands)

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        await self._call("answer", event, toast)
