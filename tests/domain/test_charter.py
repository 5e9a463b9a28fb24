"""Charters: values with their articles, read again from what was written, also long ago."""

import json
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import VALUES, Charter, read, written
from bot.domain.names import Deceptive, TooLong
from bot.domain.presets import PRESETS, Source, source

# A charter as the first versions of the bot kept it.
OLD = (
    '{"base": "cast", "early_close": true, "extend_after_outage": true, "majority": "2/3", "open_to": "all", '
    '"poll_hours": 24, "preset": "coordination", "quorum": "1/3", "register": true, "secrecy": "confidential", '
    '"vote_days": 14, "vote_time": "18:30"}'
)


def test_what_was_kept_long_ago_is_read_with_the_rules_of_then():
    charter = read(json.loads(OLD))

    assert (charter.majority, charter.quorum, charter.vote_time) == ("2/3", "1/3", time(18, 30))
    assert (charter.electorate, charter.notice_days, charter.initiative, charter.articles) == ("group", 0, "", ())


def test_what_a_newer_version_added_is_left_out():
    assert read({"moon": "full", "vote_days": 5}) == replace(Charter(), vote_days=5)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_a_charter_is_read_as_it_was_written(preset):
    charter = replace(preset.charter, colleges=(("Salariés", 2), ("Usagers", 1))).with_article("quorum", "art. 9")

    assert read(json.loads(json.dumps(written(charter)))) == charter


def test_a_value_has_the_article_that_the_group_gave_it():
    charter = Charter().with_article("quorum", "  statuts  art. 9 ").with_article("majority", "art. 4")

    assert (charter.article("quorum"), charter.article("base")) == ("statuts art. 9", "")
    assert charter.with_article("quorum", "").article("quorum") == ""
    with pytest.raises(KeyError):
        charter.with_article("moon", "art. 1")
    with pytest.raises(TooLong):
        charter.with_article("quorum", "x" * 101)
    with pytest.raises(Deceptive):
        charter.with_article("quorum", "art. \u202e9")


def test_another_value_has_another_article_or_none():
    charter = Charter(quorum="1/4").with_article("quorum", "art. 9")

    assert charter.with_value("quorum", "1/4") == charter
    assert charter.with_value("quorum", "1/3").article("quorum") == ""
    assert charter.with_value("quorum", "1/3", "art. 10").article("quorum") == "art. 10"


def test_a_value_comes_from_an_article_a_law_a_preset_or_the_group():
    scop = PRESETS["scop"].charter

    assert source(scop.with_article("proxies", "statuts art. 20"), "proxies") == Source("statuts art. 20", True)
    assert source(scop, "proxies") == Source(PRESETS["scop"].laws["proxies"])
    assert source(scop, "quorum") == Source(PRESETS["scop"].name)
    assert source(scop.with_value("quorum", "1/3"), "quorum") is None
    assert source(replace(scop, preset="of an older version"), "quorum") is None


@given(st.sampled_from(VALUES), st.text(min_size=1, max_size=40).filter(lambda text: text.isalnum()))
def test_an_article_changes_no_value(key, text):
    charter = Charter().with_article(key, text)
    assert replace(charter, articles=()) == Charter()
    assert read(written(charter)) == charter
