"""Where processes are born to be killed: it imports everything once, and forks a fresh process for each life.

    python -m tests.crash.nursery

reads one line of JSON per life, answers with its process id, and with how it ended. A life takes some ten milliseconds
instead of the second that starting Python and importing the bot would take; it shares nothing with the lives before it
but the files.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Forks until the standard input ends."""
    from tests.crash import lives  # everything that a life needs

    lives.warm()
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        pid = os.fork()
        if not pid:
            lives.live(**wanted)
        _tell(pid)
        _pid, status = os.waitpid(pid, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(number: int) -> None:
    print(number, flush=True)


class Nursery:
    """The other side, for the tests."""

    def __init__(self) -> None:
        self._alive = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self, life: str, folder: Path, **more: object) -> int:
        """A new process; its id."""
        self._pipe(self._process.stdin).write(json.dumps({"life": life, "folder": str(folder), **more}) + "\n")
        self._pipe(self._process.stdin).flush()
        self._alive = self._read()
        return self._alive

    def end(self) -> int:
        """Waits for its end: the exit code, or minus the signal."""
        code = self._read()
        self._alive = 0
        return code

    def live(self, life: str, folder: Path, **more: object) -> int:
        """A whole life: how it ended."""
        self.begin(life, folder, **more)
        return self.end()

    def close(self) -> None:
        """No more lives."""
        if self._alive:  # a test failed in the middle of a life
            os.kill(self._alive, signal.SIGKILL)
        self._pipe(self._process.stdin).close()
        self._pipe(self._process.stdout).close()
        self._process.wait(10)

    def _read(self) -> int:
        return int(self._pipe(self._process.stdout).readline())

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


if __name__ == "__main__":
    main()
