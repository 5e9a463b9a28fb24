"""Kill -9 in the middle of a plenary's day: it is convened, somebody signs in, hands are entered, its vote is counted,
its minutes are published and ratified. In the end it is as if nothing had happened, and each voice counts once."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.memberships import Membership, MemberStatus
from storage.database import Database
from tests.crash.deaths import deaths, goes_on
from tests.crash.lives import START
from tests.crash.nursery import Nursery
from tests.crash.test_points import NAMES, Ending, Place, ending, sends

DAY = 23 + 220 / 1440  # 5 December, 13:40 in Paris: twenty minutes before it begins
NEXT = DAY + 14
MINUTE = 1 / 1440
TABLES = (
    "plenaries", "points", "rsvps", "attendances", "offices", "proxies", "electors", "meeting_votes", "papers",
    "records", "minutes",
)  # fmt: skip
STRIDE = 7  # a day of a plenary has hundreds of steps: one in seven, from the first on
Story = Callable[[Place, Nursery], Awaitable[float]]


class Meeting:
    """What happens one after another, each line taken by a life of its own."""

    def __init__(self, place: Place, nursery: Nursery) -> None:
        self.place, self._nursery, self.days = place, nursery, 0.0

    async def told(self, who: str, text: str, days: float = 0) -> None:
        """Somebody wrote this to the bot in private, and it was taken; `days` is when, else a moment after the last."""
        self.days = days or self.days + MINUTE / 2
        await self.place.whispers(who, text)
        self.passes()

    def passes(self, days: float = 0) -> None:
        """Whatever is due until then happens."""
        self.days = days or self.days
        folder = self.place.folder
        assert self._nursery.live("walk", folder, days=self.days) == 0, (folder / "log.txt").read_text()

    async def waits(self, who: str, text: str) -> float:
        """Somebody wrote this, and the bot has yet to take it; when it does."""
        await self.place.whispers(who, text)
        return self.days + MINUTE

    async def prepared(self) -> None:
        """The three are members, and a plenary is prepared."""
        for who in NAMES:
            await self.place.says(who, "/menu")
            await self.told(who, "/menu")
        self._enrol()
        await self.told("ana", "/pleniere samedi 5 décembre 14h | MJC")

    def _enrol(self) -> None:
        database = Database(self.place.folder / "coop.db")
        with database.begin() as tx:
            [group] = tx.groups.all()
            tx.groups.keep(replace(group, charter=replace(group.charter, electorate="members", quorum="1/2")))
            for member in tx.presences.members(group.id):
                joined = (START - timedelta(days=100)).date()
                tx.memberships.keep(Membership(member, group.id, MemberStatus.MEMBER, joined))
        database.close()

    async def voting(self) -> None:
        """Chloé lends her voice to Bruno; the plenary is open with Ana and Bruno, and so is its vote."""
        await self.prepared()
        await self.told("ana", "/pleniere convoquer")
        await self.told("bruno", "/odj Acheter un four ? nature=décision")
        await self.told("chloe", "/pouvoir Bruno plénière 1")
        await self.told("bruno", "/pouvoir accepter")
        await self.told("ana", "/pleniere ouvrir", DAY)
        for who in ("ana", "bruno"):
            await self.told(who, "/pleniere ici")
        await self.told("ana", "/pleniere rôle secretary Bruno")
        await self.told("ana", "/vote point 1")
        await self.told("bruno", "/vote 1 pour")

    async def closed(self) -> None:
        """The vote is counted, and the meeting is over."""
        await self.voting()
        await self.told("ana", "/vote stop 1")
        self.passes(self.days + MINUTE)
        await self.told("ana", "/pleniere clore")


async def convening(place: Place, nursery: Nursery) -> float:
    meeting = Meeting(place, nursery)
    await meeting.prepared()
    return await meeting.waits("ana", "/pleniere convoquer")


async def signing_in(place: Place, nursery: Nursery) -> float:
    """Chloé comes after all, during the vote that Bruno answered for both."""
    meeting = Meeting(place, nursery)
    await meeting.voting()
    return await meeting.waits("chloe", "/pleniere ici")


async def confirming_hands(place: Place, nursery: Nursery) -> float:
    meeting = Meeting(place, nursery)
    await meeting.voting()
    await meeting.told("ana", "/vote mains 1 0 1 0 0")
    return await meeting.waits("bruno", "oui")


async def counting(place: Place, nursery: Nursery) -> float:
    """The half minute after the warning is over."""
    meeting = Meeting(place, nursery)
    await meeting.voting()
    await meeting.told("ana", "/vote stop 1")
    return meeting.days + 2 * MINUTE


async def closing(place: Place, nursery: Nursery) -> float:
    meeting = Meeting(place, nursery)
    await meeting.voting()
    await meeting.told("ana", "/vote stop 1")
    meeting.passes(meeting.days + MINUTE)
    return await meeting.waits("ana", "/pleniere clore")


async def publishing(place: Place, nursery: Nursery) -> float:
    meeting = Meeting(place, nursery)
    await meeting.closed()
    return await meeting.waits("ana", "/pleniere publier 1")


async def ratifying(place: Place, nursery: Nursery) -> float:
    """The next plenary adopts the minutes."""
    meeting = Meeting(place, nursery)
    await meeting.closed()
    await meeting.told("ana", "/pleniere publier 1")
    await meeting.told("ana", "/pleniere samedi 19 décembre 14h | MJC")
    await meeting.told("ana", "/pleniere convoquer 2")
    await meeting.told("ana", "/pleniere ouvrir 2", NEXT)
    for who in ("ana", "bruno"):
        await meeting.told(who, "/pleniere ici")
    await meeting.told("ana", "/vote point 1")
    await meeting.told("bruno", "/vote 2 pour")
    await meeting.told("ana", "/vote stop 2")
    return meeting.days + 2 * MINUTE


STORIES: list[tuple[Story, str, object]] = [
    (convening, "SELECT status FROM plenaries", "convened"),
    (signing_in, "SELECT count(*) FROM electors WHERE holder IS NOT NULL", 0),
    (confirming_hands, "SELECT count(*) FROM papers WHERE confirmed_by IS NOT NULL", 1),
    (counting, "SELECT json_extract(result, '$.counts') FROM polls", "[2,0,0,0]"),
    (closing, "SELECT status FROM plenaries", "closed"),
    (publishing, "SELECT count(*) FROM minutes", 1),
    (ratifying, "SELECT ratified_in FROM minutes", 2),
]


def whole(folder: Path) -> tuple[Ending, dict[str, list[tuple[object, ...]]]]:
    """What is left in the end, the tables of meetings among it."""
    database = sqlite3.connect(folder / "coop.db")
    rows = {table: sorted(database.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    database.close()
    return ending(folder), rows


def asked(folder: Path, sql: str) -> object:
    database = sqlite3.connect(folder / "coop.db")
    [[found]] = database.execute(sql)
    database.close()
    return found


@pytest.mark.parametrize(("story", "sql", "is_so"), STORIES, ids=[story.__name__ for story, _sql, _is_so in STORIES])
async def test_killed_in_a_meeting_everything_happens_once(
    story: Story, sql: str, is_so: object, nursery: Nursery, tmp_path: Path
) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    days = await story(Place(before), nursery)
    (before / "sends.txt").unlink(missing_ok=True)
    shutil.copytree(before, here)
    assert asked(here, sql) != is_so
    goes_on(nursery, here, days=days)
    wanted, keys = whole(here), set(sends(here))
    assert asked(here, sql) == is_so

    killed = 0
    for name in deaths(nursery, before, here, stride=STRIDE, days=days):
        killed += 1
        goes_on(nursery, here, name, days=days)
        assert whole(here) == wanted, name
        assert set(sends(here)) == keys, name

    assert killed > 3
