"""Kill -9 at every step of a list of members that comes as a document, and of its being applied: all of it, or none."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.chat.address import User
from bot.chat.message import File
from tests.crash.deaths import deaths, goes_on
from tests.crash.nursery import Nursery
from tests.crash.test_points import Place, ending, sends

LIST = "nom;statut\nBruno;membre\nMarie Dupont;membre\nZoé Faure;observateur\n"


class Desk(Place):
    """The same place, where somebody sends a list."""

    async def hands(self, who: str, content: str, text: str) -> None:
        """Somebody sends the bot a document in private while it is away."""
        hub, user = self._network(), User("local", who)
        document = File("membres.csv", "text/csv", content.encode())
        await hub.say(user, hub.private_chat(user), text, document=document)
        hub.shut()


async def bringing(desk: Desk, nursery: Nursery) -> None:
    await desk.says("ana", "/menu")
    assert nursery.live("walk", desk.folder) == 0
    await desk.hands("ana", LIST, "/reglages membres importer")


async def applying(desk: Desk, nursery: Nursery) -> None:
    await bringing(desk, nursery)
    assert nursery.live("walk", desk.folder) == 0
    await desk.whispers("ana", "appliquer")


@pytest.mark.parametrize("story", [bringing, applying], ids=lambda story: story.__name__)
async def test_killed_at_any_step_a_list_is_whole_or_not_there(
    story: Callable[[Desk, Nursery], Awaitable[None]], nursery: Nursery, tmp_path: Path
) -> None:
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    await story(Desk(before), nursery)
    (before / "sends.txt").unlink(missing_ok=True)
    shutil.copytree(before, here)
    goes_on(nursery, here)
    first, wanted, keys = ending(before), ending(here), set(sends(here))
    assert first.rows != wanted.rows
    assert len(wanted.rows["memberships"]) == (3 if story is applying else 0)

    names = []
    for name in deaths(nursery, before, here):
        names.append((here / "steps.txt").read_text())
        assert ending(here).rows["memberships"] in (first.rows["memberships"], wanted.rows["memberships"]), name
        goes_on(nursery, here, name)
        assert (ending(here), set(sends(here))) == (wanted, keys), name

    assert len(names) > 20
    assert ("after fetch" in names) is (story is bringing)
