"""A federation: 1,000 groups in five levels, 10,000 members, 100 open votes. What it weighs, and how quickly it starts.

Each figure is of a process of its own, beside the same over an empty file. Everything that the bot remembers of groups,
people, presences and votes is read once, as after an event of everybody.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.address import Chat, Person, Place, User
from bot.domain.groups import GroupId
from bot.domain.polls import Method, Terms
from storage.database import Database
from storage.transaction import Transaction

GROUPS, MEMBERS, VOTES = 1_000, 10_000, 100
BELOW = 6  # groups just below each one: five levels hold the thousand
TURNS = 5
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
LIMIT = 30  # MiB over an empty bot


def run() -> list[str]:
    """The report's lines."""
    folder = Path(tempfile.mkdtemp())
    empty, full = folder / "empty.db", folder / "full.db"
    for path in (empty, full):
        with Database(path):
            pass
    with Database(full) as database, database.begin() as tx:
        _fill(tx)
    pairs = [(_measured(empty), _measured(full)) for _turn in range(TURNS)]
    shutil.rmtree(folder)
    start_empty, start_full = (
        statistics.median(one["start"] for one in column) * 1e3 for column in zip(*pairs, strict=True)
    )
    rest_empty, rest_full = (
        statistics.median(one["rest"] for one in column) / 1024 for column in zip(*pairs, strict=True)
    )
    warm = statistics.median(full["warm"] for _empty, full in pairs) / 1024
    tree = statistics.median(full["tree"] for _empty, full in pairs) * 1e3
    return [
        f"* {GROUPS:,} groups, {MEMBERS:,} members, {VOTES} open votes: {start_full:.1f} ms to start; with none: "
        f"{start_empty:.1f} ms",
        f"* memory after the start: {rest_full - rest_empty:+.1f} MiB over an empty bot; with everything that it "
        f"remembers of them: {warm - rest_empty:+.1f} MiB (limit {LIMIT})",
        f"* the tree of all groups, and a check that one may belong to another: {tree:.1f} ms",
    ]


def _fill(tx: Transaction) -> None:
    groups: list[GroupId] = []
    for n in range(GROUPS):
        place = Place(Chat("local", f"g{n}"), f"Group {n}")
        groups.append(tx.groups.welcome(place, "fr", "Europe/Paris").group.id)
    above = [(groups[(n - 1) // BELOW], groups[n]) for n in range(1, GROUPS)]
    for pair in above:
        tx.cursor.execute("UPDATE groups SET parent = ? WHERE id = ?", pair)
    people = []
    for n in range(MEMBERS):
        member = tx.members.known(Person(User("local", f"u{n}"), f"Person {n}", "fr"), NOW).id
        people.append(member)
        tx.presences.seen(groups[n % GROUPS], member)  # a group's only chat has its number
    terms = Terms("Shall we?", (), Method.MOTION, True, NOW + timedelta(days=3), "Europe/Paris", electorate=10)
    for n in range(VOTES):
        tx.polls.open(groups[n], people[n], terms, NOW)
    tx.forget()


def _measured(path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.nesting", str(path)], check=True, capture_output=True, text=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


async def _child(path: Path) -> dict[str, float]:
    from bot.adapters.local.hub import Hub
    from bot.app import App
    from handlers.features import FEATURES

    start = time.perf_counter()
    app = App(Database(path), FEATURES, [Hub(run="bench")])
    await app.start()
    await app.ready()
    started, rest = time.perf_counter() - start, _resident()
    await app.writer.do(_remember)
    warm = _resident()
    took = await app.writer.do(_tree)
    await app.stop()
    return {"start": started, "rest": rest, "warm": warm, "tree": took}


def _remember(tx: Transaction) -> None:
    """What an event of everybody would leave in memory."""
    for group in tx.groups.all():
        tx.groups.room(Chat("local", f"g{group.id - 1}"))
        for poll in tx.polls.open_in(group.id):
            tx.polls.get(poll.id)
    for n in range(tx.members.count()):
        member = tx.members.of(User("local", f"u{n}"))
        if member is not None:
            tx.presences.of(GroupId(n % GROUPS + 1), member.id)


def _tree(tx: Transaction) -> float:
    start = time.perf_counter()
    tree = tx.groups.tree()
    if len(tree.parents) > 1:
        tree.detach(GroupId(2)).attach(GroupId(2), GroupId(1))
    return time.perf_counter() - start


def _resident() -> int:
    """KiB of this process that are in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_child(Path(sys.argv[1])))))
