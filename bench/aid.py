"""A board of 100,000 needs and offers: how long a search takes, a page of it, what suits a new one; and whether voters
wait while people use it."""

from __future__ import annotations

import asyncio
import random
import shutil
import statistics
import string
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.core import measure, vote
from bench.network import GROUP, person
from bot.app import App
from bot.chat.address import Chat, MessageRef, Place
from bot.chat.events import Said
from bot.core.ports import Stirred
from bot.domain.aid import Item, ItemId, Kind, read
from bot.domain.aid.vocabulary import CLOSE
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from handlers.aid.jobs import find_matches
from storage.aid_words import Filter
from storage.database import Database
from storage.transaction import Transaction

ITEMS, GROUPS, PEOPLE, ASKED = 100_000, 20, 500, 400
CALLERS, EVENTS, ROUNDS, PAUSE = 100, 20_000, 5, 0.05  # seconds between two things that somebody does on the board
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
AREAS = ("Vaise", "Gerland", "Bron", "Croix-Rousse", "Monplaisir", "Oullins")
WORDS = [word for line in CLOSE for word in line.split()]
WANTED = "search p95 at most 20 ms, match at most 50 ms; for the voters a big board is what an empty one is"


def run() -> list[str]:
    """The tables' lines."""
    with tempfile.TemporaryDirectory() as folder:
        empty, big = Path(folder) / "empty.db", Path(folder) / "big.db"
        with Database(empty) as database, database.begin() as tx:
            _peopled(tx)
        with Database(big) as database:
            lines = _alone(database)
        return [*lines, "", *_together(empty, big), "", f"Wanted: {WANTED}."]


def _alone(database: Database) -> list[str]:
    """What each thing takes by itself."""
    chance = random.Random(7)
    with database.begin() as tx:
        groups, people = _peopled(tx)
        _fill(tx, groups, people, chance)
    lines = ["| | p50 ms | p95 ms |", "|---|---|---|"]
    queries: dict[str, Callable[[], str]] = {
        "one word": lambda: chance.choice(WORDS),
        "two words": lambda: f"{chance.choice(WORDS)} {chance.choice(WORDS)}",
        "four words": lambda: " ".join(chance.choices(WORDS, k=4)),
        "a slip of a letter": lambda: _slipped(chance.choice(WORDS), chance),
    }
    with database.read() as tx:
        for name, query in queries.items():
            texts = [query() for _n in range(ASKED)]
            lines.append(_line(f"search, {name}", [_took(partial(_search, tx, groups[:2], text)) for text in texts]))
        for name, page in _pages(tx, groups).items():
            lines.append(_line(name, [_took(page) for _n in range(ASKED)]))
        numbers = [chance.randrange(1, ITEMS) for _n in range(ASKED)]
        suits = [_took(partial(find_matches, tx, {"item": number})) for number in numbers]
        lines.append(_line("what suits a new one", suits))
    lines.append(_line("posting, in the writer", [_posting(database, groups[0], people[0], n) for n in range(ASKED)]))
    return [*lines, "", f"{GROUPS} groups; half of the board is the first one’s. A search looks into two of them."]


def _fill(tx: Transaction, groups: Sequence[GroupId], people: Sequence[MemberId], chance: random.Random) -> None:
    rare = ["".join(chance.choices(string.ascii_lowercase, k=8)) for _n in range(20_000)]
    for number in range(ITEMS):
        words = " ".join((chance.choice(WORDS), *chance.choices(rare, k=3)))
        group = groups[0] if number % 4 < 2 else chance.choice(groups)
        _post(tx, group, chance.choice(people), words, chance.choice(AREAS), number)


def _pages(tx: Transaction, groups: Sequence[GroupId]) -> dict[str, Callable[[], object]]:
    return {
        "a page of the board": partial(tx.aid.board, groups[:2], Filter(area="vaise"), 0, 6),
        "the areas": partial(tx.aid.areas, groups[0]),
        "the figures": partial(tx.aid.counts, groups[0]),
    }


def _together(empty: Path, big: Path) -> list[str]:
    """How long voters wait while somebody posts, searches or looks at the figures every 50 ms; in turn, and their
    medians."""
    ways = {"nobody uses it": (big, False), "an empty board is used": (empty, True), "this one is used": (big, True)}
    figures: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, (board, used) in ways.items():
            figures[name].append(asyncio.run(_voters(board, used=used)))
    lines = [f"| {CALLERS} voters while | votes/s | p50 ms | p99 ms |", "|---|---|---|---|"]
    for name, found in figures.items():
        rate, half, slowest = (statistics.median(one[n] for one in found) for n in range(3))
        lines.append(f"| {name} | {rate:,.0f} | {half:.1f} | {slowest:.1f} |")
    return lines


async def _voters(board: Path, *, used: bool) -> tuple[float, float, float]:
    folder = Path(tempfile.mkdtemp())
    shutil.copy(board, folder / "coop.db")
    app, emit = await vote(folder, CALLERS, EVENTS + CALLERS)
    app.writer.committed.listen(Stirred.JOBS, app.clock.wake)
    beside = [asyncio.create_task(app.timer.run()), *([asyncio.create_task(_use(app))] if used else [])]
    figures = await measure(emit, CALLERS, EVENTS)
    for task in beside:
        assert not task.done(), "what should run beside has ended"
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*beside)
    await app.stop()
    shutil.rmtree(folder)
    return figures


async def _use(app: App) -> None:
    """One thing after another; each person posts once, so that nobody is told that it is enough."""
    chance = random.Random(11)
    for number in count():
        word = chance.choice(WORDS)
        text = (f"/besoin une {word} demain", f"/entraide {word} {chance.choice(WORDS)}", "/entraide chiffres")[
            number % 3
        ]
        ref = MessageRef(GROUP.chat, f"use{number}")
        await app.dispatcher.emit(Said(f"use{number}", person(CALLERS + number), GROUP, text, ref))
        await asyncio.sleep(PAUSE)


def _peopled(tx: Transaction) -> tuple[list[GroupId], list[MemberId]]:
    """The groups, the voters' own first, and people who posted long ago."""
    places = [GROUP, *(Place(Chat("bench", f"g{n}"), f"Group {n}") for n in range(1, GROUPS))]
    rooms = [tx.groups.welcome(place, "fr", "Europe/Paris") for place in places]
    return [room.group.id for room in rooms], [tx.members.enter(f"Person {n}", NOW).id for n in range(PEOPLE)]


def _post(tx: Transaction, group: GroupId, author: MemberId, words: str, area: str, number: int) -> None:
    kind = Kind.NEED if number % 2 else Kind.OFFER
    fresh = Item(ItemId(0), group, author, kind, words, NOW, area=area)
    tx.aid.put(fresh.open(group, NOW, PARIS))


def _posting(database: Database, group: GroupId, author: MemberId, number: int) -> float:
    """Reading the sentence, keeping it, its words, and the commit."""

    def post() -> None:
        said = read(f"une remorque numéro {number} samedi matin, Vaise", now=NOW, zone=PARIS)
        with database.begin() as tx:
            fresh = Item(ItemId(0), group, author, Kind.NEED, "", NOW).said(said)
            tx.aid.put(fresh.open(group, NOW, PARIS))

    return _took(post)


def _search(tx: Transaction, groups: Sequence[GroupId], text: str) -> Sequence[Item]:
    return tx.aid.search(groups, text, Filter(), 20)


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _took(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1e3


def _line(name: str, times: list[float]) -> str:
    times.sort()
    return f"| {name} | {times[len(times) // 2]:.1f} | {times[len(times) * 95 // 100]:.1f} |"
