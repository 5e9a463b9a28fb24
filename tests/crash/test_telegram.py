"""The bot is killed again and again while people vote and ask over real HTTP: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from pathlib import Path

from tests.botapi import Limits, Server, World, serving
from tests.botapi.people import Person
from tests.crash.running import Bot, until

VOTERS = 200
KILLS = 10
ASKING = 20


def section(server: Server) -> str:
    """The settings of a bot on the server."""
    return f'[telegram]\ntoken = "{server.world.bot.token}"\nbase_url = "{server.base_url}"'


def tally(bot: Bot) -> Counter[str]:
    """The answers that are kept."""
    return Counter(dict(bot.rows("SELECT marks, count(*) FROM ballots GROUP BY marks")))


async def test_a_storm_of_kills_on_telegram(tmp_path: Path) -> None:
    world, dice = World(), random.Random(7)
    people = [world.person(f"Voter {number}") for number in range(VOTERS)]
    group = world.supergroup("La Ruche", people, admins=people[:1])
    async with serving(world, limits=Limits(on=False)) as server:
        await world.add_bot(group, by=people[0], admin=True)
        bot = Bot(tmp_path, section(server))
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
        await until(lambda: _shows(world.newest(group, "Vote 1").text, tally(bot)))

        assert tally(bot) == wanted
        assert sum(_answers(world, one) - 1 for one in people[:ASKING]) <= KILLS  # one message may come twice, a kill
        assert await bot.end() == 0
        assert server.violations == []


def _answers(world: World, who: Person) -> int:
    return len(world.shown(who))


def _shows(text: str, tally: Counter[str]) -> bool:
    return all(f"\u00a0: {count}" in text for count in tally.values())
