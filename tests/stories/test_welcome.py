"""Newcomers are greeted once per group, together, shortly, and can look around in private."""

from bot.adapters.local.view import View
from bot.chat.text import _
from tests.town import Town


def greetings(town: Town) -> list[str]:
    """The greetings that can be read in the group."""
    return [text for text in town.seen() if town.says(_("Show me around, in private")) in text]


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


async def test_a_minute_later_there_is_another_greeting(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.join("max", "Max Roc")
    await town.wait(minutes=2)
    assert len(greetings(town)) == 2
    assert town.saw(_("Welcome {names}!", names=("Max",)))


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


async def test_the_greeting_leads_to_the_menu_in_private(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.choose("zoe", "show")
    assert town.was_told("zoe", _("Hello {name}! What shall we do?", name="Zoé"))


async def test_the_arrival_of_the_bot_is_no_newcomer(town: Town):
    await town.hub.add_bot(town.people["ana"], town.group)
    await town.wait(minutes=2)
    assert greetings(town) == []


async def test_a_greeting_survives_a_restart_and_is_said_once(town: Town):
    await town.join("zoe", "Zoé Lune")
    await town.restart()
    await town.wait(minutes=2)
    await town.restart()
    await town.wait(minutes=2)
    assert len(greetings(town)) == 1
