"""Everything a handler may touch, typed: who, where, when, the transaction, and what it can make happen.

Effects are rows of the same transaction: they happen with the handler's own changes, or not at all. Only a toast may be
lost, as it is handed over after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.chat.action import Action
from bot.chat.adapter import Can, Stays
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.chat.events import Document
from bot.chat.message import Message, say
from bot.chat.text import Words as Said
from bot.core import wire
from bot.core.asks import Ask, Missing, Question, Unread
from bot.core.community import Community, come_back
from bot.core.fetching import Fetched, check_size
from bot.core.rows import Room, Talk
from bot.core.words import Words
from bot.core.work import Work
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import Member

if TYPE_CHECKING:
    from bot.core.router import Router

T = TypeVar("T")
R = TypeVar("R")

# A fact that a network told us is believed this long; joins, leaves and promotions correct it where they arrive.
BELIEVED = timedelta(minutes=10)
COUNT_BELIEVED = timedelta(minutes=1)
ARRIVED = "arrived"  # the job that introduces the bot where it begins to serve


class OnlyInGroup(Refused):
    says = N_("That is done in the group’s chat. Write it there.")


@dataclass(slots=True)
class Context(Work[T]):
    """One event being handled. `room` is None in a private chat; `words` speak to whoever reads the answer there.

    `router` knows what every feature declares, and runs an action on behalf of the same person.
    """

    person: Person
    member: Member
    place: Place
    room: Room | None
    words: Words
    can: Can
    router: Router[Any]
    community: Community
    message: MessageRef | None = None
    asked: MessageRef | None = None  # the question of a conversation that is being answered
    toasted: str | None = None
    pressed: bool = False
    reacted: bool = False
    waited: bool = False  # until what was being posted here is known
    doors: Mapping[str, Callable[[str], str]] = field(default_factory=dict)  # of the other networks
    addresses: Mapping[str, Callable[[MessageRef], str]] = field(default_factory=dict)  # of messages, by network
    at_door: bool = False  # something waits for the presser behind a door that the answer to the press opens
    organized: bool = False  # of somebody who left the chat, or whose rights there changed: whether they organized it
    looked: Mapping[str, object] = field(default_factory=dict)  # what was read for this event beside the writer
    fetched: Fetched = field(default_factory=dict)

    @property
    def chat(self) -> Chat:
        """Where the event happened."""
        return self.place.chat

    @property
    def group(self) -> Group:
        """The group of this chat; refused in private."""
        return self.here.group

    @property
    def here(self) -> Room:
        """The group chat where it happened; refused in private."""
        if self.room is None:
            raise OnlyInGroup
        return self.room

    # answers

    def reply(self, message: Message | Said) -> None:
        """Says it here, in the place's language; in a group, as an answer to what was written."""
        quoted = self.message if self.room is not None and not self.pressed else None
        to = self.person.user if self.place.private else None
        self._put(self.words, message, chat=self.chat, to=to, quoted=quoted)

    def _thread(self, room: Room, near: str) -> Chat:
        """What somebody does in a thread is shown in that thread."""
        if not near and self.room is not None and self.room.id == room.id:
            return self.chat
        return Work._thread(self, room, near)  # a class with slots is made anew: super() would not know it

    def _acts(self, member: Member) -> bool:
        return member.id == self.member.id

    def _room_rests(self, room: Room) -> datetime:
        """What somebody does in a group is said there when they do it."""
        return self.now

    def turn(self, message: Message | Said) -> None:
        """Says it in place of the message whose button was pressed, like a page that is turned; else says it anew."""
        if self._turns and self.message:
            self._write_over(self.message, message)
        else:
            self.reply(message)

    def clear(self, otherwise: Message | Said) -> None:
        """Takes away what was written here, as others should not read it; `otherwise` is said where the bot may not."""
        if self.message is not None:
            self.core.outbox.put("clear", self._upon(self.message, otherwise), self.now, chat=self.chat)

    def answered(self, message: Message) -> None:
        """Writes over the question that was just answered, where that is possible; else it stays as it is."""
        if self.asked and Can.EDIT in self.can:
            self._write_over(self.asked, message)

    def _write_over(self, ref: MessageRef, message: Message | Said) -> None:
        to = self.person.user if self.place.private else None
        self.core.outbox.put("turn", self._upon(ref, message), self.now, chat=self.chat, to=to)

    def _upon(self, ref: MessageRef, message: Message | Said) -> str:
        """What is said in place of a message, or in answer to it, as it is kept."""
        said = self.words.message(message if isinstance(message, Message) else say(message))
        return wire.dump(said.replying(ref), self.words)

    @property
    def _turns(self) -> bool:
        """Whether the message pressed can be written over; a living one is drawn from its topic alone."""
        if not (self.pressed and self.message and Can.EDIT in self.can):
            return False
        post = self.core.posts.at(self.message)
        return post is None or not post.topic

    def private(self, message: Message | Said) -> None:
        """Says it to whoever acts, alone, in their language."""
        chat = self.chat if self.place.private else None
        self._put(self.mine, message, chat=chat, to=self.person.user, origin=self._origin, held=self._shut())

    def show_privately(self, topic: str, *, source: MessageRef | None = None) -> None:
        """Shows a topic to whoever acts, alone, and keeps it current; `source` is the command it came from."""
        chat = self.chat if self.place.private else Chat(self.chat.network, "")
        self._show_alone(topic, self.person.user, chat, self.mine, source, self._origin, self._shut())

    @property
    def _origin(self) -> MessageRef | None:
        """What a private answer answers in the group: there its reader is shown the way when they cannot be reached."""
        return None if self.place.private else self.message or MessageRef(self.chat, "")

    def _shut(self) -> bool:
        """Whether the answer must wait: the person pressed, and never opened a private chat.

        A press is answered with the link itself, so that one tap opens it; a command can only be shown the way.
        """
        if not self.pressed or Can.DM in self.can:
            return False
        self.at_door = not self.core.members.has_open_door(self.person.user)
        return self.at_door

    def ways(self, payload: str) -> dict[str, str]:
        """Links that open a private chat on the other networks and say a payload there, as far as they have such."""
        found = {network: door(payload) for network, door in self.doors.items() if network != self.chat.network}
        return {network: address for network, address in found.items() if address}

    def address(self, topic: str) -> str:
        """The web address of a message that shows a topic in a group, on this network rather than on another; "" where
        messages have none."""
        posts = (one for one in self.core.posts.of(topic) if one.message and not one.private)
        for one in sorted(posts, key=lambda post: post.chat.network != self.chat.network):
            found = self.addresses[one.chat.network](MessageRef(one.chat, one.message))
            if found:
                return found
        return ""

    def arrived(self) -> bool:
        """The person opened a private chat: what was kept for them goes out. Whether there was anything."""
        return self.core.outbox.release(self.person.user, self.now) > 0

    def serve(self, place: Place, *, organizer: bool) -> None:
        """The bot begins to serve a group chat; whoever declares the job ARRIVED introduces it there."""
        room = self.core.groups.room(place.chat)
        if room is None:
            room = self.core.groups.welcome(place, self.community.language, self.community.zone)
        elif not room.there:
            come_back(self.core, place.chat)
        self.plan(f"{ARRIVED}:{room.id}", ARRIVED, self.now, room=room.id, organizer=organizer)

    def toast(self, words: Said, *, seen: bool = False, stays: bool = False) -> None:
        """A short private acknowledgement: a toast on the press where the network has them, else a private message.

        `seen` says that the chat itself shows what the person did: a reaction then needs no further answer. `stays`
        says that it must be read, as what was pressed did not happen.
        """
        if self.pressed and Can.TOAST in self.can:
            said = self.mine.say(words)
            self.toasted = Stays(said) if stays else said
        elif not (seen and self.reacted):
            self.private(words)

    @property
    def is_secret(self) -> bool:
        """Whether nobody else sees what the person does here: alone with the bot, or by a press that is not shown."""
        return self.place.private or (self.pressed and Can.SECRET_PRESS in self.can)

    @property
    def mine(self) -> Words:
        """How to speak to whoever acts, alone."""
        if self.room is None:
            return self.words
        return self.words_to(self.member, self.room.group)

    def prove_presence(self) -> None:
        """Acting in a closed group chat proves being in it: kept, also when we had been told that the person left."""
        if self.room is not None and self.place.closed:
            self.core.presences.seen(self.room.id, self.member.id)
            self.core.presences.joined(self.room.id, self.member.id, self.now)

    def beside(self, name: str, read: Callable[[T], R]) -> R:
        """What takes long to read, read on a connection that cannot write while others are served, also in this chat;
        then the event runs again. It sees what was committed before; `name` tells it from what else the event reads."""
        if name not in self.looked:
            raise Unread(name, read)
        found = self.looked[name]
        if isinstance(found, Exception):
            raise found
        return cast("R", found)

    def content(self, document: Document, most: int) -> bytes:
        """What a document holds, `most` bytes at most. It is fetched outside the transaction, for this event alone,
        while later events of this chat wait; then the event runs again. Refused, in a sentence that says why, where it
        is larger, gone or not to be had."""
        check_size(document, most)
        if document.handle not in self.fetched:
            raise Missing(Ask(Question.CONTENT, self.chat, document=document, most=most))
        found = self.fetched[document.handle]
        if isinstance(found, Refused):
            raise found
        return found

    # later

    def undoable(self, action: Action, until: datetime) -> None:
        """`/annuler` by the same person runs this action until then."""
        room, source = self.room.id if self.room else None, self.message.id if self.message else ""
        self.core.undos.remember(self.member.id, action.pack(), self.now, until, room, source)

    def begin(self, flow: str, step: str, draft: str, version: int, lasts: timedelta = timedelta(hours=24)) -> None:
        """Puts the person into a conversation here."""
        self.core.talks.put(self.chat, self.member.id, Talk(flow, step, draft, version, self.now + lasts))

    # facts of the network

    def is_unknown(self) -> None:
        """Somebody answers a message that we do not know: raises while one is being posted here, or when we died."""
        if not self.waited and self.core.outbox.sending(self.chat, self.person.user if self.place.private else None):
            raise Missing(Ask(Question.POSTED, self.chat, self.person.user if self.place.private else None))

    def is_organizer(self, room: Room | None = None) -> bool:
        """Whether the person administers or moderates the group's chat, or another one of its chats, with this account
        or one that is linked to it; asks the network when we do not know."""
        where, since = room or self.here, self.now - BELIEVED
        known = self.core.presences.is_organizer(where.id, self.member.id, since)
        if known:
            return True
        found = [(one, self.core.presences.is_organizer(one.id, self.member.id, since)) for one in self._also(where)]
        if any(known for _one, known in found):
            return True
        unknown = [one for one, known in ((where, known), *found) if known is None]
        if unknown:
            raise Missing(*(Ask(Question.IS_ORGANIZER, one.chat, self._account(one)) for one in unknown))
        return False

    def _also(self, where: Room) -> list[Room]:
        """The other chats of the group that are on a network of theirs."""
        others = [one for one in self.core.groups.rooms(where.group.id) if one.id != where.id]
        networks = {user.network for user in self.core.members.accounts(self.member.id)} if others else ()
        return [one for one in others if one.chat.network in networks]

    def count(
        self, *rooms: Room, unsure: Iterable[tuple[Chat, User]] = (), twice: Iterable[tuple[Chat, User]] = ()
    ) -> int:
        """How many people are in these chats; their networks are asked, at once, what we knew over a minute ago,
        whether those of whom we are `unsure` are there, and which accounts of those who have two, `twice`."""
        since = self.now - COUNT_BELIEVED
        asks = [Ask(Question.IS_MEMBER, chat, user) for chat, user in unsure]
        asks += [Ask(Question.SITS, chat, user) for chat, user in twice]
        for one in rooms:
            if one.count is None or one.counted_at is None or one.counted_at < since:
                asks.append(Ask(Question.COUNT, one.chat))
        if asks:
            raise Missing(*asks)
        return sum(one.count or 0 for one in rooms)

    def ask_member(self, *rooms: Room) -> Missing:
        """The question whether the person is in these group chats; raise it."""
        return Missing(*(Ask(Question.IS_MEMBER, room.chat, self._account(room)) for room in rooms))

    def _account(self, room: Room) -> User:
        if self.person.user.network == room.chat.network:
            return self.person.user
        accounts = self.core.members.accounts(self.member.id)
        return next((user for user in accounts if user.network == room.chat.network), self.person.user)
