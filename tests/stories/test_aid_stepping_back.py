"""Whoever came forward no longer can: they step back as they came, the author is told, the need is open again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.domain.aid import Helper, Stage
from bot.domain.aid.item import ItemOver, YourOwn
from handlers.aid import flow
from handlers.aid.actions import StepBack
from handlers.aid.helping import NotForward, NotWithThem
from tests.stories.test_aid import NEED, PHONE, came, items
from tests.telegram_side import telegram_town
from tests.town import Town, shown, text_of
from tests.twins import Twins

CAN = _("{name} can help: {text}", name="Bruno Petit", text="une remorque")
CANNOT = _("{name} can no longer help: {text}", name="Bruno Petit", text="une remorque")
NOTED = _("Noted, and thank you all the same! I tell {name}.", name="Ana Diaz")
OPEN = _("Nothing is lost: number {number} is on the board, and others may come forward.", number="1")


def forward(town: Town) -> list[Helper]:
    with town.database.read() as tx:
        return list(tx.aid.people.of(items(town)[0].id))


async def agreed(town: Town) -> None:
    """Ana gave Bruno her contact."""
    await came(town)
    await town.choose_privately("ana", "partager")
    await town.whisper("ana", PHONE)
    await town.choose_privately("ana", "envoyer")


async def test_the_card_offers_the_way_back_once_somebody_came_forward(town: Town):
    await town.say("ana", NEED)
    assert town.says(_("I no longer can")) not in text_of(town.card("une remorque"))
    await town.whisper("ana", "/menu")
    await town.choose("bruno", "je peux aider")
    await town.wait(minutes=30)  # where nothing can be edited it is shown anew, at a slower pace
    assert town.says(_("I no longer can")) in text_of(town.card("une remorque"))

    toast = await town.choose("bruno", town.says(_("I no longer can")))

    assert town.says(NOTED) in (toast, town.told("bruno"))
    assert town.was_told("ana", CANNOT)
    assert town.was_told("ana", OPEN)
    assert forward(town) == []
    await town.wait(minutes=30)
    assert town.says(_("I no longer can")) not in text_of(town.card("une remorque"))


async def test_after_it_was_agreed_the_need_is_open_again_and_nothing_is_lost(town: Town):
    await agreed(town)
    assert [one.stage for one in items(town)] == [Stage.TAKEN]

    await town.choose_privately("bruno", town.says(_("I no longer can")))

    assert [one.stage for one in items(town)] == [Stage.OPEN]
    assert town.was_told("ana", CANNOT)
    assert any(PHONE in text for text in town.heard("bruno"))  # what he was given stays where it was
    await town.say("dan", "/entraide remorque")
    assert "une remorque" in town.last
    await town.choose("chloe", "je peux aider")
    assert town.was_told("ana", _("{name} can help: {text}", name="Chloé Martin", text="une remorque"))


async def test_whoever_stepped_back_may_come_forward_again(town: Town):
    await came(town)
    await town.whisper("bruno", "/entraide renoncer 1")
    await town.whisper("bruno", "/entraide aider 1")
    assert [town.says(CAN) in text for text in town.heard("ana")].count(True) == 2
    assert len(forward(town)) == 1


@pytest.mark.parametrize("line", ["je ne peux plus", "Je ne peux plus aider.", "I can no longer help"])
async def test_alone_in_private_it_is_understood_in_words(town: Town, line: str):
    await agreed(town)
    await town.whisper("bruno", "/menu")
    await town.whisper("bruno", line)
    assert town.was_told("ana", CANNOT)
    assert forward(town) == []


async def test_in_answer_to_the_need_it_is_understood_before_its_message_offers_it(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", NEED)
    card = town.card("une remorque").ref
    await town.say("bruno", "je peux aider", card)
    await town.say("bruno", "je ne peux plus !", card)
    assert town.was_told("ana", CANNOT)


async def test_of_several_it_asks_which_one(town: Town):
    await came(town)
    await town.say("ana", "/besoin une échelle")
    await town.whisper("bruno", "/entraide aider 2")
    await town.whisper("bruno", "/menu")
    await town.whisper("bruno", "je ne peux plus")

    await town.choose_privately("bruno", town.says(_("I no longer can: {number}", number="1")))

    assert town.was_told("ana", CANNOT)
    assert forward(town) == []
    with town.database.read() as tx:
        assert len(tx.aid.people.helping(town.member("bruno"))) == 1


@pytest.mark.parametrize("line", ["/entraide renoncer 1", "/aid withdraw 1", "/entraide retirer 1"])
async def test_a_line_does_the_same_in_the_group(town: Town, line: str):
    await came(town)
    await town.say("bruno", line)
    assert town.was_told("ana", CANNOT)
    assert town.was_told("bruno", NOTED)
    assert [one.stage for one in items(town)] == [Stage.OPEN]  # and the need itself was not taken back


async def test_of_an_offer_it_is_no_longer_needed(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/offre une perceuse")
    await town.choose("bruno", "intéressé")
    await town.wait(minutes=30)
    await town.choose("bruno", town.says(_("I no longer need it")))
    assert town.was_told("ana", _("{name} no longer needs it: {text}", name="Bruno Petit", text="une perceuse"))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_where_the_private_chat_is_closed_the_card_is_enough(folder: Path, language: str):
    async with telegram_town(folder, language) as town:
        world = town.hub.world
        world.private(town.hub.who(town.people["bruno"])).opened = False
        await town.say("ana", NEED)
        await town.choose("bruno", "je peux aider")
        await town.wait(minutes=1)

        assert await town.choose("bruno", "je ne peux plus") == town.says(NOTED)

        assert town.was_told("ana", CANNOT)
        assert town.heard("bruno") == []


async def test_an_author_whose_private_chat_is_closed_is_shown_the_way(folder: Path):
    async with telegram_town(folder, "fr") as town:
        town.hub.world.private(town.hub.who(town.people["ana"])).opened = False
        await town.say("ana", NEED)
        await town.choose("bruno", "je peux aider")
        await town.wait(minutes=1)
        await town.choose("bruno", "je ne peux plus")
        assert town.heard("ana") == []

        await town.whisper("ana", "/start here")
        told = [text for text in town.heard("ana") if "Bruno" in text]
        assert [town.says(one) in text for one, text in zip((CAN, CANNOT), told, strict=True)] == [True, True]


@pytest.mark.parametrize("town", shown(View.REACTIONS), indirect=True)
async def test_a_reaction_that_is_taken_back_after_it_was_agreed_tells_the_author(town: Town):
    """Broken once: the reaction was gone, and everybody believed that it was taken care of."""
    await agreed(town)
    await town.unreact("bruno", town.card("une remorque").ref, 1)
    assert town.was_told("ana", CANNOT)
    assert town.was_told("bruno", NOTED)
    assert [one.stage for one in items(town)] == [Stage.OPEN]


async def test_at_night_the_author_is_told_in_the_morning(village: Town):
    await came(village)
    await village.wait(hours=13)  # 23 h
    await village.say("bruno", "/aid withdraw 1")
    assert forward(village) == []
    assert not village.was_told("ana", CANNOT)
    await village.wait(hours=10)
    assert village.was_told("ana", CANNOT)


async def test_who_changes_their_mind_twice_in_a_night_is_told_of_once(village: Town):
    await came(village)
    await village.wait(hours=13)
    await village.say("bruno", "/aid withdraw 1")
    await village.say("bruno", "/aid help 1")
    await village.wait(hours=10)
    assert not village.was_told("ana", CANNOT)
    assert len(forward(village)) == 1


async def test_an_author_who_never_heard_of_it_is_told_nothing(village: Town):
    await village.whisper("ana", "/menu")
    await village.say("ana", NEED)
    await village.wait(hours=13)
    await village.say("bruno", "/aid help 1")
    await village.say("bruno", "/aid withdraw 1")
    assert village.was_told("bruno", _("Taken back, before {name} heard of it.", name="Ana Diaz"))
    before = village.heard("ana")
    await village.wait(hours=10)
    assert village.heard("ana") == before


async def test_whoever_else_waits_is_named_and_can_be_answered_from_there(town: Town):
    await agreed(town)
    await town.choose("chloe", "je peux aider")
    await town.whisper("bruno", "je ne peux plus")
    assert town.says(_("Waiting for your answer: {names}.", names=("Chloé Martin",))) in town.told("ana")

    await town.choose_privately("ana", town.says(_("Share my contact with {name}", name="Chloé Martin")))
    await town.whisper("ana", PHONE)
    await town.choose_privately("ana", "envoyer")
    assert [one.stage for one in items(town)] == [Stage.TAKEN]


async def test_while_somebody_else_has_the_contact_it_stays_taken_care_of(village: Town):
    await agreed(village)
    await village.choose("chloe", "help")
    await village.whisper("ana", "/aid share 1")  # two of them: which one?
    await village.choose_privately("ana", "Share my contact with Chloé Martin")
    await village.whisper("ana", PHONE)
    await village.choose_privately("ana", "send")
    await village.say("bruno", "/aid withdraw 1")
    assert "Somebody else has your contact too" in village.told("ana")
    assert [one.stage for one in items(village)] == [Stage.TAKEN]


async def test_a_contact_that_is_being_typed_is_not_sent_and_the_conversation_ends(town: Town):
    """Broken once: every further word was refused, until the conversation was left."""
    await came(town)
    await town.choose_privately("ana", "partager")
    await town.whisper("bruno", "/entraide renoncer 1")
    await town.whisper("ana", PHONE)
    assert town.says(Phrase(NotWithThem.says)) in town.told("ana")
    assert town.says(flow.UNSENT) in town.told("ana")
    assert not any(PHONE in text for text in town.heard("bruno"))

    await town.whisper("ana", "je cherche une échelle dimanche")
    assert town.says(_("Need: {text}", text="une échelle")) in town.told("ana")


async def test_who_left_the_group_can_still_step_back(village: Town):
    await agreed(village)
    await village.leave("bruno")
    await village.choose_privately("bruno", "I no longer can")
    assert village.was_told("ana", CANNOT)


async def test_what_cannot_be_taken_back_gets_a_sentence(village: Town):
    await came(village)
    assert await village.press("chloe", StepBack(1)) == village.says(_(NotForward.says, number="1"))
    assert await village.press("ana", StepBack(1)) == YourOwn.says
    await village.choose_privately("ana", "no thank you")
    assert await village.press("bruno", StepBack(1)) == village.says(_(NotForward.says, number="1"))
    await village.choose("dan", "help")
    await village.say("ana", "/aid close 1")
    assert await village.press("dan", StepBack(1)) == village.says(_(ItemOver.says, number="1"))


async def test_who_was_told_no_is_not_listed_among_those_who_came_forward(village: Town):
    await came(village)
    await village.choose_privately("ana", "no thank you")
    await village.whisper("bruno", "/aid mine")
    assert "For these you came forward:" not in village.told("bruno")


async def test_who_came_forward_is_told_that_it_is_taken_back_or_settled(town: Town):
    """Broken once: they went on waiting for an answer, or set out with a trailer."""
    await agreed(town)
    await town.say("ana", "/entraide retirer 1")
    gone = _("{name} no longer needs it. Thank you for coming forward!", name="Ana Diaz")
    assert town.was_told("bruno", gone)

    await town.say("ana", "/offre une perceuse")
    await town.choose("bruno", "intéressé")
    await town.say("ana", "/entraide réglé 2")
    assert town.was_told("bruno", _("This is settled. Thank you for coming forward!"))


async def test_who_was_told_no_is_told_so_again(town: Town):
    """Broken once: whoever came forward again read that the author knew, and waited."""
    await came(town)
    await town.choose_privately("ana", "non merci")
    before = len(town.heard("bruno"))
    await town.whisper("bruno", "/entraide aider 1")
    no = _("{name} has found another way this time. Thank you for coming forward!", name="Ana Diaz")
    assert town.heard("bruno")[before:] == [town.says(no)]


async def test_on_two_networks_each_is_told_on_their_own(pair: Twins):
    await pair.pair()
    await pair.whisper("ana", "/menu")
    await pair.say("ana", NEED)
    with pair.over_there():
        await pair.choose("dan", "je peux aider")
        await pair.wait(minutes=30)
        toast = await pair.choose("dan", "je ne peux plus")
        assert pair.says(NOTED) in (toast, pair.told("dan"))
    assert pair.was_told("ana", _("{name} can no longer help: {text}", name="Dan Weber", text="une remorque"))
    assert [one.stage for one in items(pair)] == [Stage.OPEN]
