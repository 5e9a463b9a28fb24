"""Votes over the Bot API: answered beside plain bots that keep nothing; edited; in a storm; and under kills."""

from __future__ import annotations

import random
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.telegram_side import Side, end, ours, plain, side

ROUNDS = 3
ALONE, TOGETHER = 300, 6_000  # presses of one round
CALLERS = 100
STORM, SECONDS = 10_000, 60
KILLS, PRESSES = 100, 2_000
COMMANDS = 200
VOTE = "/vote Adopter la charte ? secret=public"

Start = Callable[[Side, Path], "subprocess.Popen[str]"]
BOTS: dict[str, Start] = {
    "coop": ours,
    "aiogram": lambda server, _folder: plain("aiogram", server),
    "python-telegram-bot": lambda server, _folder: plain("ptb", server),
}


def run() -> list[str]:
    """The report's lines."""
    return [*beside(), "", *edited(), *storm(), *kills()]


# beside plain bots


def beside() -> list[str]:
    """Update in → vote stored durably → press answered, beside bots that keep votes in memory, in turn."""
    rounds: dict[str, list[list[float]]] = {name: [] for name in BOTS}
    for _round in range(ROUNDS):
        for name, start in BOTS.items():
            rounds[name].append(_answered(start))
    lines = [
        "Update in, vote stored, press answered, on the same server; the plain bots keep votes in memory.",
        "",
        f"| bot | one by one: p50 ms | p99 ms | {CALLERS} at once: presses/s | p50 ms | p99 ms |",
        "|---|---|---|---|---|---|",
    ]
    found = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in rounds.items()}
    for name, (half, slow, rate, half_many, slow_many) in found.items():
        lines.append(f"| {name} | {half:.2f} | {slow:.2f} | {rate:,.0f} | {half_many:.1f} | {slow_many:.1f} |")
    one, many = found["aiogram"][0] / found["coop"][0], found["coop"][2] / found["aiogram"][2]
    return [*lines, "", f"Speed against aiogram: {one:.2f} one by one, {many:.2f} at once (wanted: 1.00)."]


def _answered(start: Start) -> list[float]:
    with side(limits=False) as server, tempfile.TemporaryDirectory() as folder:
        people, group = _town(server, CALLERS * 10)
        bot = start(server, Path(folder))
        try:
            message = _vote(server, people[0], group)
            server.act("callers", people=people, chat=group, message=message, callers=1, presses=50)  # warm
            alone = server.act("callers", people=people, chat=group, message=message, callers=1, presses=ALONE)
            many = server.act("callers", people=people, chat=group, message=message, callers=CALLERS, presses=TOGETHER)
            return [alone["p50"], alone["p99"], many["rate"], many["p50"], many["p99"]]
        finally:
            end(bot)


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
