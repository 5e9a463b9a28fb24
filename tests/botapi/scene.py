"""The state of the world and how it becomes updates: every bot hears what Telegram would let it hear."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.people import Account, Bot, Json, Person, Standing
from tests.botapi.privacy import hears
from tests.botapi.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Toast:
    """What somebody sees after pressing: a short text, an alert, or an address that opens."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(eq=False, slots=True)
class Press:
    """A press on a button, and how it was answered."""

    id: str
    bot: Bot
    who: Person
    message: Message
    data: str
    at: float
    toast: Toast | None = None
    answered_at: float = 0.0
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Scene:
    """Everybody, every chat, and what has been pressed."""

    def __init__(self, *, clock: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic):
        self.clock = clock  # the dates of messages
        self.monotonic = monotonic  # how long presses last
        self.press_lasts = 15.0  # seconds in which Telegram takes the answer to a press
        self.knows_ephemeral = True  # False: a server from before ephemeral messages
        self.people: dict[int, Person] = {}
        self.bots: dict[int, Bot] = {}
        self.chats: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}  # by bot and person
        self.presses: dict[str, Press] = {}
        self.revoked: set[str] = set()
        self.violations: list[str] = []
        self.reading: Callable[[Json], None] | None = None  # the independent reader, where there is one
        self.webhooks: dict[int, Webhook] = {}
        self.person_ids = count(5_000_000_001)  # beyond 32 bits, as real ones are
        self.bot_ids = count(7_100_000_001)
        self.group_ids = count(4_600_000_001)
        self.supergroup_ids = count(1_002_200_000_001)
        self.press_ids = count(4_382_000_000_000_000_001)
        self.files: dict[str, Json] = {}  # what was uploaded, by file id
        self.contents: dict[str, bytes] = {}
        self.keeps_files = False  # a server of one's own with --local: paths of its disk instead of files
        # Private chats and basic groups share the numbers of their messages; every supergroup has its own.
        self.shared_ids = count(1001)

    @property
    def now(self) -> int:
        """The time in seconds, as messages carry it."""
        return int(self.clock())

    @property
    def bot(self) -> Bot:
        """The first bot, the only one in most tests."""
        return next(iter(self.bots.values()))

    def account(self, number: int) -> Account | None:
        """Whoever has this id."""
        return self.people.get(number) or self.bots.get(number)

    def private(self, person: Person, bot: Bot | None = None) -> Chat:
        """The private chat of a person with a bot, perhaps never opened."""
        bot = bot or self.bot
        key = (bot.id, person.id)
        if key not in self.privates:
            self.privates[key] = Chat(person.id, "private", person=person, bot=bot, ids=self.shared_ids)
        return self.privates[key]

    def bots_in(self, chat: Chat) -> Iterator[Bot]:
        """The bots of a chat."""
        if chat.bot:
            yield chat.bot
            return
        yield from (bot for bot in self.bots.values() if chat.standing(bot).present)

    # what becomes an update

    def read(self, update: Json) -> None:
        """Has the independent reader look at an update, if there is one."""
        if self.reading:
            self.reading(update)

    def keep(self, message: Message) -> Message:
        """Puts a message in its chat."""
        if message.receiver:
            message.whisper_id = next(message.chat.whisper_ids)
            message.chat.whispers[message.whisper_id] = message
            return message
        message.id = next(message.chat.ids)
        message.chat.messages[message.id] = message
        if message.by_bot:
            message.chat.spoke_last = message.sender.id
        return message

    def post(self, message: Message) -> Message:
        """Puts a message in its chat and tells every bot that hears it, except the one that sent it."""
        self.keep(message)
        self.tell("message", message)
        return message

    def tell(self, kind: str, message: Message) -> None:
        """Tells the bots that hear this message about it."""
        bots = list(self.bots_in(message.chat))
        for bot in bots:
            own = message.sender is bot and not message.service
            if not own and hears(bot, message, bots):
                bot.known.update(self._people_of(message))
                bot.queue.put(kind, message.shape(), message.chat.id)

    def serve(self, chat: Chat, by: Account, **service: object) -> Message:
        """A service message: something happened in a chat."""
        return self.post(Message(chat, 0, by, self.now, service=dict(service)))

    def stand(self, chat: Chat, account: Account, standing: Standing, by: Account) -> None:
        """Somebody now stands otherwise in a chat; the bots that may know are told."""
        old = chat.standing(account)
        chat.standings[account.id] = standing
        if old == standing:
            return
        for bot in self.bots.values():
            if bot is account:
                self._changed(bot, "my_chat_member", chat, bot, old, standing, by)
            elif chat.standing(bot).organizes:
                self._changed(bot, "chat_member", chat, account, old, standing, by)

    def blocks(self, chat: Chat, blocked: bool) -> None:
        """A person blocks a bot in private, or lets it write again."""
        assert chat.bot
        assert chat.person
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        old, new = Standing("member"), Standing("kicked")
        if not blocked:
            old, new = new, old
        self._changed(chat.bot, "my_chat_member", chat, chat.bot, old, new, chat.person)

    def _changed(
        self, bot: Bot, kind: str, chat: Chat, account: Account, old: Standing, new: Standing, by: Account
    ) -> None:
        bot.known.update(one.id for one in (account, by) if isinstance(one, Person))
        payload: Json = {
            "chat": chat.shape(), "from": by.shape(), "date": self.now,
            "old_chat_member": old.shape(account), "new_chat_member": new.shape(account),
        }  # fmt: skip
        bot.queue.put(kind, payload, chat.id)

    def _people_of(self, message: Message) -> Iterator[int]:
        if isinstance(message.sender, Person):
            yield message.sender.id
        joined = message.service.get("new_chat_members", ())
        yield from (shape["id"] for shape in joined if not shape["is_bot"])
