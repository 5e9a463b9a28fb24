"""A backup is put back: what was announced since is given to nothing else, and the groups are told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase
from bot.domain.polls.refusals import NoSuchPoll
from handlers.operator import views
from handlers.polls.actions import Vote
from storage import schema
from storage.restoring import GAP, take_over
from tests.town import Town, shown


async def put_back(town: Town, backup: Path) -> None:
    """What `coop restore` does, between a stop and a start."""
    fresh = backup.with_suffix(".restoring")
    schema.copy(backup, fresh)
    take_over(fresh, town.database.path, town.time)

    await town.restart(meanwhile=lambda: fresh.replace(town.database.path))


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_button_from_before_a_restore_votes_in_no_other_vote(town: Town, tmp_path: Path):
    """Broken once: the vote opened after a restore had the number of one that the backup did not know."""
    await town.say("ana", "/vote Une remorque ?")
    backup, state = tmp_path / "backup.db", town.time
    await town.app.timer.beat()
    schema.copy(town.database.path, backup)
    town.time += timedelta(minutes=30)
    await town.say("ana", "/vote Un toit ?")
    card = town.card("Un toit").ref

    await put_back(town, backup)
    await town.say("ana", "/vote Une cave ?")

    assert town.saw(views.restored(state))
    assert town.poll().id == 2 + GAP + 1
    toast = await town.press("bruno", Vote(2, 0), card)
    assert toast == town.says(Phrase(NoSuchPoll.says, {"number": "2"}))
    assert town.poll().id != 2


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_group_is_told_once_that_a_backup_was_put_back(town: Town, tmp_path: Path):
    await town.say("ana", "/menu")
    await town.app.timer.beat()
    state = town.time
    schema.copy(town.database.path, tmp_path / "backup.db")

    await put_back(town, tmp_path / "backup.db")
    await town.restart()

    said = town.says(views.restored(state))
    assert sum(said in text for text in town.seen()) == 1
