"""Every step at which a life can end, one after another, each from the same beginning."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.crash.nursery import Nursery

KILLED = -9


def deaths(nursery: Nursery, before: Path, here: Path, *, stride: int = 1, **life: object) -> Iterator[str]:
    """Kills a life of a copy of `before` at its first step, then at the next one after `stride`, until a life comes to
    its end. `here` is as the dead one left it; what is given names the death where something is wrong with it."""
    for step in count(1, stride):
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(before, here)
        if nursery.live("walk", here, **life, die_at=step) != KILLED:
            return
        yield f"killed at step {step}: {(here / 'steps.txt').read_text()}"


def goes_on(nursery: Nursery, here: Path, death: str = "", **life: object) -> None:
    """Whoever lives next there comes to their end."""
    assert nursery.live("walk", here, **life) == 0, f"{death}\n{(here / 'log.txt').read_text()}"
