"""The page for operators, played: every line of `coop` that it shows is typed, in French and in English."""

from __future__ import annotations

import re
import shlex
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.operators import written
from tests.botapi import World, serving
from tests.cli.conftest import ROOT, free_port
from tests.cli.test_readme import ENGLISH, FRENCH, NAMES, Hour, Tongue, exported_votes

PAGES = {FRENCH.file: "docs/operating.md", ENGLISH.file: "docs/operating.en.md"}
FIRST = {FRENCH.file: "De @BotFather au premier vote", ENGLISH.file: "From @BotFather to the first vote"}
PLACES = {"FICHIER": "backup.db", "FILE": "backup.db", "DOSSIER": "out", "FOLDER": "out"}
CODE, ADDRESS, NAME = re.compile(r"\b\w{4}-\w{4}$"), re.compile(r"http://\S+"), re.compile(r"@\w+")


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["fr", "en"])
async def hour(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hour]:
    async with serving(World()) as server:
        outside = {"COOP_TELEGRAM__BASE_URL": server.base_url, "COOP_WEB__LISTEN": f"127.0.0.1:{free_port()}"}
        yield Hour(request.param, tmp_path, server, outside)


def typed(tongue: Tongue) -> tuple[list[str], list[str]]:
    """What the page shows to type or to read: in its five steps, and everywhere else."""
    text = (ROOT / PAGES[tongue.file]).read_text("utf-8")
    before, heading, rest = text.partition(f"## {FIRST[tongue.file]}\n")
    assert heading
    steps, _sep, after = rest.partition("\n## ")
    return [*map(_line, _shown(steps))], [*map(_line, [*_shown(before), *_shown(after)])]


def _shown(text: str) -> list[str]:
    return [line[4:] for line in text.splitlines() if line.startswith("    ") and line.strip()]


def _line(shown: str) -> str:
    """Without what explains it."""
    return shown if shown.startswith(" ") else re.split(r"\s{2,}", shown)[0]


def shape(line: str) -> str:
    """A line that the bot prints, whatever its address, its name and its code."""
    return CODE.sub("CODE", ADDRESS.sub("ADDRESS", NAME.sub("@NAME", line.replace("\N{NO-BREAK SPACE}", " "))))


def words(line: str) -> list[str]:
    """The words after `coop`, with names in the places of FILE and FOLDER."""
    return [PLACES.get(word, word) for word in shlex.split(line)[1:]]


async def test_the_page_for_operators_leads_to_the_first_vote_and_through_every_verb(hour: Hour) -> None:
    tongue, world = hour.tongue, hour.server.world
    steps, others = typed(tongue)
    init, check, run, ready, code, said = steps
    assert [init, check, run] == ["coop init", "coop check", "coop run"]
    verbs = [words(line) for line in others if line.split()[0] == "coop"]
    people = [world.person(name, language=tongue.locale[:2]) for name in NAMES]

    for option in ("--version", "--help"):
        assert [option] in verbs
        assert (await hour.coop(option)).code == 0
    assert (await hour.coop(*words(init), answers=f"\nLa Ruche\nParis\n{world.bot.token}\n")).code == 0
    assert (await hour.coop(*words(check))).code == 0
    assert (await hour.coop("check", "--offline")).code == 0
    bot = await hour.run()
    try:
        printed = await bot.line(), await bot.line()
        assert [*map(shape, printed)] == [shape(ready), shape(code)]
        await world.whisper(people[0], written(printed[1].split()[-1]) or "")
        await hour.shown(people[0], "/menu")
        await world.whisper(people[0], "/operateur")
        await hour.shown(people[0], "Pour la personne qui gère" if tongue is FRENCH else "For whoever runs this bot")
        group = world.supergroup("La Ruche", people, people[:1])
        await world.add_bot(group, by=people[0])
        await world.promote(world.bot, group, by=people[0])
        await hour.vote(people, group, said, tongue.voices)
        await world.say(people[0], group, f"{tongue.close} 1")
        await hour.shown(group, tongue.adopted)
        for verb in (["check"], ["check", "--offline"], ["health"], ["backup", "backup.db"], ["export", "out"]):
            assert verb in verbs
            assert (await hour.coop(*verb)).code == 0, verb
        assert ["restore", "backup.db"] in verbs
        assert (await hour.coop("restore", "backup.db")).code == 1
    finally:
        stopped = await bot.stop()

    assert (await hour.coop("restore", "backup.db")).code == 0
    for verb in (["db", "current"], ["db", "upgrade"]):
        assert verb in verbs
        assert (await hour.coop(*verb)).code == 0, verb
    [recount] = [verb for verb in verbs if verb[0] == "recount"]
    assert (await hour.coop("recount", f"out/{recount[1].replace('41', '1')}")).code == 0
    assert [one["result"] for one in exported_votes(hour.folder / "out")] == ["adopted"]
    assert stopped.code == 0
    assert "Traceback" not in "".join([*hour.printed, stopped.err])


async def test_what_the_page_says_of_the_try_out_works(hour: Hour) -> None:
    hour.outside.clear()  # the try-out has no network
    _steps, others = typed(hour.tongue)
    verbs = [words(line) for line in others if line.split()[0] == "coop"]
    [export] = [verb for verb in verbs if "coop-demo/config.toml" in verb]
    helps = ":aide" if hour.tongue is FRENCH else ":help"

    assert ["chat"] in verbs
    talked = await hour.coop("chat", answers=f"{helps}\n")
    options = {word for verb in verbs if verb[0] == "demo" for word in verb if word.startswith("--")}
    shown = await hour.coop("demo", "--help")

    assert talked.code == 0
    assert ".2" in talked.out, "its help shows what can be typed"
    assert options == {"--port", "--no-browser", "--empty"}
    assert all(option in shown.out for option in options)
    assert (await hour.coop(*export)).code == 0
    assert (hour.folder / "coop-demo/export/votes.json").is_file()


async def test_the_webhook_of_the_page_is_one_that_the_settings_take(hour: Hour) -> None:
    _steps, others = typed(hour.tongue)
    at = others.index("[telegram]")
    block = "\n".join([*others[at : at + 4], f'token = "{hour.server.world.bot.token}"', ""])
    (hour.folder / "config.toml").touch(0o600)
    (hour.folder / "config.toml").write_text(block, "utf-8")

    checked = await hour.coop("check", "--offline")

    assert checked.code == 0, checked.out
    assert not checked.err
