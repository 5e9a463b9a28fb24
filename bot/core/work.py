"""One unit of work: what a due job, or an event, can make happen. Effects are rows of the same transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Message, say
from bot.chat.text import Words as Said
from bot.core import wire
from bot.core.ports import Transaction
from bot.core.rows import SOFTLY, Room
from bot.core.words import Words, alone
from bot.domain.groups import Group, GroupId
from bot.domain.members import Member

T = TypeVar("T")


class Leaves(NamedTuple):
    """When something leaves: `due` is None where that is at once, `softly` without a sound."""

    due: datetime | None = None
    softly: bool = False


AT_ONCE = Leaves()


@dataclass(slots=True)
class Work(Generic[T]):
    """One unit of work: a due job, or (as a Context) an event. `tx` is the transaction as storage types it, `core` the
    same one as the core sees it."""

    tx: T
    core: Transaction
    now: datetime
    _rooms: dict[GroupId, Sequence[Room]] = field(default_factory=dict, init=False, repr=False)

    def post(
        self, room: Room, message: Message | Said, *, urgent: bool = False, near: str = "",
        before: datetime | None = None, at_once: bool = False,
    ) -> None:  # fmt: skip
        """Says it in a group's chat, in the group's language; `near` a topic of ours: in the thread that shows it.

        What comes by itself waits for the end of the group's quiet hours; `before` and `at_once` as in `tell`.
        """
        leaves = AT_ONCE if at_once else self._leaves(self._room_rests(room), before)
        self._put(self.words_for(room.group), message, chat=self._thread(room, near), urgent=urgent, leaves=leaves)

    def say_in(self, chat: Chat, message: Message | Said, words: Words) -> None:
        """Says it in a chat that belongs to no group of ours."""
        self._put(words, message, chat=chat)

    def tell(
        self, member: Member, message: Message | Said, group: Group | None = None, *, at: User | None = None,
        before: datetime | None = None, at_once: bool = False,
    ) -> None:  # fmt: skip
        """Says it to one person alone, in their language; `group` is the one it is about.

        In their quiet hours it waits until those are over, unless they are who acts; where it must be there `before`
        that, it leaves without a sound. `at_once` is for what they asked for, or are taking part in. Whoever never
        opened a private chat is shown the way in the group's. `at` is the account where they are told it, instead of
        the one that the bot knows best.
        """
        leaves = AT_ONCE if at_once else self.leaves(member, group, before=before)
        for account in [at] if at else self.core.members.accounts(member.id)[:1]:
            way = self._way(account, group)
            self._put(self.words_to(member, group), message, chat=None, to=account, origin=way, leaves=leaves)

    def rests_until(self, member: Member, group: Group | None = None) -> datetime:
        """Now, or the end of the quiet hours that somebody is in where they are, else where what it is about is."""
        return member.quiet.over(self.now, ZoneInfo(self.words_to(member, group).zone))

    def leaves(self, member: Member, group: Group | None = None, *, before: datetime | None = None) -> Leaves:
        """When something that is told to somebody now leaves; see `tell`."""
        return AT_ONCE if self._acts(member) else self._leaves(self.rests_until(member, group), before)

    def _leaves(self, over: datetime, before: datetime | None) -> Leaves:
        if over <= self.now:
            return AT_ONCE
        return Leaves(softly=True) if before is not None and over >= before else Leaves(over)

    def _acts(self, member: Member) -> bool:
        """Whether what happens was done by them: what comes by itself was done by nobody."""
        return False

    def _room_rests(self, room: Room) -> datetime:
        """Now, or the end of a group's quiet hours."""
        return room.group.quiet.over(self.now, ZoneInfo(room.group.zone))

    def show(
        self, topic: str, room: Room, *, source: MessageRef | None = None, pinned: bool = False, near: str = "",
        thread: str = "", before: datetime | None = None, at_once: bool = False,
    ) -> None:  # fmt: skip
        """Shows a topic in a group's chat and keeps it current from now on; `source` is the command it came from, where
        it was written in this chat. `near`, `before` and `at_once` as in `post`; `thread` names the thread itself."""
        kept = source.id if source and source.chat._replace(thread="") == room.chat else ""
        words = self.words_for(room.group)
        chat = room.chat._replace(thread=thread) if thread else self._thread(room, near)
        post = self.core.posts.show(topic, chat, False, wire.voice(words), self.now, source=kept)
        leaves = AT_ONCE if at_once else self._leaves(self._room_rests(room), before)
        body = SOFTLY if leaves.softly else ""
        self.core.outbox.put("show", body, self.now, chat=chat, post=post, urgent=True, due=leaves.due)
        if pinned:
            self.core.outbox.put("pin", "", self.now, chat=chat, post=post, due=leaves.due)

    def _thread(self, room: Room, near: str) -> Chat:
        """The thread of a group's chat in which something is said: where what it is about is shown, else none."""
        shown = [post.chat for post in self.core.posts.of(near) if not post.private] if near else []
        return next((chat for chat in shown if chat._replace(thread="") == room.chat), room.chat)

    def show_to(
        self, topic: str, member: Member, group: Group | None = None, *, waits: bool = True,
        before: datetime | None = None, at_once: bool = False,
    ) -> None:  # fmt: skip
        """Shows a topic to one person alone and keeps it current: as it is when it leaves. Where it `waits`, the way is
        shown as in `tell`; `before` and `at_once` as there."""
        leaves = AT_ONCE if at_once else self.leaves(member, group, before=before)
        for account in self.core.members.accounts(member.id)[:1]:
            chat, words, way = Chat(account.network, ""), self.words_to(member, group), group if waits else None
            self._show_alone(topic, account, chat, words, origin=self._way(account, way), leaves=leaves)

    def _way(self, account: User, group: Group | None) -> MessageRef | None:
        """Where in a group somebody learns that there is something for them, should they not be reached in private."""
        if group is None:
            return None
        if group.id not in self._rooms:
            self._rooms[group.id] = self.core.groups.rooms(group.id)
        found = (room.chat for room in self._rooms[group.id] if room.chat.network == account.network)
        return next((MessageRef(chat, "") for chat in found), None)

    def refresh(self, topic: str) -> None:
        """Whatever shows the topic will be drawn again, late and at the network's pace."""
        self.core.posts.refresh(topic)

    def pin(self, topic: str, room: Room, *, anew: bool = False) -> None:
        """Pins what shows a topic in a group's chat, once it is there; `anew` posts it first where it stayed behind in
        another chat, as what is minor is not posted again by itself."""
        for post in self.core.posts.of(topic):
            if not post.private and post.chat._replace(thread="") == room.chat:
                if anew and not post.message:
                    self.core.outbox.put("show", "", self.now, chat=post.chat, post=post.id, urgent=True)
                self.core.outbox.put("pin", "", self.now, chat=post.chat, post=post.id)

    def unpin(self, topic: str, only: Chat | None = None) -> None:
        """Takes the pins of a topic away; `only` in one chat."""
        for post in self.core.posts.of(topic):
            if not post.private and only in (None, post.chat._replace(thread="")):
                self.core.outbox.put("unpin", "", self.now, chat=post.chat, post=post.id)

    def delete(self, ref: MessageRef) -> None:
        """Takes a message away where the network lets us."""
        self.core.outbox.put("delete", ref.id, self.now, chat=ref.chat)

    def plan(self, key: str, kind: str, at: datetime, **payload: object) -> None:
        """Plans a job; the same key replaces what was planned."""
        self.core.jobs.plan(key, kind, json.dumps(payload), at)

    def admit(self, chat: Chat, user: User) -> None:
        """Lets somebody into a group chat who asked for it."""
        self.core.outbox.put("admit", user.id, self.now, chat=chat)

    def leave(self, chat: Chat) -> None:
        """The bot leaves a group chat, after what it has to say there."""
        self.core.outbox.put("leave", "", self.now, chat=chat)

    def cancel(self, key: str) -> bool:
        """Takes a planned job back; False when there is none."""
        return self.core.jobs.cancel(key)

    def words_for(self, group: Group) -> Words:
        """How to speak to a group."""
        return Words(group.language, group.formal, group.zone, self.now.year)

    def words_to(self, member: Member, group: Group | None = None) -> Words:
        """How to speak to one person alone, about a group; about their own when none is named."""
        about = group or self.core.groups.home(member.id)
        if about is None:
            return alone(member, *Words()[:3], self.now.year)
        return alone(member, about.language, about.formal, about.zone, self.now.year)

    def _put(
        self, words: Words, message: Message | Said, *, chat: Chat | None, to: User | None = None,
        quoted: MessageRef | None = None, urgent: bool = False, origin: MessageRef | None = None, held: bool = False,
        leaves: Leaves = AT_ONCE,
    ) -> None:  # fmt: skip
        if quoted is None and not isinstance(message, Message) and not leaves.softly:
            body = wire.sentence(words.say(message), words)
        else:
            said = words.message(message if isinstance(message, Message) else say(message)).replying(quoted)
            body = wire.dump(replace(said, silent=said.silent or leaves.softly), words)
        self.core.outbox.put(
            "send", body, self.now, chat=chat, to=to, urgent=urgent, origin=origin, held=held, due=leaves.due
        )

    def _show_alone(
        self, topic: str, account: User, chat: Chat, words: Words, source: MessageRef | None = None,
        origin: MessageRef | None = None, held: bool = False, leaves: Leaves = AT_ONCE,
    ) -> None:  # fmt: skip
        kept = source.id if source else ""
        post = self.core.posts.show(topic, chat, True, wire.voice(words), self.now, source=kept)
        where, body = chat if chat.id else None, SOFTLY if leaves.softly else ""
        self.core.outbox.put(
            "show", body, self.now, chat=where, to=account, post=post, origin=origin, held=held, due=leaves.due
        )
