"""Kill -9 at every step of preparing the next plenary of a series: it is there once, and asked about once."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from tests.crash.deaths import deaths, goes_on
from tests.crash.nursery import Nursery
from tests.crash.test_points import Place, ending, sends


def prepared(folder: Path) -> list[tuple[object, ...]]:
    database = sqlite3.connect(folder / "coop.db")
    rows = database.execute("SELECT id, slot, status FROM plenaries ORDER BY id").fetchall()
    database.close()
    return rows


def asked(folder: Path) -> int:
    return sum(text.startswith("Plénière 2\n") for text, _pinned in ending(folder).shown["private:ana"])


async def test_killed_at_any_step_the_next_one_is_prepared_and_asked_about_once(
    nursery: Nursery, tmp_path: Path
) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    place = Place(before)
    await place.says("ana", "/pleniere tous les vendredis à 10h | MJC")
    await place.whispers("ana", "/menu")
    goes_on(nursery, before)
    (before / "sends.txt").unlink()
    shutil.copytree(before, here)
    goes_on(nursery, here, days=0.97)
    wanted, keys = ending(here), set(sends(here))
    assert prepared(here) == [(1, "2026-11-13", "draft"), (2, "2026-11-20", "draft")]
    assert asked(here) == 1

    killed = 0
    for name in deaths(nursery, before, here, days=0.97):
        killed += 1
        goes_on(nursery, here, name, days=0.97)
        assert (ending(here), set(sends(here))) == (wanted, keys), name
        assert asked(here) == 1, name

    assert killed > 15
