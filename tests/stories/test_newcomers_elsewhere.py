"""A newcomer's path on two networks: killed after any of its steps, it goes on where it was, on the other one too."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.view import View
from bot.app import App
from bot.chat.address import Person, User
from bot.chat.text import _
from handlers.features import FEATURES
from storage.database import Database
from tests.botapi import Limits, World, serving
from tests.stories.test_newcomers import ANSWERS, HOME, WHERE, arrived, path
from tests.telegram_side import TelegramSide
from tests.town import Town, text_of


class Twofold(Town):
    """La Ruche meets on Telegram; the bot is on the local network as well, where Zoé has another account."""

    def __init__(self, folder: Path, language: str, side: TelegramSide) -> None:
        self.elsewhere = Hub(run="elsewhere")
        super().__init__(folder, View.BUTTONS, language, hub=side, connect=side.connect)
        self.phone = self.elsewhere.person("zoe-elsewhere", "Zoé Lune", language)
        self._lives = 0

    def _built(self) -> App:
        return App(
            self.database, FEATURES, [self._connect(), self.elsewhere], clock=self.clock,
            seconds=lambda: self.seconds, community=self.community,
        )  # fmt: skip

    async def open(self) -> Town:
        for adapter in self.app.adapters.values():
            await adapter.open()
        listening = asyncio.gather(*(one.listen(self.app.dispatcher.emit) for one in self.app.adapters.values()))
        listening.add_done_callback(lambda over: over.cancelled() or over.exception())  # they end with the story
        self._listening: Any = listening
        await asyncio.sleep(0)
        return self

    async def die(self) -> None:
        """The process is killed: the next one finds what was committed, and nobody said goodbye."""
        self._lives += 1
        old, new = self.database.path, self.database.path.parent / f"life{self._lives}"
        new.mkdir()
        for file in old.parent.glob(f"{old.name}*"):
            if not file.name.endswith(".lock"):
                shutil.copy(file, new)
        self._listening.cancel()
        await self.app.stop()
        self.database = Database(new / old.name)
        self.app = self._built()
        await self.open()
        await self.settle()

    def link(self, who: str, other: User) -> None:
        """Both accounts are one person's."""
        with self.database.begin() as tx:
            stranger = tx.members.known(Person(other, NAME, self.language), self.time).id
            tx.cursor.execute("UPDATE accounts SET member = ? WHERE member = ?", (self.member(who), stranger))
            tx.forget()

    async def write_elsewhere(self, text: str) -> str:
        """Zoé writes to the bot on the other network; what it answers there."""
        private = self.elsewhere.private_chat(self.phone)
        self.seconds += 2.0
        await self.elsewhere.say(self.phone, private, text)
        await self.settle()
        return [text_of(post) for post in self.elsewhere.messages(private) if post.by is None][-1]


NAME = "Zoé Lune"
QUESTIONS = (WHERE, *(following for _answer, following in ANSWERS))


@pytest.fixture(params=["fr", "en"])
async def twofold(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Twofold]:
    async with serving(World(), limits=Limits()) as server:
        town = Twofold(folder, request.param, TelegramSide(server))
        server.limits.clock = lambda: town.seconds
        await town.open()
        yield town
        await town.close()


@pytest.mark.parametrize("stop", range(len(QUESTIONS)))
async def test_killed_after_any_answer_a_path_goes_on_on_the_other_network(twofold: Twofold, stop: int):
    await arrived(twofold)
    for answer, _next in ANSWERS[:stop]:
        await twofold.whisper("zoe", answer)
    await twofold.die()
    twofold.link("zoe", twofold.phone)

    assert twofold.says(QUESTIONS[stop]) in await twofold.write_elsewhere("/accueil")
    for answer, following in ANSWERS[stop:]:
        assert twofold.says(following) in await twofold.write_elsewhere(answer)
        await twofold.die()
        assert twofold.says(following) in await twofold.write_elsewhere("/accueil")
    said = await twofold.write_elsewhere("j'accepte")

    assert twofold.says(HOME) in said
    found = path(twofold)
    assert (found.area, found.bring, found.need, found.is_done) == ("Vaise", "du pain", "une remorque", True)


async def test_the_last_answer_counts_on_whichever_network_it_was_given(twofold: Twofold):
    await arrived(twofold)
    twofold.link("zoe", twofold.phone)
    await twofold.write_elsewhere("/accueil")
    await twofold.write_elsewhere("Bron")

    await twofold.whisper("zoe", "Vaise")  # the question is still open there

    assert path(twofold).area == "Vaise"
    await twofold.write_elsewhere("du pain")
    assert path(twofold).bring == "du pain"


async def test_a_path_begun_elsewhere_ends_where_the_group_is(twofold: Twofold):
    await twofold.join("zoe", NAME)
    await twofold.wait(minutes=2)
    twofold.link("zoe", twofold.phone)
    assert twofold.says(_("Welcome to {group}, {name}!", group="La Ruche", name="Zoé")) in (
        await twofold.write_elsewhere("/accueil")
    )
    await twofold.write_elsewhere("c'est parti")
    await twofold.write_elsewhere("Vaise")
    await twofold.die()

    await twofold.whisper("zoe", "/accueil")
    for answer in ("du pain", "une remorque", "j'accepte"):
        await twofold.whisper("zoe", answer)

    assert twofold.says(HOME) in twofold.told("zoe")
