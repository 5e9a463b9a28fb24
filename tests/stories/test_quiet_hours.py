"""Nights in which nobody is woken: what is told waits for the morning, the law and those who are in it go first."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.local.view import View
from bot.chat.text import _, many
from bot.domain.plenaries import Plenary
from bot.domain.polls import Status as Stands
from handlers.plenaries import day_views, views
from handlers.proxies.views import lapsed_given, lapsed_held
from tests.town import Town, shown

PARIS = ZoneInfo("Europe/Paris")
EVERYBODY = ("ana", "bruno", "chloe", "dan", "emma")


async def until(
    town: Town, year: int, month: int, day: int, hour: int, minute: int = 0, *, zone: ZoneInfo = PARIS
) -> None:  # fmt: skip
    """Lets time pass until an instant: `await until(town, 2026, 11, 19, 22)`."""
    instant = datetime(year, month, day, hour, minute, tzinfo=zone)
    await town.wait(seconds=(instant - town.time).total_seconds())


async def meet(town: Town, **charter: object) -> None:
    """Everybody has written to the bot once, is known in the group, and is a member."""
    await town.say("ana", "/menu")
    for who in EVERYBODY:
        await town.whisper(who, "/menu")
    town.enrol(*EVERYBODY)
    town.decree(electorate="members", **charter)


async def convene(town: Town) -> None:
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")


def plenary(town: Town) -> Plenary:
    with town.database.read() as tx:
        found = tx.plenaries.get(1)
    assert found is not None
    return found


def lives(town: Town, who: str, zone: str) -> None:
    """Somebody said where they are."""
    with town.database.begin() as tx:
        tx.members.keep(replace(tx.members.get(town.member(who)), zone=zone))


def rings(town: Town, who: str) -> bool:
    """Whether the last message to somebody came with a sound."""
    return not town.hub.messages(town.hub.private_chat(town.people[who]))[-1].message.silent


CONVENED = _("You are convened to plenary {number} of {group}.", number="1", group="La Ruche")


async def test_a_convocation_for_a_day_three_weeks_off_wakes_nobody(town: Town):
    """Broken once: at 22:00 it went to everybody at once."""
    await meet(town)
    await until(town, 2026, 11, 12, 22)
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    asleep = many("{n} person is in their quiet hours: they read it once those are over.",
                  "{n} people are in their quiet hours: they read it once those are over.", 4)  # fmt: skip
    assert town.says(asleep) in town.last
    await town.choose("ana", "convoquer")
    convened = _("Plenary {number} is convened. {told}", number="1", told="")
    assert any(text.startswith(town.says(convened)) and town.says(asleep) in text for text in town.seen())
    assert town.saw(views.heading(plenary(town)))
    assert not town.was_told("bruno", CONVENED)

    await until(town, 2026, 11, 13, 7, 50)
    assert not town.was_told("bruno", CONVENED)
    await until(town, 2026, 11, 13, 8, 0)
    assert all(town.was_told(who, CONVENED) for who in EVERYBODY)


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_convocation_on_the_last_lawful_night_leaves_without_a_sound(town: Town):
    await meet(town, notice_days=15)
    lives(town, "chloe", "Asia/Tokyo")  # it is 6 in the morning there, and 8 at midnight here
    await until(town, 2026, 11, 19, 22)  # the last lawful day
    await convene(town)
    one = "{n} person is in their quiet hours, and would read it too late after them: it leaves at once, without a " \
          "sound where their network can do that."  # fmt: skip
    many_ = "{n} people are in their quiet hours, and would read it too late after them: it leaves at once, without " \
            "a sound where their network can do that."  # fmt: skip
    assert town.saw(many(one, many_, 4))
    assert town.was_told("bruno", CONVENED)
    assert town.was_told("chloe", CONVENED)
    assert not rings(town, "bruno")


async def test_a_convocation_called_off_in_the_night_is_not_told_any_more(town: Town):
    await meet(town)
    await until(town, 2026, 11, 12, 22)
    await convene(town)
    await town.say("ana", "/pleniere annuler 1 la salle est inondée")
    await until(town, 2026, 11, 13, 9)

    assert not town.was_told("bruno", CONVENED)
    assert town.was_told("bruno", views.cancelled(plenary(town)).lines[0].text)


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_another_place_is_told_in_the_morning_and_at_once_on_the_eve(town: Town):
    """Broken once: at 22:00, three weeks before, everybody was told."""
    await meet(town)
    await convene(town)
    await until(town, 2026, 11, 12, 22)
    await town.say("ana", "/pleniere lieu 1 Salle des fêtes")
    said = views.relocated(plenary(town)).lines[0].text
    assert town.saw(said)
    assert not town.was_told("dan", said)
    await until(town, 2026, 11, 13, 8, 1)
    assert town.was_told("dan", said)

    await until(town, 2026, 12, 4, 22)
    before = len(town.heard("dan"))
    await town.say("ana", "/pleniere lieu 1 Gymnase")
    assert "Gymnase" in town.heard("dan")[before]
    assert rings(town, "dan")


async def test_the_agenda_that_closes_at_midnight_is_read_in_the_morning(town: Town):
    """Broken once: the group read it at midnight."""
    await meet(town, notice_days=15)
    await convene(town)
    closed = views.agenda_closed(plenary(town), ()).lines[0].text
    await until(town, 2026, 11, 19, 7, 50)
    assert not town.saw(closed)
    await until(town, 2026, 11, 19, 8, 1)
    assert town.saw(closed)


async def test_a_proxy_that_lapses_at_midnight_is_told_in_the_morning(town: Town):
    """Broken once: both were told at midnight."""
    await meet(town)
    await town.say("chloe", "/pouvoir Bruno jusqu'au 20/11" if town.language == "fr" else "/proxy Bruno until 20/11")
    await town.choose_privately("bruno", "oui")
    with town.database.read() as tx:
        group = tx.groups.all()[0]
    given, held = lapsed_given(group, "Bruno Petit"), lapsed_held(group, "Chloé Martin")
    await until(town, 2026, 11, 21, 7, 50)
    assert not town.was_told("chloe", given)
    assert not town.was_told("bruno", held)
    await until(town, 2026, 11, 21, 8, 1)
    assert town.was_told("chloe", given)
    assert town.was_told("bruno", held)


async def test_a_meeting_that_was_left_open_is_asked_about_in_the_morning(town: Town):
    """Broken once: its chair was asked at 2 in the night."""
    await meet(town)
    await convene(town)
    await until(town, 2026, 12, 5, 13, 40)
    await town.choose_privately("ana", "ouvrir")
    said = day_views.still_open(plenary(town)).lines[0].text
    await until(town, 2026, 12, 6, 7, 50)
    assert not town.was_told("ana", said)
    await until(town, 2026, 12, 6, 8, 1)
    assert town.was_told("ana", said)


async def test_a_meeting_that_is_closed_in_the_night_is_not_asked_about(town: Town):
    await meet(town)
    await convene(town)
    await until(town, 2026, 12, 5, 13, 40)
    await town.choose_privately("ana", "ouvrir")
    await until(town, 2026, 12, 6, 2, 30)
    said = day_views.still_open(plenary(town)).lines[0].text
    await town.whisper("ana", "/pleniere clore 1")
    await until(town, 2026, 12, 6, 9)
    assert not town.was_told("ana", said)


async def test_an_action_is_asked_about_in_the_evening_of_whoever_does_it(town: Town):
    """Broken once: at 18:00 of the group, 2 in the night in Tokyo."""
    await meet(town)
    lives(town, "bruno", "Asia/Tokyo")
    await convene(town)
    await until(town, 2026, 12, 5, 13, 40)
    await town.choose_privately("ana", "ouvrir")
    await town.whisper("ana", "/pleniere action Bruno | compter les chaises | 12/12")
    with town.database.read() as tx:
        [task] = tx.records.tasks(1)
    assert task.due_on is not None
    said = _("You wanted to do this by {day}: {text}. How is it?", day=task.due_on, text=task.text)
    await until(town, 2026, 12, 12, 17, 50, zone=ZoneInfo("Asia/Tokyo"))
    assert not town.was_told("bruno", said)
    await until(town, 2026, 12, 12, 18, 1, zone=ZoneInfo("Asia/Tokyo"))
    assert town.was_told("bruno", said)


async def test_an_action_done_in_the_night_is_not_asked_about(village: Town):
    await meet(village)
    with village.database.begin() as tx:
        bruno = tx.members.get(village.member("bruno"))
        tx.members.keep(replace(bruno, quiet=replace(bruno.quiet, start=bruno.quiet.end.replace(hour=17))))
    await convene(village)
    await until(village, 2026, 12, 5, 13, 40)
    await village.choose_privately("ana", "ouvrir")
    await village.whisper("ana", "/pleniere action Bruno | compter les chaises | 12/12")
    await until(village, 2026, 12, 12, 20)
    assert "How is it?" not in village.told("bruno")
    with village.database.begin() as tx:
        [task] = tx.records.tasks(1)
        tx.records.keep_task(task.finish())
    await until(village, 2026, 12, 13, 12)
    assert not any("How is it?" in text for text in village.heard("bruno"))


async def test_a_proxy_offered_at_night_waits_while_its_giver_is_answered_at_once(town: Town):
    await meet(town)
    await until(town, 2026, 11, 12, 23)
    before = len(town.heard("bruno"))
    await town.whisper("chloe", "/pouvoir Bruno")
    assert "Bruno" in town.told("chloe")
    assert len(town.heard("bruno")) == before
    await town.whisper("bruno", "/menu")  # what waits holds up no answer
    assert len(town.heard("bruno")) == before + 1

    await until(town, 2026, 11, 13, 8, 1)
    assert "Chloé Martin" in town.told("bruno")


async def test_in_a_meeting_that_lasts_into_the_night_people_are_told_at_once(town: Town):
    await meet(town)
    await town.say("ana", "/pleniere samedi 5 décembre 20h | MJC")
    await town.choose("ana", "convoquer")
    await until(town, 2026, 12, 5, 19, 45)
    await town.choose_privately("ana", "ouvrir")
    await until(town, 2026, 12, 5, 22, 30)
    await town.say("dan", "/pleniere ici 1")
    await town.say("dan", "/pleniere parole 1")
    await town.say("ana", "/pleniere parole Dan")
    assert town.was_told("dan", _("It is your turn to speak."))


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_result_at_the_hour_that_was_chosen_makes_no_sound_at_night(town: Town):
    await meet(town)
    await town.say("ana", '/vote Ouvrir le dimanche ? fin="demain 23h"')
    await until(town, 2026, 11, 13, 23, 1)
    assert town.poll().status is Stands.PROCLAIMED
    assert town.hub.messages(town.group)[-1].message.silent
