"""The local chat: a small network in memory that behaves like the real ones, with its people in the same program.

It is the try-out's network and the tests' one. Nothing of it leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from bot.adapters.local import carried
from bot.adapters.local import records as r
from bot.adapters.local.journal import Journal
from bot.adapters.local.people import Impossible, People
from bot.adapters.local.state import BOT, NETWORK, Posted, Room
from bot.adapters.local.view import View
from bot.adapters.local.watch import Carried, Change, Watch, What
from bot.adapters.local.wire import dump, plain
from bot.chat.adapter import Can, Emit, Gone, Limits, Seen, TooLarge, Undelivered, Unseen
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Document, Event, Pressed
from bot.chat.message import Message
from bot.chat.text import _

# No server to spare here: long captions, and a pace that a reader can still follow.
LIMITS = Limits(caption=4096, chat_interval=0.0, group_per_minute=600, edits_per_minute=20, overall_per_second=1000.0)


class Hub(People):
    """The bot's side of the network, an `Adapter`; people act through the methods of `People`.

    `view` says what it shows and does: switching it is like moving the same chat to another network. The same key never
    posts twice, also after a restart with a journal. `fail_next` makes a call fail as real networks do.
    """

    name: Final = NETWORK

    def __init__(
        self,
        journal: Journal | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        bot_name: str = "Coopérons",
        run: str = "",
        limits: Limits = LIMITS,
    ) -> None:
        super().__init__(journal, now=now, bot_name=bot_name, run=run)
        self.limits: Final = limits
        self._menus: dict[tuple[Chat | None, str], tuple[tuple[str, str], ...]] = {}
        self._answers = {}
        self._dressing = 0
        self._faults: list[tuple[str, Undelivered, bool]] = []

    @property
    def can(self) -> Can:
        """What the present view shows and does, and while it is being switched, that what stands there can change."""
        return self.view.can | (Can.EDIT if self.is_dressing else Can.NOTHING)

    @property
    def is_dressing(self) -> bool:
        """Whether the view is being switched: what changes now says nothing new."""
        return self._dressing > 0

    @contextmanager
    def dressing(self) -> Iterator[None]:
        """While the view is being switched, messages are shown anew in their place, also in a view without edits:
        nothing was said meanwhile, and the same message twice would only be noise."""
        self._dressing += 1
        try:
            yield
        finally:
            self._dressing -= 1

    def fail_next(self, error: Undelivered, call: str = "", *, after: bool = False) -> None:
        """The next call (of that name, if given) raises this error; `after` its effect, as when an answer is lost."""
        self._faults.append((call, error, after))

    async def open(self) -> None:
        """There is nothing to log in to."""

    async def close(self) -> None:
        """The network outlives the bot: whoever made it closes it (`shut`)."""

    def door(self, payload: str) -> str:
        """The bot may write to everybody first."""
        return ""

    def address(self, ref: MessageRef) -> str:
        """Messages have none here."""
        return ""

    async def listen(self, emit: Emit) -> None:
        """Brings everything that waits, then everything new, until cancelled."""
        await self._delivery.listen(emit)

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a message; one that this key posted already is given back instead."""
        self._fail("send")
        ref = self._state.keys.get(key) if key else None
        if ref is None:
            room = self._bots(chat)
            post = self._post(chat, None, self._shown(message), key)
            self._mark(post, message.reactions)
            self._tell_carried(carried.sent(room, self._owner(room), plain(message)))
            ref = post.ref
        self._fail("send", after=True)
        return ref

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what one of the bot's messages shows, its own reactions included."""
        self._fail("edit")
        post = self._mine(ref, Can.EDIT)
        body = dump(self._shown(message))
        if body != dump(post.message):
            self._do(r.Rewritten(post.number, body), Change(What.CHANGED, ref))
            room = self.room(ref.chat)
            if not self.is_dressing:
                self._tell_carried(carried.changed(room, self._owner(room), plain(message)))
        self._mark(post, message.reactions)
        self._fail("edit", after=True)

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away: its own, or anyone's where the bot is."""
        self._fail("delete")
        self._bots(ref.chat)
        post = self.get(ref)
        if post is None or Can.DELETE not in self.can:
            raise Gone
        self._do(r.Removed(post.number), Change(What.REMOVED, ref))
        self._tell_carried(Carried(_("The bot deleted a message."), inward=False))

    async def fetch(self, document: Document, most: int) -> bytes:
        """What a document holds that somebody sent; Gone once its message was deleted."""
        self._fail("fetch")
        post = self.numbered(int(document.handle))
        if post is None or post.message.file is None:
            raise Gone
        data = post.message.file.data
        if len(data) > most:
            raise TooLarge
        return data

    async def private(self, user: User) -> Chat | None:
        """The private chat with a person, or None when they blocked the bot."""
        self._fail("private")
        room = self._state.rooms.get(self.private_chat(user).id)
        return room.chat if room and room.bot else None

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        """Whether the account organizes the chat."""
        self._fail("is_organizer")
        return self._bots(chat).members.get(user.id, False)

    async def is_member(self, chat: Chat, user: User) -> bool:
        """Whether the account is in the chat."""
        self._fail("is_member")
        return user.id in self._bots(chat).members

    async def count(self, chat: Chat) -> int:
        """How many people are in the chat."""
        self._fail("count")
        return len(self._bots(chat).members)

    async def members(self, chat: Chat) -> Sequence[Seen]:
        """Who is in the chat, in the order they came."""
        self._fail("members")
        people = self._bots(chat).members.items()
        accounts = self._state.accounts
        return tuple(Seen(accounts[id_].user, accounts[id_].name, organizer) for id_, organizer in people)

    async def react(self, ref: MessageRef, keys: tuple[str, ...]) -> None:
        """The bot's own reactions on a message are now these."""
        self._fail("react")
        self._bots(ref.chat)
        post = self.get(ref)
        if post is None:
            raise Gone
        self._mark(post, keys)

    async def pin(self, ref: MessageRef, pinned: bool) -> None:
        """Pins a message, or takes the pin away; does nothing in a view without pins."""
        self._fail("pin")
        self._bots(ref.chat)
        post = self.get(ref)
        if post is None:
            raise Gone
        if Can.PIN in self.can and post.pinned != pinned:
            self._do(r.Pinned(post.number, pinned), Change(What.CHANGED, ref))

    async def leave(self, chat: Chat) -> None:
        """The bot leaves a group chat."""
        self._fail("leave")
        self._bots(chat)
        self._do(r.BotPresence(chat.id, False), Change(What.PEOPLE))

    async def admit(self, chat: Chat, user: User) -> None:
        """Lets somebody in; they have come when it is back."""
        self._fail("admit")
        self._bots(chat)
        await self.join(user, chat)

    async def menu(self, chat: Chat | None, language: str, commands: Sequence[tuple[str, str]]) -> None:
        """Keeps the commands that the page proposes to whoever begins one."""
        self._fail("menu")
        self._menus[chat, language] = tuple((name.lstrip("/"), does) for name, does in commands)
        self._tell(Change(What.PEOPLE))

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """The command menu in a language, for everywhere; a name twice keeps its first meaning."""
        found: dict[str, str] = {}
        for (_chat, said), menu in self._menus.items():
            for name, does in menu if said == language else ():
                found.setdefault(name, does)
        return tuple(found.items())

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        """Shows a toast to the presser."""
        self._fail("answer")
        if not isinstance(event, Pressed):
            return
        waiting = self._answers.get(event.token)
        if waiting is not None and not waiting.done():
            waiting.set_result(toast)
        if toast:
            self._tell(Change(What.TOAST, event.message, event.by.user, toast))
            self._tell_carried(carried.answered(event.by.name, toast))

    def _fail(self, call: str, *, after: bool = False) -> None:
        for fault in self._faults:
            name, error, late = fault
            if name in ("", call) and late == after:
                self._faults.remove(fault)
                raise error

    def _bots(self, chat: Chat) -> Room:
        room = self._state.rooms.get(chat.id)
        if room is None or not room.bot:
            raise Gone
        return room

    def _mine(self, ref: MessageRef, need: Can) -> Posted:
        self._bots(ref.chat)
        post = self.get(ref)
        if post is None or not post.from_bot or need not in self.can:
            raise Gone
        return post

    def _shown(self, message: Message) -> Message:
        """What a client of the present view can show of it; `fit` should have left nothing else."""
        can = self.can
        return Message(
            lines=message.lines,
            rows=message.rows if Can.BUTTONS in can else (),
            picture=message.picture if Can.FILES in can else None,
            file=message.file if Can.FILES in can else None,
            reply_to=message.reply_to,
            silent=message.silent,
            reactions=message.reactions if Can.REACT in can else (),
        )

    def _mark(self, post: Posted, keys: tuple[str, ...]) -> None:
        wanted = keys if Can.REACT in self.can else ()
        mine = [key for key, people in post.marks.items() if BOT in people]
        gone, new = [key for key in mine if key not in wanted], [key for key in wanted if key not in mine]
        for key in gone:
            self._do(r.Marked(post.number, BOT, key, False))
        for key in new:
            self._do(r.Marked(post.number, BOT, key, True))
        if gone or new:
            self._tell(Change(What.CHANGED, post.ref))

    def _owner(self, room: Room) -> str:
        return self._state.accounts[room.owner].name if room.private else ""


__all__ = ["LIMITS", "Hub", "Impossible", "Journal", "View", "Watch"]
