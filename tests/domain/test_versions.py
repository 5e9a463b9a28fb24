"""Versions of a charter: what held when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import versions as v
from bot.domain.charter import Charter
from bot.domain.contradictions import ClosesByItself

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
DAY = timedelta(days=1)
OLD = v.first(Charter(), NOW - 30 * DAY)
NEW = v.adopt((OLD,), Charter(quorum="1/4"), since=NOW, now=NOW, by=7)
LATER = v.adopt((OLD, NEW), Charter(quorum="1/3"), since=NOW + 49 * DAY, now=NOW, by=7)


@pytest.mark.parametrize(
    ("when", "version"),
    [
        (NOW - 60 * DAY, OLD),
        (NOW - timedelta(microseconds=1), OLD),
        (NOW, NEW),
        (NOW + 48 * DAY, NEW),
        (NOW + 49 * DAY, LATER),
    ],
)
def test_a_vote_opened_then_is_under(when, version):
    assert v.at((LATER, OLD, NEW), when) is version


def test_versions_are_numbered_and_say_who_adopted_them():
    assert [(one.number, one.by) for one in (OLD, NEW, LATER)] == [(1, None), (2, 7), (3, 7)]


def test_a_charter_changed_while_a_vote_is_open_changes_nothing_for_it():
    opened_at = NOW - DAY
    assert v.at((OLD, NEW), opened_at) is v.at((OLD,), opened_at)


@pytest.mark.parametrize(
    ("charter", "since", "refusal"),
    [
        (Charter(quorum="1/2"), NOW - DAY, v.NotBackwards),
        (Charter(quorum="1/2"), NOW + DAY, v.NotBeforeLast),
        (LATER.charter, NOW + 50 * DAY, v.SameCharter),
        (Charter(early_close=False, auto_close=True), NOW + 50 * DAY, ClosesByItself),
    ],
)
def test_a_version_that_cannot_be_is_refused(charter, since, refusal):
    with pytest.raises(refusal):
        v.adopt((OLD, NEW, LATER), charter, since=since, now=NOW, by=7)


def test_what_changed_is_named_with_articles_too():
    after = replace(OLD.charter, quorum="1/4").with_article("majority", "art. 4")
    assert v.changed(OLD.charter, after) == ("majority", "quorum")
    assert v.changed(OLD.charter, OLD.charter) == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.integers(-10, 800))
def test_exactly_one_version_holds_at_any_instant_and_it_is_the_last_that_began(gaps, hour):
    versions = [OLD]
    since = NOW
    for place, gap in enumerate(gaps, 1):
        since += timedelta(hours=gap)
        versions.append(v.adopt(versions, Charter(vote_days=place + 1), since=since, now=NOW, by=7))
    when = NOW + timedelta(hours=hour)

    found = v.at(versions, when)

    assert found.since <= when
    assert all(one.since > when for one in versions if one.number > found.number)
