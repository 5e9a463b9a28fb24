"""One plenary as a file for one's calendar: the same event as in the feed, also when it changes or ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import ics
import pytest
from icalendar import Calendar as Document

from bot.chat.message import File
from bot.chat.text import _
from handlers.calendars import service
from handlers.meetings import InCalendar, NoSuchPlenary
from tests.town import Town

SATURDAY = "/pleniere samedi 5 décembre 14h | MJC, 12 rue de la Paix"


async def convened(town: Town, line: str = SATURDAY) -> None:
    for who in ("ana", "bruno"):
        await town.say(who, "/menu")
        await town.whisper(who, "/menu")
    await town.say("ana", line)
    await town.choose("ana", "convoquer")
    await town.settle()


def event(town: Town, who: str) -> Any:
    """The event of the last file that somebody got, as both libraries read it."""
    files = [post.message.file for post in town.hub.messages(town.hub.private_chat(town.people[who]))]
    file: File = [one for one in files if one is not None and one.name.endswith(".ics")][-1]
    name = {"en": "plenary-1.ics", "fr": "pleniere-1.ics"}[town.language]
    assert (file.name, file.media_type) == (name, "text/calendar")
    text = file.data.decode()
    [found] = Document.from_ical(text).walk("VEVENT")
    assert "CALNAME" not in text  # a calendar program adds it to one that is there
    [other] = ics.Calendar(text).events
    assert (other.uid, other.begin.datetime) == (str(found["uid"]), found.decoded("dtstart"))
    return found


async def test_the_button_under_a_plenary_gives_its_file_alone(village: Town):
    await convened(village)
    before = len(village.seen())

    await village.choose("bruno", "ics")

    found = event(village, "bruno")
    assert len(village.seen()) == before
    assert str(found["summary"]) == "Plenary of La Ruche"
    assert str(found["location"]) == "MJC, 12 rue de la Paix"
    assert found.decoded("dtstart") == datetime(2026, 12, 5, 13, tzinfo=UTC)
    assert (found.decoded("sequence"), str(found["status"])) == (0, "CONFIRMED")


async def test_it_is_the_event_of_the_feed_through_its_changes_and_to_its_end(village: Town):
    await convened(village)
    await village.choose("bruno", "ics")
    first = event(village, "bruno")

    await village.say("ana", "/pleniere déplacer 1 dimanche 6 décembre 15h")
    await village.choose("bruno", "ics")
    moved = event(village, "bruno")
    await village.say("ana", "/pleniere lieu 1 Salle des fêtes")
    await village.choose("bruno", "ics")
    relocated = event(village, "bruno")
    await village.say("ana", "/pleniere annuler 1 salle inondée")
    await village.choose("bruno", "ics")
    ended = event(village, "bruno")

    assert [one.decoded("sequence") for one in (first, moved, relocated, ended)] == [0, 1, 2, 3]
    assert moved.decoded("dtstart") == datetime(2026, 12, 6, 14, tzinfo=UTC)
    assert str(relocated["location"]) == "Salle des fêtes"
    assert str(ended["status"]) == "CANCELLED"
    assert village.told("bruno").endswith("Open the file to strike it out of your calendar.")
    with village.database.read() as tx:
        feed = service.of_group(tx, tx.groups.all()[0], village.time)
    [of_feed] = Document.from_ical(feed).walk("VEVENT")
    same = ("uid", "sequence", "status", "dtstart", "location", "summary")
    assert [str(of_feed[name]) for name in same] == [str(ended[name]) for name in same]


async def test_whoever_is_asked_in_private_finds_the_button_there(town: Town):
    await convened(town)
    await town.choose_privately("bruno", "mon calendrier")
    said = town.says(_("Plenary of {group}", group="La Ruche"))
    if any(post.message.file for post in town.hub.messages(town.hub.private_chat(town.people["bruno"]))):
        assert str(event(town, "bruno")["summary"]) == said
    else:  # where no file can be handed over it is written out
        assert f"SUMMARY:{said}" in town.told("bruno")


@pytest.mark.parametrize(
    "title", ["x\\, y; z\\n", "END:VEVENT BEGIN:VEVENT", "é🙂" * 40, "ATTACH;VALUE=URI:https://example.org"]
)
async def test_a_hostile_title_stays_a_title(village: Town, title: str):
    await convened(village, f'{SATURDAY} titre="{title}"')
    await village.choose("bruno", "ics")
    with village.database.read() as tx:
        [kept] = tx.plenaries.all()
    assert str(event(village, "bruno")["summary"]) == (kept.title or "Plenary of La Ruche")


async def test_what_is_not_convened_or_not_ones_own_has_no_file(village: Town):
    await village.say("ana", SATURDAY)
    for number in (1, 99):
        said = village.says(_(NoSuchPlenary.says, number=str(number)))
        assert await village.press("bruno", InCalendar(number)) == said
