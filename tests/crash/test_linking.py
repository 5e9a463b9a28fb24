"""Kill -9 at every step of linking two accounts, and of joining two chats: it happens whole, or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.chat.address import Chat, User
from tests.crash.deaths import deaths, goes_on
from tests.crash.nursery import Nursery
from tests.crash.test_points import GROUP, Place, ending, sends

TABLES = ("accounts", "members", "presences", "ballots", "groups", "rooms", "pairings", "codes", "polls", "acts")
OTHER = Chat("local", "place")


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that linking and pairing change."""
    database = sqlite3.connect(folder / "coop.db")
    found = {table: sorted(database.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    database.close()
    return found


def code(folder: Path, who: str) -> str:
    """The code that somebody was told last."""
    hub = Hub(Journal(folder / "chat.jsonl"))
    said = [post.text for post in hub.messages(hub.private_chat(User("local", who))) if post.from_bot]
    hub.shut()
    return next(word for word in said[-1].split() if len(word) == 9 and word[4] == "-")


class TwoChats(Place):
    """Two chats, and Ana in both; Chloé is her other account, with which she voted as well."""

    async def says_there(self, who: str, text: str) -> None:
        hub = self._network()
        if OTHER.id not in {room.chat.id for room in hub.rooms}:
            people = [User("local", one) for one in ("ana", "bruno")]
            hub.group(OTHER.id, "La Place", people, people[:1])
        await hub.say(User("local", who), OTHER, text)
        hub.shut()

    async def replies(self, who: str, chat: Chat, text: str) -> None:
        """Answers the newest message of the bot in a chat."""
        hub = self._network()
        last = hub.last(chat)
        assert last is not None
        await hub.say(User("local", who), chat, text, last.ref)
        hub.shut()


def lived(nursery: Nursery, place: TwoChats) -> None:
    assert nursery.live("walk", place.folder, days=0.001) == 0, (place.folder / "log.txt").read_text()


async def linking(place: TwoChats, nursery: Nursery) -> None:
    await place.says("ana", "/vote Adopter la charte ? secret=public fin=3j")
    lived(nursery, place)
    await place.votes("ana", 0)
    lived(nursery, place)
    await place.votes("chloe", 1)
    await place.whispers("ana", "/lier")
    lived(nursery, place)
    await place.whispers("chloe", f"/lier {code(place.folder, 'ana')}")
    lived(nursery, place)
    await place.whispers("chloe", "oui")


async def pairing(place: TwoChats, nursery: Nursery) -> None:
    await place.says("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    await place.says_there("ana", "/menu")
    lived(nursery, place)
    await place.says("ana", "/jumeler")
    lived(nursery, place)
    await place.says_there("ana", f"/jumeler {code(place.folder, 'ana')}")
    lived(nursery, place)
    await place.replies("ana", OTHER, "oui")
    lived(nursery, place)
    await place.replies("ana", GROUP, "oui")


@pytest.mark.parametrize("story", [linking, pairing], ids=lambda story: story.__name__)
async def test_killed_at_any_step_nothing_is_half_joined(
    story: Callable[..., object], nursery: Nursery, tmp_path: Path
) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    await story(TwoChats(before), nursery)  # type: ignore[misc]  # both are coroutines
    (before / "sends.txt").unlink(missing_ok=True)
    shutil.copytree(before, here)
    goes_on(nursery, here, days=0.001)
    first, last, wanted, keys = rows(before), rows(here), ending(here), set(sends(here))
    assert first != last

    killed = 0
    for name in deaths(nursery, before, here, stride=3, days=0.001):  # most of them are the statements of one walk
        killed += 1
        assert rows(here) in (first, last), name
        goes_on(nursery, here, name, days=0.001)
        assert (rows(here), ending(here), set(sends(here))) == (last, wanted, keys), name

    assert killed > 20
    assert wanted.rows["outbox"] == wanted.rows["attempts"] == []
