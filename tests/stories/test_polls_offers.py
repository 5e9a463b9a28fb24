"""What its author is offered about a vote: every button that no longer means anything goes."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import _
from tests.town import Town, shown

VOTE = "/vote Adopter la charte ? secret=public"
EVERYBODY = ("ana", "bruno", "chloe", "dan", "emma")


async def answer(town: Town) -> None:
    await town.choose("chloe", "pour")


async def take_back(town: Town) -> None:
    await town.say("bruno", "/annuler")


async def close(town: Town) -> None:
    await town.say("bruno", "/vote clore 1")


async def let_pass(town: Town) -> None:
    await town.wait(minutes=10, seconds=2)


@pytest.mark.parametrize("happen", [answer, take_back, close, let_pass])
async def test_taking_back_is_offered_while_it_is_possible(town: Town, happen):
    await town.say("bruno", VOTE)
    assert town.offers("bruno", "reprendre")

    await happen(town)

    if town.hub.view is View.BARE:  # what cannot be edited is looked at again after ten minutes, and not said anew
        await town.wait(minutes=10)
        assert len([text for text in town.heard("bruno") if town.says(_("Take it back")) in text]) == 1
    else:
        assert not any(town.says(_("Take it back")) in text for text in town.heard("bruno"))
    assert not town.offers("bruno", "reprendre")


async def test_taking_back_is_offered_again_when_the_only_answer_is_withdrawn(village: Town):
    await village.say("bruno", VOTE)
    await village.choose("chloe", "for")
    await village.whisper("chloe", "/vote 1 withdraw")
    assert village.offers("bruno", "undo")


@pytest.mark.parametrize("town", shown(View.BARE), indirect=True)
async def test_a_number_in_private_answers_the_newest_offer(town: Town):
    await town.say("bruno", VOTE)
    await town.whisper("bruno", "/vote 1")
    await town.say("bruno", "/sondage Quelle soupe ? | Poireau | Courge")
    await town.whisper("bruno", "1")
    assert [town.poll(number).is_open for number in (1, 2)] == [True, False]


async def test_closing_now_is_offered_while_everybody_has_answered(town: Town):
    await town.say("bruno", VOTE)
    for who in EVERYBODY:
        await town.whisper(who, "/vote 1 pour")
    await town.wait(minutes=12)
    assert town.offers("bruno", "clore")

    await town.whisper("dan", "/vote 1 retirer")
    await town.wait(minutes=11)
    assert not town.offers("bruno", "clore")
    await town.whisper("dan", "/vote 1 contre")
    await town.wait(minutes=11)
    assert town.offers("bruno", "clore")

    await town.choose_privately("bruno", "clore")
    await town.wait(minutes=11)
    assert not town.poll().is_open
    assert not town.offers("bruno", "clore")


async def test_a_reminder_offers_nothing_once_the_vote_has_ended(town: Town):
    await town.say("ana", VOTE)
    await town.wait(days=2, hours=11)
    await town.choose("chloe", "remind")
    await town.wait(hours=21)
    assert town.offers("chloe", "stop")

    await town.say("ana", "/vote clore 1")
    await town.wait(minutes=11)

    assert not town.offers("chloe", "stop")
    with town.database.read() as tx:
        left = [post for post in tx.posts.offering(town.group, 100) if post.topic]
    assert left == []


async def test_a_question_that_was_answered_keeps_the_answer_and_loses_its_buttons(village: Town):
    await village.say("bruno", "/menu")
    await village.whisper("bruno", "/propose")
    await village.choose_privately("bruno", "poll")
    await village.whisper("bruno", "Which soup? | Leek | Squash")
    await village.choose_privately("bruno", "publish")

    asked = next(text for text in village.heard("bruno") if "What do you want to propose?" in text)
    preview = next(text for text in village.heard("bruno") if "To be published" in text)
    assert asked.endswith("\nA poll: just advice")
    assert preview.endswith("\nPublish")
    assert not village.offers("bruno", "publish")


async def test_the_answer_may_be_typed_or_tapped_as_well(town: Town):
    await town.say("bruno", "/menu")
    await town.whisper("bruno", "/proposer")
    await town.choose_privately("bruno", "sondage")
    await town.whisper("bruno", "Quelle soupe ? | Poireau | Courge")
    await town.whisper("bruno", "publier")
    assert not town.poll().terms.binding

    cancel, publish = town.says(_("Cancel")), town.says(_("Publish"))
    heard = town.heard("bruno")
    if town.hub.view is not View.BARE:
        assert not any(f"[{cancel}]" in text or f". {cancel}" in text for text in heard)
        assert any(text.endswith(f"\n{publish}") for text in heard)


async def test_a_conversation_that_was_left_says_so_in_place(village: Town):
    await village.say("bruno", "/menu")
    await village.whisper("bruno", "/propose")
    await village.choose_privately("bruno", "cancel")
    assert village.told("bruno") == village.says(_("Left without publishing anything."))
    assert not village.saw(_("What do you want to propose?"), village.hub.private_chat(village.people["bruno"]))
