"""Reminders: asked in words, echoed in full, given once, put off, cancelled, corrected; for me or for the group."""

from datetime import UTC, datetime

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.domain.reminders import ReminderOver, Stage
from handlers.reminders.line import EmptyReminder, NoSuchClock, WhenMissing
from handlers.reminders.service import NoSuchReminder, NotYourReminder
from tests.town import Town

MEETING = "/rappel vendredi 19h réunion logiciels"
FRIDAY = datetime(2026, 11, 13, 18, tzinfo=UTC)  # 19 h in Paris


def given(town: Town, who: str = "") -> int:
    """How often a reminder was given."""
    texts = town.heard(who) if who else town.seen()
    return sum(text.startswith(f"{town.says(_('Reminder'))}\n") for text in texts)


def stages(town: Town) -> list[Stage]:
    with town.database.read() as tx:
        return [one.status for one in tx.reminders.all()]


async def test_in_a_group_the_group_is_reminded_once(town: Town):
    await town.say("ana", MEETING)
    assert town.saw(_("I will remind the group on {at}.", at=FRIDAY))

    await town.wait(days=3)

    assert given(town) == 1
    assert "réunion logiciels" in town.last
    assert stages(town) == [Stage.DONE]


async def test_in_private_only_i_am_reminded(town: Town):
    await town.whisper("bruno", "rappel vendredi 19h : appeler Léa")
    assert town.was_told("bruno", _("I will remind you on {at}.", at=FRIDAY))

    await town.wait(days=3)

    assert given(town, "bruno") == 1
    assert town.seen() == []


@pytest.mark.parametrize(
    ("line", "minutes", "text"),
    [
        ("/rappel dans 2 h : sortir le pain", 120, "sortir le pain"),
        ("/remind in 2 h take the bread out", 120, "take the bread out"),
        ("/rappel aujourd'hui 14h30 – sortir le pain", 270, "sortir le pain"),
        ("!rappel demain à midi, manger", 1560, "manger"),
        ("/remind tomorrow 9am: <b>bold</b> _& co_", 1380, "<b>bold</b> _& co_"),
    ],
)
async def test_the_date_is_read_with_or_without_a_separator(village: Town, line: str, minutes: int, text: str):
    await village.say("bruno", line)
    with village.database.read() as tx:
        kept = tx.reminders.all()[0]
    assert (kept.text, (kept.due_at - village.time).total_seconds() / 60) == (text, minutes)


async def test_as_an_answer_the_message_answered_is_the_text(town: Town):
    about = await town.say("chloe", "Je peux apporter la remorque samedi")
    await town.say("bruno", "/rappel vendredi 19h", about)
    await town.wait(days=3)
    assert "Je peux apporter la remorque samedi" in town.last


async def test_later_in_private_moves_the_reminder(town: Town):
    await town.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await town.wait(hours=33)
    await town.choose_privately("bruno", "later")
    await town.choose_privately("bruno", "tomorrow")
    assert town.was_told("bruno", _("Noted, the reminder is now for {at}.", at=FRIDAY.replace(day=14)))

    await town.wait(days=1)

    assert given(town, "bruno") == (1 if town.hub.view is View.BUTTONS else 2)  # the first was written over
    await town.choose_privately("bruno", "fait")
    assert town.was_told("bruno", _("Done: {text}", text="appeler Léa"))


async def test_later_in_a_group_is_for_whoever_asks_alone(town: Town):
    await town.say("ana", MEETING)
    await town.wait(hours=33)
    await town.choose("chloe", "later")
    await town.choose_privately("chloe", "10 min")
    await town.choose_privately("chloe", "cancel" if town.hub.view is View.BUTTONS else "1 h")

    await town.wait(hours=2)

    assert given(town) == 1
    assert given(town, "dan") == 0
    assert given(town, "chloe") == (0 if town.hub.view is View.BUTTONS else 1)


async def test_somebody_says_that_it_is_done(town: Town):
    await town.say("ana", MEETING)
    await town.wait(hours=33)
    await town.choose("dan", "fait")
    assert town.saw(_("Done by {name}: {text}", name="Dan Weber", text="réunion logiciels"))


async def test_the_date_is_changed_in_a_conversation(town: Town):
    await town.say("ana", MEETING)
    await town.choose("ana", "change")
    question = town.hub.messages(town.group)[-1].ref
    await town.say("ana", "un jour", question)
    await town.say("ana", "samedi 10h", question)
    moved = datetime(2026, 11, 14, 9, tzinfo=UTC)
    assert town.saw(_("Noted, the reminder is now for {at}.", at=moved))

    await town.wait(hours=40)
    assert given(town) == 0
    await town.wait(days=1)
    assert given(town) == 1


async def test_editing_the_command_corrects_the_reminder(town: Town):
    if town.hub.view is View.BARE:
        return  # nothing can be edited there
    ref = await town.say("ana", MEETING)
    await town.edit("ana", ref, "/rappel samedi 10h réunion jardin")
    assert "réunion jardin" in town.last
    assert stages(town) == [Stage.ACTIVE]

    await town.wait(days=3)
    assert given(town) == 1
    assert "réunion jardin" in town.last


async def test_an_edit_with_a_date_alone_keeps_the_words(village: Town):
    ref = await village.whisper("bruno", MEETING)
    await village.edit("bruno", ref, "/rappel samedi 10h")
    with village.database.read() as tx:
        assert [one.text for one in tx.reminders.all()] == ["réunion logiciels"]


async def test_undoing_takes_the_reminder_back(town: Town):
    await town.say("ana", MEETING)
    await town.say("ana", "/annuler")
    await town.wait(days=3)
    assert given(town) == 0
    assert stages(town) == [Stage.CANCELLED]


async def test_a_reminder_taken_back_is_said_once_in_the_same_words(village: Town):
    """Broken once: the card and the answer said the same."""
    await village.whisper("bruno", "/rappel samedi 10h arroser")
    await village.whisper("bruno", "/annuler")
    assert [text for text in village.heard("bruno") if "Reminder cancelled." in text] == [village.heard("bruno")[0]]
    assert "arroser" in village.told("bruno")


async def test_alone_the_command_lists_what_waits_and_cancels_by_a_tap(town: Town):
    await town.whisper("bruno", "/rappel samedi 10h arroser")
    await town.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await town.say("ana", MEETING)

    await town.whisper("bruno", "/rappel")
    told = town.told("bruno")
    assert told.index("appeler Léa") < told.index("arroser")
    assert "réunion logiciels" not in told

    await town.choose_privately("bruno", "1")
    assert "arroser" in town.told("bruno")
    assert "appeler Léa" not in town.told("bruno")
    await town.say("dan", "/rappel")
    assert "réunion logiciels" in town.last
    assert "arroser" not in town.last


async def test_nothing_waiting_says_how_to_ask(town: Town):
    await town.whisper("bruno", "/rappel")
    assert town.was_told("bruno", _("No reminder is waiting. For example: /remind tomorrow 7pm software meeting"))


async def test_only_the_author_or_an_organizer_cancels(village: Town):
    await village.say("bruno", MEETING)
    toast = await village.choose("dan", "cancel")
    assert toast == village.says(Phrase(NotYourReminder.says, {"name": "Bruno Petit"}))

    await village.choose("ana", "cancel")
    assert stages(village) == [Stage.CANCELLED]


@pytest.mark.parametrize(("line", "no"), [
    ("demain 25h", Phrase(NoSuchClock.says, {"words": "25h"})),
    ("25h pain", Phrase(NoSuchClock.says, {"words": "25h"})),
    ("demain 12h75 pain", Phrase(NoSuchClock.says, {"words": "12h75"})),
    ("sortir le pain", Phrase(WhenMissing.says, {"text": "sortir le pain"})),
])  # fmt: skip
async def test_an_hour_that_is_none_and_a_date_that_is_missing_are_named(village: Town, line: str, no: Phrase):
    await village.say("ana", f"/rappel {line}")
    assert village.saw(no)


async def test_a_restart_and_a_moved_clock_lose_nothing_and_give_it_once(town: Town):
    await town.say("ana", MEETING)
    await town.restart()
    town.time = FRIDAY.replace(day=14, hour=5)  # the clock was moved ahead
    await town.settle()
    await town.restart()
    await town.wait(days=1)

    assert given(town) == 1
    assert town.saw(_("It was for {at}; I could not say it before.", at=FRIDAY))


async def test_the_hour_stays_across_summer_time(village: Town):
    village.time = datetime(2027, 3, 27, 9, tzinfo=UTC)  # the night before clocks go forward in Paris
    await village.say("ana", "/remind tomorrow 10am breakfast")
    with village.database.read() as tx:
        assert tx.reminders.all()[0].due_at == datetime(2027, 3, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/rappel vendredi 19h", EmptyReminder.says),
        ("/rappel vendredi 19h :  \u200b ", EmptyReminder.says),
        ("/rappel chaque semaine à 19h : réunion", "chaque semaine"),
        ("/rappel tous les 30 février à 19h réunion", "never happen"),
        ("/rappel tous les mardis 19h et jeudis 20h réunion", "jeudis"),
        ("/rappel every second Monday 7pm meeting", "every 2 weeks"),
        ("/rappel hier 19h réunion", "already passed"),
        ("/rappel vendredi réunion", "says no hour"),
        ("/rappel réunion vendredi 19h", "réunion"),
        ("/rappel 31/02 19h réunion", "calendar"),
        (f"/rappel vendredi 19h {'x' * 501}", "501"),
        ("/rappel vendredi 19h \u202eabc", "reading order"),
    ],
)
async def test_what_cannot_be_reminded_is_refused_and_nothing_is_kept(village: Town, line: str, hint: str):
    await village.say("bruno", line)
    assert len(village.seen()) == 1
    assert hint in village.last
    assert stages(village) == []


async def test_a_message_answered_that_is_too_long_is_cut(village: Town):
    about = await village.say("chloe", "mot " * 400)
    await village.say("bruno", "/rappel vendredi 19h", about)
    with village.database.read() as tx:
        assert tx.reminders.all()[0].text.endswith("…")


async def test_what_was_given_cannot_be_cancelled(village: Town):
    from handlers.reminders.actions import Cancel

    await village.say("ana", MEETING)
    await village.wait(days=3)
    assert await village.press("ana", Cancel(1, False)) == village.says(Phrase(ReminderOver.says))


async def test_a_forged_press_tells_nothing_of_somebody_elses_reminder(village: Town):
    from handlers.reminders.actions import Again, Done, Later

    await village.whisper("bruno", "/rappel vendredi 19h surprise pour Dan")
    await village.say("ana", "/menu")
    for action in (Later(1), Done(1), Again(1, "1h"), Later(99)):
        assert await village.press("dan", action) == village.says(Phrase(NoSuchReminder.says))
    assert "surprise" not in "".join((*village.seen(), *village.heard("dan")))


async def test_fifty_reminders_are_enough(village: Town):
    for n in range(51):
        await village.whisper("bruno", f"/rappel vendredi 19h point {n}")
    assert len(stages(village)) == 50
