"""Votes over the Bot API: answered beside plain bots; edited; in a storm; and under kills."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.telegram_side import Side, end, killing, ours, plain, side

ROUNDS = 20
ALONE, TOGETHER = 200, 300  # presses of one round: in short bursts, so that the machine is the same for all
CALLERS = 100
QUIET = 30  # groups
OPENED = 4.0  # seconds until a group is quiet: greeting, vote and pin go there one a second, as Telegram wants it
STORM, SECONDS = 10_000, 60
KILLS, PRESSES = 100, 2_000
COMMANDS = 200
LIFE = 0.6  # seconds at most from ready to killed
ANSWERS = [0, 1, 2]  # the places of the buttons that people press
VOTE = "/vote Adopter la charte ? secret=public"

Start = Callable[[Side, Path], "subprocess.Popen[str]"]
OURS, UNWRITTEN, PEER = "coop", "coop, its file in memory", "aiogram"
STORING = f"{PEER}, storing each vote"
MEMORY = "/dev/shm"  # a folder of the system that is in memory, where there is one
# How each is started, and whether its file is in memory.
BOTS: dict[str, tuple[Start, bool]] = {
    OURS: (ours, False),
    STORING: (partial(plain, "storing"), False),
    **({UNWRITTEN: (ours, True)} if os.path.isdir(MEMORY) else {}),
    PEER: (partial(plain, "aiogram"), False),
    "python-telegram-bot": (partial(plain, "ptb"), False),
}
# What is held against what: bots that do the same for the disk.
PAIRS = ((OURS, STORING), (UNWRITTEN, PEER), (OURS, PEER))


def run() -> list[str]:
    """The report's lines."""
    return [*beside(), "", *edited(), *storm(), *kills()]


# beside plain bots


def beside() -> list[str]:
    """Update in → vote stored durably → press answered, beside bots that keep votes in memory and one that stores.

    All of them run at once, each on a server of its own, and are pressed in turn, in short bursts: what else the
    machine does then strikes them alike, and each round gives its own ratio.
    """
    with ExitStack() as stack:
        bots = {name: stack.enter_context(_bot(*started)) for name, started in BOTS.items()}
        names, rounds = list(bots), {name: list[list[float]]() for name in bots}
        for turn in range(ROUNDS):
            for place in range(len(names)):
                name = names[(turn + place) % len(names)]
                rounds[name].append(_answered(*bots[name]))
    lines = [
        "Update in, vote kept, press answered, in turn in the same minutes. The plain bots keep votes in memory; "
        f"“{STORING}” writes one row through to the disk before it answers, as ours does, and nothing else.",
        f"One write-through of the disk takes {_disk():.1f} ms here; “{UNWRITTEN}” has its file in memory, where that "
        "costs nothing.",
        "",
        f"| bot | one by one: presses/s | p50 ms | p99 ms | {CALLERS} at once: presses/s | p50 ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, rows in rounds.items():
        rate, half, slow, many, half_many, slow_many = (statistics.median(column) for column in zip(*rows, strict=True))
        lines.append(
            f"| {name} | {rate:,.0f} | {half:.2f} | {slow:.2f} | {many:,.0f} | {half_many:.1f} | {slow_many:.1f} |"
        )
    held = [(mine, theirs, rounds[mine], rounds[theirs]) for mine, theirs in PAIRS if mine in rounds]
    return [
        *lines,
        "",
        f"Speed of one against another, the median of the rounds' ratios (wanted: 1.00 for “{OURS}” against “{PEER}”, "
        "though it alone pays for the write-through):",
        "",
        *(f"* {mine} : {theirs} – {_ratio(ours_, rows, 0):.2f} one by one, {_ratio(ours_, rows, 3):.2f} at once"
          for mine, theirs, ours_, rows in held),
    ]  # fmt: skip


def _ratio(mine: list[list[float]], theirs: list[list[float]], column: int) -> float:
    return statistics.median(one[column] / other[column] for one, other in zip(mine, theirs, strict=True))


def _disk() -> float:
    """What the disk takes to write a page through, in milliseconds: the middle of a hundred."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _turn in range(100):
            os.pwrite(file.fileno(), bytes(4096), 0)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e3


@contextmanager
def _bot(start: Start, memory: bool) -> Iterator[tuple[Side, list[int], int, int]]:
    """A bot on a server of its own, warm: the server, its people, the group and the message to press on."""
    with side(limits=False) as server, tempfile.TemporaryDirectory(dir=MEMORY if memory else None) as folder:
        people, group = _town(server, CALLERS * 10)
        bot = start(server, Path(folder))
        try:
            message = _vote(server, people[0], group)
            for callers, presses in ((1, 50), (CALLERS, len(people))):
                server.act("callers", people=people, chat=group, message=message, callers=callers, presses=presses)
            yield server, people, group, message
        finally:
            end(bot)


def _answered(server: Side, people: list[int], group: int, message: int) -> list[float]:
    found: list[float] = []
    for callers, presses in ((1, ALONE), (CALLERS, TOGETHER)):
        pressed = server.act("callers", people=people, chat=group, message=message, callers=callers, presses=presses)
        found += (pressed["rate"], pressed["p50"], pressed["p99"])
    return found


def _town(server: Side, people: int) -> tuple[list[int], int]:
    made = server.act("people", count=people)
    return made, server.act("group", members=made, admins=made[:1], admin=True)


def _vote(server: Side, who: int, group: int, *, text: str = VOTE) -> int:
    """Opens a vote; the number of its message. A peer may need a moment to listen: Telegram keeps the command."""
    server.act("say", who=who, chat=group, text=text)
    server.until(lambda: _is_there(server, group, "Vote 1"))
    return int(_card(server, group)["message"])


def _card(server: Side, group: int) -> dict[str, Any]:
    return dict(server.act("newest", chat=group, text="Vote 1"))


# the living message


def edited() -> list[str]:
    """From a press to the living message that shows it, in quiet groups."""
    with side(limits=True) as server, tempfile.TemporaryDirectory() as folder:
        made = server.act("people", count=QUIET)
        groups = [server.act("group", members=made, admins=made[:1], admin=True, title=f"G{n}") for n in range(QUIET)]
        bot = ours(server, Path(folder))
        try:
            for who, group in zip(made, groups, strict=True):
                server.act("say", who=who, chat=group, text=VOTE)
            for group in groups:
                server.until(partial(_is_there, server, group, "Adopter"))
            time.sleep(OPENED)
            waits = []
            for who, group in zip(made, groups, strict=True):
                card = server.act("newest", chat=group, text="Adopter")
                waits.append(server.act("edit_after_press", who=who, chat=group, message=card["message"]) * 1e3)
        finally:
            end(bot)
    waits.sort()
    half, slow = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return [
        f"* press → edited living message, in {len(waits)} quiet groups: p50 {half:.0f} ms, p99 {slow:.0f} ms "
        "(limit 1,000, Telegram's own pace in a chat)"
    ]


def _is_there(server: Side, group: int, text: str) -> bool:
    return any(text in shown for shown in server.act("shown", chat=group))


# the storm


def storm() -> list[str]:
    """Ten thousand presses in a minute, with Telegram's limits enforced."""
    with side(limits=True) as server, tempfile.TemporaryDirectory() as folder:
        people, group = _town(server, STORM)
        bot = ours(server, Path(folder))
        try:
            message = _vote(server, people[0], group)
            server.act("storm", people=people, chat=group, message=message, buttons=ANSWERS, rate=STORM / SECONDS)
            server.until(lambda: not server.act("toasts")["storming"], within=SECONDS * 3, look=0.5)
            server.until(lambda: server.act("toasts")["answered"] == STORM, within=SECONDS, look=0.2)
            kept = _tally(Path(folder))
            server.until(lambda: _shows(server, group, kept), within=SECONDS, look=0.5)
            toasts, counters = server.act("toasts"), server.act("counters", chat=group)
        finally:
            end(bot)
    wait = toasts["latency_ms"]
    return [
        f"* {STORM:,} presses in {SECONDS} s, limits enforced: {sum(kept.values()):,} kept, {toasts['answered']:,} "
        f"answered (p50 {wait['p50']:.0f} ms, p99 {wait['p99']:.0f} ms, limit 200), at most "
        f"{counters['busiest_minute']} messages and edits a minute in the group (limit 20), {counters['refused']} of "
        "them refused by the server; the last edit shows the tally",
    ]


def _tally(folder: Path) -> Counter[str]:
    with closing(sqlite3.connect(f"file:{folder / 'coop.db'}?mode=ro", uri=True)) as database:
        return Counter(dict(database.execute("SELECT marks, count(*) FROM ballots GROUP BY marks")))


def _shows(server: Side, group: int, kept: Counter[str]) -> bool:
    text = _card(server, group)["text"]
    return all(f"{count:,}".replace(",", "\u202f") in text or str(count) in text for count in kept.values())


# kills


def kills() -> list[str]:
    """The bot is killed again and again while people vote and ask; nothing is lost or doubled."""
    with side(limits=False) as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people, group = _town(server, PRESSES)
        bot = ours(server, folder)
        message = _vote(server, people[0], group)
        end(bot)
        wanted = Counter(str(place % len(ANSWERS)) for place in range(PRESSES))
        asking, lasts = people[:COMMANDS], KILLS * LIFE * 0.7
        before = server.act("counters")["calls"]["deleteWebhook"]
        with killing(folder, KILLS, LIFE) as killed:
            server.act("storm", people=people, chat=group, message=message, buttons=ANSWERS, rate=PRESSES / lasts)
            for who in asking:
                server.act("say", who=who, text="/confidentialite")
                time.sleep(lasts / COMMANDS)
            killed.wait(timeout=lasts * 10)
        listened = server.act("counters")["calls"]["deleteWebhook"] - before
        bot = ours(server, folder)
        try:
            server.until(lambda: not server.act("toasts")["storming"], within=60)
            server.until(lambda: sum(_tally(folder).values()) >= PRESSES, within=60)
            server.until(lambda: server.act("counters")["pending"] == 0, within=60)
            server.until(lambda: all(server.act("shown", to=who) for who in asking), within=60)
            time.sleep(3)  # whatever would come twice had its time
            kept = _tally(folder)
            answers = [len(server.act("shown", to=who)) for who in asking]
        finally:
            end(bot)
    repeated = sum(many - 1 for many in answers)
    return [
        f"* {KILLS} kills at any instant, {listened} of them while it listened, during {PRESSES:,} presses and "
        f"{COMMANDS} commands: {(wanted - kept).total()} votes lost, {(kept - wanted).total()} double, "
        f"{answers.count(0)} commands unanswered, {repeated} messages repeated (limit {KILLS}, one a kill)",
    ]
