"""Presets: each is a charter that a vote can be opened with, and that does not contradict itself."""

import pytest

from bot.domain.charter import Charter
from bot.domain.contradictions import check, contradictions, warnings
from bot.domain.presets import PRESETS
from bot.domain.proxies import Cap
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
    assert not Cap.read(charter.proxies).unlimited


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("political", [False, True])
def test_a_preset_neither_contradicts_itself_nor_needs_a_warning(name: str, political: bool):
    check(PRESETS[name].charter, political=political)
    assert list(contradictions(PRESETS[name].charter, political=political)) == []
    assert list(warnings(PRESETS[name].charter)) == []


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_claims_what_only_the_statutes_can_say(name: str):
    charter = PRESETS[name].charter
    assert (charter.electronic, charter.competences, charter.articles) == (False, (), ())


def test_a_new_group_begins_with_the_quick_preset():
    assert PRESETS["quick"].charter == Charter()
