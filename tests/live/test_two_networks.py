"""One ballot box: a vote open in a Telegram group and in a Matrix room at once, on the Bot API and on a real Synapse.

Three people, one of them on both networks: one vote, one result.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.text import _, many
from tests.botapi import Limits, World, serving
from tests.matrix_side import MatrixSide
from tests.neighbours import code
from tests.stories.test_members_me import bytes_of
from tests.synapse import Synapse
from tests.telegram_side import TelegramSide
from tests.twins import Twins


@pytest.fixture(params=["fr", "en"])
async def pair(request: pytest.FixtureRequest, synapse: Synapse, folder: Path) -> AsyncIterator[Twins]:
    """La Ruche on Telegram, La Place on Matrix, and one bot in both."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(World(), limits=Limits()))
        here, there = TelegramSide(server), MatrixSide(synapse, folder)
        town = Twins(
            folder, View.BUTTONS, there, there.connect, View.REACTIONS, request.param, hub=here, connect=here.connect
        )
        server.limits.clock = lambda: town.seconds
        await town.open()
        with town.over_there() as room:
            await there.taken(lambda: there.adapter is not None and room.id in there.adapter._known.rooms)
        try:
            yield town
        finally:
            await town.close()
            for one in there.people.values():
                one.close()
        assert server.violations == []


async def test_three_people_one_of_them_on_both_networks_one_vote_one_result(pair: Twins):
    await pair.say("ana", "/menu")
    await pair.pair()
    await pair.link("ana")
    await pair.link("bruno")
    assert pair.is_one("ana")

    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2j")
    assert pair.poll().terms.electorate == 6  # five on Telegram, three on Matrix, two of whom are the same
    await pair.choose("bruno", "pour")
    await pair.choose("chloe", "pour")
    with pair.over_there():
        await pair.choose("dan", "contre")
        await pair.choose("bruno", "contre")  # the same person again: the last answer counts

    assert pair.ballot() == (1, 2, 0, 0)
    said = pair.says(many("{n} answer so far.", "{n} answers so far.", 3)).split(" ", 1)[0]
    assert said in pair.card("Adopter la charte").text
    with pair.over_there():
        assert said in pair.card("Adopter la charte").text

    await pair.wait(days=3)

    result = _("Not adopted: {n} for, {against} against.", n=1, against=2)
    assert pair.saw(result)
    with pair.over_there():
        assert pair.saw(result)


async def test_a_vote_opened_on_matrix_is_answered_by_a_button_on_telegram(pair: Twins):
    await pair.say("ana", "/menu")
    await pair.pair()
    with pair.over_there():
        await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
        await pair.choose("dan", "Courge")
    await pair.choose("emma", "Poireau")
    assert pair.ballot() == (1, 1)


async def test_whoever_erases_themselves_on_telegram_is_gone_from_their_room_on_matrix(pair: Twins):
    """Broken once: the number of the room stayed, and the reactions that were put on votes with the account's name."""
    await pair.say("ana", "/menu")
    await pair.pair()
    await pair.link("bruno")
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2j")
    with pair.over_there():
        await pair.choose("bruno", "contre")
        await pair.whisper("bruno", "/rappel vendredi 19h affaire personnelle")
        await pair.whisper("bruno", "/proposer")
        there = pair.people["bruno"]
        room = pair.hub.private_chat(there)
        assert there.id.encode() in bytes_of(pair)
        assert room.id.encode() in bytes_of(pair)

    await pair.whisper("bruno", "/moi effacer")
    await pair.choose_privately("bruno", "oui")
    await pair.wait(minutes=2)
    await pair.app.purge()

    assert pair.ballot() == (0, 1, 0, 0)
    kept = bytes_of(pair)
    for trace in (there.id, room.id, "Bruno", "affaire personnelle"):
        assert trace.encode() not in kept, trace
    with pair.over_there():  # and back as somebody new, in the same room
        await pair.whisper("bruno", "/moi")
        assert pair.hub.private_chat(there) == room
        noted = pair.rows("SELECT chat, user FROM private_chats WHERE network = 'matrix' ORDER BY user")
        assert (room.id, there.id) in noted
    with pair.database.begin() as tx:
        tx.cursor.execute("DELETE FROM private_chats")
        tx.forget()
    await pair.app.learn(pair.app.adapters["matrix"])  # as at every start: what stands beside the bot's account
    assert pair.rows("SELECT chat, user FROM private_chats ORDER BY user") == noted


async def test_a_link_to_telegram_says_the_code_by_itself(pair: Twins):
    with pair.over_there():
        await pair.whisper("ana", "/lier")
        given = code(pair, "ana")
        assert f"start=lier_{given}" in pair.told("ana")  # no buttons there: the address itself

    await pair.whisper("ana", f"/start lier_{given}")
    await pair.choose_privately("ana", "oui")

    assert pair.is_one("ana")
