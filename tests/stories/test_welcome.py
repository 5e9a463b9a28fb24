"""Newcomers are greeted once per group, together, shortly, with the way to get to know the group in private."""

from pathlib import Path

from bot.adapters.local.view import View
from bot.chat.adapter import Can
from bot.chat.text import _, many
from tests.telegram_side import telegram_town
from tests.town import Town


def greetings(town: Town) -> list[str]:
    """The greetings that can be read in the group."""
    return [text for text in town.seen() if town.says(_("Get to know each other, in private")) in text]


async def test_a_newcomer_is_greeted_a_few_seconds_later(town: Town):
    await town.join("zoe", "Zoé Lune")
    assert greetings(town) == []

    await town.wait(seconds=10)

    assert len(greetings(town)) == 1
    assert town.saw(_("Welcome {names}!", names=("Zoé",)))
    assert len(town.last.splitlines()) <= 4


async def test_people_who_come_together_are_greeted_together(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.join("max", "Max Roc")
    await town.wait(minutes=2)
    assert len(greetings(town)) == 1
    assert town.saw(_("Welcome {names}!", names=("Zoé", "Max")))


async def test_whoever_comes_within_the_minute_is_added_to_the_greeting(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(seconds=30)
    await town.join("max", "Max Roc")
    await town.wait(seconds=30)
    if town.hub.view is View.BARE:
        await town.wait(minutes=20)  # nothing can be edited there: the greeting is said again, at a slower pace

    assert town.saw(_("Welcome {names}!", names=("Zoé", "Max")))
    assert len(greetings(town)) == (2 if town.hub.view is View.BARE else 1)


async def test_a_minute_later_there_is_another_greeting_and_the_earlier_one_goes(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.join("max", "Max Roc")
    await town.wait(minutes=2)
    assert town.saw(_("Welcome {names}!", names=("Max",)))
    there = Can.DELETE not in town.hub.view.can
    assert town.saw(_("Welcome {names}!", names=("Zoé",))) is there


async def test_of_a_crowd_some_are_named_and_the_others_counted(village: Town):
    for n in range(23):
        await village.join(f"p{n}", f"Person{n} Roc")
    await village.wait(minutes=2)
    names = ", ".join(f"Person{n}" for n in range(20))
    assert village.saw(many("Welcome {names} and {n} other!", "Welcome {names} and {n} others!", 3, names=names))
    assert len(greetings(village)) == 1


async def test_newcomers_are_greeted_in_the_topic_that_was_chosen_for_it(folder: Path):
    async with telegram_town(folder, "fr") as town:
        forum = town.hub.theirs(town.group)
        forum.forum = True
        ana = town.hub.who(town.people["ana"])
        topic = await town.hub.world.topic(forum, "Accueil", ana)
        await town.hub.world.say(ana, forum, "/accueil ici", thread=topic)
        await town.hub.taken()
        await town.settle()
        assert town.saw(_("Noted: newcomers are greeted here from now on."))

        await town.join("zoe", "Zoé Lune")
        await town.wait(minutes=2)

        [greeting] = [one for one in town.hub.world.messages(forum) if "Bienvenue Zoé" in one.text]
        assert greeting.thread == topic


async def test_whoever_leaves_and_comes_back_is_not_greeted_again(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.leave("zoe")
    await town.wait(days=1)
    await town.join("zoe")
    await town.leave("emma")  # was there before the bot
    await town.join("emma")
    await town.wait(minutes=2)
    assert len(greetings(town)) == 1
    assert not town.saw(_("Welcome {names}!", names=("Emma",)))


async def test_whoever_leaves_at_once_is_not_greeted(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.leave("zoe")
    await town.wait(minutes=2)
    assert greetings(town) == []


async def test_two_of_the_same_name_are_told_apart(town: Town):
    await town.join("marie", "Marie Dupont")
    await town.join("marie2", "Marie Blanc")
    await town.wait(minutes=2)
    assert town.saw(_("Welcome {names}!", names=("Marie D.", "Marie B.")))


async def test_the_greeting_leads_to_the_first_exchange_in_private(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.choose("zoe", "connaissance")
    assert town.was_told("zoe", _("Welcome to {group}, {name}!", group="La Ruche", name="Zoé"))


async def test_the_arrival_of_the_bot_is_no_newcomer(town: Town):
    await town.hub.add_bot(town.people["ana"], town.group)
    await town.wait(minutes=2)
    assert greetings(town) == []


async def test_another_bot_that_comes_is_no_newcomer(folder: Path):
    async with telegram_town(folder, "fr") as town:
        other = town.hub.world.add_account("Météo", "meteo_bot")
        await town.hub.world.add_bot(town.hub.theirs(town.group), by=town.hub.who(town.people["ana"]), bot=other)
        await town.hub.taken()
        await town.wait(minutes=2)
        assert greetings(town) == []


async def test_a_greeting_survives_a_restart_and_is_said_once(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.restart()
    await town.wait(minutes=2)
    await town.restart()
    await town.wait(minutes=2)
    assert len(greetings(town)) == 1
