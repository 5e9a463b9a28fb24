"""The folder of the try-out: settings, database, chat, and where its clock stands."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

SETTINGS = """\
# The try-out of Coopérons. Every verb works on it: coop export --config coop-demo/config.toml coop-demo/export
[community]
name = "La Ruche"
language = "{language}"

[storage]
url = "sqlite:///coop.db"
"""


@dataclass(frozen=True, slots=True)
class State:
    """What outlives a stop beside database and chat: the clock's offset, and what was there at the beginning.

    `ballots` are the pairs of vote and member; `message` is the last one then.
    """

    offset: float = 0.0
    language: str = "fr"
    empty: bool = False
    viewed: bool = False
    polls: int = 0
    reminders: int = 0
    plenaries: int = 0
    series: int = 0
    acts: int = 0
    shifts: int = 0
    message: int = 0
    ballots: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    @property
    def shift(self) -> timedelta:
        """How far the clock was moved."""
        return timedelta(seconds=self.offset)

    def moved(self, by: timedelta) -> State:
        """With the clock moved further."""
        return replace(self, offset=self.offset + by.total_seconds())


class Folder:
    """The files of one try-out. Nothing else in the folder is ever touched."""

    def __init__(self, settings: Path) -> None:
        self.settings = settings
        self.path = settings.parent
        self.database = self.path / "coop.db"
        self.chat = self.path / "chat.jsonl"
        self._state = self.path / "try-out.json"

    @property
    def is_foreign(self) -> bool:
        """Whether settings are there that no try-out wrote: a real cooperative lives here."""
        if self._state.exists() or not self.settings.exists():
            return False
        return not self.settings.read_text("utf-8", "replace").startswith(SETTINGS.partition("\n")[0])

    def begin(self, language: str) -> None:
        """Makes the folder and its settings, for their owner alone."""
        self.path.mkdir(parents=True, exist_ok=True)
        if not self.settings.exists():
            _write(self.settings, SETTINGS.format(language=language))

    def speak(self, language: str) -> None:
        """The settings say the language from now on; what else somebody wrote there stays."""
        written = self.settings.read_text("utf-8")
        _write(self.settings, re.sub(r'(?m)^language = "\w*"$', f'language = "{language}"', written))

    def wipe(self) -> None:
        """Forgets the cooperative. Whoever calls this holds the database and has closed it."""
        self._state.unlink(missing_ok=True)
        for suffix in ("", "-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        self.chat.unlink(missing_ok=True)

    def load(self) -> State | None:
        """What was kept; None when the try-out was never whole: the state is written last."""
        if not self.database.exists():
            return None
        try:
            kept = json.loads(self._state.read_text("utf-8"))
            return State(**kept | {"ballots": frozenset(map(tuple, kept["ballots"]))})
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None

    def keep(self, state: State) -> None:
        """Keeps it whole, or raises OSError and keeps what was there."""
        kept: Mapping[str, Any] = asdict(state) | {"ballots": sorted(state.ballots)}
        _write(self._state, json.dumps(kept))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
