"""A newcomer's path on two networks: killed after any of its steps, it goes on where it was, on the other one too."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.view import View
from bot.app import App
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

    async def link(self, *, given: str, dying: bool = False) -> None:
        """Zoé shows that both accounts are hers: the code is `given` on one network and written on the other, where she
        says yes. The process may be killed between any two of these."""
        here, there = (self.write_here, self.write_elsewhere)
        if given == "elsewhere":
            here, there = there, here
        command = {"fr": "/lier", "en": "/link"}[self.language]
        coined = CODE.search(await here(command))
        assert coined is not None  # what was asked for
        for text in (f"{command} {coined[0]}", {"fr": "oui", "en": "yes"}[self.language]):
            if dying:
                await self.die()
            said = await there(text)
        assert self.says(LINKED) in said
        if dying:
            await self.die()

    async def write_here(self, text: str) -> str:
        """Zoé writes to the bot where the group is; what it answers there."""
        await self.whisper("zoe", text)
        return self.told("zoe")

    async def write_elsewhere(self, text: str) -> str:
        """Zoé writes to the bot on the other network; what it answers there."""
        private = self.elsewhere.private_chat(self.phone)
        self.seconds += 2.0
        await self.elsewhere.say(self.phone, private, text)
        await self.settle()
        return [text_of(post) for post in self.elsewhere.messages(private) if post.by is None][-1]


NAME = "Zoé Lune"
QUESTIONS = (WHERE, *(following for _answer, following in ANSWERS))
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
LINKED = _("Wasn’t you, or changed your mind? /me accounts")
MINE = {"fr": "/accueil", "en": "/welcome"}
YES = {"fr": "j'accepte", "en": "I accept"}


@pytest.fixture(params=["fr", "en"])
async def twofold(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Twofold]:
    async with serving(World(), limits=Limits()) as server:
        town = Twofold(folder, request.param, TelegramSide(server))
        server.limits.clock = lambda: town.seconds
        await town.open()
        yield town
        await town.close()


@pytest.mark.parametrize("given", ["here", "elsewhere"])
@pytest.mark.parametrize("stop", range(len(QUESTIONS)))
async def test_killed_after_any_answer_a_path_goes_on_on_the_other_network(twofold: Twofold, stop: int, given: str):
    mine = MINE[twofold.language]
    await arrived(twofold)
    for answer, _next in ANSWERS[:stop]:
        await twofold.whisper("zoe", answer)
    await twofold.die()
    await twofold.link(given=given, dying=True)

    assert twofold.says(QUESTIONS[stop]) in await twofold.write_elsewhere(mine)
    for answer, following in ANSWERS[stop:]:
        assert twofold.says(following) in await twofold.write_elsewhere(answer)
        await twofold.die()
        assert twofold.says(following) in await twofold.write_elsewhere(mine)
    said = await twofold.write_elsewhere(YES[twofold.language])

    assert twofold.says(HOME) in said
    found = path(twofold)
    assert (found.area, found.bring, found.need, found.is_done) == ("Vaise", "du pain", "une remorque", True)


async def test_a_path_changes_the_network_at_every_step(twofold: Twofold):
    await arrived(twofold)
    await twofold.link(given="here", dying=True)
    turns = (twofold.write_elsewhere, twofold.write_here)
    for n, (answer, following) in enumerate(ANSWERS):
        write = turns[n % 2]
        assert twofold.says(QUESTIONS[n]) in await write(MINE[twofold.language])
        await twofold.die()
        assert twofold.says(following) in await write(answer)
        await twofold.die()
    await twofold.write_elsewhere(MINE[twofold.language])

    assert twofold.says(HOME) in await twofold.write_elsewhere(YES[twofold.language])
    found = path(twofold)
    assert (found.area, found.bring, found.need, found.is_done) == ("Vaise", "du pain", "une remorque", True)


@pytest.mark.parametrize("stop", range(len(QUESTIONS)))
async def test_the_question_that_was_open_is_asked_again_where_the_code_was_written(twofold: Twofold, stop: int):
    await arrived(twofold)
    for answer, _next in ANSWERS[:stop]:
        await twofold.whisper("zoe", answer)
    before = path(twofold)

    await twofold.link(given="elsewhere")
    said = await twofold.write_here("Vaise ou Gorge de Loup")

    assert twofold.says(QUESTIONS[stop]) in said
    assert path(twofold) == before, "these words may have been meant otherwise: nothing is taken for an answer"


async def test_a_no_to_the_code_leaves_the_path_where_it_is(twofold: Twofold):
    await arrived(twofold)
    await twofold.whisper("zoe", "Vaise")
    command, no = {"fr": ("/lier", "non"), "en": ("/link", "no")}[twofold.language]
    coined = CODE.search(await twofold.write_here(command))
    assert coined is not None
    await twofold.write_elsewhere(f"{command} {coined[0]}")
    await twofold.write_elsewhere(no)

    assert twofold.says(WHERE) not in await twofold.write_elsewhere(MINE[twofold.language]), "it is somebody else's"
    await twofold.whisper("zoe", "du pain")  # the question is open still
    assert (path(twofold).area, path(twofold).bring) == ("Vaise", "du pain")


async def test_the_last_answer_counts_on_whichever_network_it_was_given(twofold: Twofold):
    await arrived(twofold)
    await twofold.link(given="here")
    await twofold.write_elsewhere(MINE[twofold.language])
    await twofold.write_elsewhere("Bron")

    await twofold.whisper("zoe", "Vaise")  # the question is still open there

    assert path(twofold).area == "Vaise"
    await twofold.write_elsewhere("du pain")
    assert path(twofold).bring == "du pain"


async def test_a_path_begun_elsewhere_ends_where_the_group_is(twofold: Twofold):
    await twofold.join("zoe", NAME)
    await twofold.wait(minutes=2)
    await twofold.link(given="elsewhere", dying=True)
    assert twofold.says(_("Welcome to {group}, {name}!", group="La Ruche", name="Zoé")) in (
        await twofold.write_elsewhere(MINE[twofold.language])
    )
    await twofold.write_elsewhere({"fr": "c'est parti", "en": "go"}[twofold.language])
    await twofold.write_elsewhere("Vaise")
    await twofold.die()

    await twofold.whisper("zoe", MINE[twofold.language])
    for answer in ("du pain", "une remorque", YES[twofold.language]):
        await twofold.whisper("zoe", answer)

    assert twofold.says(HOME) in twofold.told("zoe")
