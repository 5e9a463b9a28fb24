"""Kill -9 while a plenary's reminder is written and sent, and an outage after it: what leaves is still true."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.chat.address import User
from tests.crash.deaths import deaths, goes_on
from tests.crash.nursery import Nursery
from tests.crash.test_points import Place

ASKED = 20 + 8 / 24  # days: 2 December, 18 h in Paris, three days before
LATE = "Ce message est du mercredi 2 décembre, 18\u00a0h\u202f; il n’arrive que maintenant."


def told(folder: Path) -> list[str]:
    """What asks Bruno whether he comes."""
    hub = Hub(Journal(folder / "chat.jsonl"))
    texts = [post.text for post in hub.messages(hub.private_chat(User("local", "bruno"))) if post.from_bot]
    hub.shut()
    return [text for text in texts if text.startswith("Plénière 1, samedi 5 décembre") and "Viens-tu" in text]


async def convened(folder: Path, nursery: Nursery) -> None:
    """Just before Bruno is asked."""
    place = Place(folder)
    await place.whispers("bruno", "/menu")
    for days, line in ((0.0, "/menu"), (0.01, "/pleniere samedi 5 décembre 14h | MJC"), (0.02, "/pleniere convoquer")):
        await place.says("ana", line)
        await place.says("bruno", "/menu")
        assert nursery.live("walk", folder, days=days) == 0, (folder / "log.txt").read_text()
    assert nursery.live("walk", folder, days=ASKED - 0.01) == 0, (folder / "log.txt").read_text()
    assert told(folder) == []


@pytest.mark.parametrize(
    ("hours", "line", "is_told", "is_late"),
    [
        (0, "", True, False), (3, "", True, True), (20, "", False, False), (3 * 24, "", False, False),
        (1, "/pleniere annuler 1 la salle est inondée", False, False),
        (1, "/pleniere déplacer 1 samedi 19 décembre 15h", False, False),
    ],
    ids=["at once", "late", "too late", "begun", "cancelled", "moved"],
)  # fmt: skip
async def test_killed_at_its_steps_a_reminder_that_leaves_is_true(
    nursery: Nursery, tmp_path: Path, hours: float, line: str, is_told: bool, is_late: bool
) -> None:
    """Broken once: what was written and not sent before the bot died was said whenever it came back."""
    before, here = tmp_path / "before", tmp_path / "here"
    before.mkdir()
    await convened(before, nursery)

    killed, unsaid = 0, 0
    for name in deaths(nursery, before, here, stride=1 if is_late else 4, days=ASKED):
        killed += 1
        sent = told(here)
        if line:
            hub = Hub(Journal(here / "chat.jsonl"), run="meanwhile")
            await hub.say(User("local", "ana"), next(one.chat for one in hub.rooms if one.chat.id == "ruche"), line)
            hub.shut()
        goes_on(nursery, here, name, days=ASKED + hours / 24)
        if sent:
            continue
        unsaid += 1
        assert len(told(here)) == is_told, name
        assert all((LATE in text) == is_late for text in told(here)), f"{name}: {told(here)}"

    assert killed > unsaid > 4
