"""What only Matrix has, told on a real Synapse: reactions taken back, threads, rooms that go on elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.address import MessageRef
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


@pytest.fixture
async def square(synapse: Synapse, folder: Path) -> AsyncIterator[Town]:
    """A town whose operator wants polls of Matrix, in French."""
    async with matrix_town(synapse, folder, "fr", polls=True) as town:
        yield town


async def test_a_poll_of_matrix_a_reaction_and_a_word_are_one_ballot(square: Town):
    await square.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    card = square.card("Quelle soupe ?")
    [poll] = square.hub.polls(square.group)
    beside = MessageRef(square.group, poll.id)

    for who, answer in (("ana", "1"), ("bruno", "1"), ("chloe", "2"), ("bruno", "2")):
        await square.hub.answer_poll(square.people[who], beside, answer)
    await square.choose("chloe", "Poireau")
    await square.say("dan", "2", card.ref)
    await square.hub.answer_poll(square.people["dan"], beside, "1")
    await square.settle()
    assert square.ballot() == (3, 1)
    assert square.says(many("{n} answer so far.", "{n} answers so far.", 4)) in square.card("Quelle soupe ?").text

    await square.say("ana", "/vote clore 1")
    [ended] = square.hub.polls(square.group)
    assert (poll.question, list(poll.options.values())) == ("Quelle soupe ?", ["Poireau", "Courge"])
    assert (poll.end, ended.end) == (
        None, "Ce sondage est terminé. C’est le message au-dessus qui compte, avec les réponses de tout le monde.",
    )  # fmt: skip


async def test_a_vote_that_decides_has_no_poll_of_matrix_beside_it(square: Town):
    await square.say("ana", "/vote Adopter la charte ?")
    assert square.hub.polls(square.group) == []
