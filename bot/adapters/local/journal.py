"""The local chat on disk: one record per line, only ever appended to, so that a stop at any moment loses nothing said.

A record is written before anybody is told of it: a killed process loses none, a power cut may lose the last ones.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from bot.adapters.local.records import Record, dump, load


class Journal:
    """The records of a file, readable by its owner only: it holds what people said to each other, and nothing else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._size = 0

    def read(self) -> list[Record]:
        """What was kept, up to the first unreadable line: a last line torn by a stop, or damage, then copied aside."""
        if not self.path.exists():
            return []
        lines = [line for line in self.path.read_bytes().split(b"\n") if line]
        records: list[Record] = []
        for line in lines:
            try:
                records.append(load(line.decode()))
            except ValueError:
                break
        if len(records) < len(lines) - 1:
            shutil.copy(self.path, self.path.with_name(self.path.name + ".damaged"))
        return records

    def compact(self, records: Iterable[Record]) -> None:
        """Keeps these records instead; the old ones stay until the new file is whole."""
        self.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(self.path.name + ".new")
        descriptor = _private(fresh, os.O_TRUNC)
        with open(descriptor, "wb") as file:
            file.writelines(_line(record) for record in records)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(self.path)

    def append(self, record: Record) -> None:
        """Keeps one more record whole; raises OSError and keeps nothing of it when that fails."""
        if self._descriptor < 0:
            self._descriptor = _private(self.path, os.O_APPEND)
            self._size = os.fstat(self._descriptor).st_size
        left = line = _line(record)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError:
            os.ftruncate(self._descriptor, self._size)  # a torn line in the middle would hide what follows
            raise
        self._size += len(line)

    def close(self) -> None:
        """Lets go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _line(record: Record) -> bytes:
    return dump(record).encode() + b"\n"


def _private(path: Path, flag: int) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, 0o600)
    os.fchmod(descriptor, 0o600)  # the file may be older than this rule
    return descriptor
