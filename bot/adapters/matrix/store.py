"""The folder of the bot's device: who it is there, its keys, and a lock, as two processes on one device read nothing.

Device, token and keys are one unit: a retry is harmless only on the same device, and keys fit no other. Whoever has the
folder is the bot, so that it is for its owner alone.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.chat.adapter import Barred
from bot.chat.text import _

SESSION, LOCK, SIGNING = "session.json", "lock", "signing.json"


@dataclass(frozen=True, slots=True)
class Session:
    """A login. `pickle` opens the keys that are kept beside it; `keys` says that there are any."""

    homeserver: str
    user: str
    device: str
    token: str
    pickle: str
    keys: bool = False


class Store:
    """The folder. Nothing is written before `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: int | None = None

    def lock(self) -> None:
        """Makes the folder and takes it for this process alone; raises Barred."""
        if self._lock is not None:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            held = os.open(self.folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise unusable(self.folder, error) from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise Barred(
                _("Another process uses the folder “{folder}”: the bot runs already. Stop the other one.",
                  folder=str(self.folder))
            ) from None  # fmt: skip
        self._lock = held

    def unlock(self) -> None:
        """Lets go of the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def session(self) -> Session | None:
        """The login that was kept; None when there is none, or it cannot be read."""
        try:
            return Session(**json.loads((self.folder / SESSION).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, session: Session) -> None:
        """Keeps a login."""
        self._write(SESSION, json.dumps(asdict(session)))

    def mark_keys(self, session: Session) -> Session:
        """From now on the device without its keys would be a broken one."""
        marked = replace(session, keys=True)
        if marked != session:
            self.keep(marked)
        return marked

    def signing(self) -> dict[str, str] | None:
        """The keys that sign the account's devices, as they were kept."""
        try:
            found = json.loads((self.folder / SIGNING).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def keep_signing(self, keys: dict[str, str]) -> None:
        """Keeps them."""
        self._write(SIGNING, json.dumps(keys))

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all, for the owner alone."""
        new = self.folder / f"{name}.new"
        try:
            with open(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.folder / name)
        except OSError as error:
            raise unusable(self.folder, error) from None


def pickle_key() -> str:
    """What opens the keys of a new device."""
    return secrets.token_urlsafe(32)


def unusable(folder: Path, error: OSError) -> Barred:
    """The folder cannot be written."""
    return Barred(
        _("The folder of the bot’s Matrix keys, “{folder}”, cannot be used: {why}. Look at store in the section "
          "[matrix].", folder=str(folder), why=error.strerror or type(error).__name__)
    )  # fmt: skip
