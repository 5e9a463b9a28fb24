"""The real command line, in processes of its own, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.demo.folder import Folder
from bot.demo.tryout import TryOut

ROOT = Path(__file__).parents[2]
SECONDS = 60

Coop = Callable[..., subprocess.CompletedProcess[str]]


def surroundings(**more: str) -> dict[str, str]:
    """An environment in which nothing of this machine's settings shows."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COOP_", "LC_", "LANG", "DISPLAY"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1", **more}


@pytest.fixture
def coop(tmp_path: Path) -> Coop:
    """Runs a verb in the folder of the test; what it printed and its status."""

    def run(*arguments: str, language: str = "en_GB.UTF-8", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments], cwd=tmp_path, env=surroundings(LC_ALL=language, **more),
            capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


class Page:
    """`coop demo` while it runs."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", str(self.port), *arguments], cwd=folder,
            env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._wait()
        self.seconds = time.monotonic() - begin

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), urlopen(self.address, timeout=5) as answer:
                assert answer.status == 200
                return
            time.sleep(0.02)
        raise AssertionError(self.process.communicate(timeout=5))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Ends it; its status and what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, err


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Starts `coop demo` in the folder of the test."""
    pages: list[Page] = []

    def start(*arguments: str) -> Page:
        pages.append(Page(tmp_path, *arguments))
        return pages[-1]

    yield start
    for page in pages:
        page.process.kill()
        page.process.communicate(timeout=SECONDS)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the try-out was built and stopped, made once. Copy it to change it."""
    folder = tmp_path_factory.mktemp("finished")
    code, _out, err = Page(folder).stop()
    assert (code, err) == (0, "")
    return folder / "coop-demo"


@pytest.fixture
async def tryout(tmp_path: Path, finished: Path) -> AsyncIterator[TryOut]:
    """A try-out that goes on where `finished` was left."""
    shutil.copytree(finished, tmp_path / "coop-demo")
    one = TryOut(Folder(tmp_path / "coop-demo" / "config.toml"))
    await one.open()
    yield one
    await one.close()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
