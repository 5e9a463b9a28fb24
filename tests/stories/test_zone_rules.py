"""A government changes its clocks between what was said and its day: the hour stays, its instant is another."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ics
import pytest
from icalendar import Calendar as Document

from bot.core.zones import edition
from bot.domain.groups import Group
from bot.domain.plenaries import Plenary, Stage, planned
from handlers.calendars import service as calendars
from handlers.plenaries import service, views
from storage.database import Database
from tests.rules import Rules
from tests.town import Town


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Rules]:
    found = Rules(tmp_path / "zones")
    yield found
    found.forget()


@dataclass(frozen=True)
class Change:
    """Rules that were believed in at an instant, until those of this machine came: what is said for a day at an hour is
    `late` hours later than it was thought to be, or earlier."""

    zone: str
    footer: str
    now: datetime
    day: str
    hour: int
    thought: datetime
    late: int
    first: int


REAL = [
    pytest.param(
        Change("Asia/Almaty", "<+06>-6", datetime(2024, 2, 1, 6, tzinfo=UTC), "15/03/2024", 18,
               datetime(2024, 3, 15, 12, tzinfo=UTC), 1, 6),
        id="Almaty, one hour back on 1 March 2024, told in January",
    ),
    pytest.param(
        Change("America/Ciudad_Juarez", "MST7MDT,M3.2.0,M11.1.0", datetime(2022, 10, 3, 15, tzinfo=UTC), "15/11/2022",
               18, datetime(2022, 11, 16, 1, tzinfo=UTC), -1, -7),
        id="Ciudad Juárez, no winter time from 30 October 2022, decided four days before",
    ),
    pytest.param(
        Change("Europe/Volgograd", "<+04>-4", datetime(2020, 12, 1, 7, tzinfo=UTC), "15/01/2021", 19,
               datetime(2021, 1, 15, 15, tzinfo=UTC), 1, 4),
        id="Volgograd, one hour back on 27 December 2020, told five days before",
    ),
]  # fmt: skip


def live_in(town: Town, zone: str, now: datetime) -> None:
    """The group is there, and it is then."""
    town.time = now
    with town.database.begin() as tx:
        group = tx.groups.all()[0]
        tx.groups.keep(replace(group, zone=zone, charter=replace(group.charter, notice_days=15)))


def group(town: Town) -> Group:
    with town.database.read() as tx:
        return tx.groups.all()[0]


def plenaries(town: Town) -> list[Plenary]:
    with town.database.read() as tx:
        return list(tx.plenaries.all())


def due(town: Town) -> dict[str, datetime]:
    """What is planned, and when."""
    with town.database.read() as tx:
        return {job.key: job.due_at for job in tx.jobs.due(town.time + timedelta(days=4000), 500)}


def feed(town: Town) -> dict[str, Any]:
    """What stands in the calendar of the group, by its name there; a second library reads it as well."""
    with town.database.read() as tx:
        text = calendars.of_group(tx, tx.groups.all()[0], town.time)
    found = {str(one["uid"]): one for one in Document.from_ical(text).walk("VEVENT")}
    assert {one.uid for one in ics.Calendar(text).events} == set(found)
    return found


def shown(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("change", REAL)
async def test_what_was_said_stays_at_its_hour_and_its_instant_is_another(
    village: Town, rules: Rules, change: Change
) -> None:
    """Broken once: an instant was all that was kept, and people came an hour early or late."""
    rules.write(change.zone, change.footer, first=change.first)
    await village.restart()
    await village.say("ana", "/menu")
    live_in(village, change.zone, change.now)
    await village.say("ana", f"/pleniere {change.day} {change.hour}h | MJC")
    await village.choose("ana", "convene")
    await village.say("ana", f"/rappel {change.day} {change.hour}h : arroser")
    await village.whisper("bruno", f"/moi fuseau={change.zone}")
    await village.whisper("bruno", f"/rappel {change.day} {change.hour}h : appeler Léa")
    [before] = plenaries(village)
    assert before.start == change.thought
    told, in_feed = village.seen(), feed(village)

    await village.restart(rules.forget)

    [after] = plenaries(village)
    moved = change.thought + timedelta(hours=change.late)
    wall = shown(moved, change.zone)
    assert after.start == moved
    assert wall.endswith(f"{change.hour}:00")
    with village.database.read() as tx:
        assert {(one.due_at, shown(one.due_at, change.zone)) for one in tx.reminders.all()} == {(moved, wall)}
    # whatever is planned follows
    charter = group(village).charter
    assert after == replace(before, start=moved, sequence=before.sequence + 1,
                            agenda_until=after.agenda_until)  # fmt: skip
    assert after.agenda_until is not None
    assert shown(after.agenda_until, change.zone).endswith("00:00")
    jobs = due(village)
    stages = dict(planned(moved, change.zone, charter.notice_days))
    for stage in (Stage.ASK, Stage.EVE, Stage.SOON):
        assert jobs[service.key(after, stage.value)] == stages[stage]
    assert shown(stages[Stage.EVE], change.zone).endswith("18:00")
    assert jobs["reminder:1"] == jobs["reminder:2"] == moved
    # calendars learn of it, people are told nothing: what they read was right
    for uid, event in feed(village).items():
        assert event.decoded("dtstart") == moved
        assert int(event["sequence"]) == int(in_feed[uid]["sequence"]) + 1
    assert village.seen() == told

    said = len(village.heard("bruno"))
    await village.wait(seconds=(moved - village.time).total_seconds() - 1)
    assert not any("appeler Léa" in text for text in village.heard("bruno")[said:])
    await village.wait(seconds=1)
    assert any("appeler Léa" in text for text in village.heard("bruno")[said:])


COMES_BACK = [
    # no summer time from then on; the hour on the wall, and how much later it is than it was thought to be
    pytest.param("Europe/Paris", "CET-1", 1, 1, id="summer time is given up"),
    pytest.param("Europe/Paris", "CEST-2", 2, 0, id="summer time stays for ever"),
]


@pytest.mark.parametrize(("zone", "footer", "hour", "late"), COMES_BACK)
async def test_what_comes_back_follows_from_the_day_on_which_clocks_do(
    village: Town, rules: Rules, zone: str, footer: str, hour: int, late: int
) -> None:
    """In March it is decided that clocks are not changed in that night: a series knows its days and its hour."""
    village.time = datetime(2027, 3, 1, 9, tzinfo=UTC)
    await village.say("ana", "/pleniere tous les jeudis à 19h30 | MJC")
    await village.choose("ana", "convene")
    await village.say("ana", "/rappel tous les jeudis à 19h : arroser")
    await village.say("ana", "/rappel le 15 avril à 19h : la fête")
    before = feed(village)
    walls = {uid: shown(one.decoded("dtstart"), zone) for uid, one in before.items()}
    instants = {uid: one.decoded("dtstart").astimezone(UTC) for uid, one in before.items()}
    ends = datetime(2027, 3, 27, tzinfo=UTC)

    def decided() -> None:
        rules.write(zone, footer, (ends, hour), first=1)

    await village.restart(decided)

    after = feed(village)
    assert after.keys() == before.keys()
    for uid, event in after.items():
        start, thought = event.decoded("dtstart").astimezone(UTC), instants[uid]
        assert shown(start, zone) == walls[uid]
        assert start - thought == timedelta(hours=late if thought > ends else 0)
        again = "rrule" in event or uid.startswith("series")
        # Every calendar asks anew for what comes back, also where its next time is none that moved.
        assert int(event["sequence"]) >= int(before[uid]["sequence"]) + (1 if again or (late and thought > ends) else 0)
    with village.database.read() as tx:
        [series] = tx.series.all()
        text = calendars.of_group(tx, tx.groups.all()[0], village.time)
    assert {shown(series.start(day), zone)[-5:] for day in series.coming(village.time, 12)} == {"19:30"}
    [described] = Document.from_ical(text).walk("VTIMEZONE")
    offsets = {one.decoded("tzoffsetto") for one in described.subcomponents if one.decoded("dtstart").year >= 2027}
    assert offsets == ({timedelta(hours=hour)} if hour == 2 else set())

    given: list[str] = []
    for _week in range(8):
        await village.wait(days=7)
        with village.database.read() as tx:
            given += [shown(one.due_at, zone) for one in tx.reminders.all() if one.recurrence is not None]
    assert len(set(given)) == 8
    assert {at[-5:] for at in given} == {"19:00"}


async def test_an_hour_that_is_skipped_no_longer_is_the_one_that_was_said(village: Town, rules: Rules) -> None:
    """In the night of 28 March 2027 clocks would show 3:30 for 2:30; once they are not changed, 2:30 it is."""
    await village.say("ana", "/rappel tous les dimanches à 2h30 : relever le pain")
    await village.wait(days=(datetime(2027, 3, 22, tzinfo=UTC) - village.time).days + 1)
    with village.database.read() as tx:
        [before] = tx.reminders.all()
    assert shown(before.due_at, "Europe/Paris") == "2027-03-28 03:30"

    await village.restart(lambda: rules.write("Europe/Paris", "CET-1", first=1))

    with village.database.read() as tx:
        [after] = tx.reminders.all()
    assert shown(after.due_at, "Europe/Paris") == "2027-03-28 02:30"


async def test_what_is_due_by_the_old_rules_alone_waits_for_its_hour(village: Town, rules: Rules) -> None:
    """The bot was away while the rules changed, and comes back when it would have been time before: the hour that was
    said has not come. It is looked for before anything that is due happens."""
    rules.write("Europe/Paris", "CEST-2", first=2)
    await village.restart()
    await village.say("ana", "/rappel demain 18h : arroser")
    village.time = datetime(2026, 11, 13, 16, 30, tzinfo=UTC)  # 17:30 in Paris, as clocks really are

    await village.restart(rules.forget)
    assert "arroser" not in village.last.split("\n")[0]
    before = len(village.seen())
    await village.wait(minutes=30)
    assert len(village.seen()) == before + 1
    assert "arroser" in village.last


async def test_other_rules_that_change_nothing_leave_everything_as_it_is(village: Town, rules: Rules) -> None:
    await village.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await village.choose("ana", "convene")
    await village.say("ana", "/rappel demain 18h : arroser")
    before, jobs, events = plenaries(village), due(village), feed(village)

    await village.restart(lambda: rules.write("Asia/Almaty", "<+07>-7", first=7))

    assert (plenaries(village), due(village)) == (before, jobs)
    assert {uid: int(one["sequence"]) for uid, one in feed(village).items()} == {
        uid: int(one["sequence"]) for uid, one in events.items()
    }


async def test_a_meeting_that_is_over_or_cancelled_and_a_reminder_that_was_given_stay_in_the_past(
    village: Town, rules: Rules
) -> None:
    await village.say("ana", "/rappel demain 18h : arroser")
    await village.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await village.choose("ana", "convene")
    await village.say("ana", "/pleniere annuler 1 la salle est inondée")
    await village.wait(days=2)
    with village.database.read() as tx:
        before = plenaries(village), tx.reminders.all()

    await village.restart(lambda: rules.write("Europe/Paris", "CEST-2", first=2))

    with village.database.read() as tx:
        assert (plenaries(village), tx.reminders.all()) == before


async def test_a_start_reads_two_lines_however_much_is_stored(folder: Path, rules: Rules) -> None:
    """The same rules as at the last start: nothing that is stored is looked at."""
    town = await Town(folder).open()
    await town.say("ana", "/rappel demain 18h : arroser")
    with town.database.begin() as tx:
        tx.cursor.execute("UPDATE reminders SET wall = '2000-01-01T00:00:00'")
    with town.database.read() as tx:
        before = tx.reminders.all()

    await town.restart()

    with town.database.read() as tx:
        assert tx.reminders.all() == before
        assert tx.zones.changes() == 0
    await town.close()


def test_the_edition_is_another_once_the_rules_are(rules: Rules, tmp_path: Path) -> None:
    before = edition()
    assert edition() == before
    rules.write("Asia/Almaty", "<+06>-6", first=6)
    once = edition()
    rules.write("Asia/Almaty", "<+05>-5", first=5)
    assert len({before, once, edition()}) == 3
    rules.forget()
    assert edition() == before

    bare = tmp_path / "bare"  # a system that leaves the list out
    bare.mkdir()
    (bare / "Nowhere").write_bytes(b"")
    zoneinfo.reset_tzpath([str(bare)])
    first = edition()
    assert first == edition()
    (bare / "Elsewhere").write_bytes(b"")
    assert edition() != first


def test_a_plenary_keeps_the_midnight_until_which_points_are_taken(folder: Path) -> None:
    """What depends on its start follows it: to the beginning, to a midnight, or to the convocation that was late."""
    start, now = datetime(2026, 12, 5, 13, tzinfo=UTC), datetime(2026, 11, 12, 9, tzinfo=UTC)
    earlier = start - timedelta(hours=1)
    with Database(folder / "coop.db") as database, database.begin() as tx:
        assert tx.plenaries.strayed() == []
    plenary = Plenary(1, 1, 1, start, "Europe/Paris", now)
    to_start = replace(plenary, agenda_until=start, convened_at=now)
    at_once = replace(plenary, agenda_until=now, convened_at=now)
    midnight = replace(plenary, agenda_until=datetime(2026, 11, 19, 22, tzinfo=UTC), convened_at=now)
    assert to_start.kept_at(earlier).agenda_until == earlier
    assert at_once.kept_at(earlier).agenda_until == now
    assert midnight.kept_at(earlier).agenda_until == datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert views.date_of(to_start.kept_at(earlier)).blanks["at"] == earlier
