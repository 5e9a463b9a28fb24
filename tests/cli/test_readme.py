"""The first hour of a newcomer: every line that the README says to type for Telegram is typed, in its order."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.domain.operators import written
from tests.botapi import Server, World, serving
from tests.botapi.chats import Chat
from tests.botapi.people import Person
from tests.cli.conftest import ROOT, free_port
from tests.cli.running import Bot, Done, coop, running

NAMES = ("Léa", "Paul", "Nour", "Max", "Zoé")
PATIENCE = 30.0


@dataclass(frozen=True)
class Tongue:
    """What differs between the two READMEs."""

    file: str
    heading: str
    locale: str
    voices: tuple[str, ...]
    choice: str
    close: str
    adopted: str
    elected: str


FRENCH = Tongue(
    "README.md", "Sur Telegram", "fr_FR.UTF-8", ("Pour", "Pour", "Pour", "Contre", "Abstention"),
    "/vote Quel local ? | Rue Pasteur | Place du Marché", "/vote clore", "Adopté : 3 pour, 1 contre", "Rue Pasteur",
)  # fmt: skip
ENGLISH = Tongue(
    "README.en.md", "On Telegram", "en_GB.UTF-8", ("For", "For", "For", "Against", "Abstain"),
    "/vote Which place? | Rue Pasteur | Market", "/vote close", "Adopted: 3 for, 1 against", "Rue Pasteur",
)  # fmt: skip


def steps(tongue: Tongue) -> tuple[list[list[str]], str]:
    """What that part of the README says to type: in a shell, and in the group."""
    text = (ROOT / tongue.file).read_text("utf-8").partition(f"## {tongue.heading}\n")[2].partition("\n## ")[0]
    shell = [line.strip().split("  ")[0] for line in text.splitlines() if line.startswith("    ")]
    (said,) = re.findall(r"```coop group\n(.*)\n```", text)
    return [shlex.split(line) for line in shell], said


@dataclass
class Hour:
    """A newcomer's folder, and a Telegram with five people in it."""

    tongue: Tongue
    folder: Path
    server: Server
    outside: dict[str, str]
    printed: list[str] = field(default_factory=list)

    async def coop(self, *words: str, answers: str = "") -> Done:
        """Types a verb; what it printed is kept."""
        done = await coop(self.folder, *words, answers=answers, language=self.tongue.locale, **self.outside)
        self.printed += [done.out, done.err]
        return done

    async def run(self) -> Bot:
        """Starts the bot."""
        return await running(self.folder, language=self.tongue.locale, **self.outside)

    async def shown(self, where: Chat | Person, text: str) -> str:
        """The bot's message that holds the text, once it is there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = [one.replace("\N{NO-BREAK SPACE}", " ") for one in self.server.world.shown(where)]
                if found := [one for one in shown if text in one]:
                    return found[-1]
                await asyncio.sleep(0.02)

    async def vote(self, people: list[Person], group: Chat, text: str, voices: tuple[str, ...]) -> None:
        """The first of the people asks, everybody presses."""
        world, title = self.server.world, text.removeprefix("/vote ").partition(" |")[0]
        await world.say(people[0], group, text)
        await self.shown(group, title)
        card = world.newest(group, title)
        for who, voice in zip(people, voices, strict=True):
            toast = await world.press(who, card, voice, wait=PATIENCE)
            assert voice in toast.text
            assert not toast.alert


def exported_votes(folder: Path) -> list[dict[str, Any]]:
    """The votes of an export; ballots, which come in no order, in one."""
    votes: list[dict[str, Any]] = json.loads((folder / "votes.json").read_text("utf-8"))
    return [{**vote, "ballots": sorted(vote["ballots"] or [], key=json.dumps)} for vote in votes]


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["fr", "en"])
async def hour(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hour]:
    async with serving(World()) as server:
        outside = {
            "COOP_TELEGRAM__BASE_URL": server.base_url,
            "COOP_WEB__LISTEN": f"127.0.0.1:{free_port()}",
            "COOP_LOG__LEVEL": "debug",
        }
        yield Hour(request.param, tmp_path, server, outside)


async def test_the_readme_leads_from_nothing_to_the_first_votes_and_back_again(hour: Hour) -> None:
    (install, *lines), said = steps(hour.tongue)
    assert install == ["make", "install"]
    assert {line[0] for line in lines} == {".venv/bin/coop"}
    init, check, run, health, backup, export, restore = ([*line[1:]] for line in lines)
    world, token = hour.server.world, hour.server.world.bot.token
    people = [world.person(name, language=hour.tongue.locale[:2]) for name in NAMES]

    settled = await hour.coop(*init, answers=f"\nLa Ruche\nParis\n{token}\n")
    checked = await hour.coop(*check)
    assert run == ["run"]
    bot = await hour.run()
    try:
        ready, offered = await bot.line(), await bot.line()
        await world.whisper(people[0], written(offered.split()[-1]) or "")
        await hour.shown(people[0], "/menu")
        group = world.supergroup("La Ruche", people, people[:1])
        await world.add_bot(group, by=people[0])
        await world.promote(world.bot, group, by=people[0])
        await hour.shown(group, "/menu")
        await hour.vote(people, group, said, hour.tongue.voices)
        await hour.vote(people, group, hour.tongue.choice, ("Rue Pasteur",) * 4 + (hour.tongue.choice.split(" | ")[2],))
        for number in (1, 2):
            await world.say(people[0], group, f"{hour.tongue.close} {number}")
        await hour.shown(group, hour.tongue.adopted)
        await hour.shown(group, f" : {hour.tongue.elected}" if hour.tongue is FRENCH else f": {hour.tongue.elected}")
        asked = await hour.coop(*health)
        again = await hour.coop(*check)
        saved, exported = await hour.coop(*backup), await hour.coop(*export)
        early = await hour.coop(*restore)
    finally:
        stopped = await bot.stop()
    votes = exported_votes(hour.folder / export[1])
    restored = await hour.coop(*restore)
    revision = await hour.coop("db", "current")
    recounted = [await hour.coop("recount", f"{export[1]}/vote-{number}.recount.json") for number in (1, 2)]
    anew = await hour.coop("export", "anew")

    assert [settled.code, checked.code, asked.code, again.code, stopped.code] == [0, 0, 0, 0, 0]
    assert [saved.code, exported.code, early.code, restored.code] == [0, 0, 1, 0]
    assert [revision.code, anew.code, *(one.code for one in recounted)] == [0, 0, 0, 0]
    assert settled.lines[-1].split()[-1] == offered.split()[-1]
    assert "telegram" in ready
    assert any("La Ruche" in line and line.startswith(("ok – ", "bon – ")) for line in again.lines)
    assert [one["result"] for one in votes] == ["adopted", "elected"]
    assert [(one["participants"], one["electorate"]) for one in votes] == [(5, 5), (5, 5)]
    assert votes[1]["winners"] == ["Rue Pasteur"]
    assert exported_votes(hour.folder / "anew") == votes
    secret = token.split(":")[1]
    files = [path.read_bytes() for path in hour.folder.rglob("*") if path.is_file() and path.name != "config.toml"]
    assert secret not in "".join([*hour.printed, stopped.out, stopped.err])
    assert not any(secret.encode() in content for content in files)
    assert "Traceback" not in "".join([*hour.printed, stopped.err])
