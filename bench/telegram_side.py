"""The other side of a Telegram benchmark: the tests' Bot API server in a process of its own, and bots as others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SETTINGS = "config.toml"
PATIENCE = 30.0  # seconds for anything that should be there soon


@dataclass
class Side:
    """The server, and acting as people there."""

    base_url: str
    control: str
    token: str

    def act(self, verb: str, **asked: Any) -> Any:
        """One call of `tests/botapi/control.py`."""
        request = urllib.request.Request(self.control + verb, json.dumps(asked).encode())
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)["result"]

    def until(self, fact: Any, *, within: float = PATIENCE, look: float = 0.05) -> None:
        """Waits for a fact of the other side."""
        end = time.monotonic() + within
        while not fact():
            if time.monotonic() > end:
                raise TimeoutError("the other side never came to it")
            time.sleep(look)


@contextmanager
def side(*, limits: bool) -> Iterator[Side]:
    """A server for a while; it ends with this process, whatever happens."""
    words = [sys.executable, "-m", "tests.botapi", "--tied", *([] if limits else ["--no-limits"])]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield Side(**json.loads(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


def ours(server: Side, folder: Path) -> subprocess.Popen[str]:
    """`coop run` in a folder, ready."""
    settings = folder / SETTINGS
    if not settings.exists():
        settings.touch(mode=0o600)
        settings.write_text(
            f'[community]\nallowed_chats = ["*"]\n[telegram]\ntoken = "{server.token}"\n'
            f'base_url = "{server.base_url}"\n[web]\nlisten = "127.0.0.1:0"\n[log]\nlevel = "error"\n',
            encoding="utf-8",
        )
    words = [sys.executable, "-m", "bot", "run", "--config", str(settings)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    if not process.stdout.readline():
        raise RuntimeError("the bot did not start")
    return process


def plain(name: str, server: Side, folder: Path) -> subprocess.Popen[str]:
    """One of the peers."""
    words = [sys.executable, "-m", "bench.plain_bots", name, server.base_url, server.token, str(folder / "votes.db")]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


@contextmanager
def killing(folder: Path, kills: int, life: float) -> Iterator[subprocess.Popen[str]]:
    """`coop run` in that folder, killed at random and begun again; what does it ends after the last kill."""
    words = [sys.executable, "-m", "bench.killing", str(folder / SETTINGS), str(kills), str(life)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()


def end(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> None:
    """Stops a bot."""
    os.kill(process.pid, how)
    process.wait(timeout=PATIENCE)
