"""Calendars: what stands in them, read back by libraries other than the one that wrote it; their addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import aiohttp
import ics
import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Document
from yarl import URL

from bot import serving, web
from bot.chat.text import _
from bot.domain.calendars import Entry
from bot.domain.when import Recurrence, kept
from bot.export.folder import contents
from bot.health import Health
from handlers.calendars import pages
from handlers.calendars.actions import Close, Open, Show, Take
from handlers.calendars.documents import calendar
from handlers.calendars.service import NotYourCalendar, OnlyOrganizersChange
from handlers.calendars.views import NotReached
from tests.domain.test_when_recurrence import recurrences
from tests.town import Town

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PARIS = "Europe/Paris"
ADDRESS = "https://coop.example.org"
WEEKLY = "/rappel jeudi 19h chaque semaine : réunion logiciels"


def event(text: str) -> Any:
    [found] = Document.from_ical(text).walk("VEVENT")
    return found


def one(**more: Any) -> Entry:
    return replace(Entry("x-1@cooperons", "Réunion", NOW + timedelta(days=1), PARIS), **more)


# the document


HOSTILE = [
    "Réunion\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:pirate",
    'a\nb;c,d\\e\\n"f" : g',
    "é🙂" * 5_000,
    "x" * 10_000,
    "nul\x00 bell\x07 tab\t esc\x1b del\x7f",
    "ls\u2028 ps\u2029 nel\x85 vt\x0b",
    "ATTACH;VALUE=URI:https://example.org",
    "\u202eabc",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_people_are_never_a_property(text: str):
    written = calendar(text, [one(title=text, text=text, place=text)], NOW)

    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert "\n" not in written.replace("\r\n", "")
    found = event(written)
    known = {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DESCRIPTION", "LOCATION", "STATUS"}
    assert set(found) == known
    assert str(found["summary"])[:1] == text[:1]
    [other] = ics.Calendar(written).events
    assert other.uid == "x-1@cooperons"
    assert "ATTACH" not in {line.split(":")[0].split(";")[0] for line in written.split("\r\n") if line[:1] != " "}


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=20)
def test_any_text_is_one_event_for_both_libraries(title: str, text: str):
    written = calendar("La Ruche", [one(title=title, text=text)], NOW)

    assert event(written)["uid"] == "x-1@cooperons"
    assert len(ics.Calendar(written).events) == 1
    assert str(others(written)[0].uid.value) == "x-1@cooperons"


def others(text: str) -> list[Any]:
    """The events as a third library reads them, with the rules of the zones that stand in the document."""
    return list(vobject.readOne(text).contents.get("vevent", ()))


def test_an_empty_calendar_is_valid():
    written = calendar("La Ruche", [], NOW)

    assert Document.from_ical(written).walk("VEVENT") == []
    assert ics.Calendar(written).events == set()


def test_what_happens_once_is_an_instant():
    found = event(calendar("La Ruche", [one(lasts=timedelta(hours=2))], NOW))

    assert found.decoded("dtstart") == NOW + timedelta(days=1)
    assert found.decoded("dtend") == NOW + timedelta(days=1, hours=2)
    assert found.decoded("sequence") == 0


def test_what_comes_back_has_its_hour_on_the_wall_and_the_rules_of_its_zone():
    habit = kept("week on=th at=19:00 zone=Europe/Paris until=2027-04-08 skipped=2026-12-24")
    first = habit.next_after(NOW)
    assert first is not None
    written = calendar("La Ruche", [one(at=first, recurrence=habit, revision=3)], NOW)
    found = event(written)

    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris" in written
    assert "DTSTART;TZID=Europe/Paris:20261112T190000" in written
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270408T170000Z;INTERVAL=1;BYDAY=TH;WKST=MO" in written.replace("\r\n ", "")
    assert "EXDATE;TZID=Europe/Paris:20261224T190000" in written
    assert found.decoded("sequence") == 3
    assert times(found, 40) == list(habit.coming(NOW, 40))


def test_what_is_cancelled_stays_with_the_same_name_and_a_later_number():
    before, after = (event(calendar("x", [one(revision=n, cancelled=bool(n))], NOW)) for n in (0, 1))

    assert before["uid"] == after["uid"]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after.decoded("sequence") > before.decoded("sequence")


def test_a_single_time_of_a_series_can_be_moved():
    habit = kept("week on=th at=19:00 zone=Europe/Paris")
    first, second = habit.coming(NOW, 2)
    written = calendar("x", [one(at=first, recurrence=habit, moved=((second, second + timedelta(days=1)),))], NOW)
    series, moved = Document.from_ical(written).walk("VEVENT")

    assert series["uid"] == moved["uid"]
    assert moved.decoded("recurrence-id") == second
    assert moved.decoded("dtstart") == second + timedelta(days=1)


def times(found: Any, most: int) -> list[datetime]:
    """What a calendar program makes of an event: its rule on the wall, in its zone, without what is left out."""
    start = found.decoded("dtstart")
    zone = ZoneInfo(str(start.tzinfo))
    wall = start.replace(tzinfo=None)
    rule = found["rrule"].to_ical().decode()
    until = found["rrule"].get("UNTIL")
    if until:
        local = until[0].astimezone(zone).replace(tzinfo=None)
        rule = (
            ";".join(part for part in rule.split(";") if not part.startswith("UNTIL")) + f";UNTIL={local:%Y%m%dT%H%M%S}"
        )
    left_out = found.get("exdate")
    skipped = {one.dt.replace(tzinfo=None) for one in left_out.dts} if left_out else set()
    walls = (at for at in rrulestr(rule, dtstart=wall) if at not in skipped)
    return [at.replace(tzinfo=zone).astimezone(UTC) for at in islice(walls, most)]


@given(recurrences(zones=["Europe/Paris", "America/New_York", "Asia/Kathmandu"]))
@settings(max_examples=30)
def test_a_calendar_program_finds_the_same_times_as_the_bot(habit: Recurrence):
    coming = habit.coming(NOW, 6)
    if not coming or len(set(coming)) < 2 or coming[-1].year > 2060:
        return
    if any(at.astimezone(ZoneInfo(habit.zone)).time() != habit.at for at in coming):
        return  # an hour that clocks skip: programs differ, the instant is the same
    found = event(calendar("x", [one(at=coming[0], zone=habit.zone, recurrence=habit)], NOW))

    assert times(found, len(coming)) == list(coming)


@pytest.mark.parametrize(
    "habit",
    [
        "week on=th at=19:00 zone=Europe/Paris until=2027-04-08 skipped=2026-12-24",
        "week every=2 on=mo at=02:15 zone=America/New_York start=2026-11-16",
        "month on=sa nths=1 at=14:00 zone=Australia/Sydney", "month days=15 at=09:00 zone=Asia/Kathmandu",
    ],
)  # fmt: skip
def test_a_library_that_knows_no_zones_finds_the_same_times_by_the_rules_in_the_document(habit: str):
    """Over a year, with both changes of the clocks."""
    rule = kept(habit)
    coming = rule.coming(NOW, 12)
    [found] = others(calendar("x", [one(at=coming[0], zone=rule.zone, recurrence=rule)], NOW))

    assert [at.astimezone(UTC) for at in islice(found.getrruleset(), len(coming))] == list(coming)


# the conversation


@pytest.fixture
def reached(village: Town) -> Town:
    """A bot whose pages are reached from outside."""
    village.app.dispatcher._community = replace(village.app.dispatcher._community, address=ADDRESS)
    return village


def link(town: Town, who: str) -> str:
    lines = [line for line in town.told(who).splitlines() if line.startswith(ADDRESS)]
    return lines[0] if lines else ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


async def read(town: Town, address: str) -> Answer:
    """What a calendar program gets at an address."""

    async def health() -> Health:
        raise AssertionError("nobody asks for it")

    listener = serving.bound("127.0.0.1", 0)
    app = web.site(health, {}, pages.calendars(town.database.read, lambda: town.time))
    task = asyncio.create_task(serving.serve(app, listener))
    try:
        path = URL(serving.address(listener) + quote(address.removeprefix(ADDRESS), safe="/%"), encoded=True)
        async with aiohttp.ClientSession() as session, session.get(path) as answer:
            return Answer(answer.status, answer.headers, await answer.text())
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        listener.close()


async def test_my_calendar_follows_my_reminders_and_my_group(reached: Town):
    await reached.say("bruno", WEEKLY)
    await reached.say("ana", "/vote Adopter la charte ? fin=3j")
    await reached.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await reached.whisper("chloe", "/rappel vendredi 19h surprise")
    await reached.whisper("bruno", "/calendrier nouveau")

    answer = await read(reached, link(reached, "bruno"))

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    titles = [str(one["summary"]) for one in Document.from_ical(answer.text).walk("VEVENT")]
    assert titles == ["réunion logiciels", "appeler Léa", "Vote 1 closes: Adopter la charte ?"]
    assert len(ics.Calendar(answer.text).events) == 3
    assert sorted(str(one.summary.value) for one in others(answer.text)) == sorted(titles)


async def test_changes_and_cancellations_reach_the_calendar(reached: Town):
    await reached.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await reached.whisper("bruno", "/calendrier nouveau")
    address = link(reached, "bruno")
    before = event((await read(reached, address)).text)

    await reached.choose_privately("bruno", "change")
    await reached.whisper("bruno", "samedi 10h")
    moved = event((await read(reached, address)).text)
    await reached.whisper("bruno", "/rappel")
    await reached.choose_privately("bruno", "1")
    ended = event((await read(reached, address)).text)

    assert before["uid"] == moved["uid"] == ended["uid"]
    assert [one.decoded("sequence") for one in (before, moved, ended)] == [0, 1, 2]
    assert moved.decoded("dtstart") == datetime(2026, 11, 14, 9, tzinfo=UTC)
    assert ended["status"] == "CANCELLED"


async def test_the_group_s_calendar_is_had_by_whoever_is_in_it(reached: Town):
    await reached.say("bruno", WEEKLY)
    await reached.whisper("bruno", "/rappel vendredi 19h appeler Léa")
    await reached.say("dan", "/calendrier nouveau")
    assert reached.seen() != []
    assert not any(ADDRESS in text for text in reached.seen())

    answer = await read(reached, link(reached, "dan"))

    assert [str(one["summary"]) for one in Document.from_ical(answer.text).walk("VEVENT")] == ["réunion logiciels"]


async def test_an_address_is_taken_back(reached: Town):
    await reached.whisper("bruno", "/calendrier nouveau")
    first = link(reached, "bruno")
    await reached.choose_privately("bruno", "nouveau")
    second = link(reached, "bruno")

    assert first != second
    assert (await read(reached, first)).status == 404
    assert (await read(reached, second)).status == 200

    await reached.choose_privately("bruno", "fermer")
    assert (await read(reached, second)).status == 404
    assert link(reached, "bruno") == ""


async def test_only_organizers_take_the_group_s_address_back(reached: Town):
    await reached.say("ana", "/menu")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    for action in (Open(1), Close(1)):
        toast = await reached.press("bruno", action)
        assert toast == reached.says(_(OnlyOrganizersChange.says))
    assert (await read(reached, address)).status == 200

    await reached.say("ana", "/calendrier fermer")
    assert (await read(reached, address)).status == 404


@pytest.mark.parametrize("path", ["x", "", "../feeds", "%00", "a" * 5_000, "' OR 1=1 --"])
async def test_an_address_that_is_nobody_s_says_so(reached: Town, path: str):
    assert (await read(reached, f"/calendar/{path}.ics")).status == 404


async def test_a_forged_press_gives_nobody_s_calendar(reached: Town):
    await reached.say("ana", "/menu")
    for action in (Show(99), Open(99), Close(99), Take(99)):
        assert await reached.press("dan", action) == reached.says(_(NotYourCalendar.says))


async def test_an_erased_account_has_no_address_any_more(reached: Town):
    await reached.whisper("bruno", "/calendrier nouveau")
    address = link(reached, "bruno")
    with reached.database.read() as tx:
        member = tx.feeds.get(address.rpartition("/")[2].removesuffix(".ics"))
    assert member is not None
    await reached.whisper("bruno", "/moi effacer")
    await reached.choose_privately("bruno", "oui")
    await reached.settle()
    assert (await read(reached, address)).status == 404


async def test_without_a_public_address_there_is_the_file(town: Town):
    await town.say("ana", WEEKLY)
    await town.whisper("bruno", "/calendrier")
    assert town.was_told("bruno", _("My calendar"))
    await town.choose_privately("bruno", "file")
    said = _("The calendar as it is now. Open the file to add it to yours: it does not follow later changes.")
    assert town.was_told("bruno", said)

    await town.whisper("bruno", "/calendrier nouveau")
    assert town.was_told("bruno", _(NotReached.says))


async def test_the_file_holds_what_the_address_would(village: Town):
    await village.say("ana", WEEKLY)
    await village.say("dan", "/calendrier fichier")
    [file] = [
        post.message.file
        for post in village.hub.messages(village.hub.private_chat(village.people["dan"]))
        if post.message.file
    ]
    assert (file.name, file.media_type) == ("coop.ics", "text/calendar")
    assert str(event(file.content)["summary"]) == "réunion logiciels"


async def test_it_is_reached_from_my_settings_and_from_the_menu(town: Town):
    await town.whisper("bruno", "/moi")
    await town.choose_privately("bruno", "calendar")
    assert town.was_told("bruno", _("My calendar"))
    await town.say("dan", "/menu")
    await town.choose("dan", "calendar")
    assert town.was_told("dan", _("Calendar of {group}", group="La Ruche"))


async def test_a_word_that_means_nothing_is_told_what_does(village: Town):
    await village.whisper("bruno", "/calendrier demain")
    assert "/calendar file" in village.told("bruno")


def test_a_day_of_the_past_keeps_the_document_whole():
    habit = kept("month days=31 at=08:00 zone=Europe/Paris start=2020-01-31")
    first = next(day for day in habit.on_days(date(2020, 1, 1)))
    assert event(calendar("x", [one(at=habit.on(first), recurrence=habit)], NOW))["uid"]


async def test_a_plenary_is_in_the_calendar_and_is_struck_out_when_it_is_cancelled(reached: Town):
    start = datetime(2026, 12, 5, 13, tzinfo=UTC)
    await reached.say("ana", "/pleniere samedi 5 décembre 14h | MJC, 12 rue de la Paix")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    with reached.database.read() as tx:
        [plenary] = tx.plenaries.all()
    if plenary.convened_at is None:
        assert Document.from_ical((await read(reached, address)).text).walk("VEVENT") == []
        with reached.database.begin() as tx:
            tx.plenaries.keep(plenary.convene(notice_days=15, now=reached.time))
    found = event((await read(reached, address)).text)

    assert (found.decoded("dtstart"), str(found["location"])) == (start, "MJC, 12 rue de la Paix")
    with reached.database.begin() as tx:
        kept_one = tx.plenaries.get(plenary.id)
        assert kept_one is not None
        tx.plenaries.keep(kept_one.cancel("Il neige", now=reached.time))
    after = event((await read(reached, address)).text)
    assert (after["uid"], after["status"]) == (found["uid"], "CANCELLED")
    assert after.decoded("sequence") > found.decoded("sequence")


# series of plenaries


def events(text: str) -> dict[str, tuple[str, datetime]]:
    """What a calendar shows, by name: how sure it is, and when it begins."""
    found = Document.from_ical(text).walk("VEVENT")
    assert {str(one["uid"]) for one in found} == {one.uid for one in ics.Calendar(text).events}
    return {str(one["uid"]): (str(one["status"]), one.decoded("dtstart")) for one in found}


async def test_the_days_of_a_series_are_tentative_until_each_is_convened(reached: Town):
    await reached.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    before = events((await read(reached, address)).text)
    assert len(before) == 12
    assert {status for status, _at in before.values()} == {"TENTATIVE"}
    assert [f"{at:%d/%m %H:%M}" for _status, at in before.values()][:5] == [
        "03/12 18:30", "07/01 18:30", "04/02 18:30", "04/03 18:30", "01/04 17:30",  # summer time in between
    ]  # fmt: skip

    await reached.choose("ana", "convoquer")
    after = events((await read(reached, address)).text)
    first, *others = before
    assert after[first] == ("CONFIRMED", before[first][1])
    assert all(after[name] == before[name] for name in others)


async def test_a_single_time_is_moved_cancelled_or_left_out_in_the_calendar(reached: Town):
    await reached.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await reached.choose("ana", "convoquer")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    first, second, *_others = events((await read(reached, address)).text)

    await reached.say("ana", "/pleniere déplacer 1 vendredi 4 décembre 20h")
    moved = events((await read(reached, address)).text)
    assert moved[first] == ("CONFIRMED", datetime(2026, 12, 4, 19, tzinfo=UTC))
    await reached.say("ana", "/pleniere sauf 7 janvier")
    assert second not in events((await read(reached, address)).text)
    await reached.say("ana", "/pleniere annuler 1 il neige")
    assert events((await read(reached, address)).text)[first][0] == "CANCELLED"
    await reached.say("ana", "/pleniere arrêter 1")
    assert list(events((await read(reached, address)).text)) == [first]


def sequences(text: str) -> dict[str, int]:
    """How new each event of a calendar is, by name."""
    return {str(one["uid"]): int(one["sequence"]) for one in Document.from_ical(text).walk("VEVENT")}


async def test_a_day_that_was_moved_before_anybody_is_convened_is_at_its_new_instant(reached: Town):
    """Broken once: it stood at the usual day of its series until it was convened."""
    await reached.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    planned = (await read(reached, address)).text
    first, *others = events(planned)

    await reached.say("ana", "/pleniere déplacer 1 vendredi 4 décembre 20h")
    await reached.say("ana", "/pleniere lieu 1 Halle")
    moved = (await read(reached, address)).text
    assert events(moved)[first] == ("TENTATIVE", datetime(2026, 12, 4, 19, tzinfo=UTC))
    assert sequences(moved)[first] > sequences(planned)[first]
    [event] = [one for one in Document.from_ical(moved).walk("VEVENT") if str(one["uid"]) == first]
    assert str(event["location"]) == "Halle"
    assert all(events(moved)[name] == events(planned)[name] for name in others)
    with reached.database.read() as tx:
        exported = str(contents(tx, "fr")["agenda.ics"])
    assert events(exported)[first] == events(moved)[first]

    await reached.say("ana", "/pleniere convoquer 1")
    convened = (await read(reached, address)).text
    assert events(convened)[first] == ("CONFIRMED", datetime(2026, 12, 4, 19, tzinfo=UTC))
    assert sequences(convened)[first] > sequences(moved)[first]


async def test_a_day_that_is_put_back_is_newer_than_what_calendars_learned_of_it(reached: Town):
    await reached.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    await reached.say("ana", "/pleniere déplacer 1 vendredi 4 décembre 20h")
    moved = (await read(reached, address)).text
    first = next(iter(events(moved)))
    await reached.wait(minutes=1)
    await reached.say("ana", "/pleniere sauf 3 décembre")
    assert first not in events((await read(reached, address)).text)
    await reached.say("ana", "/annuler")
    back = (await read(reached, address)).text
    assert events(back)[first] == ("TENTATIVE", datetime(2026, 12, 3, 18, 30, tzinfo=UTC))
    assert sequences(back)[first] > sequences(moved)[first]


# votes that have ended


@pytest.mark.parametrize(
    ("line", "status"), [("/vote annuler 1 mal posée", "CANCELLED"), ("/vote clore 1", "CANCELLED"), ("", "CONFIRMED")]
)
async def test_a_vote_that_has_ended_stays_and_is_struck_out_where_nobody_must_wait_for_it(
    reached: Town, line: str, status: str
):
    await reached.say("ana", "/vote Adopter la charte ? fin=3j")
    await reached.say("dan", "/calendrier nouveau")
    address = link(reached, "dan")
    before = event((await read(reached, address)).text)
    if line:
        await reached.say("ana", line)
    await reached.wait(days=4)

    after = event((await read(reached, address)).text)
    assert (after["uid"], after["status"]) == (before["uid"], status)
    assert after.decoded("sequence") > before.decoded("sequence")
    assert after.decoded("dtstart") == before.decoded("dtstart")
    await reached.wait(days=60)
    assert Document.from_ical((await read(reached, address)).text).walk("VEVENT") == []
