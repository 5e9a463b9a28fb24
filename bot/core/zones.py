"""Which rules of time zones this process goes by. They change: a government decides, and a system is updated."""

from __future__ import annotations

import zoneinfo
from contextlib import suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

LISTED = "tzdata.zi"  # names its edition in its first line; in the package of Python as in those of systems


def edition() -> str:
    """A line that is another one once the rules are. It reads two lines, however much is stored.

    Zones are looked for in the folders of the system, then in the package: each counts.
    """
    folders = [Path(folder) for folder in zoneinfo.TZPATH]
    found = [f"{folder}: {_of(folder)}" for folder in folders if folder.is_dir()]
    with suppress(ModuleNotFoundError):  # a system that has all that is needed
        found.append(f"tzdata: {_named(resources.files('tzdata.zoneinfo') / LISTED)}")
    return "; ".join(found)


def _of(folder: Path) -> str:
    listed = folder / LISTED
    if listed.is_file():
        return _named(listed)
    # Some systems leave the list out: then it is the files that tell, by their number and the time of the newest.
    written = [file.stat().st_mtime_ns for file in folder.rglob("*")]
    return f"{len(written)} {max(written, default=0)}"


def _named(listed: Traversable) -> str:
    with listed.open("rb") as file:
        return file.readline(100).decode(errors="replace").strip("# \r\n")
