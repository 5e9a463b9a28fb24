"""The list of things to try, walked through from its first line to its last: each ticks itself once it was done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.adapters.local.controls import Section, Try
from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.chat.address import Chat, User
from bot.chat.text import Phrase
from bot.demo.checklist import CHAPTERS
from bot.demo.tryout import TryOut
from tests import tryout_walk as walk

PATIENCE = 20.0


class Walker:
    """Somebody who does each line, on the network itself."""

    def __init__(self, tryout: TryOut, language: str) -> None:
        self.tryout = tryout
        self.hub = tryout.hub
        self.language = language

    async def sections(self) -> list[Section]:
        return [*await self.tryout.checklist(self.language)]

    async def find(self, key: str) -> Try:
        [found] = [one for section in await self.sections() for one in section.tries if one.key == key]
        return found

    async def do(self, key: str) -> None:
        """As a person does it: the line's own text by its person in its chat, or its clock; then whatever it takes."""
        one = await self.find(key)
        if one.until:
            await self.tryout.reach(one.until)
        elif one.example:
            await self.say(one.by or "lea", "private" if one.private else one.group or "ruche", one.example)
        for step in walk.AFTERWARDS.get(key, ()):
            await self.tryout.shift(1)  # what was said is answered then
            await self.step(step)

    async def step(self, step: walk.Step) -> None:
        match step:
            case walk.Press(who, where, label, begins):
                post, data = await self.button(who, where, self.said(label, who, where), begins=begins)
                await self.hub.press(self.user(who), post.ref, data)
            case walk.Tell(who, where, text):
                await self.say(who, where, self.said(text, who, where))
            case walk.Code(who, where, command, given_to):
                await self.say(who, where, f"{command} {await self.code(given_to)}")
            case walk.Join(who, where):
                await self.hub.join(self.user(who), Chat("local", where))
                await self.tryout.shift(120)  # the greeting waits for others who come
            case walk.View():
                await self.tryout.switch_view(View.REACTIONS)
                await self.tryout.switch_view(View.BUTTONS)

    async def say(self, who: str, where: str, text: str) -> None:
        await self.hub.say(self.user(who), self.chat(who, where), text)

    async def button(self, who: str, where: str, label: str, *, begins: bool) -> tuple[Posted, str]:
        async with asyncio.timeout(PATIENCE):
            while True:
                for post in reversed(self.hub.messages(self.chat(who, where))):
                    for button in post.message.buttons:
                        if str(button.label) == label or (begins and str(button.label).startswith(label)):
                            return post, button.data
                await asyncio.sleep(0.02)

    async def code(self, who: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                for post in reversed(self.hub.messages(self.chat(who, "private"))):
                    if post.from_bot and (found := walk.CODE.search(post.text)):
                        return found[0]
                await asyncio.sleep(0.02)

    def user(self, who: str) -> User:
        return User("local", who)

    def chat(self, who: str, where: str) -> Chat:
        return self.hub.private_chat(self.user(who)) if where == "private" else Chat("local", where)

    def said(self, words: Phrase | str, who: str, where: str) -> str:
        """In private as the person reads, in a group as the group does."""
        language = self.hub.language_of(self.user(who)) if where == "private" else self.language
        return words if isinstance(words, str) else self.tryout.say(words, language)

    async def ticked(self, key: str) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                while not (await self.find(key)).done:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return False
        return True


def keys() -> Iterator[str]:
    return (line.key for chapter in CHAPTERS for line in chapter.lines)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_line_ticks_itself_once_it_was_done_and_not_before(tryout: TryOut, language: str) -> None:
    if language != tryout.language:
        await tryout.reset(language)
    walker = Walker(tryout, language)
    assert [one.key for section in await walker.sections() for one in section.tries if one.done] == []

    for key in keys():
        before = {one.key for section in await walker.sections() for one in section.tries if one.done}
        if key in before:  # one thing that was done may be two of the list
            continue
        await walker.do(key)
        assert await walker.ticked(key), key

    done = [(section.done, len(section.tries)) for section in await walker.sections()]
    assert [some for some, every in done if some != every] == []
