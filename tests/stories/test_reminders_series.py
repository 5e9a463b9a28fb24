"""Reminders that come back: asked in words, echoed with their next days, given each time once, stopped by a tap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.domain.reminders import Reminder, ReminderOver, Stage
from bot.domain.when import kept
from handlers.reminders.actions import MeToo, Stop
from handlers.reminders.service import NoSuchReminder, NotYourReminder
from tests.stories.test_reminders import given, stages
from tests.town import Town

WEEKLY = "/rappel jeudi 19h chaque semaine : réunion logiciels"  # said on a Thursday at 10 h
HABIT = kept("week on=th at=19:00 zone=Europe/Paris")
THURSDAY = datetime(2026, 11, 12, 18, tzinfo=UTC)


def all_of(town: Town) -> list[Reminder]:
    with town.database.read() as tx:
        return list(tx.reminders.all())


def missed(town: Town) -> int:
    title = town.says(_("Missed reminder"))
    return sum(text.startswith(title) for text in town.seen())


async def test_the_group_is_reminded_each_week_and_sees_the_next_days(town: Town):
    await town.say("ana", WEEKLY)
    days = (date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 26))
    assert town.saw(_("I will remind the group {habit}.", habit=HABIT))
    assert town.saw(_("The next days: {days}.", days=days))

    await town.wait(days=15)

    assert given(town) == 3
    assert [one.due_at for one in all_of(town)] == [THURSDAY.replace(month=12, day=3)]
    if town.hub.view is View.BUTTONS:
        assert town.saw(_("The next days: {days}.", days=(date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17))))


async def test_in_private_only_i_am_reminded_each_time(town: Town):
    await town.whisper("bruno", "rappel tous les jours à 8h : arroser")
    assert town.was_told("bruno", _("I will remind you {habit}.", habit=kept("day at=08:00 zone=Europe/Paris")))

    await town.wait(days=3)

    assert given(town, "bruno") == 3
    assert town.seen() == []


async def test_as_an_answer_the_message_answered_comes_back(town: Town):
    about = await town.say("chloe", "Payer le loyer de la halle")
    await town.say("bruno", "/rappel le 15 de chaque mois à 9h", about)
    await town.wait(days=4)
    assert given(town) == 1
    assert "Payer le loyer de la halle" in town.last


async def test_the_series_is_stopped_from_the_last_one_given(town: Town):
    await town.whisper("bruno", "/rappel jeudi 19h chaque semaine : appeler Léa")
    await town.wait(hours=10)
    await town.choose_privately("bruno", "stop")
    assert town.was_told("bruno", _("Stopped, it will not come back: {text}", text="appeler Léa"))

    await town.wait(days=20)

    assert given(town, "bruno") == (0 if town.hub.view is View.BUTTONS else 1)  # written over
    assert stages(town) == [Stage.CANCELLED]


async def test_the_series_is_stopped_from_its_card(town: Town):
    await town.say("ana", WEEKLY)
    await town.choose("ana", "arrêter" if town.language == "fr" else "stop")
    await town.wait(days=20)
    assert given(town) == 0
    assert stages(town) == [Stage.CANCELLED]


async def test_done_ends_this_time_and_not_the_series(town: Town):
    await town.whisper("bruno", "/rappel jeudi 19h chaque semaine : appeler Léa")
    await town.wait(hours=10)
    await town.choose_privately("bruno", "fait")
    await town.wait(days=7)

    assert town.was_told("bruno", _("Done: {text}", text="appeler Léa"))
    assert stages(town) == [Stage.ACTIVE]
    assert given(town, "bruno") == (1 if town.hub.view is View.BUTTONS else 2)


async def test_later_is_once_more_and_leaves_the_series_alone(town: Town):
    await town.whisper("bruno", "/rappel jeudi 19h chaque semaine : appeler Léa")
    await town.wait(hours=10)
    await town.choose_privately("bruno", "later")
    await town.choose_privately("bruno", "tomorrow")
    await town.wait(days=1)

    series, once = all_of(town)
    assert (series.due_at, series.status) == (THURSDAY.replace(day=19), Stage.ACTIVE)
    assert (once.due_at, once.status, once.recurrence) == (THURSDAY.replace(day=13), Stage.DONE, None)


async def test_me_too_gives_me_the_group_s_series_in_private(town: Town):
    await town.say("ana", WEEKLY)
    await town.choose("chloe", "me too")
    await town.wait(days=8)

    assert given(town) == 2
    assert given(town, "chloe") == 2
    assert given(town, "dan") == 0


async def test_me_too_twice_is_once(village: Town):
    await village.say("ana", WEEKLY)
    await village.choose("chloe", "me too")
    assert await village.press("chloe", MeToo(1)) == village.says(_("You have this reminder already."))
    assert len(all_of(village)) == 2


async def test_me_too_of_a_date_is_once(town: Town):
    await town.say("ana", "/rappel vendredi 19h réunion")
    await town.choose("dan", "moi aussi")
    await town.wait(days=3)
    assert given(town, "dan") == 1


async def test_the_list_says_how_it_comes_back_and_cancels_by_a_tap(town: Town):
    await town.whisper("bruno", "/rappel tous les premiers jeudis du mois à 19h30 plénière")
    await town.whisper("bruno", "/rappel")
    habit = kept("month nths=1 on=th at=19:30 zone=Europe/Paris")
    line = _("{habit}, next on {day}: {text}", habit=habit, day=date(2026, 12, 3), text="plénière")
    assert town.was_told("bruno", line)

    await town.choose_privately("bruno", "1")
    assert stages(town) == [Stage.CANCELLED]


async def test_a_date_becomes_a_series_in_a_conversation(town: Town):
    await town.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await town.choose_privately("bruno", "change")
    await town.whisper("bruno", "chaque semaine")
    await town.whisper("bruno", "tous les lundis 9h")

    habit = kept("week on=mo at=09:00 zone=Europe/Paris")
    first = datetime(2026, 11, 16, 8, tzinfo=UTC)
    told = _("Noted, the reminder now comes back {habit}, the first time on {at}.", habit=habit, at=first)
    assert town.was_told("bruno", told)
    await town.wait(days=12)
    assert given(town, "bruno") == 2


async def test_a_new_one_is_asked_for_in_two_questions(town: Town):
    await town.whisper("bruno", "/rappel")
    await town.choose_privately("bruno", "new")
    await town.whisper("bruno", "sortir le pain")
    await town.whisper("bruno", "bientôt")
    await town.whisper("bruno", "un mardi sur deux à 9h")
    await town.wait(days=20)

    assert given(town, "bruno") == 2
    assert all_of(town)[0].text == "sortir le pain"


async def test_a_new_one_for_the_group_is_asked_for_in_the_group(town: Town):
    await town.say("ana", "/rappel")
    await town.choose("ana", "new")
    await town.say("ana", "réunion logiciels", town.hub.messages(town.group)[-1].ref)
    await town.say("ana", "jeudi 19h chaque semaine", town.hub.messages(town.group)[-1].ref)
    assert town.saw(_("I will remind the group {habit}.", habit=HABIT))


async def test_editing_the_command_corrects_the_series(village: Town):
    ref = await village.say("ana", WEEKLY)
    await village.edit("ana", ref, "/rappel vendredi 10h réunion jardin")
    assert [(one.text, one.recurrence) for one in all_of(village)] == [("réunion jardin", None)]


async def test_down_for_an_hour_it_is_said_late_and_says_so(town: Town):
    await town.say("ana", WEEKLY)
    town.time = THURSDAY.replace(hour=19)
    await town.settle()

    assert given(town) == 1
    assert town.saw(_("It was for {at}; I could not say it before.", at=THURSDAY))


async def written_ahead(town: Town, **away: float) -> None:
    """Written the moment before its instant, and the bot is away until so long after it."""
    town.time = THURSDAY - timedelta(seconds=0.05)
    await town.app.timer.fire_ahead()
    assert given(town) == 0
    town.time = THURSDAY + timedelta(**away)
    await town.restart()


async def test_written_ahead_and_sent_an_hour_later_it_says_so(town: Town):
    await town.say("ana", WEEKLY)
    await written_ahead(town, hours=1)

    assert given(town) == 1
    assert town.saw(_("It was for {at}; I could not say it before.", at=THURSDAY))
    await town.restart()
    assert given(town) == 1


async def test_written_ahead_and_sent_the_next_day_it_is_left_out_and_that_is_said(town: Town):
    await town.say("ana", WEEKLY)
    await written_ahead(town, hours=13)

    assert (given(town), missed(town)) == (0, 1)
    assert town.saw(_("The next time is on {at}.", at=THURSDAY + timedelta(days=7)))
    await town.choose("ana", "arrêter")
    assert stages(town) == [Stage.CANCELLED]


async def test_written_ahead_and_sent_after_its_next_time_it_names_no_day_that_has_passed(town: Town):
    await town.say("ana", WEEKLY)
    await written_ahead(town, days=8)

    assert (given(town), missed(town)) == (0, 2)  # this one, and the one of the next week
    assert not town.saw(_("The next time is on {at}.", at=THURSDAY + timedelta(days=7)))
    assert town.saw(_("The next time is on {at}.", at=THURSDAY + timedelta(days=14)))


async def test_down_for_weeks_it_is_left_out_and_that_is_said_once(town: Town):
    await town.say("ana", WEEKLY)
    await town.restart()
    town.time = datetime(2026, 12, 5, 9, tzinfo=UTC)
    await town.settle()
    await town.restart()
    await town.settle()

    assert (given(town), missed(town)) == (0, 1)
    assert town.saw(_("It was for {at}; I could not say it before.", at=THURSDAY.replace(month=12, day=3)))
    left_out = many(
        "{n} time before was left out: I was not there.", "{n} times before were left out: I was not there.", 3
    )
    assert town.saw(left_out)
    assert town.saw(_("The next time is on {at}.", at=THURSDAY.replace(month=12, day=10)))

    await town.wait(days=6)
    assert given(town) == 1


async def test_down_for_a_day_a_date_is_left_out_and_can_be_put_off(town: Town):
    await town.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    town.time = datetime(2026, 11, 16, 9, tzinfo=UTC)
    await town.settle()
    assert town.was_told("bruno", _("Missed reminder"))

    await town.choose_privately("bruno", "later")
    await town.choose_privately("bruno", "1 h")
    await town.wait(hours=1)
    assert given(town, "bruno") == 1


async def test_a_clock_that_jumps_back_never_gives_one_time_twice(town: Town):
    await town.say("ana", WEEKLY)
    await town.wait(hours=10)
    town.time = THURSDAY.replace(hour=17)
    await town.settle()
    await town.wait(hours=3)
    assert given(town) == 1


async def test_the_hour_stays_through_the_night_of_summer_time(village: Town):
    village.time = datetime(2027, 3, 26, 9, tzinfo=UTC)
    await village.say("ana", "/remind every day at 2:30 check the oven")
    dues = []
    for _day in range(4):
        dues.append(all_of(village)[0].due_at)
        await village.wait(days=1)

    assert [f"{at:%d %H:%M}" for at in dues] == ["27 01:30", "28 01:30", "29 00:30", "30 00:30"]
    assert given(village) == 4


async def test_only_the_author_or_an_organizer_stops_the_series(village: Town):
    await village.say("bruno", WEEKLY)
    await village.wait(hours=10)
    toast = await village.choose("dan", "stop")
    assert toast == village.says(Phrase(NotYourReminder.says, {"name": "Bruno Petit"}))
    assert stages(village) == [Stage.ACTIVE]

    await village.choose("ana", "stop")
    assert stages(village) == [Stage.CANCELLED]


async def test_a_forged_press_stops_and_joins_nothing(village: Town):
    await village.whisper("bruno", "/rappel tous les jours 8h surprise")
    await village.say("ana", "/menu")
    for action in (Stop(1), MeToo(1), MeToo(99)):
        assert await village.press("dan", action) == village.says(Phrase(NoSuchReminder.says))
    assert stages(village) == [Stage.ACTIVE]


async def test_what_was_stopped_cannot_be_joined(village: Town):
    await village.say("ana", WEEKLY)
    await village.choose("ana", "stop")
    assert await village.press("dan", MeToo(1)) == village.says(Phrase(ReminderOver.says))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("/rappel jeudi 19h chaque semaine : réunion", "week on=th at=19:00"),
        ("/remind every first Thursday of the month 7:30pm plenary", "month on=th nths=1 at=19:30"),
        ("/rappel un mardi sur deux à 20h, jusqu'au 30 juin : chorale",
         "week every=2 on=tu at=20:00 start=2026-11-17 until=2027-06-30"),
        ("!rappel tous les jeudis 19h sauf le 24 et le 31 décembre – réunion",
         "week on=th at=19:00 skipped=2026-12-24,2026-12-31"),
    ],
)  # fmt: skip
async def test_one_line_is_enough(village: Town, line: str, rule: str):
    await village.say("bruno", line)
    [kept_one] = all_of(village)
    assert kept_one.recurrence is not None
    assert kept_one.recurrence.text.replace(" zone=Europe/Paris", "") == rule
