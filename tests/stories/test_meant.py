"""What is typed in private is understood as meant: a command, an answer to what was just asked, a greeting."""

from __future__ import annotations

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.core.asking import ChooseOne
from bot.core.meant import NotUnderstood, NotUnderstoodNear, WhichNumber
from bot.domain.aid import NoObject
from bot.domain.plenaries import Answer
from handlers.plenaries.service import TYPED
from tests.neighbours import nested
from tests.town import Town, shown

WAITS = _("I noted nothing yet. If you meant this, answer it below.")
LEFT = _("Left without publishing anything.")


async def convoke(town: Town, when: str = "samedi 5 décembre 14h", *, where: str = "MJC") -> None:
    """Everybody is known and has a private chat; Ana convenes a plenary."""
    for who in ("ana", "bruno"):
        await town.whisper(who, "/menu")
        await town.say(who, "/menu")
    town.enrol("ana", "bruno", "chloe")
    town.decree(electorate="members", proxies="2")
    await town.say("ana", f"/pleniere {when} | {where}")
    await town.choose("ana", "convoquer")


def answers(town: Town, who: str) -> list[str]:
    """What somebody said to the plenaries."""
    member = town.member(who)
    with town.database.read() as tx:
        every = tx.cursor.execute("SELECT id FROM plenaries ORDER BY id").fetchall()
        found = [tx.meetings.answer_of(one, member) for (one,) in every]
    return [str(one.value) for one in found if one is not None]


async def test_the_name_of_a_command_alone_opens_the_command(town: Town):
    """Broken once: “pouvoir” in private said that one does not come to the plenary."""
    await convoke(town)
    assert any("MJC" in text for text in town.heard("bruno"))
    before = town.heard("bruno")

    for word in ("pouvoir", "proxy", "Pouvoir "):
        await town.whisper("bruno", word)

    assert answers(town, "bruno") == []
    assert len(town.heard("bruno")) >= len(before) + 3

    await town.choose_privately("bruno", town.says(_("No, I give my proxy")))
    assert answers(town, "bruno") == [Answer.PROXY.value]


async def test_a_bare_word_answers_the_invitation_that_came_last(town: Town):
    await convoke(town)
    await town.whisper("bruno", "non" if town.language == "fr" else "no")
    assert answers(town, "bruno") == [Answer.NO.value]


async def test_a_no_after_another_question_does_not_answer_an_older_invitation(town: Town):
    """Broken once: “non”, typed once a question was answered by its button, said that one does not come."""
    no = "non" if town.language == "fr" else "no"
    await convoke(town)
    await town.whisper("bruno", "/moi effacer")
    await town.choose_privately("bruno", no)

    await town.whisper("bruno", no)

    assert answers(town, "bruno") == []
    assert town.was_told("bruno", WAITS)


async def test_a_no_to_an_older_invitation_shows_it_again_and_then_counts(town: Town):
    no = "non" if town.language == "fr" else "no"
    await convoke(town)
    await town.whisper("bruno", "menu")
    await town.whisper("bruno", no)
    assert answers(town, "bruno") == []
    assert town.was_told("bruno", WAITS)
    assert "MJC" in town.told("bruno")

    await town.whisper("bruno", no)
    assert answers(town, "bruno") == [Answer.NO.value]


async def test_a_yes_that_several_invitations_offer_names_them(town: Town):
    """Broken once: it spoke of open votes and of a vote 41, where only plenaries waited."""
    yes = "oui" if town.language == "fr" else "yes"
    await convoke(town)
    await town.say("ana", "/pleniere samedi 12 décembre 14h | Gymnase")
    await town.choose("ana", "convoquer")
    await town.whisper("bruno", "menu")

    await town.whisper("bruno", yes)

    assert answers(town, "bruno") == []
    start = town.says(Phrase(WhichNumber.says, {"text": yes, "titles": "@", "example": ""})).partition("@")[0]
    assert start in town.told("bruno")
    example = town.says(Phrase(TYPED, {"text": yes, "number": "2"}))
    assert example in town.told("bruno")
    await town.whisper("bruno", example)
    assert answers(town, "bruno") == [Answer.YES.value]
    await town.whisper("bruno", "menu")
    invited = [post for post in town.hub.messages(town.hub.private_chat(town.people["bruno"])) if post.by is None]
    asked = [post for post in invited if "MJC" in str(post.message.lines)]
    await town.whisper("bruno", yes, asked[-1].ref)
    assert answers(town, "bruno") == [Answer.YES.value, Answer.YES.value]


async def test_a_command_passes_by_a_preview_which_goes_on_waiting(town: Town):
    """Broken once: every word was refused until one of the buttons was pressed."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "question Alors ?")
    refused = town.says(Phrase(ChooseOne.says))

    await town.whisper("ana", "menu")
    await town.whisper("ana", "entraide" if town.language == "fr" else "aid")
    await town.whisper("ana", "rappel demain 9h : sortir le pain")
    assert not town.was_told("ana", Phrase(ChooseOne.says))
    assert any("sortir le pain" in text for text in town.heard("ana"))

    await town.whisper("ana", "n’importe quoi")
    assert town.told("ana") == refused
    assert "annuler" in refused or "cancel" in refused

    await town.choose_privately("ana", "publier")
    assert "Alors" in town.last


async def test_undo_alone_leaves_a_preview_too(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "question Alors ?")
    await town.whisper("ana", "undo")
    assert town.was_told("ana", LEFT)


async def test_a_word_that_is_awaited_stays_a_word(town: Town):
    """The name of a command may be the title of a project."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "/projet nouveau" if town.hub.view is View.BUTTONS else "/question new")
    await town.whisper("ana", "menu")
    assert not town.was_told("ana", _("Nothing on your side just now."))


async def test_a_greeting_is_answered_with_the_way_to_the_menu(town: Town):
    """Broken once: “bonjour” was not understood."""
    await town.say("bruno", "/menu")
    for word in ("Bonjour !", "hello", "Coucou"):
        await town.whisper("bruno", word)
        assert town.told("bruno") == town.says(_("Hello {name}! /menu shows what I can do.", name="Bruno"))
    for word in ("merci", "Thank you!"):
        await town.whisper("bruno", word)
        assert town.told("bruno") == town.says(_("You are welcome! /menu shows what I can do."))


async def test_a_sentence_with_the_name_of_a_command_is_shown_that_command(town: Town):
    """Broken once: “comment on vote ?” was answered by the menu alone."""
    await town.say("bruno", "/menu")
    for text in ("comment on vote ?", "Je veux VOTE, moi"):
        await town.whisper("bruno", text)
        assert town.told("bruno") == town.says(Phrase(NotUnderstoodNear.says, {"text": text, "near": "vote"}))
    await town.whisper("bruno", town.told("bruno").rpartition(": ")[2])
    assert "/vote" in town.told("bruno")
    await town.whisper("bruno", "il fait beau")
    assert town.told("bruno") == town.says(Phrase(NotUnderstood.says, {"text": "il fait beau"}))


async def test_a_greeting_below_an_open_question_shows_it_again(town: Town):
    """Broken once: “bonjour” was answered with “Choose one of the answers above”."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "question Alors ?")
    asked = town.told("ana")
    for word, answer in (
        ("Bonjour !", _("Hello {name}! This still waits for your answer:", name="Ana")),
        ("merci", _("You are welcome! This still waits for your answer:")),
    ):
        await town.whisper("ana", word)
        assert town.heard("ana")[-2] == town.says(answer)
        assert town.told("ana") == asked

    await town.choose_privately("ana", "publier")
    assert "Alors" in town.last


async def test_a_greeting_below_a_preview_names_its_answers(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "besoin une scie samedi matin")
    await town.whisper("ana", "bonjour")
    waits = town.says(_("My last question still waits for your answer: {answers}.", answers="@")).partition("@")[0]
    assert waits in town.told("ana")
    assert town.says(_("Do not publish")) in town.told("ana")
    await town.whisper("ana", "1")
    assert "scie" in town.last


async def test_a_greeting_that_is_no_answer_in_words_is_answered_too(town: Town):
    """Broken once: it was told that it names nothing that somebody could need."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "besoin")
    asked = town.told("ana")
    await town.whisper("ana", "bonjour")
    assert town.heard("ana")[-2:] == [
        town.says(_("Hello {name}! This still waits for your answer:", name="Ana")), asked
    ]  # fmt: skip
    await town.whisper("ana", "une scie")
    assert "scie" in town.told("ana")


async def test_a_preview_for_one_of_several_groups_is_named_too(town: Town):
    """Broken once: it offers no plain yes, and so “bonjour” was answered as if nothing were open."""
    await nested(town, "ana")
    await town.say("ana", "/menu")
    await town.whisper("ana", "besoin une scie samedi matin")
    await town.whisper("ana", "bonjour")
    assert town.says(_("Publish in {group}", group="La Ruche")) in town.told("ana")
    assert town.says(_("Do not publish")) in town.told("ana")


async def test_no_leaves_a_question_of_which_nothing_suits(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/proposer")
    await town.whisper("ana", "non")
    assert town.was_told("ana", LEFT)


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS, View.BARE), indirect=True)
@pytest.mark.parametrize("call", ["@Coopérons ", "Coopérons, ", "@cooperons : "])
async def test_after_the_bots_name_a_command_needs_no_sign_in_a_group(town: Town, call: str):
    """Broken once: “@bot vote …” was answered by nothing."""
    await town.say("bruno", f"{call}vote Louer une salle ?")
    assert town.poll().terms.title == "Louer une salle ?"
    await town.say("bruno", f"{call}menu")
    assert town.says(_("What I can do here")) in town.last
    await town.say("bruno", f"{call}bonjour")
    assert town.last == town.says(_("Hello {name}! /menu shows what I can do.", name="Bruno"))
    before = len(town.seen())
    await town.say("bruno", "vote Louer deux salles ?")
    await town.say("bruno", f"je crois que {call.strip(' ,:')} vote Louer deux salles ?")
    with town.database.read() as tx:
        assert len(tx.polls.all()) == 1, town.seen()[before:]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_command_after_the_bots_name_is_corrected_by_changing_it(town: Town):
    asked = await town.say("bruno", "@Coopérons vote Louer une salle ?")
    await town.edit("bruno", asked, "@Coopérons vote Louer deux salles ?")
    assert town.poll().terms.title == "Louer deux salles ?"


async def test_what_is_needed_is_asked_for_and_the_answer_is_its_sentence(town: Town):
    """Broken once: “une scie”, after “De quoi s’agit-il ?”, was not understood."""
    await town.say("ana", "/menu")

    await town.whisper("ana", "besoin" if town.language == "fr" else "need")
    assert town.was_told("ana", _("What do you need? In one sentence: what, when, where."))
    await town.whisper("ana", "samedi matin" if town.language == "fr" else "Saturday morning")
    assert town.was_told("ana", Phrase(NoObject.says))
    await town.whisper("ana", "une scie")
    await town.choose_privately("ana", "publier")

    with town.database.read() as tx:
        assert [one.text for one in tx.aid.all()] == ["une scie"]
    assert town.card("une scie")


async def test_what_is_offered_is_asked_for_and_may_be_left(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/offre")
    await town.whisper("ana", "annuler")
    assert town.was_told("ana", LEFT)

    await town.whisper("ana", "/offre")
    await town.whisper("ana", "une perceuse")
    await town.choose_privately("ana", "publier")
    with town.database.read() as tx:
        assert [one.text for one in tx.aid.all()] == ["une perceuse"]
