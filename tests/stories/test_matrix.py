"""What only Matrix has, told on a real Synapse: reactions taken back, threads, rooms that go on elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.adapters.matrix.account import NETWORK
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import File
from bot.chat.text import Phrase, _, many
from bot.core.fit import KEYCAPS
from bot.domain.spreadsheets import NotACsv
from handlers.members.roster import OnlyInPrivate
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
    assert (
        plaza.says(many("{n} person has answered.", "{n} people have answered.", 3))
        in plaza.card("Quelle soupe ?").text
    )


@pytest.fixture
async def square(synapse: Synapse, folder: Path) -> AsyncIterator[Town]:
    """A town whose operator wants polls of Matrix, in French."""
    async with matrix_town(synapse, folder, "fr", polls=True) as town:
        yield town


async def test_a_list_of_members_is_brought_as_a_document(plaza: Town):
    await plaza.say("ana", "/menu")
    await plaza.whisper("ana", "/reglages membres importer")
    document = File("membres.csv", "text/csv", "nom;statut\nBruno Petit;membre\nZoé Faure;observateur\n".encode())
    await plaza.hand("ana", File("membres.xlsx", "application/octet-stream", b"PK"))
    assert plaza.was_told("ana", Phrase(NotACsv.says))
    await plaza.hand("ana", document)
    await plaza.choose_privately("ana", "apply")
    assert plaza.saw(_("{by} applied a list of members: {n} lines.", by="Ana Diaz", n=2))

    await plaza.hand("ana", document, "/reglages membres importer")
    await plaza.choose_privately("ana", "apply")
    await plaza.hand("ana", document, "/reglages membres importer", plaza.group)
    assert plaza.saw(Phrase(OnlyInPrivate.says))
    with plaza.database.read() as tx:
        assert len(tx.memberships.all()) == 2


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
    assert (
        square.says(many("{n} person has answered.", "{n} people have answered.", 4))
        in square.card("Quelle soupe ?").text
    )

    await square.say("ana", "/vote clore 1")
    [ended] = square.hub.polls(square.group)
    assert (poll.question, list(poll.options.values())) == ("Quelle soupe ?", ["Poireau", "Courge"])
    assert (poll.end, ended.end) == (
        None, "Ce sondage est terminé. C’est le message au-dessus qui compte, avec les réponses de tout le monde.",
    )  # fmt: skip


async def test_a_vote_that_decides_has_no_poll_of_matrix_beside_it(square: Town):
    await square.say("ana", "/vote Adopter la charte ?")
    assert square.hub.polls(square.group) == []


async def test_somebody_who_takes_the_name_of_another_is_somebody_else(square: Town):
    await square.say("ana", "/vote Adopter la charte ? secret=public")
    chloe = square.hub.who(square.people["chloe"])
    chloe.call("PUT", f"/profile/{quote(chloe.user)}/displayname", {"displayname": "Ana Diaz"})
    for who in ("ana", "chloe"):
        await square.choose(who, "Pour")

    await square.say("chloe", "/vote clore 1")
    assert square.poll().is_open  # it takes who opened it, or an organizer, not their name
    assert square.ballot()[0] == 2
    await square.say("ana", "noms", square.card("Adopter la charte").ref)
    assert any("Ana Diaz #1 et Ana Diaz #2" in text for text in square.seen() + square.heard("ana"))


async def test_what_is_open_goes_on_in_the_room_that_an_upgraded_one_becomes(square: Town):
    await square.say("ana", "/vote Adopter la charte ? secret=public")
    await square.choose("bruno", "Contre")
    ana = square.hub.who(square.people["ana"])

    room = ana.call("POST", f"/rooms/{quote(square.group.id)}/upgrade", {"new_version": "11"})["replacement_room"]
    for who in ("bruno", "chloe"):
        ana.invite(room, square.people[who].id)
        square.hub.who(square.people[who]).join(room)
    ana.invite(room, square.hub.bot)
    me = User(NETWORK, square.hub.bot)
    await square.hub.taken(lambda: square.hub._membership(Chat(NETWORK, room), me) == "join")
    square.group = Chat(NETWORK, room)
    await square.settle()

    for who in ("bruno", "chloe"):
        await square.choose(who, "Pour")
    assert square.ballot()[:2] == (2, 0)


async def test_a_command_as_long_as_the_network_lets_through_is_answered_with_a_sentence(square: Town):
    await square.say("ana", "/vote " + "x" * 60_000)
    await square.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")

    assert any("300" in text for text in square.seen() + square.heard("ana"))
    assert square.ballot() == (0, 0)


async def test_the_way_back_is_there_as_a_reaction_once_somebody_came_forward(plaza: Town):
    """Broken once: what a message offers since it was changed had no reaction of the bot's."""
    await plaza.say("ana", "/besoin une remorque samedi matin, Vaise")
    await plaza.choose("bruno", "je peux aider")
    await plaza.wait(minutes=1)
    assert plaza.card("une remorque").message.reactions == KEYCAPS[:2]

    await plaza.react("bruno", plaza.card("une remorque").ref, 2)

    assert plaza.was_told("ana", _("{name} can no longer help: {text}", name="Bruno Petit", text="une remorque"))


async def test_an_answer_that_is_changed_is_the_answer(plaza: Town):
    await plaza.say("ana", "/question Que cuisinons-nous samedi ? fin=2j")
    said = await plaza.say("bruno", "Une soupe", plaza.card("Que cuisinons-nous").ref)
    other = await plaza.say("bruno", "à demain tout le monde")
    await plaza.edit("bruno", said, "Une soupe de poireaux")
    await plaza.edit("bruno", other, "à lundi tout le monde")
    assert plaza.told("bruno") == plaza.says(_("Your answer to question {number} is changed.", number="1"))
    await plaza.say("ana", "/question clore 1")
    assert "Une soupe de poireaux (Bruno)" in plaza.last


async def test_what_is_taken_back_is_named_and_asked_about_by_reactions(plaza: Town):
    """Also where the command itself was redacted: what it published is there still."""
    await plaza.say("ana", "/vote Acheter un vélo ?")
    sent = await plaza.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    taken = plaza.hub.who(plaza.people["ana"]).redact(sent.chat.id, sent.id)
    assert taken
    await plaza.settle()
    assert plaza.poll(2).is_open

    await plaza.say("ana", "!annuler")
    soup = _("Poll {number} – {title}", number=2, title="Quelle soupe ?")
    assert plaza.says(_("Taken back: {what}", what=soup)) in plaza.last
    await plaza.say("ana", "!annuler")
    assert plaza.says(_("It is not the last thing that you did: /{word} came after it.", word="sondage")) in plaza.last
    assert plaza.poll(1).is_open

    await plaza.choose("bruno", "oui")
    assert plaza.poll(1).is_open
    await plaza.choose("ana", "oui")
    assert not plaza.poll(1).is_open


async def test_an_edit_of_the_command_is_taken_back_under_its_new_words(plaza: Town):
    sent = await plaza.say("ana", "/vote Acheter un velo ?")
    await plaza.edit("ana", sent, "/vote Acheter un vélo ?")
    await plaza.say("ana", "!annuler")
    bike = _("Vote {number} – {title}", number=1, title="Acheter un vélo ?")
    assert plaza.says(_("Taken back: {what}", what=bike)) in plaza.last
