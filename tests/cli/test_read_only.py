"""Files without the right to write: said plainly, nothing changed, and everything goes on once there is the right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import SECONDS, surroundings

SAYS = "The database is read-only: whoever runs this needs the right to write its file and folder."
# Root may write everything. Without this capability it is held to the rights of the files, as everybody else is.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.fixture
def folder(tmp_path: Path, finished: Path) -> Iterator[Path]:
    """A try-out that somebody may only read, once `lock` was called."""
    folder = tmp_path / "coop-demo"
    shutil.copytree(finished, folder)
    yield folder
    unlock(folder)


def lock(*paths: Path) -> None:
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)


def unlock(folder: Path) -> None:
    for path in (folder, *folder.iterdir()):
        path.chmod(path.stat().st_mode | 0o200)


def coop(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BOUND, sys.executable, "-m", "bot", *words, "--config", str(folder / "config.toml")], cwd=folder.parent,
        env=surroundings(), input=typed, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def test_a_database_that_may_only_be_read_is_said_so_and_left_as_it_is(folder: Path) -> None:
    database = folder / "coop.db"
    before = database.read_bytes()
    lock(database)

    for verb in (("chat",), ("demo", "--no-browser", "--port", "8999")):
        done = coop(folder, *verb, typed="/vote Too early?\n")
        assert (done.returncode, done.stderr.strip()) == (1, SAYS)
    read = [coop(folder, "db", "current"), coop(folder, "export", "out"), coop(folder, "backup", "copy.db")]

    assert [one.returncode for one in read] == [0, 0, 0]
    assert database.read_bytes() == before


def test_it_goes_on_once_the_file_may_be_written(folder: Path) -> None:
    lock(folder / "coop.db")
    refused = coop(folder, "chat", typed="/vote Too early?\n")
    unlock(folder)
    taken = coop(folder, "chat", typed="/vote Now?\n")

    assert (refused.returncode, taken.returncode) == (1, 0)
    assert "Too early?" not in taken.stdout
    assert "Now?" in taken.stdout


def test_a_folder_that_may_only_be_read_names_what_is_missing(folder: Path) -> None:
    lock(*folder.iterdir(), folder)

    done = coop(folder, "chat", typed="/menu\n")

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No permission to write or read" in done.stderr
    assert "coop.db.lock" in done.stderr
