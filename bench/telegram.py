"""Votes over the Bot API: answered beside plain bots that keep nothing; edited; in a storm; and under kills."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from bench.telegram_side import Side, end, ours, plain, side

ROUNDS = 12
ALONE, TOGETHER = 100, 1_000  # presses of one round
CALLERS = 100
STORM, SECONDS = 10_000, 60
KILLS, PRESSES = 100, 2_000
COMMANDS = 200
VOTE = "/vote Adopter la charte ? secret=public"

Start = Callable[[Side, Path], "subprocess.Popen[str]"]
OURS, UNWRITTEN = "coop", "coop, its file in memory"
MEMORY = "/dev/shm"  # a folder of the system that is in memory, where there is one
# How each is started, and whether its file is in memory.
BOTS: dict[str, tuple[Start, bool]] = {
    OURS: (ours, False),
    **({UNWRITTEN: (ours, True)} if os.path.isdir(MEMORY) else {}),
    "aiogram": (lambda server, _folder: plain("aiogram", server), False),
    "python-telegram-bot": (lambda server, _folder: plain("ptb", server), False),
}


def run() -> list[str]:
    """The report's lines."""
    return [*beside(), "", *edited(), *storm(), *kills()]


# beside plain bots


def beside() -> list[str]:
    """Update in → vote stored durably → press answered, beside bots that keep votes in memory.

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
        "Update in, vote stored, press answered, in turn in the same minutes; the plain bots keep votes in memory.",
        f"Storing durably is one write-through of the disk for each press that comes alone, {_disk():.1f} ms here; "
        f"“{UNWRITTEN}” has its file in memory, where that costs nothing.",
        "",
        f"| bot | one by one: presses/s | p50 ms | p99 ms | {CALLERS} at once: presses/s | p50 ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, rows in rounds.items():
        rate, half, slow, many, half_many, slow_many = (statistics.median(column) for column in zip(*rows, strict=True))
        lines.append(
            f"| {name} | {rate:,.0f} | {half:.2f} | {slow:.2f} | {many:,.0f} | {half_many:.1f} | {slow_many:.1f} |"
        )
    ratios = ", ".join(f"{name} {_ratio(rounds, name, 0):.2f} one by one, {_ratio(rounds, name, 3):.2f} at once"
                       for name in (OURS, UNWRITTEN) if name in rounds)  # fmt: skip
    return [*lines, "", f"Speed against aiogram, the median of the rounds' ratios: {ratios} (wanted: 1.00)."]


def _ratio(rounds: dict[str, list[list[float]]], name: str, column: int) -> float:
    pairs = zip(rounds[name], rounds["aiogram"], strict=True)
    return statistics.median(mine[column] / theirs[column] for mine, theirs in pairs)


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
            for callers, presses in ((1, 50), (CALLERS, 500)):
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
        made = server.act("people", count=60)
        groups = [server.act("group", members=made, admins=made[:1], admin=True, title=f"G{n}") for n in range(30)]
        bot = ours(server, Path(folder))
        try:
            waits = []
            for number, group in enumerate(groups):
                server.act("say", who=made[number], chat=group, text=VOTE)
                server.until(lambda group=group: _is_there(server, group, "Adopter"))
                time.sleep(1.2)  # a vote is not answered in the second in which it is opened
                card = server.act("newest", chat=group, text="Adopter")
                waits.append(server.act("edit_after_press", who=made[number], chat=group, message=card["message"]))
        finally:
            end(bot)
    waits.sort()
    half, slow = waits[len(waits) // 2] * 1e3, waits[len(waits) * 99 // 100] * 1e3
    return [f"* press → edited living message, in {len(waits)} quiet groups: p50 {half:.0f} ms, p99 {slow:.0f} ms"]


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
            buttons = server.act("newest", chat=group, text="Vote 1")["buttons"][:3]
            server.act("storm", people=people, chat=group, message=message, buttons=buttons, rate=STORM / SECONDS)
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
        f"answered (p50 {wait['p50']:.0f} ms, p99 {wait['p99']:.0f} ms), at most {counters['busiest_minute']} messages "
        f"and edits a minute in the group (limit 20), refused by the server {counters['refused']}; the last edit "
        "shows the tally",
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
        folder, dice = Path(name), random.Random(41)
        people, group = _town(server, PRESSES)
        bot = ours(server, folder)
        message = _vote(server, people[0], group)
        buttons = server.act("newest", chat=group, text="Vote 1")["buttons"][:3]
        asking = people[:COMMANDS]
        for turn in range(KILLS):
            share = people[turn * PRESSES // KILLS : (turn + 1) * PRESSES // KILLS]
            server.act("storm", people=share, chat=group, message=message, buttons=buttons, rate=200)
            for who in asking[turn * COMMANDS // KILLS : (turn + 1) * COMMANDS // KILLS]:
                server.act("say", who=who, text="/confidentialite")
            time.sleep(dice.uniform(0.0, 0.25))
            end(bot, signal.SIGKILL)
            bot = ours(server, folder)
        try:
            server.until(lambda: sum(_tally(folder).values()) >= PRESSES, within=60)
            server.until(lambda: server.act("counters")["pending"] == 0, within=60)
            time.sleep(3)  # whatever would come twice had its time
            kept = _tally(folder)
            answers = [len(server.act("shown", to=who)) for who in asking]
        finally:
            end(bot)
    repeated = sum(max(0, many - 1) for many in answers)
    return [
        f"* {KILLS} kills during {PRESSES:,} presses and {COMMANDS} commands: {PRESSES - sum(kept.values())} votes "
        f"lost, {max(0, sum(kept.values()) - PRESSES)} double, {answers.count(0)} commands unanswered, {repeated} "
        f"messages repeated (limit {KILLS}, one a kill)",
    ]
