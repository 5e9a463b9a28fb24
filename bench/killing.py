"""Kills the bot, again and again.

`python -m bench.killing SETTINGS KILLS SECONDS` runs `coop run` in one process after another, each killed at a random
instant within some seconds after it is ready, while it writes or sends; one in five while it starts. Everything is
imported once, and every life is a fork of that, there within a tenth of a second. Prints a line when it begins.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import bot.adapters.telegram.adapter  # noqa: F401  # what `coop run` would load again in each life
from bot.commands.run import run
from bot.core.words import sentences

SEED = 41
UNBORN = 5  # one life in so many is killed without waiting until it is ready


def main(settings: Path, kills: int, seconds: float) -> None:
    """Comes back after the last kill."""
    dice = random.Random(SEED)
    sentences("fr")
    print("begins", flush=True)
    for life in range(kills):
        there, says = os.pipe()
        pid = os.fork()
        if not pid:
            _live(settings, says)
        os.close(says)
        if life % UNBORN:
            os.read(there, 1)  # it says that it is ready
        time.sleep(dice.uniform(0.0, seconds))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(there)


def _live(settings: Path, says: int) -> None:
    try:
        os.dup2(says, sys.stdout.fileno())
        run(settings)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
