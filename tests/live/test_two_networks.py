"""One ballot box: a vote open in a Telegram group and in a Matrix room at once, on the Bot API and on a real Synapse.

Three people, one of them on both networks: one vote, one result.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.address import MessageRef
from bot.chat.text import Phrase, _, many
from handlers.polls.rights import OtherGroup
from tests.botapi import Limits, World, serving
from tests.matrix_side import MatrixSide
from tests.neighbours import code
from tests.stories.test_members_me import bytes_of
from tests.synapse import Synapse
from tests.telegram_side import TelegramSide
from tests.town import text_of
from tests.twins import Twins


@pytest.fixture(params=["fr", "en"])
async def pair(request: pytest.FixtureRequest, synapse: Synapse, folder: Path) -> AsyncIterator[Twins]:
    """La Ruche on Telegram, La Place on Matrix, and one bot in both."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(World(), limits=Limits()))
        here, there = TelegramSide(server), MatrixSide(synapse, folder, polls=True)
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
    said = pair.says(many("{n} person has answered.", "{n} people have answered.", 3)).split(" ", 1)[0]
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


async def test_a_room_that_leaves_reads_where_its_votes_go_on_and_its_poll_ends(pair: Twins):
    await pair.say("ana", "/menu")
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2j")
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    with pair.over_there() as room:
        vote, soup = pair.card("Adopter la charte"), pair.card("Quelle soupe")
        [poll] = pair.hub.polls(room)
        beside = MessageRef(room, poll.id)
        await pair.hub.answer_poll(pair.people["dan"], beside, "1")
        await pair.settle()
        assert pair.ballot(2) == (1, 0)

        await pair.say("ana", "/jumeler séparer")
        await pair.choose("ana", "oui")

        goes_on = pair.says(_("This chat is no longer part of {group}: this goes on in {chats}.", group="La Ruche",
                              chats=(_("{title} ({network})", title="La Ruche", network="Telegram"),)))  # fmt: skip
        shown = {post.ref: post.text for post in pair.hub.messages(room)}
        assert shown[vote.ref].split("\n")[1:] == [goes_on]
        assert shown[soup.ref].split("\n")[1:] == [goes_on]
        [ended] = pair.hub.polls(room)
        assert (poll.end, ended.end) == (None, goes_on)
        assert not pair.hub.get(vote.ref).pinned

        # A client that has not drawn it anew yet, or draws no polls as ended.
        await pair.hub.answer_poll(pair.people["bruno"], beside, "2")
        await pair.react("bruno", vote.ref, 1)
        await pair.say("bruno", "pour", vote.ref)
        await pair.settle()
    assert pair.ballot(2) == (1, 0)
    assert pair.ballot(1) == (0, 0, 0, 0)
    await pair.choose("emma", "Poireau")  # in the other chat nothing has changed
    assert pair.ballot(2) == (2, 0)


async def test_a_group_that_leaves_has_no_buttons_and_an_old_one_is_refused_in_words(pair: Twins):
    await pair.say("ana", "/menu")
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2j")
    card = pair.card("Adopter la charte")
    button = card.message.buttons[0]
    await pair.say("ana", "/jumeler séparer")
    await pair.choose("ana", "oui")

    left = pair.hub.get(card.ref)
    place = _("{title} ({network})", title="La Place", network="Matrix")
    assert pair.says(_("This chat is no longer part of {group}: this goes on in {chats}.", group="La Ruche",
                       chats=(place,))) in text_of(left)  # fmt: skip
    assert not left.message.buttons
    toast = await pair.hub.press(pair.people["bruno"], card.ref, button.data)
    assert toast == pair.says(Phrase(OtherGroup.says, {"number": "1"}))
    assert pair.ballot(1) == (0, 0, 0, 0)
    with pair.over_there():
        await pair.choose("dan", "pour")
    assert pair.ballot(1) == (1, 0, 0, 0)
