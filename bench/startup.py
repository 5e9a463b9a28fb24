"""How long people wait for the program: help, the try-out, a start over a million votes; and its memory at rest."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from storage.database import Database

STORED = 1_000_000
TURNS = 5


def run() -> list[str]:
    """The report's lines."""
    for package in ("bot", "handlers", "storage"):  # as an installation leaves them
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    return [*help_time(), *tryout(), *stored_votes()]


def help_time() -> list[str]:
    """`coop --help` beside the interpreter alone."""
    alone = _median([sys.executable, "-c", "pass"])
    helped = _median([sys.executable, "-m", "bot", "--help"])
    return [f"* `coop --help`: {helped * 1e3:.0f} ms (limit 150; the interpreter alone takes {alone * 1e3:.0f})"]


def tryout() -> list[str]:
    """The try-out from the command to its first page, the first time and the next ones, and its memory at rest."""
    folder = Path(tempfile.mkdtemp())
    first, _memory = _serve(folder)
    again, memory = _serve(folder)
    shutil.rmtree(folder)
    return [
        f"* `coop demo` to its first page: {first:.2f} s with an empty folder, {again:.2f} s after that (limit 2)",
        f"* memory of the idle try-out (bot, page and a seeded cooperative): {memory / 1024:.0f} MiB resident",
    ]


def _serve(folder: Path) -> tuple[float, int]:
    """Seconds until the page answers, and resident KiB a moment later."""
    port = 20_000 + os.getpid() % 10_000
    here = Path(__file__)
    plain = os.pathsep.join((str(here.with_name("plain")), str(here.parents[1])))
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", str(port)], cwd=folder,
        env=os.environ | {"PYTHONPATH": plain}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    answer.read()
                break
            except OSError:
                if time.monotonic() - start > 30:
                    raise
                time.sleep(0.01)
        took = time.monotonic() - start
        time.sleep(1.0)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return took, int(resident.split()[1])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def stored_votes() -> list[str]:
    """Opening the database and reading the open votes, with a million ballots and with none."""
    folder = Path(tempfile.mkdtemp())
    empty, full = folder / "empty.db", folder / "full.db"
    for path in (empty, full):
        with Database(path):
            pass
    _fill(full)
    pairs = [(_opening(empty), _opening(full)) for _turn in range(TURNS)]
    shutil.rmtree(folder)
    without, stored = (statistics.median(column) * 1e3 for column in zip(*pairs, strict=True))
    return [f"* start over {STORED:,} stored votes: {stored:.1f} ms to open and read; with none: {without:.1f} ms"]


def _fill(path: Path) -> None:
    terms = json.dumps({"title": "…"})
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO groups (id, name, language, zone, charter) VALUES (1, 'g', 'fr', 'Europe/Paris', '{}')"
        )
        rows = ((n, f"Person {n}", "", "", 0, 0) for n in range(1, 10_001))
        named = "INSERT INTO members (id, name, language, hint, muted, created_at) VALUES (?,?,?,?,?,?)"
        connection.executemany(named, rows)
        polls = (
            {"id": n, "group": 1, "author": 1, "opened_at": 0, "closes_at": 1, "status": "proclaimed", "terms": terms,
             "fingerprint": ""}
            for n in range(1, STORED // 10_000 + 1)
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO polls (id, \"group\", author, opened_at, closes_at, status, terms, fingerprint) "
            "VALUES (:id, :group, :author, :opened_at, :closes_at, :status, :terms, :fingerprint)", polls,
        )  # fmt: skip
        ballots = ((n // 10_000 + 1, n % 10_000 + 1, str(n % 3)) for n in range(STORED))
        connection.executemany("INSERT INTO ballots VALUES (?,?,?,0)", ballots)
    connection.close()


def _opening(path: Path) -> float:
    start = time.perf_counter()
    with Database(path) as database, database.read() as tx:
        for group in tx.groups.all():
            tx.polls.open_in(group.id)
        took = time.perf_counter() - start
    return took


def _median(command: list[str]) -> float:
    times = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])
        times.append(time.perf_counter() - start)
    return statistics.median(times)
