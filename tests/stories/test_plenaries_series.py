"""Plenaries that come back, over weeks: each convened in its time, moved or cancelled alone, until the series ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.domain.plenaries import Nature, Plenary, Point, Preset, Series, Status
from bot.domain.plenaries.refusals import NotItsDay, PlenaryCancelled, SeriesTooOften
from bot.domain.when import kept
from handlers.plenaries.chat import SeveralDrafts
from handlers.plenaries.refusals import ConvenedThatDay, PlenaryRepeats
from handlers.plenaries.series import NotRepeating
from handlers.plenaries.series_actions import EndSeries, PrepareDay, PutBack
from handlers.plenaries.series_chat import NobodysDay, NoSeries, NotADay, SeveralSeries
from handlers.rights import OnlyThese
from tests.neighbours import lyon, say
from tests.town import Town, shown

THURSDAYS = "/pleniere tous les premiers jeudis du mois à 19h30 | MJC"
HABIT = kept("month nths=1 on=th at=19:30 zone=Europe/Paris")
DEC, JAN, FEB, MAR = date(2026, 12, 3), date(2027, 1, 7), date(2027, 2, 4), date(2027, 3, 4)


def plenaries(town: Town) -> list[Plenary]:
    with town.database.read() as tx:
        return list(tx.plenaries.all())


def plenary(town: Town, number: int) -> Plenary:
    return plenaries(town)[number - 1]


def series(town: Town, number: int = 1) -> Series:
    with town.database.read() as tx:
        found = tx.series.get(number)
    assert found is not None
    return found


async def begun(town: Town, line: str = THURSDAYS, *, notice: int = 15) -> None:
    """Everybody has written to the bot once, and Ana began a series."""
    await town.say("ana", "/menu")
    for who in ("bruno", "chloe", "dan", "emma"):
        await town.whisper(who, "/menu")
    await town.whisper("ana", "/menu")
    town.decree(notice_days=notice)
    await town.say("ana", line)


async def test_a_line_begins_a_series_and_says_its_next_three_dates(town: Town):
    await begun(town)
    assert town.saw(_("It comes back {habit}.", habit=HABIT))
    assert town.saw(_("The next days: {days}.", days=(DEC, JAN, FEB)))
    [first] = plenaries(town)
    assert (first.status, first.slot, first.place) == (Status.DRAFT, DEC, "MJC")
    assert first.start == datetime(2026, 12, 3, 18, 30, tzinfo=UTC)

    await town.choose("ana", "convoquer")

    assert plenary(town, 1).status is Status.CONVENED
    assert town.was_told("emma", _("You are convened to plenary {number} of {group}.", number="1", group="La Ruche"))


async def test_each_one_is_asked_about_in_time_for_its_notice_and_only_once(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.wait(days=32)  # to 14 December
    assert len(plenaries(town)) == 1
    await town.wait(days=1)  # to 15 December, 22 days and a day before 7 January
    second = plenary(town, 2)
    assert (second.status, second.slot) == (Status.DRAFT, JAN)
    assert town.was_told("ana", _("Plenary {number}", number="2"))
    await town.choose_privately("ana", "convoquer")
    assert plenary(town, 2).status is Status.CONVENED
    assert town.was_told("emma", _("You are convened to plenary {number} of {group}.", number="2", group="La Ruche"))

    await town.wait(days=60)
    assert [one.slot for one in plenaries(town)] == [DEC, JAN, FEB, MAR]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_year_of_plenaries_has_each_once_at_the_same_hour(town: Town):
    await begun(town)
    await town.wait(days=365)
    found = plenaries(town)
    assert [one.slot for one in found] == list(islice(HABIT.on_days(DEC), 13))  # three weeks ahead, in December again
    assert {f"{one.start.astimezone(ZoneInfo(one.zone)):%H:%M}" for one in found} == {"19:30"}
    assert {f"{one.start:%H:%M}" for one in found} == {"18:30", "17:30"}


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (datetime(2027, 3, 20, 9, tzinfo=UTC), ["01:30", "01:30", "00:30"]),  # 28 March: 2:30 is 3:30
        (datetime(2027, 10, 22, 9, tzinfo=UTC), ["00:30", "00:30", "01:30"]),  # 31 October: 2:30 comes twice, the first
    ],
)
async def test_the_nights_in_which_clocks_change_neither_skip_nor_repeat_one(
    town: Town, start: datetime, hours: list[str]
):
    town.time = start
    await begun(town, "/pleniere tous les dimanches à 2h30 | MJC", notice=0)
    await town.wait(days=17)
    found = plenaries(town)
    assert len({one.slot for one in found}) == len(found)
    assert [f"{one.start:%H:%M}" for one in found[:3]] == hours


async def test_a_single_one_is_moved_and_the_others_stay(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere déplacer 1 vendredi 4 décembre 20h")
    moved = plenary(town, 1)
    assert (moved.start, moved.slot) == (datetime(2026, 12, 4, 19, tzinfo=UTC), DEC)
    await town.wait(days=33)
    assert [one.slot for one in plenaries(town)] == [DEC, JAN]


async def test_a_single_one_is_cancelled_and_does_not_come_again(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere annuler 1 la salle est inondée")
    assert town.was_told(
        "emma", _("Plenary {number} of {at} does not take place.", number="1", at=plenary(town, 1).start)
    )
    await town.wait(days=33)
    assert [(one.slot, one.status) for one in plenaries(town)] == [(DEC, Status.CANCELLED), (JAN, Status.DRAFT)]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_what_everybody_knows_to_be_cancelled_is_not_left_out_as_well(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere annuler 1 la salle est inondée")
    await town.say("ana", "/pleniere sauf 3 décembre")
    assert town.saw(Phrase(PlenaryCancelled.says, {"number": "1", "reason": "la salle est inondée"}))
    assert series(town).recurrence.skipped == ()


async def test_one_that_is_to_come_later_is_prepared_early_to_be_moved(town: Town):
    await begun(town)
    await town.whisper("ana", "/pleniere série")
    await town.choose_privately("ana", town.says(_("Prepare {at}", at=HABIT.on(FEB))))
    assert [one.slot for one in plenaries(town)] == [DEC, FEB]
    await town.choose_privately("ana", "changer")
    await town.whisper("ana", "vendredi 5 février 20h")
    assert plenary(town, 2).start == datetime(2027, 2, 5, 19, tzinfo=UTC)
    await town.wait(days=100)
    assert sorted(one.slot for one in plenaries(town) if one.slot) == [DEC, JAN, FEB, MAR]


async def test_days_are_left_out_when_it_begins_and_later(town: Town):
    await begun(town, "/pleniere tous les premiers jeudis du mois à 19h30 sauf le 7 janvier | MJC")
    assert town.saw(_("The next days: {days}.", days=(DEC, FEB, MAR)))
    await town.say("ana", "/pleniere sauf 4 février")
    assert town.saw(_("Noted: no plenary on {day}.", day=FEB))
    assert series(town).recurrence.skipped == (JAN, FEB)
    await town.choose("ana", "remettre")
    assert series(town).recurrence.skipped == (JAN,)
    assert town.saw(_("Noted: the plenary of {day} takes place.", day=FEB))


async def test_a_day_that_was_prepared_is_dropped_when_it_is_left_out_and_prepared_anew_when_put_back(town: Town):
    await begun(town)
    await town.wait(minutes=1)
    await town.say("ana", "/pleniere sauf 3 décembre")
    assert plenary(town, 1).is_dropped
    await town.say("ana", "/annuler")
    assert [(one.slot, one.status) for one in plenaries(town)] == [(DEC, Status.CANCELLED), (DEC, Status.DRAFT)]


async def test_a_day_to_which_people_are_convened_is_cancelled_and_not_left_out(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere sauf 3 décembre")
    assert town.saw(Phrase(ConvenedThatDay.says, {"number": "1", "day": DEC}))
    assert plenary(town, 1).is_to_come


async def test_a_day_that_is_none_of_its_days_is_refused_with_those_that_are(town: Town):
    await begun(town)
    await town.say("ana", "/pleniere sauf 24 décembre")
    assert town.saw(Phrase(NotItsDay.says, {"number": "1", "day": date(2026, 12, 24), "days": (DEC, JAN, FEB)}))


@pytest.mark.parametrize("words", ["arrêter série", "stop series", "end the series", "end series", "end 1"])
async def test_a_series_is_ended_in_the_words_that_come_to_mind(town: Town, words: str):
    """Broken once: the button says “End the series”, and these words were read as a date."""
    await begun(town)
    await town.say("ana", f"/pleniere {words}")
    await town.choose("ana", "oui")

    assert series(town).has_ended


async def test_a_series_ends_and_what_is_convened_takes_place(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.wait(days=33)
    assert plenary(town, 2).status is Status.DRAFT
    await town.say("ana", "/pleniere arrêter la série")
    await town.choose("ana", "oui")

    assert town.saw(_("No more plenaries {habit}: the series has ended.", habit=HABIT))
    assert series(town).has_ended
    assert plenary(town, 2).is_dropped
    await town.wait(days=120)
    assert len(plenaries(town)) == 2


async def test_another_rule_begins_another_series_and_what_is_convened_stays(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere série tous les deuxièmes mardis du mois à 20h")
    second = kept("month nths=2 on=tu at=20:00 zone=Europe/Paris")
    assert town.saw(_("From now on the plenary comes back {habit}.", habit=second))
    assert town.saw(_("Plenary {number} of {at} stays convened.", number="1", at=plenary(town, 1).start))
    assert (series(town, 1).has_ended, series(town, 2).has_ended) == (True, False)
    assert plenary(town, 1).is_to_come
    assert (plenary(town, 2).slot, plenary(town, 2).place) == (date(2026, 12, 8), "MJC")


async def test_another_hour_does_not_double_the_day_to_which_people_are_convened(town: Town):
    await begun(town)
    await town.choose("ana", "convoquer")
    await town.say("ana", "/pleniere série tous les premiers jeudis du mois à 20h | Halle")
    assert series(town, 2).recurrence.skipped == (DEC,)
    assert [(one.slot, one.place) for one in plenaries(town)] == [(DEC, "MJC"), (JAN, "Halle")]


async def test_it_is_changed_and_a_day_is_left_out_by_questions(town: Town):
    await begun(town)
    await town.whisper("ana", "/pleniere série")
    await town.choose_privately("ana", "sauf")
    await town.whisper("ana", "8 janvier")
    assert series(town).recurrence.skipped == ()
    await town.whisper("ana", "7 janvier")
    assert series(town).recurrence.skipped == (JAN,)
    await town.whisper("ana", "/pleniere série")
    await town.choose_privately("ana", "changer")
    await town.whisper("ana", "samedi 5 décembre 14h")
    assert town.was_told("ana", _(NotRepeating.says))
    await town.whisper("ana", "un mardi sur deux à 19h à partir du 1er décembre | Halle")
    assert series(town, 2).recurrence.every == 2
    assert series(town, 2).place == "Halle"


async def test_three_answers_begin_a_series(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/pleniere")
    await town.choose_privately("ana", "convoquer")
    await town.whisper("ana", "tous les premiers jeudis du mois à 19h30")
    assert town.was_told("ana", _("It comes back {habit}.", habit=HABIT))
    await town.whisper("ana", "MJC")
    await town.choose_privately("ana", "statutaire")
    assert series(town).recurrence == HABIT
    assert plenary(town, 1).kind == "statutory"


async def test_a_series_just_begun_is_undone(town: Town):
    await begun(town)
    await town.say("ana", "/annuler")
    assert series(town).has_ended
    assert plenary(town, 1).is_dropped
    await town.wait(days=60)
    assert len(plenaries(town)) == 1


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_wrong_things_get_a_sentence_with_an_example(town: Town):
    await town.say("ana", "/pleniere série")
    assert town.saw(_(NoSeries.says))
    await town.say("ana", "/pleniere tous les jours à 19h | MJC")
    assert town.saw(Phrase(SeriesTooOften.says, {"habit": kept("day at=19:00 zone=Europe/Paris")}))
    await begun(town)
    await town.say("ana", "/pleniere déplacer 1 tous les jeudis à 19h")
    assert town.saw(Phrase(PlenaryRepeats.says, {"words": "tous les jeudis"}))
    await town.say("ana", "/pleniere samedi 5 décembre 14h | Halle")
    await town.say("ana", "/pleniere convoquer")
    assert town.saw(Phrase(SeveralDrafts.says, {"numbers": ("1", "2"), "one": "1"}))
    assert {one.status for one in plenaries(town)} == {Status.DRAFT}
    for forged in ("x", "0001-01-01", "9999-12-31", "2026-12-24"):
        await town.press("ana", PrepareDay(1, forged))
        await town.press("ana", PutBack(1, forged))
    assert town.says(Phrase(NotADay.says, {"number": "1"})) in await town.press("ana", PutBack(1, "x"))
    assert len(plenaries(town)) == 2


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_only_whoever_convenes_changes_a_series(town: Town):
    await begun(town)
    refusal = town.says(
        Phrase(OnlyThese.says, {"group": "La Ruche", "parts": (_("organizers"), _("the secretary"))})
    )  # fmt: skip
    for line in ("sauf 3 décembre", "arrêter 1", "série tous les mardis à 20h"):
        await town.say("bruno", f"/pleniere {line}")
        assert town.last == refusal
    assert await town.press("bruno", EndSeries(1)) == refusal
    assert await town.press("bruno", PrepareDay(1, JAN.isoformat())) == refusal
    assert not series(town).has_ended
    await town.say("bruno", "/pleniere série")
    assert town.saw(_("It comes back {habit}.", habit=HABIT))


async def test_several_that_are_due_together_are_one_message(town: Town):
    await begun(town, "/pleniere tous les jeudis à 19h30 | MJC")
    one, other = (
        "Series {number}: {n} plenary waits to be convened.",
        "Series {number}: {n} plenaries wait to be convened.",
    )
    assert town.was_told("ana", many(one, other, 3, number="1"))
    assert len(plenaries(town)) == 4
    for number in ("4", "2", "3"):  # each stays there until it is convened
        await town.choose_privately("ana", town.says(_("Convene plenary {number}", number=number)))
        assert plenary(town, int(number)).is_to_come


async def test_a_bot_that_was_away_says_what_it_could_not_prepare(town: Town):
    await begun(town)
    await town.outage(days=90)  # to 10 February: January and February have passed
    said = _("I could not be reached, so these plenaries of series {number} were not prepared: {days}.", number="1",
             days=(JAN, FEB))  # fmt: skip
    assert town.was_told("ana", said)
    assert [one.slot for one in plenaries(town)] == [DEC, MAR]
    await town.restart()
    await town.wait(hours=1)
    assert [one.slot for one in plenaries(town)] == [DEC, MAR]


@pytest.mark.parametrize("gone", ["left", "gave the role back"])
async def test_when_whoever_began_it_is_not_there_or_may_not_an_organizer_is_asked(town: Town, gone: str):
    await begun(town)
    await town.say("ana", "/reglages role donner secretaire | Bruno")
    await town.say("bruno", "/pleniere arrêter 1")
    await town.say("bruno", THURSDAYS)
    if gone == "left":
        await town.leave("bruno")
    else:
        await town.say("ana", "/reglages role retirer secretaire | Bruno")
    await town.wait(days=33)
    assert plenary(town, 3).author == town.member("ana")
    assert town.was_told("ana", _("Plenary {number}", number="3"))


async def test_what_nobody_convened_is_told_to_an_organizer_once_whoever_prepared_it_is_gone(town: Town):
    """The words of the last lawful day went to an account that was erased, to nobody."""
    await begun(town)
    await town.say("ana", "/reglages role donner secretaire | Bruno")
    await town.say("bruno", "/pleniere samedi 19 décembre 14h | MJC")
    await town.whisper("bruno", "/moi effacer")
    await town.choose_privately("bruno", "effacer")

    await town.wait(days=22)

    at = plenary(town, 2).start
    assert town.was_told("ana", _("Plenary {number} of {at} is not convened yet.", number="2", at=at))


async def test_minutes_to_ratify_and_what_was_left_over_go_to_the_next_one_that_is_convened_already(town: Town):
    await begun(town, "/pleniere tous les jeudis à 19h30 | MJC", notice=0)
    town.decree(notice_days=0, standing_points=("newcomers",))
    await town.choose("ana", "convoquer")  # this evening
    await town.say("bruno", "/odj Qui garde les clés ?")
    await town.whisper("ana", "/pleniere convoquer 2")
    await town.wait(hours=8)
    await town.say("ana", "/pleniere ouvrir")
    await town.say("ana", "/pleniere clore")
    await town.say("ana", "/pleniere publier 1")

    with town.database.read() as tx:
        agenda = tx.agendas.of(2)
    assert [(one.preset, one.title) for one in agenda] == [
        (Preset.RATIFY, ""), (Preset.NEWCOMERS, ""), (Preset.NONE, "Qui garde les clés ?"), (Preset.NEXT_DATE, ""),
    ]  # fmt: skip
    assert (agenda[0].about, agenda[0].nature) == (1, Nature.DECISION)

    await town.wait(days=7)
    with town.database.read() as tx:
        third = [one.preset for one in tx.agendas.of(3)]
    assert Preset.RATIFY not in third  # it stands on one agenda, not on every one
    assert timedelta(0) < plenary(town, 3).start - town.time


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_in_private_the_series_of_all_my_groups_are_meant(town: Town):
    await begun(town)
    chat = await lyon(town, "ana")
    await town.whisper("ana", "/pleniere sauf 7 janvier")
    assert series(town).recurrence.skipped == (JAN,)
    await say(town, "ana", "/pleniere tous les deuxièmes mardis du mois à 20h | Halle", chat)
    await town.whisper("ana", "/pleniere série")
    assert town.was_told("ana", _("Plenaries that come back"))
    await town.whisper("ana", "/pleniere sauf 12 janvier")
    assert series(town, 2).recurrence.skipped == (date(2027, 1, 12),)
    await town.whisper("ana", "/pleniere sauf 13 janvier")
    assert town.was_told("ana", Phrase(NobodysDay.says, {"day": date(2027, 1, 13)}))
    await town.whisper("ana", "/pleniere série tous les mardis à 20h")
    assert town.was_told("ana", Phrase(SeveralSeries.says, {"numbers": ("1", "2"), "one": "1"}))
    await town.whisper("ana", "/pleniere série 2 un jour ou l'autre")
    await town.whisper("ana", "/pleniere arrêter 1")
    assert series(town, 1).has_ended
    assert not series(town, 2).has_ended  # what is not understood changes nothing


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_point_goes_to_the_first_plenary_that_still_takes_points(town: Town):
    await begun(town, "/pleniere tous les jeudis à 19h30 | MJC", notice=7)
    await town.choose("ana", "convoquer")  # this evening: its agenda closes at once
    await town.whisper("ana", "/pleniere convoquer 3")  # of 26 November, convened in time
    await town.say("bruno", "/odj Qui garde les clés ?")
    assert [one.title for one in points(town, 3)] == ["Qui garde les clés ?"]

    await town.whisper("ana", "/pleniere convoquer 2")  # too late as well
    await town.say("ana", "/pleniere annuler 3 la salle est inondée")
    assert points(town, 2) == ()
    with town.database.read() as tx:
        assert [one.title for one in tx.agendas.waiting(plenary(town, 1).group)] == ["Qui garde les clés ?"]
    await town.wait(days=8)
    assert plenary(town, 4).slot == date(2026, 12, 3)
    await town.whisper("ana", "/pleniere convoquer 4")
    assert [one.title for one in points(town, 4)] == ["Qui garde les clés ?"]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_decision_of_one_is_confirmed_at_the_next_that_is_convened_already(town: Town):
    await begun(town, "/pleniere tous les jeudis à 19h30 | MJC", notice=0)
    town.enrol("ana", "bruno", "chloe")
    town.decree(notice_days=0, second_reading=("statutes",), electorate="members")
    await town.choose("ana", "convoquer")
    await town.say("bruno", "/odj Changer les statuts ? objet=statuts nature=décision")
    await town.whisper("ana", "/pleniere convoquer 2")
    await town.wait(hours=8)
    await town.say("ana", "/pleniere ouvrir")
    for who in ("ana", "bruno", "chloe"):
        await town.whisper(who, "/pleniere ici")
    await town.whisper("ana", "/vote point 1")
    for who in ("ana", "bruno", "chloe"):
        await town.whisper(who, "/vote 1 pour")
    await town.say("ana", "/vote clore 1")
    await town.wait(minutes=5)
    await town.whisper("ana", "/pleniere clore")
    assert town.poll(1).result is not None
    assert [(one.preset, one.about) for one in points(town, 2)] == [(Preset.CONFIRM, 1)]


def points(town: Town, number: int) -> tuple[Point, ...]:
    with town.database.read() as tx:
        return tx.agendas.of(number)
