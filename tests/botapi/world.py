"""The world: people, bots and chats are made here, and looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from tests.botapi.acts import Acts
from tests.botapi.chats import Chat
from tests.botapi.membership import Membership
from tests.botapi.messages import Message
from tests.botapi.people import CREATOR, MEMBER, Bot, Person, administrator
from tests.botapi.scene import Press, Toast

__all__ = ["Press", "Toast", "World"]


class World(Acts, Membership):
    """A Telegram of its own, with one bot in it from the start."""

    def __init__(self, bot: str = "Coop", username: str = "coop_bot", **clocks: object) -> None:
        super().__init__(**clocks)
        self.add_account(bot, username)

    # making

    def person(self, first: str, last: str = "", *, username: str = "", language: str | None = "fr") -> Person:
        """A new account."""
        made = Person(next(self.person_ids), first, last, username, language)
        self.people[made.id] = made
        return made

    def add_account(self, first: str, username: str, *, reads_all: bool = False) -> Bot:
        """A new bot, with its token."""
        number = next(self.bot_ids)
        secret = f"AA{username}-fake-token".ljust(35, "-")[:35]
        made = Bot(number, first, username, f"{number}:{secret}", reads_all)
        made.queue.read = self.read
        self.bots[number] = made
        return made

    def group(self, title: str, members: Iterable[Person], admins: Sequence[Person] = (), *, kind: str = "group",
              username: str = "", forum: bool = False) -> Chat:  # fmt: skip
        """A group; the first of `admins` made it. A username or topics make it a supergroup, as in life."""
        if kind == "supergroup" or username or forum:
            made = Chat(-next(self.supergroup_ids), "supergroup", title, username, forum)
        else:
            made = Chat(-next(self.group_ids), "group", title, ids=self.shared_ids)
        creator, *others = admins or list(members)[:1]
        made.standings = {
            **{person.id: MEMBER for person in members},
            **{person.id: administrator() for person in (others if admins else ())},
            creator.id: CREATOR,
        }
        self.chats[made.id] = made
        if made.kind == "supergroup":
            made.ids = count(2)
        return made

    def supergroup(self, title: str, members: Iterable[Person], admins: Sequence[Person] = (), *,
                   username: str = "", forum: bool = False) -> Chat:  # fmt: skip
        """A supergroup, public with a username, with topics as a forum."""
        return self.group(title, members, admins, kind="supergroup", username=username, forum=forum)

    def revoke(self, bot: Bot | None = None) -> str:
        """The bot's token is no longer valid; the new one."""
        bot = bot or self.bot
        self.revoked.add(bot.token)
        number, secret = bot.token.split(":")
        bot.token = f"{number}:{secret[:2]}{len(self.revoked)}{secret[2:]}"[: len(bot.token)]
        return bot.token

    def silent_week(self, bot: Bot | None = None) -> None:
        """Nothing happens for a week; update ids go on from somewhere lower."""
        (bot or self.bot).queue.silent_week()

    # looking

    def messages(self, chat: Chat, *, by_bot: bool | None = None) -> list[Message]:
        """What stands in a chat, oldest first; with `by_bot` only the bot's, or only other people's."""
        return [
            message for message in chat.messages.values()
            if not message.service and (by_bot is None or message.by_bot == by_bot)
        ]  # fmt: skip

    def newest(self, chat: Chat, text: str = "", *, to: Person | None = None) -> Message:
        """The bot's newest message that holds the text, for `to` also among those that only they see."""
        for message in reversed(self._visible(chat, to)):
            if message.by_bot and text in message.seen:
                return message
        raise AssertionError(f"no message of the bot with “{text}” in {self.shown(chat, to=to)}")

    def shown(self, chat: Chat | Person, *, to: Person | None = None, by_bot: bool = True) -> list[str]:
        """What somebody sees in a chat, oldest first: texts, and a line of labels for each row of buttons.

        A person instead of a chat means their private chat with the bot. `by_bot=False` shows people's words too.
        """
        if isinstance(chat, Person):
            return self.shown(self.private(chat), to=chat, by_bot=by_bot)
        return [message.seen for message in self._visible(chat, to) if message.by_bot or not by_bot]

    def _visible(self, chat: Chat, to: Person | None) -> list[Message]:
        whispers = [message for message in chat.whispers.values() if to and message.receiver is to]
        hidden = {message.replaces for message in whispers}
        shared = [message for message in self.messages(chat) if message.id not in hidden]
        return [*shared, *whispers]
