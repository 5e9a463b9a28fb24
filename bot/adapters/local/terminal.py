"""What a terminal does with a typed line: one person at a time, in one chat at a time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path

from bot.adapters.local import attempts
from bot.adapters.local.controls import Controls, Try
from bot.adapters.local.hub import Hub
from bot.adapters.local.people import LARGEST, Impossible
from bot.adapters.local.sentences import PAGE
from bot.adapters.local.state import Posted
from bot.adapters.local.telling import Telling
from bot.adapters.local.transcript import HELP, reactions
from bot.adapters.local.typed import Ask, Attempt, Become, Choose, Correct, Go, Say, See, Send, Shift, folded, read
from bot.adapters.local.watch import Watch
from bot.chat.adapter import TryLater
from bot.chat.address import Chat, User
from bot.chat.message import File
from bot.chat.text import _

LATEST = 8  # messages shown at the start and by :again
# The bot answers a moment after it heard; the next piped line waits until it has been quiet for this long.
QUIET_SECONDS = 0.3
LONGEST_WAIT = 5.0


class Quit(Exception):
    """The person is done."""


class Terminal(Telling):
    """A terminal: who types, and where to."""

    def __init__(self, hub: Hub, controls: Controls, language: str, write: Callable[[str], None]) -> None:
        super().__init__(hub, controls, language, write)
        self._me = hub.people[0]
        self._chat = hub.groups[0].chat
        self._moved = asyncio.Event()
        self._sure = False

    @property
    def prompt(self) -> str:
        """Who types, and where to."""
        return f"{self._hub.name_of(self._me)}, {self._title(self._chat)} > "

    def begin(self) -> None:
        """Says where one is, and shows the latest of the chat."""
        self._say(_("{bot} on trial: everything stays on this computer. :help tells what can be typed.",
                    bot=self._hub.bot_name))  # fmt: skip
        self._now()
        self._again()

    async def follow(self, watch: Watch) -> None:
        """Writes what happens, as it happens."""
        async for change in watch:
            self._moved.set()
            self._show(change)

    async def quiet(self) -> None:
        """Comes back when nothing has happened for a moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT):
                while True:
                    self._moved.clear()
                    try:
                        async with asyncio.timeout(QUIET_SECONDS):
                            await self._moved.wait()
                    except TimeoutError:
                        return

    async def take(self, line: str) -> None:
        """Does what a line asks; raises Quit."""
        try:
            await self._take(line)
        except Impossible as impossible:
            self._say(impossible.phrase)
        except TryLater:
            self._say(PAGE["failed"])

    async def _take(self, line: str) -> None:
        typed = read(line.strip(), {*self._people()})
        sure, self._sure = self._sure, False
        match typed:
            case Say("", _by, _answers):
                return
            case Say(text, by, answers):
                post = self._hub.numbered(answers)
                chat = post.ref.chat if post else self._chat_of(by)
                await self._hub.say(self._person(by), chat, text, post.ref if post else None)
            case Send():
                await self._send(typed)
            case Choose():
                await self._choose(typed)
            case Correct(number, text):
                await self._hub.edit_text(self._me, self._post(number).ref, text)
            case Become(name, place):
                self._chat = self._chat_of(name)
                self._me = self._person(name)
                if place:
                    self._go(place)
            case Go(place):
                self._go(place)
            case Shift(seconds):
                await self._shift(seconds)
            case See(None):
                self._say(_("Views: buttons, reactions, text."))
            case See(view) if view:
                await self._controls.switch_view(view)
                self._again()
            case Attempt(section, place):
                await self._attempt(section, place)
            case Ask("reset") if not sure:
                self._sure = True
                self._say(_("Every message and every vote will be erased. Type :reset once more to do it."))
            case Ask("reset"):
                await self._controls.reset(self._language)
                self._begin_again()
            case Ask(what):
                await self._ask(what)

    async def _ask(self, what: str) -> None:
        match what:
            case "help":
                for phrase in HELP:
                    self._say(phrase)
            case "people":
                for user in self._hub.people:
                    self._write(f"@{folded(user.id)} {self._hub.name_of(user)}")
            case "again":
                self._again()
            case "journal":
                for one in self._hub.carried:
                    self._say(one.phrase)
            case "join":
                await self._hub.join(self._me, self._group())
            case "leave":
                await self._hub.leave_chat(self._me, self._group())
            case "quit":
                raise Quit
            case _unknown:
                self._say(_("That is not known here. :help tells what can be typed."))

    async def _send(self, typed: Send) -> None:
        """Hands over a document of this computer; one that cannot be read, or is too big, says so."""
        path = Path(typed.path).expanduser()
        try:
            if not path.is_file():
                raise Impossible(_("There is no file {path} here.", path=typed.path))
            with path.open("rb") as source:
                content = source.read(LARGEST + 1)  # the rest of a bigger one is not wanted
        except (OSError, ValueError) as error:
            raise Impossible(_("The file {path} cannot be read.", path=typed.path)) from error
        media_type = guess_type(path.name)[0] or "application/octet-stream"
        document = File(path.name, media_type, content)
        await self._hub.say(self._person(typed.by), self._chat_of(typed.by), typed.text, document=document)

    async def _choose(self, typed: Choose) -> None:
        who, chat = self._person(typed.by), self._chat_of(typed.by)
        post = self._post(typed.message) if typed.message else self._offering(chat)
        buttons, keys = post.message.buttons, reactions(post)
        if 0 < typed.place <= len(buttons):
            await self._hub.press(who, post.ref, buttons[typed.place - 1].data)
        elif not buttons and 0 < typed.place <= len(keys):
            key = keys[typed.place - 1]
            change = self._hub.take_reaction if who.id in post.marks[key] else self._hub.put_reaction
            await change(who, post.ref, key)
        else:
            self._say(_("There is no choice {n} under this message.", n=typed.place))

    def _offering(self, chat: Chat) -> Posted:
        """The latest message with choices. One that lists them, to be answered in words, hides those above it."""
        for post in reversed(self._hub.messages(chat)):
            if post.message.buttons or post.marks:
                return post
            if post.by is None and re.search(r"(?m)^1\. ", post.text):
                raise Impossible(_("The latest message is answered in words, as it says: there is nothing to press."))
        raise Impossible(_("There is nothing to choose here."))

    def _post(self, number: int) -> Posted:
        if (post := self._hub.numbered(number)) is None:
            raise Impossible(_("This message is gone."))
        return post

    def _people(self) -> dict[str, User]:
        """Everybody by what may follow an @: the id, and the first name where it is nobody else's."""
        hub = self._hub
        first = {
            folded(hub.name_of(user).split()[0]): user for user in reversed(hub.people) if hub.name_of(user).split()
        }
        return {**first, **{folded(user.id): user for user in hub.people}}

    def _person(self, name: str) -> User:
        return self._people()[name] if name else self._me

    def _chat_of(self, name: str) -> Chat:
        """Where a person writes: the present group, or their own private chat when it is a private one."""
        if not self._hub.room(self._chat).private:
            return self._chat
        return self._hub.private_chat(self._person(name))

    def _group(self) -> Chat:
        return self._hub.groups[0].chat if self._hub.room(self._chat).private else self._chat

    def _go(self, place: str) -> None:
        if place in ("prive", "private"):
            self._chat = self._hub.private_chat(self._me)
            return
        groups = self._hub.groups
        named = [room for room in groups if place in (folded(room.chat.id), folded(room.title))]
        if place in ("groupe", "group"):
            named = list(groups[:1])
        if not named:
            self._say(_("There is no chat of that name."))
            return
        self._chat = named[0].chat

    async def _attempt(self, section: int, place: int) -> None:
        sections = await self._controls.checklist(self._language)
        if not 0 < section <= len(sections):
            for line in attempts.overview(sections, self._phrase):
                self._write(line)
            return
        whose, chosen = attempts.Whose(self._hub, self._controls, self._language), sections[section - 1]
        if not 0 < place <= len(chosen.tries):
            for line in attempts.lines(section, chosen, whose, self._phrase):
                self._write(line)
            return
        await self._begin_try(chosen.tries[place - 1])

    async def _begin_try(self, one: Try) -> None:
        """As a person does it: by whom and where it is done, and what to type there; or the time passes."""
        self._me = User(self._hub.name, one.by) if one.by else self._me
        if one.private:
            self._chat = self._hub.private_chat(self._me)
        elif one.group or self._hub.room(self._chat).private:
            self._chat = Chat(self._hub.name, one.group) if one.group else self._hub.groups[0].chat
        self._write(one.label)
        if one.until:
            await self._controls.reach(one.until)
            self._now()
        elif one.example:
            self._say(_("Type:"))
            self._write(one.example.replace("\n", "\\\n"))

    async def _shift(self, seconds: int) -> None:
        if seconds:
            await self._controls.shift(seconds)
        elif self._controls.next_due() is not None:
            await self._controls.go_on()
        else:
            self._say(PAGE["nothing_due"])
            return
        self._now()

    def _begin_again(self) -> None:
        self._told.clear()
        self._me, self._chat = self._hub.people[0], self._hub.groups[0].chat
        self._again()

    def _again(self) -> None:
        for post in self._hub.messages(self._chat)[-LATEST:]:
            self._tell(post, again=False, anyway=True)
