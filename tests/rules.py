"""Rules of time zones of one's own, in a folder, as a system has them: what a government decides can be told.

rules.write("Asia/Almaty", "<+06>-6")          the rules that one believed in
rules.forget()                                 those of this machine, after the change
"""

from __future__ import annotations

import struct
import zoneinfo
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar


class Rules:
    """A folder that is looked into before any other, once something was written into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._edition = 0

    def write(self, zone: str, footer: str, *changes: tuple[datetime, int], first: int | None = None) -> None:
        """A zone of `first` hours east of Greenwich, other ones from each instant on, and after the last of them the
        rule `footer`, as POSIX writes it."""
        path = self._folder / zone
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tzif(footer, changes, first if first is not None else 0))
        self._edition += 1
        (self._folder / "tzdata.zi").write_text(f"# version test{self._edition}\n")
        zoneinfo.reset_tzpath([str(self._folder), *(one for one in zoneinfo.TZPATH if one != str(self._folder))])
        _begin_anew()

    def forget(self) -> None:
        """Those of this machine hold again."""
        zoneinfo.reset_tzpath()
        _begin_anew()


def _begin_anew() -> None:
    """What a new process has not read yet."""
    ZoneInfo.clear_cache()
    icalendar.use_zoneinfo()


def tzif(footer: str, changes: tuple[tuple[datetime, int], ...], first: int) -> bytes:
    """A compiled zone, RFC 8536: an empty block of version 1, the one of version 2, and the rule for what comes after
    the last change."""
    hours = [first, *(hour for _at, hour in changes)]
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 0, 0)
    counted = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, len(changes), len(hours), 4)
    times = b"".join(struct.pack(">q", int(at.timestamp())) for at, _hour in changes)
    kinds = bytes(range(1, len(hours)))
    types = b"".join(struct.pack(">lbB", hour * 3600, 0, 0) for hour in hours)
    return header + counted + times + kinds + types + b"XXX\0" + b"\n" + footer.encode() + b"\n"
