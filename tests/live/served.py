"""The real command line in a process of its own, as people start it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from uuid import uuid4

from websockets.sync.client import connect
from websockets.typing import Origin

ROOT = Path(__file__).parents[2]


def coop(*words: str) -> list[str]:
    """The command, run by the interpreter of the tests."""
    return [sys.executable, "-m", "bot", *words]


def surroundings(compiled: Path) -> dict[str, str]:
    """The environment of somebody who reads French. What is compiled is kept for the next start, as once installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONUNBUFFERED": "1", "LC_ALL": "fr_FR.UTF-8",
        "LANGUAGE": "", "PYTHONUTF8": "1",
    }  # fmt: skip


class Served:
    """`coop demo` in a folder, started, stopped and killed by its process."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self._environment = environment
        self.start()

    def start(self) -> None:
        """Comes back when it says where it is."""
        self._process = subprocess.Popen(
            coop("demo", "--no-browser", "--port", str(self.port)),
            cwd=self.folder, env=self._environment, stdout=PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self._process.stdout
        said = self._process.stdout.readline()
        assert self.address in said, f"coop demo said: {said!r}"

    def begin_again(self, language: str = "fr") -> None:
        """Runs, speaks the language, and nobody has said anything yet."""
        if self._process.poll() is not None:
            self.start()
        with connect(f"ws://127.0.0.1:{self.port}/live", origin=Origin(self.address.rstrip("/"))) as line:
            line.send(
                json.dumps({"do": "reset", "language": language, "key": str(uuid4())})
            )  # what has the same key is done once only
            frame = {"type": "all"}
            while frame["type"] != "done":
                frame = json.loads(line.recv(10))
            assert frame["problem"] == ""

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.kill()
        self._end()

    def stop(self) -> None:
        """Asks it to end, and sees that it does."""
        self._process.terminate()
        assert self._end() == 0

    def _end(self) -> int:
        assert self._process.stdout
        self._process.stdout.close()
        return self._process.wait(10)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
