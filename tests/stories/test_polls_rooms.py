"""Where a vote lives: closed and public groups, several groups, a bot sent away, people it does not know yet."""

from zoneinfo import ZoneInfo

from bot.adapters.local.view import View
from bot.chat.address import MessageRef, Person, Place, User
from bot.chat.events import Said
from bot.chat.text import Phrase, _
from handlers.polls.flow import NoLongerThere
from tests.neighbours import say
from tests.town import Town

PARIS = ZoneInfo("Europe/Paris")


async def test_in_a_public_group_only_its_members_answer(village: Town):
    market = village.hub.group("market", "Marché", [village.people["ana"], village.people["bruno"]], closed=False)
    await village.hub.say(village.people["ana"], market, "/vote Adopt? secrecy=public")
    await village.settle()
    card = village.hub.messages(market)[-1].ref
    village.people["zoe"] = village.hub.person("zoe", "Zoé", "en")
    outsider = Person(village.people["zoe"], "Zoé", "en")

    await village.hub.say(village.people["bruno"], market, "for", card)
    said = Said("z-1", outsider, Place(market, "Marché", closed=False), "for", MessageRef(market, "999"), reply_to=card)
    await village.app.dispatcher.emit(said)
    await village.settle()

    assert village.ballot() == (1, 0, 0, 0)


async def test_somebody_never_seen_is_looked_up_before_a_proposal(town: Town):
    await town.say("ana", "/sondage Thé ?")
    await town.whisper("emma", "/proposer")
    assert town.was_told("emma", _("What do you want to propose?"))

    town.people["zoe"] = town.hub.person("zoe", "Zoé", town.language)
    await town.whisper("zoe", "/proposer")
    await town.whisper("zoe", "/vote Adopter ?")
    told = _("I do not know which group this is for: you are in none that I serve. Write the command in your group.")
    assert [town.says(told)] * 2 == town.heard("zoe")


async def test_with_several_groups_a_vote_typed_in_private_asks_for_which(town: Town):
    other = town.hub.group("four", "Le Four", [town.people["ana"], town.people["bruno"]])
    await town.hub.say(town.people["ana"], other, "/vote")
    await town.say("ana", "/vote")

    await town.whisper("ana", "/vote Adopter ? secret=public")
    assert town.was_told("ana", _("For which group?"))
    await town.choose_privately("ana", "Le Four")
    await town.choose_privately("ana", "publier")

    assert town.poll().terms.electorate == 2
    assert not town.seen()
    assert town.saw(_("Answers: {n} of {electorate}.", n=0, electorate=2), other)


async def test_a_person_in_two_groups_sees_the_votes_of_both_in_private_and_of_one_in_a_group(village: Town):
    other = village.hub.group("four", "Le Four", [village.people["ana"], village.people["bruno"]])
    await village.hub.say(village.people["ana"], other, "/vote Bake? secrecy=public")
    await village.say("ana", "/vote Adopt? secrecy=public")

    await village.say("ana", "/vote")
    assert "Adopt?" in village.told("ana")
    assert "Bake?" not in village.told("ana")
    await village.whisper("ana", "/vote")
    assert all(title in village.told("ana") for title in ("Adopt?", "Bake?"))


async def test_a_bot_that_was_sent_away_tells_the_result_to_the_author_alone(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    await village.choose("bruno", "for")
    await village.hub.remove_bot(village.people["ana"], village.group)
    await village.settle()

    shown = len(village.seen())
    await village.wait(days=4)

    assert "Adopted: 1 for, 0 against." in village.told("ana")
    assert len(village.seen()) == shown

    await village.whisper("ana", "/vote 1")

    assert "Adopted: 1 for, 0 against." in village.told("ana")


async def test_a_bot_that_is_brought_back_goes_on_where_it_was(village: Town):
    await village.say("ana", "/vote Adopt? secrecy=public")
    await village.hub.remove_bot(village.people["ana"], village.group)
    await village.settle()
    await village.hub.add_bot(village.people["ana"], village.group)
    await village.settle()

    await village.whisper("bruno", "/vote 1 for")
    await village.wait(days=4)

    assert "Adopted: 1 for, 0 against." in village.last


async def test_a_deadline_is_extended_in_the_words_people_use(village: Town):
    for n, (text, day, hour) in enumerate((
        ("2d", 17, 20), ("by 2 days", 17, 20), ("de 2 jours", 17, 20), ("until 30/11 8pm", 30, 20),
        ("jusqu'au 30 novembre", 30, 20), ("jusqu’à mardi 18h", 17, 18), ("in 6 days", 18, 20),
    )):  # fmt: skip
        await village.say("ana", f"/vote Adopt {n}? secrecy=public")
        number = village.poll().id
        await village.say("ana", f"/vote extend {number} {text}")
        local = village.poll(number).closes_at.astimezone(PARIS)
        assert (local.day, local.hour) == (day, hour), text


async def test_an_anonymous_administrator_may_open_a_vote_and_is_told_where_to_look(village: Town):
    nobody = Person(User("local", "anonymous"), "La Ruche", anonymous=True)
    place = Place(village.group, "La Ruche")
    for n, text in enumerate(("/vote Adopt? secrecy=public", "/vote", "/vote 1 for", "/vote 1", "/proposer")):
        said = Said(f"anon-{n}", nobody, place, text, MessageRef(village.group, f"{900 + n}"))
        await village.app.dispatcher.emit(said)
        await village.settle()
        assert ("anonymous administrator" in village.last) == (n > 0), text
    assert village.ballot() == (0, 0, 0, 0)


async def test_a_poll_is_live_and_its_names_are_behind_a_button(town: Town):
    await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    assert town.saw(_("Nobody has answered yet."))
    await town.choose("bruno", "Courge")
    await town.wait(minutes=11)

    assert town.saw(_("{option}: {count}", option="Courge", count=1))
    await town.choose("chloe", "noms")
    assert town.was_told("chloe", _("{option} ({n}): {names}", option="Courge", n=1, names=("Bruno",)))


async def test_a_hidden_tally_stays_hidden_until_the_close(town: Town):
    await town.say("ana", "/vote Où ? | A | B résultats=fin secret=public")
    await town.choose("bruno", "A")
    await town.wait(minutes=11)
    assert town.saw(_("Answers: {n} of {electorate}.", n=1, electorate=5))
    assert not town.saw(_("{option}: {count}", option="A", count=1))
    await town.wait(days=4)
    assert town.saw(_("{option}: {count}", option="A", count=1))


async def test_a_long_question_and_fifty_options_are_shown_whole(town: Town):
    options = " | ".join(f"{'Une option assez longue pour prendre de la place' * 2} {n}" for n in range(50))
    await town.say("ana", f"/vote {'Pourquoi ? ' * 27} | {options} secret=public")
    await town.choose("bruno", "49")
    assert town.ballot()[48] == 1
    await town.wait(days=4)
    assert not any("failed" in text for text in town.seen())


async def test_a_pinned_vote_is_unpinned_at_its_close(town: Town):
    await town.say("ana", "/vote Adopter ? secret=public")
    posted = town.card("Adopter")
    assert posted.pinned == (town.hub.view is not View.BARE)
    await town.say("ana", "/vote clore 1")
    again = town.hub.get(posted.ref)
    assert again is not None
    assert not again.pinned


async def test_what_is_proposed_for_a_group_is_never_published_in_another_one(village: Town):
    """Whoever left the group meanwhile published it in the first other one of theirs."""
    emma = village.people["emma"]
    lyon = village.hub.group("lyon", "Lyon", [emma], [emma])
    await say(village, "emma", "/calendar", lyon)  # she is known to be there
    await village.say("emma", "/calendar")
    await village.say("emma", "/propose")
    await village.choose_privately("emma", "begin")
    await village.choose_privately("emma", "poll")
    await village.whisper("emma", "Which soup?")
    await village.whisper("emma", "Leek\nSquash")
    await village.leave("emma")

    assert await village.choose_privately("emma", "publish") == village.says(Phrase(NoLongerThere.says))
    with village.database.read() as tx:
        assert tx.polls.all() == []
