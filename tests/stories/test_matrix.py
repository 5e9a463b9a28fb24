"""What only Matrix has, told on a real Synapse: reactions taken back, threads, rooms that go on elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.text import many
from tests.matrix_side import matrix_town
from tests.synapse import Synapse
from tests.town import Town


@pytest.fixture(params=["fr", "en"])
async def plaza(request: pytest.FixtureRequest, synapse: Synapse, folder: Path) -> AsyncIterator[Town]:
    """A town on Matrix, in both languages."""
    async with matrix_town(synapse, folder, request.param) as town:
        yield town


async def test_a_vote_by_reactions_is_one_living_message(plaza: Town):
    await plaza.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    for who in ("ana", "bruno", "chloe"):
        await plaza.choose(who, "Poireau")
    await plaza.choose("chloe", "Courge")

    assert plaza.ballot() == (2, 1)
    assert len([text for text in plaza.seen() if "Quelle soupe ?" in text]) == 1
    assert plaza.says(many("{n} answer so far.", "{n} answers so far.", 3)) in plaza.card("Quelle soupe ?").text
