"""Who is in a chat, as far as Telegram tells a bot: one account at a time, and a number that includes bots."""

from __future__ import annotations

from collections.abc import Iterator

import telegram
from telegram.error import TelegramError

from bot.adapters.telegram import membership
from bot.adapters.telegram.client import Client, Json
from bot.adapters.telegram.errors import Declined
from bot.adapters.telegram.outbound import number
from bot.chat.address import Chat, User
from bot.chat.memory import Memory

CHATS = 2_000  # whose bots are remembered


class Census:
    """Asks Telegram; remembers the bots that it saw coming, as long as the process lasts."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._bots: Memory[str, frozenset[int]] = Memory(CHATS)

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        """Whether the account administrates the chat."""
        found = await self._member(chat, user)
        return found is not None and membership.organizes(found)

    async def is_member(self, chat: Chat, user: User) -> bool:
        """Whether the account is in the chat."""
        found = await self._member(chat, user)
        return found is not None and membership.is_in(found)

    async def count(self, chat: Chat, me: int) -> int:
        """How many are in the chat, the bots left out that administrate it or that we saw."""
        with self._client.translating():
            everybody = await self._client.bot.get_chat_member_count(number(chat.id))
            bots = await self._administrators(chat) | (self._bots.get(chat.id) or frozenset())
        return max(0, everybody - len(bots | {me}))

    def note(self, update: Json) -> None:
        """Remembers the bots that an update shows in a chat, and forgets those that it shows leaving."""
        for chat, bot, here in _bots(update):
            known = self._bots.get(chat) or frozenset()
            self._bots.put(chat, known | {bot} if here else known - {bot})

    async def _member(self, chat: Chat, user: User) -> Json | None:
        with self._client.translating():
            try:
                found = await self._client.bot.get_chat_member(number(chat.id), number(user.id))
            except Declined as no:
                if no.is_no_member:
                    return None
                raise
        return found.to_dict()

    async def _administrators(self, chat: Chat) -> frozenset[int]:
        try:
            found = await self._client.bot.get_chat_administrators(number(chat.id), return_bots=True)
        except TelegramError:
            return frozenset()  # the number is then a little high, which asks for a little more
        return frozenset(one.user.id for one in found if isinstance(one, telegram.ChatMember) and one.user.is_bot)


def _bots(update: Json) -> Iterator[tuple[str, int, bool]]:
    change, message = update.get("chat_member"), update.get("message")
    if change is not None:
        new = change["new_chat_member"]
        if new["user"].get("is_bot"):
            yield str(change["chat"]["id"]), new["user"]["id"], membership.is_in(new)
    elif message is not None:
        chat = str(message["chat"]["id"])
        for one in message.get("new_chat_members", ()):
            if one.get("is_bot"):
                yield chat, one["id"], True
        gone = message.get("left_chat_member")
        if gone is not None and gone.get("is_bot"):
            yield chat, gone["id"], False
