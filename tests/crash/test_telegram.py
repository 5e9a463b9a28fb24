"""The bot is killed again and again while people vote and ask over real HTTP: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.botapi import Limits, Server, World, serving
from tests.botapi.people import Person

ROOT = Path(__file__).parents[2]
VOTERS = 200
KILLS = 10
ASKING = 20
PATIENCE = 60.0  # seconds for anything that must come


class Bot:
    """`coop run` against a server, in processes that come and go."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.database = folder / "coop.db"
        self._settings = folder / "config.toml"
        self._settings.touch(mode=0o600)
        self._settings.write_text(
            f'[community]\nallowed_chats = ["*"]\n[telegram]\ntoken = "{server.world.bot.token}"\n'
            f'base_url = "{server.base_url}"\n[web]\nlisten = "127.0.0.1:0"\n[log]\nlevel = "error"\n',
            encoding="utf-8",
        )
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Comes back when it says that it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", str(self._settings), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout
        assert await self._process.stdout.readline()

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its status."""
        assert self._process
        self._process.send_signal(how)
        return await self._process.wait()

    def tally(self) -> Counter[str]:
        """The answers that are kept."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return Counter(dict(database.execute("SELECT marks, count(*) FROM ballots GROUP BY marks")))


async def until(fact: Callable[[], bool]) -> None:
    """Waits for what another process does."""
    async with asyncio.timeout(PATIENCE):
        while not fact():
            await asyncio.sleep(0.02)


async def test_a_storm_of_kills_on_telegram(tmp_path: Path) -> None:
    world, dice = World(), random.Random(7)
    people = [world.person(f"Voter {number}") for number in range(VOTERS)]
    group = world.supergroup("La Ruche", people, admins=people[:1])
    async with serving(world, limits=Limits(on=False)) as server:
        await world.add_bot(group, by=people[0], admin=True)
        bot = Bot(server, tmp_path)
        await bot.start()
        await world.say(people[0], group, "/vote Adopter la charte ? secret=public")
        await until(lambda: any("Vote 1" in text for text in world.shown(group)))
        card = world.newest(group, "Vote 1")
        choices = [button["callback_data"] for button in card.buttons[:3]]
        wanted: Counter[str] = Counter()

        for turn in range(KILLS):
            for number in range(turn, VOTERS, KILLS):
                world.press_data(people[number], card, choices[number % 3])
                wanted[str(number % 3)] += 1
            for number in range(turn, ASKING, KILLS):
                await world.whisper(people[number], "/confidentialite")
            await asyncio.sleep(dice.uniform(0.0, 0.15))  # any instant: it is the kill that is under test
            await bot.end(signal.SIGKILL)
            await bot.start()
        await until(lambda: not world.bot.queue.pending)
        await until(lambda: all(_answers(world, one) for one in people[:ASKING]))
        await until(lambda: _shows(world.newest(group, "Vote 1").text, bot.tally()))

        assert bot.tally() == wanted
        assert sum(_answers(world, one) - 1 for one in people[:ASKING]) <= KILLS  # one message may come twice, a kill
        assert await bot.end() == 0
        assert server.violations == []


def _answers(world: World, who: Person) -> int:
    return len(world.shown(who))


def _shows(text: str, tally: Counter[str]) -> bool:
    return all(f"\u00a0: {count}" in text for count in tally.values())
