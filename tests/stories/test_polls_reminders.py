"""Reminders, outages and the clock: who is told what, when, and never at night."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.chat.text import _, many
from handlers.polls.actions import RemindMe
from tests.town import Town

PARIS = ZoneInfo("Europe/Paris")


async def test_a_vote_is_reminded_of_once_a_day_before_it_closes(town: Town):
    await town.say("ana", "/vote Adopter la charte ? quorum=2")
    closes = town.poll().closes_at

    await town.wait(seconds=(closes - timedelta(days=1, minutes=1) - town.time).total_seconds())
    assert not town.saw(_("It closes on {ends}.", ends=closes))
    await town.wait(minutes=2)

    assert town.saw(_("It closes on {ends}.", ends=closes))
    missing = ("{n} person is still missing for the quorum.", "{n} people are still missing for the quorum.")
    assert town.saw(many(*missing, 2))
    assert all(not town.heard(who) for who in ("bruno", "chloe", "dan", "emma"))


async def test_whoever_asks_is_reminded_in_private_unless_they_voted(town: Town):
    await town.say("ana", "/vote Adopter la charte ? secret=public")
    await town.wait(days=2, hours=12)
    for who in ("bruno", "chloe"):
        await town.choose(who, "rappelle")
    await town.whisper("chloe", "/vote 1 contre")
    before = {who: len(town.heard(who)) for who in ("bruno", "chloe")}

    await town.wait(hours=21)

    assert len(town.heard("chloe")) == before["chloe"]
    assert len(town.heard("bruno")) == before["bruno"] + 1
    await town.choose_privately("bruno", "pour")
    assert town.ballot() == (1, 1, 0, 0)


async def test_a_muted_person_is_never_reminded(village: Town):
    await village.say("ana", "/vote Adopt the charter? secrecy=public")
    await village.wait(days=2, hours=12)
    await village.choose("bruno", "remind")
    village.mute("bruno")

    await village.wait(days=1)

    assert not village.heard("bruno")


async def test_reminders_that_fall_close_together_are_one_message(village: Town):
    await village.say("ana", "/vote Adopt the charter? secrecy=public")
    await village.say("bruno", '/vote Paint the door? secrecy=public ends="sunday 9pm"')
    await village.wait(days=2, hours=12)

    told = [text for text in village.seen() if "It closes on" in text]

    assert len(told) == 1
    assert all(title in told[0] for title in ("Adopt the charter?", "Paint the door?"))
    await village.choose("dan", "Remind me of vote 2")
    await village.wait(hours=22)
    assert "Paint the door?" in village.told("dan")
    assert "Adopt" not in village.told("dan")


async def test_a_week_has_a_reminder_at_half_time_too(village: Town):
    await village.say("ana", "/vote Adopt the charter? ends=8d")
    await village.wait(days=7, hours=23)
    assert len([text for text in village.seen() if "It closes on" in text]) == 2


async def test_a_short_vote_is_reminded_of_two_hours_before_and_a_very_short_one_never(village: Town):
    await village.say("ana", '/vote Adopt the charter? ends="in 8 hours"')
    await village.wait(hours=6, minutes=1)
    assert len([text for text in village.seen() if "It closes on" in text]) == 1

    await village.say("ana", "/vote Paint the door? ends=3h")
    await village.wait(hours=4)
    assert len([text for text in village.seen() if "Paint the door" in text]) == 2  # its card and its result
    assert not village.saw(_("Remind me in private"))


async def test_nobody_is_reminded_at_night(village: Town):
    await village.say("ana", '/vote Adopt the charter? ends="sunday 6:00"')  # Saturday at 6:00 is night
    await village.wait(days=1, hours=21, minutes=59)  # Saturday 7:59
    assert not any("It closes on" in text for text in village.seen())
    await village.wait(minutes=2)
    assert any("It closes on" in text for text in village.seen())


async def test_no_more_reminders_of_this_vote(village: Town):
    await village.say("ana", "/vote Adopt the charter? secrecy=public ends=8d")
    await village.wait(days=4, hours=6)
    await village.choose("bruno", "remind")
    await village.press("bruno", RemindMe(1, False))
    before = len(village.heard("bruno"))

    await village.wait(days=4)

    assert len(village.heard("bruno")) == before


async def test_asking_at_the_last_moment_shows_the_vote_at_once(village: Town):
    await village.say("ana", '/vote Adopt the charter? ends="saturday 23:00"')
    await village.wait(days=2, hours=12, minutes=50)  # ten minutes before, and at night
    await village.press("bruno", RemindMe(1, True))
    await village.choose_privately("bruno", "for")
    assert village.ballot() == (1, 0, 0, 0)


async def test_an_outage_before_the_deadline_gives_people_their_time_back(town: Town):
    await town.say("ana", "/vote Adopter la charte ? secret=public fin=2h")
    closes = town.poll().closes_at
    await town.wait(minutes=70)

    await town.outage(minutes=20)
    await town.wait(minutes=31)

    later = town.poll().closes_at
    assert later == closes + timedelta(minutes=30)  # an hour after the bot was back
    told = _("I could not be reached for a while, so No. {number} stays open until {ends}.", number="1", ends=later)
    assert town.saw(told)
    await town.choose("bruno", "pour")
    await town.wait(hours=1)
    assert town.poll().closes_at == later
    assert town.saw(_("Adopted: {n} for, {against} against.", n=1, against=0))
    assert town.saw(_("The deadline was moved by {span}, because I could not be reached.", span=timedelta(minutes=30)))


async def test_whoever_answers_first_after_an_outage_across_the_deadline_is_counted(village: Town):
    await village.say("ana", "/vote Adopt the charter? secrecy=public ends=2h")
    await village.app.timer.beat()
    village.time += timedelta(hours=3)
    await village.app.timer.beat()  # the bot is back, and has not looked yet at what is due

    await village.hub.say(village.people["bruno"], village.group, "for", village.card("Adopt").ref)
    await village.settle()

    assert village.ballot() == (1, 0, 0, 0)
    assert village.poll().is_open


async def test_a_short_outage_or_one_long_before_changes_nothing(village: Town):
    await village.say("ana", "/vote Adopt the charter? ends=4h")
    closes = village.poll().closes_at
    await village.outage(minutes=30)
    await village.wait(hours=3)
    await village.outage(minutes=4)
    await village.wait(hours=1)
    assert (village.poll().closes_at, village.poll().is_open) == (closes, False)


async def test_the_charter_may_keep_the_deadline_after_an_outage(village: Town):
    await village.say("ana", "/vote First?")
    village.decree(extend_after_outage=False)
    await village.say("ana", "/vote Adopt the charter? ends=2h")
    await village.wait(minutes=70)
    await village.outage(minutes=20)
    await village.wait(minutes=31)
    assert not village.poll().is_open


async def test_a_clock_moved_by_hand_is_no_outage(village: Town):
    await village.say("ana", "/vote Adopt the charter? ends=2h")
    await village.app.timer.beat()
    village.clock.shift(timedelta(hours=3))
    await village.app.timer.beat()
    await village.settle()
    assert not village.poll().is_open


async def test_a_deadline_said_in_words_is_the_one_that_was_meant(village: Town):
    await village.say("ana", '/vote Adopt the charter? ends="20 h in 3 days"')
    local = village.poll().closes_at.astimezone(PARIS)
    assert (local.day, local.hour, local.minute) == (15, 20, 0)

    for n, (text, day, hour) in enumerate((
        ("fin=jeudi prochain 20h quorum=1/4", 19, 20), ("ends=2d", 14, 20), ("ends=\"saturday 2pm\"", 14, 14),
        ("fin=2026-11-20T12:30:00Z", 20, 13), ("fin=« le 20 novembre à 18h30 »", 20, 18),
    )):  # fmt: skip
        await village.say("ana", f"/vote Adopt charter {n}? {text}")
        local = village.poll().closes_at.astimezone(PARIS)
        assert (local.day, local.hour) == (day, hour), text


async def test_nothing_is_left_planned_after_the_end(village: Town):
    await village.say("ana", "/vote Adopt the charter? ends=8d secrecy=public")
    await village.say("ana", "/vote close 1")
    with village.database.read() as tx:
        assert tx.jobs.next_due() is None


async def test_a_vote_extended_is_planned_anew(village: Town):
    await village.say("ana", "/vote Adopt the charter? secrecy=public")
    await village.say("ana", "/vote extend 1 20/11 8pm")
    closes = village.poll().closes_at
    await village.wait(days=4)
    assert village.poll().is_open
    await village.wait(seconds=(closes - village.time).total_seconds() + 1)
    assert not village.poll().is_open


async def members(town: Town, *who: str) -> None:
    for one in who:
        await town.whisper(one, "/menu")
    await town.say("ana", "/menu")
    town.enrol(*who)
    town.decree(electorate="members")


async def test_a_member_is_told_once_of_all_votes_that_wait_for_them(town: Town):
    await members(town, "ana", "bruno", "chloe")
    await town.say("ana", "/vote Peindre la salle ?")
    await town.say("ana", "/vote Vendre la salle ?")
    await town.whisper("chloe", "/vote 2 pour")
    before = len(town.heard("bruno")), len(town.heard("chloe"))
    await town.wait(days=2, hours=12)

    [told] = town.heard("bruno")[before[0] :]
    assert "Peindre la salle" in told
    assert "Vendre la salle" in told
    [told] = town.heard("chloe")[before[1] :]
    assert "Vendre la salle" not in told


async def test_nobody_is_disturbed_more_than_three_times_a_day(village: Town):
    await members(village, "ana", "bruno")
    for n, hour in enumerate(("11:00", "14:05", "17:10", "20:15")):
        await village.say("ana", f'/vote Question number {n}? ends="tomorrow {hour}"')
    before = len(village.heard("bruno"))
    await village.wait(hours=13)
    assert len(village.heard("bruno")) == before + 3
    await village.wait(hours=11)
    assert "Question number 3" in village.told("bruno")
    assert len(village.heard("bruno")) == before + 4


async def test_the_quiet_hours_are_those_of_where_somebody_is(village: Town):
    await members(village, "ana", "bruno")
    await village.whisper("bruno", "/me zone=Asia/Tokyo")
    await village.say("ana", '/vote Paint the hall? ends="tomorrow 5pm"')  # of which one is reminded at 1 in the night
    before = len(village.heard("bruno"))
    await village.wait(hours=13)
    assert len(village.heard("bruno")) == before
    await village.wait(hours=3)
    assert len(village.heard("bruno")) == before + 1


async def test_a_fourth_word_waits_for_the_next_morning(village: Town):
    await members(village, "ana", "bruno")
    bruno = village.member("bruno")
    with village.database.begin() as tx:
        for _three in range(3):
            tx.members.disturb(bruno, (village.time + timedelta(days=1)).date())
    await village.say("ana", '/vote Paint the hall? ends="in 2 days at 8pm"')
    before = len(village.heard("bruno"))
    await village.wait(days=1, hours=12)
    assert len(village.heard("bruno")) == before
    await village.wait(hours=12)
    assert len(village.heard("bruno")) == before + 1
