"""The network itself: what is there, kept in a journal, and told to whoever watches. Nobody acts on it from here."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.adapters.local import records as r
from bot.adapters.local.delivery import Delivery
from bot.adapters.local.inbound import event
from bot.adapters.local.journal import Journal
from bot.adapters.local.state import Posted, Room, State
from bot.adapters.local.view import View
from bot.adapters.local.watch import Carried, Change, Watch, What
from bot.adapters.local.wire import dump
from bot.chat.adapter import TryLater
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Event
from bot.chat.message import Message
from bot.chat.text import Phrase, _

LONGEST_HISTORY = 300


class Network:
    """Accounts, chats and messages. With a journal, all of it is there again after a restart, under the same ids.

    `now` tells when a message is posted; without it messages have no time. `run` begins every event's id and must
    differ from one start to the next.
    """

    def __init__(
        self,
        journal: Journal | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        bot_name: str = "Coopérons",
        run: str = "",
    ) -> None:
        self.bot_name: Final = bot_name
        self.carried: deque[Carried] = deque(maxlen=LONGEST_HISTORY)
        self._journal = journal
        self._now = now
        self._run = run or secrets.token_hex(4)
        self._events = 0
        self._watches: set[Watch] = set()
        self._state = State()
        self._delivery = Delivery(self._taken, self._postponed)
        self._replay()

    def _replay(self) -> None:
        if self._journal is None:
            return
        for record in self._journal.read():
            self._state.apply(record)
        self._journal.compact(self._state.records())
        self._delivery.wait([event(one, self._state, self.bot_name) for one in self._state.waiting.values()])

    # ── what is there ────────────────────

    @property
    def view(self) -> View:
        """How the chat is seen just now; it can be changed at any time."""
        return self._state.view

    @view.setter
    def view(self, view: View) -> None:
        if view != self._state.view:
            self._do(r.Switched(view), Change(What.VIEW))

    @property
    def people(self) -> tuple[User, ...]:
        """Every account, in the order they came."""
        return tuple(account.user for account in self._state.accounts.values())

    def name_of(self, user: User) -> str:
        """The name that a person shows."""
        return self._state.accounts[user.id].name

    def language_of(self, user: User) -> str:
        """The language of a person's client."""
        return self._state.accounts[user.id].language

    @property
    def rooms(self) -> tuple[Room, ...]:
        """Every chat, private ones included."""
        return tuple(self._state.rooms.values())

    @property
    def groups(self) -> tuple[Room, ...]:
        """Every group chat, in the order they were opened."""
        return tuple(room for room in self._state.rooms.values() if not room.private)

    def room(self, chat: Chat) -> Room:
        """A chat and who is in it; raises KeyError where there is none."""
        return self._state.rooms[chat.id]

    def messages(self, chat: Chat) -> tuple[Posted, ...]:
        """What is in a chat, oldest first; lines of the network itself (who came, who left) included."""
        return tuple(post for post in self._state.posts.values() if post.ref.chat == chat)

    def every_message(self) -> tuple[Posted, ...]:
        """What is in all chats, oldest first."""
        return tuple(self._state.posts.values())

    def get(self, ref: MessageRef) -> Posted | None:
        """One message, or None when it is gone."""
        post = self._state.posts.get(int(ref.id)) if ref.id.isdecimal() else None
        return post if post and post.ref == ref else None

    def numbered(self, number: int) -> Posted | None:
        """One message by its number alone."""
        return self._state.posts.get(number)

    def last(self, chat: Chat) -> Posted | None:
        """The bot's latest message in a chat."""
        return next((post for post in reversed(self.messages(chat)) if post.from_bot), None)

    @property
    def waiting(self) -> int:
        """How many events the bot has not taken yet."""
        return len(self._state.waiting)

    def watch(self) -> Watch:
        """What changes from now on."""
        watch = Watch(self._watches.discard)
        self._watches.add(watch)
        return watch

    def note(self, phrase: Phrase) -> None:
        """Adds a line to the network's own journal, such as a clock that was moved."""
        self._tell_carried(Carried(phrase))

    def clear(self) -> None:
        """Forgets people, chats, messages and waiting events; numbers go on: nothing new is taken for something old."""
        self.carried.clear()
        self._delivery.forget()
        self._do(r.Cleared(), Change(What.BEHIND))
        if self._journal is not None:
            self._journal.compact(self._state.records())

    def shut(self) -> None:
        """Lets go of the journal's file."""
        if self._journal is not None:
            self._journal.close()

    # ── how it changes ────────────────────

    def _do(self, record: r.Record, change: Change | None = None) -> None:
        if self._journal is not None:
            self._keep(record, self._journal)
        self._state.apply(record)
        if change is not None:
            self._tell(change)

    @staticmethod
    def _keep(record: r.Record, journal: Journal) -> None:
        try:
            journal.append(record)
        except OSError as error:  # a full disk, most often: nothing happened, and it may work again later
            raise TryLater(5.0) from error

    def _tell(self, change: Change) -> None:
        for watch in self._watches:
            watch.tell(change)

    def _tell_carried(self, carried: Carried) -> None:
        self.carried.append(carried)
        self._tell(Change(What.CARRIED, carried=carried))

    def _post(self, chat: Chat, by: User | None, message: Message, key: str = "", service: str = "") -> Posted:
        number = self._state.last_number + 1
        at = self._now().isoformat() if self._now else ""
        self._do(r.Written(number, chat.id, by.id if by else "", dump(message), at, key, service))
        post = self._state.posts[number]
        self._tell(Change(What.POSTED, post.ref, post.by))
        return post

    async def _offer(self, kind: str, chat: Chat, by: User, number: int = 0, text: str = "", reply: int = 0) -> None:
        """Keeps an event and hands it to the bot."""
        await self._hand(self._offered(kind, chat, by, number, text, reply))

    async def _hand(self, offered: r.Offered) -> bool:
        return await self._delivery.offer(event(offered, self._state, self.bot_name))

    def _offered(self, kind: str, chat: Chat, by: User, number: int = 0, text: str = "", reply: int = 0) -> r.Offered:
        self._events += 1
        offered = r.Offered(f"{self._run}-{self._events}", kind, chat.id, by.id, number, text, reply)
        self._do(offered)
        return offered

    def _taken(self, event: Event) -> None:
        if event.id in self._state.waiting:
            self._do(r.Taken(event.id))

    def _postponed(self, event: Event) -> None:
        self.note(_("The bot asks to wait: what {who} did will be offered again.", who=event.by.name))


def private_id(user: User) -> str:
    """The id of a person's private chat."""
    return f"private:{user.id}"
