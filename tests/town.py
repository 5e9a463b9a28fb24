"""A town to tell stories in: the whole bot over the local network, with a clock that is moved and no waiting.

    async def test_a_vote_counts_once_per_person(town):
        await town.say("ana", "/poll Budget? | Yes | No")
        await town.choose("ana", "Yes")
        ...

Everything is real but the time: the dispatcher, the writer (applied on the loop instead of in its thread), the
couriers, the timer, and a database file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from bot.adapters.local.hub import Hub
from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.app import App
from bot.chat.action import Action
from bot.chat.adapter import Adapter
from bot.chat.address import Chat, MessageRef, Person
from bot.chat.message import File
from bot.chat.text import Phrase
from bot.core.clock import Clock
from bot.core.community import Community
from bot.core.fit import KEYCAPS
from bot.core.matching import match
from bot.core.timer import Timer
from bot.core.words import Words
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.polls import Poll, counts
from handlers.features import FEATURES
from storage.database import Database

START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)  # a Thursday, 10 h in Paris

NAMES = {"ana": "Ana Diaz", "bruno": "Bruno Petit", "chloe": "Chloé Martin", "dan": "Dan Weber", "emma": "Emma Roy"}


def shown(*views: View) -> list[ParameterSet]:
    """The networks on which a story is told, in both languages. A test of some of them alone says so:

    @pytest.mark.parametrize("town", shown(View.REACTIONS), indirect=True)
    """
    return [pytest.param((view, language), id=f"{view}-{language}") for view in views for language in ("fr", "en")]


class Town:
    """Five people in a group called La Ruche; Ana organizes it."""

    def __init__(
        self, folder: Path, view: View = View.BUTTONS, language: str = "fr", *, hub: Any = None,
        connect: Callable[[], Adapter] | None = None, serves: Callable[[Chat], bool] = lambda chat: True,
    ) -> None:  # fmt: skip
        self.time = START
        self.seconds = 0.0
        self.language = language
        self.community = Community(language=language, serves=serves, version="1.2.3")
        self.hub: Any = hub or Hub(run="town")
        self._connect: Callable[[], Adapter] = connect or (lambda: self.hub)
        self.hub.view = view
        self.people = {key: self.hub.person(key, name, language) for key, name in NAMES.items()}
        everybody = list(self.people.values())
        self.group = self.hub.group("ruche", "La Ruche", everybody, [self.people["ana"]])
        self.database = Database(folder / "coop.db")
        self.clock = Clock(lambda: self.time)
        self.app = self._built()

    def _built(self) -> App:
        return App(
            self.database, FEATURES, [self._connect()], clock=self.clock, seconds=lambda: self.seconds,
            community=self.community,
        )  # fmt: skip

    async def open(self) -> Town:
        """Connects the bot to the network, in step with the story."""
        [adapter] = self.app.adapters.values()
        await adapter.open()
        await self.app.follow_zones()
        self._listening = asyncio.create_task(adapter.listen(self.app.dispatcher.emit))
        await asyncio.sleep(0)
        return self

    # what people do

    async def say(self, who: str, text: str, reply_to: MessageRef | None = None) -> MessageRef:
        """Writes in the group; everything that follows has happened when it comes back."""
        return await self._say(who, self.group, text, reply_to)

    async def whisper(self, who: str, text: str, reply_to: MessageRef | None = None) -> MessageRef:
        """Writes to the bot in private."""
        return await self._say(who, self.hub.private_chat(self.people[who]), text, reply_to)

    async def hand(self, who: str, document: File, text: str = "", chat: Chat | None = None) -> MessageRef:
        """Sends the bot a document, in private unless a chat is named, with words beside it or none."""
        return await self._say(who, chat or self.hub.private_chat(self.people[who]), text, None, document=document)

    async def choose(self, who: str, answer: str, chat: Chat | None = None) -> str:
        """Answers the newest message that offers this answer, however the network lets them; the toast, or ""."""
        post, place = self._offering(answer, chat or self.group)
        user, ref = self.people[who], post.ref
        toast = ""
        if self.hub.view is View.BUTTONS:
            toast = await self.hub.press(user, ref, post.message.buttons[place].data)
        elif self.hub.view is View.REACTIONS and place < len(post.message.reactions):
            await self.hub.take_reaction(user, ref, KEYCAPS[place])  # tapped before: off and on again
            await self.hub.put_reaction(user, ref, KEYCAPS[place])
        else:
            await self.hub.say(user, post.ref.chat, answer, ref)
        await self.settle()
        return toast

    async def choose_privately(self, who: str, answer: str) -> str:
        """The same in the person's private chat."""
        return await self.choose(who, answer, self.hub.private_chat(self.people[who]))

    async def react(self, who: str, ref: MessageRef, place: int) -> None:
        """Puts the reaction of a number, from 1, on a message."""
        await self.hub.put_reaction(self.people[who], ref, KEYCAPS[place - 1])
        await self.settle()

    async def unreact(self, who: str, ref: MessageRef, place: int) -> None:
        """Takes it back."""
        await self.hub.take_reaction(self.people[who], ref, KEYCAPS[place - 1])
        await self.settle()

    async def press(self, who: str, action: Action, ref: MessageRef | None = None) -> str:
        """Presses a button with this action, as under any of the bot's messages; the toast, or ""."""
        posts = [post.ref for post in self.hub.messages(self.group) if post.from_bot]
        toast: str = await self.hub.press(self.people[who], ref or posts[-1], action.pack())
        await self.settle()
        return toast

    async def join(self, who: str, name: str = "") -> None:
        """Somebody comes into the group, perhaps for the first time."""
        if who not in self.people:
            self.people[who] = self.hub.person(who, name or who.title(), self.language)
        await self.hub.join(self.people[who], self.group)
        await self.settle()

    async def leave(self, who: str) -> None:
        """Somebody leaves the group."""
        await self.hub.leave_chat(self.people[who], self.group)
        await self.settle()

    def decree(self, *, formal: bool = False, **charter: object) -> None:
        """The group changes its charter: `town.decree(quorum="1/4", vote_days=7)`."""
        with self.database.begin() as tx:
            group = tx.groups.all()[0]
            tx.groups.keep(replace(group, formal=formal, charter=replace(group.charter, **charter)))

    def enrol(self, *who: str, **written: object) -> None:
        """The group writes people down as its members: `town.enrol("ana", "bruno", weight=2)`."""
        with self.database.begin() as tx:
            group = tx.groups.all()[0].id
            for one in who:
                member = tx.members.known(Person(self.people[one], NAMES.get(one, ""), self.language), self.time).id
                joined = Membership(member, group, MemberStatus.MEMBER, (self.time - timedelta(days=100)).date())
                tx.memberships.keep(replace(joined, **written))

    def member(self, who: str) -> MemberId:
        """Who somebody is to the bot."""
        with self.database.read() as tx:
            found = tx.members.of(self.people[who])
        assert found is not None  # the story told of them before
        return found.id

    def mute(self, who: str) -> None:
        """Somebody wants no reminders."""
        with self.database.begin() as tx:
            member = tx.members.of(self.people[who])
            assert member is not None  # whoever mutes has been met
            tx.members.keep(replace(member, muted=True))

    async def outage(self, **span: float) -> None:
        """The bot, there until now, cannot be reached for a while, and is back."""
        with self.database.begin() as tx:
            tx.cursor.execute("DELETE FROM heartbeat")  # a story has no heart that beats each minute
        self.app.timer = Timer(self.database, self.app.writer, self.app.router, self.clock)
        await self.app.timer.beat()
        self.time += timedelta(**span)
        await self.app.timer.beat()
        await self.settle()

    async def restart(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """The bot is stopped and started anew on the same file; the network stays as it is."""
        self._listening.cancel()
        await self.app.stop()
        meanwhile()
        self.database = Database(self.database.path)
        self.app = self._built()
        await self.open()
        await self.settle()

    async def edit(self, who: str, ref: MessageRef, text: str) -> None:
        """Changes an own message."""
        await self.hub.edit_text(self.people[who], ref, text)
        await self.settle()

    async def _say(
        self, who: str, chat: Chat, text: str, reply_to: MessageRef | None, **more: File
    ) -> MessageRef:  # fmt: skip
        self.seconds += 2.0  # people need time to write; nobody is taken for a flood
        ref: MessageRef = await self.hub.say(self.people[who], chat, text, reply_to, **more)
        await self.settle()
        return ref

    # time

    async def wait(self, **span: float) -> None:
        """Lets time pass, everything due on the way happening at its instant: `await town.wait(days=3)`."""
        until = self.time + timedelta(**span)
        while True:
            with self.database.read() as tx:
                planned, asleep = tx.jobs.next_due(), tx.outbox.next_due(self.hub.name, self.time)
            due = min((at for at in (planned, asleep) if at is not None), default=until)
            if due >= until:
                break
            self.time = max(self.time, due)
            await self.settle()
        self.time = until
        await self.settle()

    async def settle(self) -> None:
        """Until nothing is left to do now."""
        await self.app.settle(self._pause)

    def _pause(self, seconds: float) -> None:
        self.seconds += seconds

    # what people see

    def seen(self, chat: Chat | None = None) -> list[str]:
        """The texts of the bot's messages in the group (or another chat), oldest first."""
        return [text_of(post) for post in self.hub.messages(chat or self.group) if post.by is None]

    def heard(self, who: str) -> list[str]:
        """The texts of the bot's private messages to a person, oldest first."""
        return self.seen(self.hub.private_chat(self.people[who]))

    @property
    def last(self) -> str:
        """The bot's newest message in the group."""
        return (self.seen() or [""])[-1]

    def told(self, who: str) -> str:
        """The bot's newest private message to a person."""
        return (self.heard(who) or [""])[-1]

    def card(self, text: str) -> Posted:
        """The newest message of the bot in the group that holds the text."""
        mine: list[Posted] = [
            post for post in self.hub.messages(self.group) if post.by is None and text in text_of(post)
        ]
        return mine[-1]

    def offers(self, who: str, answer: str) -> bool:
        """Whether a message that the bot wrote to somebody in private can be answered so."""
        with self.database.read() as tx:
            posts = tx.posts.offering(self.hub.private_chat(self.people[who]), 100)
        return any(match(post.choices, answer) for post in posts)

    def says(self, words: Phrase | str) -> str:
        """A sentence in the town's language."""
        return Words(self.language, False, "Europe/Paris", self.time.year).say(words)

    def saw(self, words: Phrase | str, chat: Chat | None = None) -> bool:
        """Whether a message of the bot in the group (or another chat) shows this sentence."""
        return any(self.says(words) in text for text in self.seen(chat))

    def was_told(self, who: str, words: Phrase | str) -> bool:
        """Whether the bot told somebody this in private."""
        return self.saw(words, self.hub.private_chat(self.people[who]))

    def poll(self, number: int = 0) -> Poll:
        """A vote as it is kept; the newest without a number."""
        with self.database.read() as tx:
            found = tx.polls.get(number) if number else tx.polls.all()[-1]
        assert found is not None  # the story opened it
        return found

    def ballot(self, number: int = 0) -> tuple[int, ...]:
        """How often each answer was given, in the order of the answers."""
        poll = self.poll(number)
        with self.database.read() as tx:
            return counts(poll.terms, (tx.electors if poll.terms.listed else tx.ballots).grouped(poll.id))

    def _offering(self, answer: str, chat: Chat) -> tuple[Posted, int]:
        for post in reversed(self.hub.messages(chat)):
            with self.database.read() as tx:
                kept = tx.posts.at(post.ref)
            found = match(kept.choices, answer) if kept else None
            if kept and found:
                return post, kept.choices.index(found)
        raise AssertionError(f"nothing offers “{answer}” in {self.seen(chat)}")

    async def close(self) -> None:
        """Ends the story."""
        self._listening.cancel()
        await self.app.stop()


def text_of(post: Posted) -> str:
    """What a message shows, as one text."""
    lines = [str(line.text) for line in post.message.lines]
    return "\n".join([*lines, *(f"[{button.label}]" for button in post.message.buttons)])
