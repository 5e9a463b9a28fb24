"""`python -m bench` measures everything and writes it to bench/RESULTS.md; `python -m bench core` prints a part."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy

from bench import aid, beside, core, counting, erasure, matrix, nesting, reminders, startup, storm, telegram, welcome

PARTS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "core": ("Durable events through the whole core, beside SQLAlchemy Core writing the same rows", core.run),
    "beside": ("The core while others want the machine", beside.run),
    "storm": ("A storm of votes on the local network", storm.run),
    "telegram": ("Over the Bot API, on the tests' own server", telegram.run),
    "matrix": ("On Matrix, on a homeserver of one's own", matrix.run),
    "welcome": ("Five hundred people arrive", welcome.run),
    "startup": ("What people wait for", startup.run),
    "nesting": ("A federation of groups", nesting.run),
    "aid": ("A board of 100,000 needs and offers", aid.run),
    "reminders": ("A hundred thousand reminders, a thousand at once", reminders.run),
    "erasure": ("Erasing somebody with ten thousand rows", erasure.run),
    "counting": ("Counting", counting.run),
}


def main() -> None:
    """Runs the parts named, or all of them; all of them together make the page of results."""
    wanted = sys.argv[1:] or list(PARTS)
    report = [*_heading()]
    for name in wanted:
        title, run = PARTS[name]
        section = ["", f"## {title}", "", f"`python -m bench {name}`", "", *run()]
        print("\n".join(section), flush=True)
        report += section
    if len(wanted) == len(PARTS):
        Path(__file__).with_name("RESULTS.md").write_text("\n".join(report) + "\n", encoding="utf-8")


def _heading() -> list[str]:
    database = f"SQLite {sqlite3.sqlite_version}, SQLAlchemy {sqlalchemy.__version__}"
    versions = f"Python {platform.python_version()}, {database}"
    return [
        "# Figures",
        "",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {versions}, {os.cpu_count()} shared cores.",
        "Times differ from machine to machine; the ratios and what each figure is held against are what to trust.",
    ]


if __name__ == "__main__":
    main()
