"""Votes and polls as people live them, on each kind of network and in both languages."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from handlers.polls.answering import NotAnAnswer, NotAnAnswerHere
from tests.town import Town, shown

SOUP = "/sondage Quelle soupe ? | Poireau | Courge"
SECRETLY = "/vote Adopter la charte ?"
OPENLY = "/vote Adopter la charte ? secret=public"


async def test_a_poll_is_answered_changed_and_closes_by_itself(town: Town):
    await town.say("ana", SOUP)
    await town.choose("bruno", "Courge")
    await town.choose("chloe", "2")
    await town.choose("bruno", "Poireau")
    assert town.ballot() == (1, 1)

    await town.wait(days=1, minutes=1)

    assert town.saw(_("Advice: a tie between {options}.", options=("Poireau", "Courge")))


async def test_a_poll_without_options_asks_yes_or_no(town: Town):
    await town.say("ana", "/poll On déjeune ensemble ?")
    await town.choose("bruno", "Oui" if town.language == "fr" else "Yes")
    assert town.ballot() == (1, 0)


async def test_a_poll_takes_several_answers_and_gives_each_back(town: Town):
    await town.say("ana", "/sondage Quels jours ? | Lundi | Mardi | Jeudi max=2")
    await town.choose("bruno", "Lundi")
    await town.choose("bruno", "Jeudi")
    assert town.ballot() == (1, 0, 1)

    ref = town.card("Quels jours").ref
    if town.hub.view is View.REACTIONS:
        await town.unreact("bruno", ref, 1)
    else:
        await town.choose("bruno", "Lundi")

    assert town.ballot() == (0, 0, 1)


async def test_a_public_vote_counts_once_per_person_and_is_entered_in_the_register(town: Town):
    await town.say("ana", OPENLY)
    await town.choose("bruno", "pour")
    await town.choose("bruno", "contre")
    await town.choose("bruno", "Pour")
    await town.choose("chloe", "1")
    await town.choose("dan", "contre")
    await town.choose("emma", "abstention")
    assert town.ballot() == (2, 1, 1, 0)

    await town.wait(days=4)

    assert town.saw(_("Adopted: {n} for, {against} against.", n=2, against=1))
    with town.database.read() as tx:
        (decision,) = tx.decisions.all()
    assert (decision.title, decision.result, decision.source) == ("Adopter la charte ?", "adopted", "vote:1")


async def test_a_confidential_vote_is_answered_where_nobody_sees_it(town: Town):
    await town.say("ana", SECRETLY)
    if town.hub.view is View.BUTTONS:
        await town.choose("bruno", "pour")
    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("chloe", "/vote 1 CONTRE")
    await town.whisper("dan", "/vote 1")
    await town.choose_privately("dan", "pour")
    assert town.ballot() == (2, 1, 0, 0)
    assert town.saw(_("Answers: {n} of {electorate}.", n=3, electorate=5)) or town.hub.view is View.BARE

    await town.wait(days=4)

    assert town.saw(_("Adopted: {n} for, {against} against.", n=2, against=1))
    with town.database.read() as tx:
        assert {marks for _member, marks in tx.ballots.by_name(1)} == {()}


async def test_an_answer_typed_for_all_to_see_is_not_counted_and_removed(town: Town):
    await town.say("ana", SECRETLY)
    card = town.card("Adopter").ref

    typed = await town.say("bruno", "pour", card)
    named = await town.say("chloe", "/vote 1 contre")

    assert town.ballot() == (0, 0, 0, 0)
    gone = town.hub.view is not View.BARE
    assert (town.hub.get(typed) is None, town.hub.get(named) is None) == (gone, gone)
    asked = _("Everybody here can read your answer, and I may not delete it: please delete it yourself.")
    assert town.saw(asked) is not gone
    await town.choose_privately("bruno", "pour")
    assert town.ballot() == (1, 0, 0, 0)


async def test_what_is_no_answer_to_a_confidential_vote_is_not_told_to_be_tried_again_in_the_group(town: Town):
    await town.say("ana", SECRETLY)
    await town.say("bruno", "/vote 1 peut-être")
    answers = tuple(town.says(_(one)) for one in ("For", "Against", "Abstain", "Blank"))
    blanks = {"text": "peut-être", "number": "1", "answers": answers, "example": answers[0].lower()}
    assert town.saw(Phrase(NotAnAnswerHere.says, blanks))
    await town.whisper("bruno", "/vote 1 peut-être")
    assert town.was_told("bruno", Phrase(NotAnAnswer.says, blanks))


async def test_a_mistyped_answer_is_shown_as_it_is_written(town: Town):
    await town.say("ana", SECRETLY)
    against = town.says(_("Against")).lower()
    await town.whisper("bruno", f"/vote 1 {against[:-2]}{against[-1]}{against[-2]}")
    assert town.told("bruno").endswith(f"/vote 1 {against}")
    await town.whisper("bruno", town.told("bruno").rpartition(": ")[2])
    assert town.ballot() == (0, 1, 0, 0)


async def test_whoever_came_later_reads_that_an_open_vote_is_not_theirs(town: Town):
    await town.say("ana", OPENLY)
    await town.wait(hours=1)
    await town.join("zoe", "Zoé Faure")
    await town.whisper("zoe", "/vote")
    vote = _("Vote {number} – {title}", number="1", title=town.poll().terms.title)
    said = _("{vote}: open until {ends}, and not yours to answer.", vote=vote, ends=town.poll().closes_at)
    assert town.says(said) in town.told("zoe")


async def test_a_choice_is_made_among_options_or_left_blank(town: Town):
    await town.say("ana", "/vote Quel local ? | Rue Pasteur | Place du Marché secret=public")
    await town.choose("bruno", "place du marche")
    await town.choose("chloe", "Rue Pasteur")
    await town.choose("dan", "blanc")
    await town.choose("emma", "2")
    assert town.ballot() == (1, 2, 1)

    await town.wait(days=4)

    assert town.saw(_("Chosen: {options}.", options=("Place du Marché",)))


async def test_an_answer_is_withdrawn(town: Town):
    await town.say("ana", OPENLY)
    await town.choose("bruno", "pour")

    await town.whisper("bruno", "/vote 1 retirer")

    assert town.ballot() == (0, 0, 0, 0)
    await town.whisper("bruno", "/vote 1 withdraw")
    assert town.was_told("bruno", _("You have no answer in No. {number}, so there is nothing to withdraw.", number="1"))


async def test_my_open_votes_are_listed_in_private(town: Town):
    await town.say("ana", OPENLY)
    await town.say("ana", SOUP)
    await town.choose("bruno", "Courge")

    await town.say("bruno", "/vote")

    assert town.was_told("bruno", many("{n} open vote or poll", "{n} open votes and polls", 2))
    await town.choose_privately("bruno", town.says(_("Show No. {number}", number="1")))
    await town.choose_privately("bruno", "contre")
    assert town.ballot(1) == (0, 1, 0, 0)


async def test_a_message_answered_with_vote_becomes_the_question(town: Town):
    idea = await town.say("bruno", "Louer le local rue Pasteur\nIl est à 400 € par mois.")

    await town.say("bruno", "/vote fin=2j", idea)

    terms = town.poll().terms
    assert (terms.title, terms.body, terms.options) == ("Louer le local rue Pasteur", "Il est à 400 € par mois.", ())
    assert town.saw("Il est à 400 € par mois.")


async def test_a_message_answered_with_options_becomes_a_choice(town: Town):
    idea = await town.say("bruno", "Où nous installer ?")
    await town.say("chloe", "/vote | Rue Pasteur | Place du Marché", idea)
    assert town.poll().terms.options == ("Rue Pasteur", "Place du Marché")


async def test_a_vote_typed_in_private_is_shown_before_it_is_published(town: Town):
    await town.say("ana", "/vote")
    await town.whisper("ana", "/vote Adopter la charte ? fin=2j quorum=2")
    assert not town.seen()
    assert town.was_told("ana", _("To be published in {group}:", group="La Ruche"))

    await town.choose_privately("ana", "publier")

    assert town.saw(_("Answers: {n} of {electorate}. Quorum: {quorum}.", n=0, electorate=5, quorum=2))


async def test_a_proposal_is_guided_from_the_group_to_the_vote(town: Town):
    await town.say("bruno", "/proposer")
    for said in ("commencer", "choix"):
        await town.choose_privately("bruno", said)
    await town.whisper("bruno", "Quel local ?")
    await town.whisper("bruno", "Rue Pasteur\nPlace du Marché")
    await town.choose_privately("bruno", "réglages")
    await town.whisper("bruno", 'secret=public fin="dans 2 jours"')
    await town.choose_privately("bruno", "publier")

    await town.choose("chloe", "Rue Pasteur")
    assert town.ballot() == (1, 0, 0)
    assert town.poll().terms.options == ("Rue Pasteur", "Place du Marché")


async def test_a_typed_vote_is_closed_extended_corrected_and_cancelled(town: Town):
    await town.say("ana", OPENLY)
    await town.say("ana", "/vote corriger 1 Adopter la nouvelle charte ?")
    assert town.poll(1).terms.title == "Adopter la nouvelle charte ?"
    before = town.poll(1).closes_at
    await town.say("ana", "/vote prolonger 1 2j")
    assert (town.poll(1).closes_at - before).days == 2
    await town.choose("bruno", "pour")
    await town.say("ana", "/vote clore 1")
    assert town.saw(_("Closed before the deadline by {name}.", name="Ana Diaz"))

    await town.say("ana", "/vote Encore un ?")
    await town.say("ana", "/vote cancel 2 la question était mal posée")
    await town.wait(minutes=11)  # where nothing can be edited the message is posted again, seldom
    assert town.saw(_("Cancelled: {reason}", reason="la question était mal posée"))


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS), indirect=True)
async def test_the_command_that_published_is_edited(town: Town):
    command = await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")

    await town.edit("ana", command, "/sondage Quelle tarte ? | Pomme | Poire | Prune")

    assert town.poll().terms.options == ("Pomme", "Poire", "Prune")
    assert town.saw("Quelle tarte ?")
    assert not town.saw("Quelle soupe ?")


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS), indirect=True)
async def test_a_command_refused_is_edited_and_opens_its_vote(town: Town):
    command = await town.say("ana", "/vote Adopter la charte ? fin=hier")
    await town.edit("ana", command, "/vote Adopter la charte ? fin=demain")
    assert town.poll().terms.title == "Adopter la charte ?"


async def test_what_was_published_is_taken_back_while_nobody_answered(town: Town):
    await town.say("ana", SOUP)

    await town.choose_privately("ana", "undo")
    await town.wait(minutes=11)

    assert town.saw(_("Cancelled: {reason}", reason=_("taken back by its author.")))


@pytest.mark.parametrize("town", shown(View.REACTIONS), indirect=True)
async def test_a_reaction_taken_back_withdraws_the_answer(town: Town):
    await town.say("ana", OPENLY)
    card = town.card("Adopter").ref
    await town.react("bruno", card, 1)
    await town.react("bruno", card, 2)
    assert town.ballot() == (0, 1, 0, 0)

    await town.unreact("bruno", card, 1)
    assert town.ballot() == (0, 1, 0, 0)
    await town.unreact("bruno", card, 2)
    assert town.ballot() == (0, 0, 0, 0)


async def test_an_empty_result_says_so_once_and_draws_nothing(town: Town):
    nobody = town.says(_("Nobody answered."))
    await town.say("ana", SOUP)
    await town.wait(days=1, minutes=1)

    assert town.last.count(nobody) == 1
    assert ": 0" not in town.last.replace("\u00a0", "")
    posted = town.hub.last(town.group)
    assert posted is not None
    assert posted.message.picture is None


async def test_a_missed_quorum_is_told_once_in_persons(town: Town):
    await town.say("ana", OPENLY + " quorum=3")
    await town.choose("bruno", "pour")
    await town.wait(days=4)

    missing = many(
        "Without effect: quorum not reached, {n} person is missing.",
        "Without effect: quorum not reached, {n} people are missing.", 2,
    )  # fmt: skip
    assert town.says(missing) in town.last
    assert town.last.lower().count("quorum") == 1


async def test_the_result_tells_every_number(town: Town):
    await town.say("ana", OPENLY + " quorum=3 majorité=2/3")
    answers = {"ana": "pour", "bruno": "pour", "chloe": "contre", "dan": "blanc", "emma": "abstention"}
    for who, answer in answers.items():
        await town.choose(who, answer)
    await town.wait(days=4)

    assert town.saw(many(
        "Quorum reached: {n} person of {electorate}, {required} were needed.",
        "Quorum reached: {n} people of {electorate}, {required} were needed.", 5, electorate=5, required=3,
    ))  # fmt: skip
    posted = town.hub.last(town.group)
    assert posted is not None
    assert (posted.message.picture is not None) == (town.hub.view is not View.BARE)
    await town.choose("bruno", "détail")
    told = town.told("bruno")
    expected = [
        _("On the list: {n}", n=5), _("Took part: {n}", n=5), _("Voters (without the abstentions): {n}", n=4),
        _("Blank: {n}", n=1), _("Abstentions: {n}", n=1), _("Votes cast (without the blank ones): {n}", n=3),
        _("Quorum: {required}, reached.", required=3),
        _("Needed: {required} votes for, of {size} ({base}). Obtained: {obtained}.", required=2, size=3,
          base=_("the votes cast"), obtained=2),
    ]  # fmt: skip
    places = [told.find(town.says(words)) for words in expected]
    assert -1 not in places
    assert places == sorted(places)
