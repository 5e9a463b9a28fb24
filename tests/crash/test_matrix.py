"""The bot is killed again and again while people vote on Matrix, and the homeserver once: nothing is lost or twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.homeserver import Outcome, Storm
from tests.synapse import Synapse

VOTERS, VOTES = 12, 48
KILLS, OUTAGES = 5, 1


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Synapse]:
    """A server that nobody else needs."""
    server = Synapse(tmp_path / "synapse").start()
    yield server
    server.stop()


async def test_a_storm_of_kills_on_matrix(mortal: Synapse, tmp_path: Path) -> None:
    storm = Storm(mortal, tmp_path, voters=VOTERS, votes=VOTES, dice=random.Random(11))
    await storm.begin()

    await storm.rage(kills=KILLS, outages=OUTAGES)

    assert await storm.outcome() == Outcome(VOTES, lost=0, double=0, repeated=0, missing=0, cards=1, shown=True)
    assert await storm.end() == 0
