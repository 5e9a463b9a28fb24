"""A board of 100,000 needs and offers: how long a search takes, a page of it, and what suits a new one."""

from __future__ import annotations

import random
import string
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat.address import Chat, Place
from bot.domain.aid import Item, ItemId, Kind, read
from bot.domain.aid.vocabulary import CLOSE
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from handlers.aid.jobs import find_matches
from storage.aid_words import Filter
from storage.database import Database
from storage.transaction import Transaction

ITEMS, GROUPS, PEOPLE, ASKED = 100_000, 20, 500, 400
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
AREAS = ("Vaise", "Gerland", "Bron", "Croix-Rousse", "Monplaisir", "Oullins")
WANTED = "search p95 at most 20 ms, match at most 50 ms; posting a row like any other for the writer"


def run() -> list[str]:
    """The table's lines."""
    chance = random.Random(7)
    known = [word for line in CLOSE for word in line.split()]
    rare = ["".join(chance.choices(string.ascii_lowercase, k=8)) for _n in range(20_000)]
    with tempfile.TemporaryDirectory() as folder, Database(Path(folder) / "coop.db") as database:
        with database.begin() as tx:
            groups, people = _peopled(tx)
            for number in range(ITEMS):
                words = " ".join((chance.choice(known), *chance.choices(rare, k=3)))
                _post(tx, chance.choice(groups), chance.choice(people), words, chance.choice(AREAS), number)
        lines = ["| | p50 ms | p95 ms |", "|---|---|---|"]
        queries: dict[str, Callable[[], str]] = {
            "one word": lambda: chance.choice(known),
            "two words": lambda: f"{chance.choice(known)} {chance.choice(known)}",
            "four words": lambda: " ".join(chance.choices(known, k=4)),
            "a slip of a letter": lambda: _slipped(chance.choice(known), chance),
        }
        with database.read() as tx:
            for name, query in queries.items():
                texts = [query() for _n in range(ASKED)]
                lines.append(
                    _line(f"search, {name}", [_took(partial(_search, tx, groups[:2], text)) for text in texts])
                )
            page = partial(tx.aid.board, groups[:2], Filter(area="vaise"), 0, 6)
            lines.append(_line("a page of the board", [_took(page) for _n in range(ASKED)]))
            numbers = [chance.randrange(1, ITEMS) for _n in range(ASKED)]
            suits = [_took(partial(find_matches, tx, {"item": number})) for number in numbers]
            lines.append(_line("what suits a new one", suits))
        lines.append(
            _line("posting, in the writer", [_posting(database, groups[0], people[0], n) for n in range(ASKED)])
        )
    return [*lines, "", f"Wanted: {WANTED}. Groups: {GROUPS}; a search looks into two of them."]


def _peopled(tx: Transaction) -> tuple[list[GroupId], list[MemberId]]:
    rooms = [
        tx.groups.welcome(Place(Chat("bench", f"g{n}"), f"Group {n}"), "fr", "Europe/Paris") for n in range(GROUPS)
    ]
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
