"""A conversation keeps its draft as text and reads it back, whatever it holds."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local.view import View
from bot.chat.text import _
from bot.core.fit import numbers
from bot.core.flow import Kept, Move, dump, load
from bot.core.rows import Talk
from tests.town import Town, shown


@dataclass(frozen=True)
class Draft:
    text: str = ""
    room: int = 0
    ready: bool = False
    options: tuple[str, ...] = ()


@given(st.builds(Draft, st.text(), st.integers(-(2**53), 2**53), st.booleans(), st.lists(st.text()).map(tuple)))
def test_a_draft_is_read_back_as_it_was(draft):
    kept = Kept(draft, (("text", Draft()), ("room", draft)))
    assert load(Draft, dump(kept)) == kept


async def prepare(town: Town) -> None:
    await town.say("bruno", "/vote")
    await town.whisper("bruno", "/proposer")


async def test_going_back_asks_the_question_before(town: Town):
    await prepare(town)
    await town.choose_privately("bruno", "choice")
    await town.whisper("bruno", "Quel local ?")
    await town.choose_privately("bruno", "retour")
    await town.whisper("bruno", "Quelle salle ?")
    await town.whisper("bruno", "A\nB")
    await town.choose_privately("bruno", "publier")
    assert town.poll().terms.title == "Quelle salle ?"


@pytest.mark.parametrize("town", shown(View.BARE), indirect=True)
async def test_a_free_question_asks_for_words_and_a_choice_for_its_number(town: Town):
    await prepare(town)
    assert town.says(_("Answer with a number: {numbers}.", numbers=numbers(4))) in town.told("bruno")
    await town.choose_privately("bruno", "poll")
    assert town.says(_("Answer in words, or with a number: {numbers}.", numbers=numbers(2))) in town.told("bruno")
    await town.whisper("bruno", "Quelle soupe ?")
    assert town.says(_("Answer in words, or with a number: {numbers}.", numbers=numbers(3))) in town.told("bruno")

    await town.whisper("bruno", "/rappel vendredi 19h réunion")
    await town.choose_privately("bruno", "1")
    assert town.says(_("Answer in words, or 1 to leave.")) in town.told("bruno")
    await town.whisper("bruno", "1")
    assert town.was_told("bruno", _("Left without publishing anything."))


async def test_leaving_publishes_nothing(town: Town):
    await prepare(town)
    await town.choose_privately("bruno", "cancel")
    assert town.was_told("bruno", _("Left without publishing anything."))
    await town.whisper("bruno", "Quel local ?")
    with town.database.read() as tx:
        assert not tx.polls.all()


async def test_an_answer_that_does_not_fit_is_asked_again_and_nothing_is_lost(town: Town):
    await prepare(town)
    await town.choose_privately("bruno", "choice")
    await town.whisper("bruno", "Quel local ?")
    await town.whisper("bruno", "seul")
    await town.whisper("bruno", "A | A")
    await town.whisper("bruno", "A | B")
    await town.choose_privately("bruno", "publier")
    assert town.poll().terms.options == ("A", "B")


async def test_a_number_answers_the_question_though_a_vote_was_drawn_again(town: Town):
    await town.say("ana", "/vote Adopter ? secret=public")
    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("bruno", "/vote 1")
    await town.whisper("bruno", "/proposer")
    await town.choose("chloe", "contre")
    await town.wait(minutes=11)

    await town.whisper("bruno", "3")
    await town.whisper("bruno", "Du thé ?")
    await town.choose_privately("bruno", "yes/no")
    await town.choose_privately("bruno", "publier")

    assert not town.poll().terms.binding


async def test_a_draft_of_an_older_version_is_dropped_with_a_sentence(village: Town):
    await prepare(village)
    chat = village.hub.private_chat(village.people["bruno"])
    with village.database.begin() as tx:
        member = tx.members.of(village.people["bruno"])
        assert member is not None
        talk = tx.talks.get(chat, member.id, village.time)
        assert talk is not None
        tx.talks.put(chat, member.id, Talk(talk.flow, talk.step, talk.draft, 0, talk.expires_at))
    assert "I was updated since we began" in await village.choose_privately("bruno", "choice")
    await village.whisper("bruno", "/proposer")
    await village.choose_privately("bruno", "choice")
    assert "What is the question?" in village.told("bruno")


async def test_a_conversation_is_forgotten_after_a_day(village: Town):
    await prepare(village)
    await village.wait(hours=25)
    post, _place = village._offering("choice", village.hub.private_chat(village.people["bruno"]))
    toast = await village.hub.press(village.people["bruno"], post.ref, post.message.buttons[1].data)
    assert "This conversation is over" in toast
    moved = await village.hub.press(village.people["bruno"], post.ref, Move("propose", "kind", False).pack())
    assert "This conversation is over" in moved
    assert village.hub.view is View.BUTTONS
