"""Presets: each is a charter that a vote can be opened with."""

import pytest

from bot.domain.groups import PRESETS, Charter
from bot.domain.quorum import Quorum
from bot.domain.tally.motion import Majority
from bot.domain.tally.turnout import Base


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_holds_rules_that_can_be_read(name: str):
    charter = PRESETS[name].charter
    assert charter.preset == name
    assert Majority.read(charter.majority)
    assert Base(charter.base)
    assert not charter.quorum or Quorum.read(charter.quorum)
    assert charter.open_to in ("all", "organizers")


def test_a_new_group_begins_with_the_quick_preset():
    assert PRESETS["quick"].charter == Charter()
