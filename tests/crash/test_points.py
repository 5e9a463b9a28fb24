"""Kill -9 at every step of an event, a delivery and a deadline: in the end it is as if nothing had happened.

Every life but the last is ended before one of its steps: each statement of the writer, after each commit, before and
after the acknowledgement, before and after each call to the network. A fresh process then finds the same file, and the
network offers again what was not acknowledged.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.adapters.local.view import View
from bot.chat.address import Chat, User
from bot.core.fit import KEYCAPS
from tests.crash.deaths import deaths, goes_on
from tests.crash.nursery import Nursery
from tests.office import blank

NAMES = {"ana": "Ana", "bruno": "Bruno", "chloe": "Chloé"}
GROUP = Chat("local", "ruche")
TABLES = (
    "ballots", "polls", "decisions", "jobs", "presences", "inbox", "outbox", "attempts", "undos", "talks", "paths",
    "greeted", "memberships",
)  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """What is left when everything is done: what the database holds and what everybody sees."""

    rows: dict[str, list[tuple[object, ...]]]
    stale: int
    shown: dict[str, list[tuple[str, bool]]]
    waiting: int


def ending(folder: Path) -> Ending:
    database = sqlite3.connect(folder / "coop.db")
    rows = {table: sorted(database.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    [[stale]] = database.execute("SELECT count(*) FROM posts WHERE wanted > drawn OR message = ''")
    database.close()
    hub = Hub(Journal(folder / "chat.jsonl"))
    shown = {
        room.chat.id: [(post.text, post.pinned) for post in hub.messages(room.chat) if post.from_bot]
        for room in hub.rooms
    }
    waiting = hub.waiting
    hub.shut()
    return Ending(rows, stale, shown, waiting)


def sends(folder: Path) -> Counter[str]:
    """The keys under which something was sent, and how often."""
    path = folder / "sends.txt"
    return Counter(path.read_text().splitlines()) if path.exists() else Counter()


class Place:
    """A folder with a database and a network, as they are between two lives of the bot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._runs = count(1)
        blank(folder)
        hub = self._network()
        hub.view = View.REACTIONS
        people = [hub.person(key, name) for key, name in NAMES.items()]
        hub.group(GROUP.id, "La Ruche", people, people[:1])
        hub.shut()

    def _network(self) -> Hub:
        return Hub(Journal(self.folder / "chat.jsonl"), run=f"people{next(self._runs)}")

    async def says(self, who: str, text: str) -> None:
        """Somebody writes while the bot is away."""
        hub = self._network()
        await hub.say(User("local", who), GROUP, text)
        hub.shut()

    async def arrives(self, who: str) -> None:
        """Somebody comes into the group while the bot is away."""
        hub = self._network()
        await hub.join(hub.person(who, who.title()), GROUP)
        hub.shut()

    async def whispers(self, who: str, text: str) -> None:
        """Somebody writes to the bot in private while it is away."""
        hub = self._network()
        await hub.say(User("local", who), hub.private_chat(User("local", who)), text)
        hub.shut()

    async def votes(self, who: str, place: int) -> None:
        """Somebody taps a number under the vote while the bot is away."""
        hub = self._network()
        card = next(post for post in hub.messages(GROUP) if post.from_bot and post.marks)
        await hub.put_reaction(User("local", who), card.ref, KEYCAPS[place])
        hub.shut()


async def opening(place: Place, nursery: Nursery) -> float:
    await place.says("ana", "/vote Adopter la charte ? secret=public fin=3j")
    return 0


async def beginning(place: Place, nursery: Nursery) -> float:
    """The very first start: there is not even a file."""
    (place.folder / "coop.db").unlink()
    return 0


async def voting(place: Place, nursery: Nursery) -> float:
    await opening(place, nursery)
    assert nursery.live("walk", place.folder) == 0
    await place.votes("bruno", 0)
    return 0.01


async def closing(place: Place, nursery: Nursery) -> float:
    await voting(place, nursery)
    assert nursery.live("walk", place.folder, days=0.01) == 0
    return 9


async def arriving(place: Place, nursery: Nursery) -> float:
    await place.arrives("zoe")
    return 0


async def _whispered(place: Place, nursery: Nursery, *texts: str) -> None:
    """A newcomer says all this in private, the bot answering in between, up to the last."""
    await arriving(place, nursery)
    assert nursery.live("walk", place.folder) == 0
    assert nursery.live("walk", place.folder, days=0.01) == 0  # the greeting
    for before, text in enumerate(texts):
        assert not before or nursery.live("walk", place.folder, days=0.01) == 0
        await place.whispers("zoe", text)


async def answering(place: Place, nursery: Nursery) -> float:
    """A newcomer answers a question of their welcome."""
    await _whispered(place, nursery, "/accueil", "oui", "Vaise")
    return 0.01


async def accepting(place: Place, nursery: Nursery) -> float:
    """A newcomer accepts the charter: their buddy is told."""
    await _whispered(place, nursery, "/accueil", "oui", "Vaise", "du pain", "une remorque", "j'accepte")
    return 0.01


STORIES = [beginning, opening, voting, closing, arriving, answering, accepting]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_killed_at_any_step_everything_happens_once(story, nursery: Nursery, tmp_path: Path) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    days = await story(Place(before), nursery)
    (before / "sends.txt").unlink(missing_ok=True)
    shutil.copytree(before, here)
    goes_on(nursery, here, days=days)
    wanted, keys = ending(here), set(sends(here))

    killed = 0
    for name in deaths(nursery, before, here, days=days):
        killed += 1
        goes_on(nursery, here, name, days=days)
        assert ending(here) == wanted, name
        assert set(sends(here)) == keys, name
        assert max(sends(here).values(), default=0) <= 2, name

    assert killed > 25
    assert (wanted.stale, wanted.waiting) == (0, 0)
    assert wanted.rows["outbox"] == wanted.rows["attempts"] == []


async def test_killed_twice_at_the_same_step(nursery: Nursery, tmp_path: Path) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    days = await voting(Place(before), nursery)
    shutil.copytree(before, here)
    assert nursery.live("walk", here, days=days) == 0
    wanted = ending(here)

    for step in range(1, 60, 3):
        shutil.rmtree(here)
        shutil.copytree(before, here)
        ends = [nursery.live("walk", here, days=days, die_at=step) for _life in range(2)]
        assert nursery.live("walk", here, days=days) == 0
        assert ending(here) == wanted, f"{ends} at step {step}"


async def test_three_deaths_on_an_event_set_it_aside_and_tell(nursery: Nursery, tmp_path: Path) -> None:
    place = Place(tmp_path)
    await place.says("ana", "/die")
    await place.says("bruno", "/sondage Quelle soupe ? | Poireau | Courge")

    ends = [nursery.live("walk", tmp_path, deadly=True) for _life in range(5)]

    assert ends == [13, 13, 13, 0, 0]
    end = ending(tmp_path)
    assert end.waiting == 0
    assert [row[2:4] + row[5:] for row in end.rows["attempts"]] == [(4, "Said", 1)]
    assert len(end.rows["polls"]) == 1
    assert (tmp_path / "log.txt").read_text().count("ended the process three times") == 1
