"""Versions of a charter: what held when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

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


def test_a_version_ahead_is_followed_by_one_that_begins_before_it():
    known = [OLD, NEW, LATER]
    sooner = v.adopt(known, replace(NEW.charter, vote_days=5), since=NOW + DAY, now=NOW, by=7)
    [became] = v.follow(known, sooner, now=NOW)

    assert (sooner.number, became.number) == (4, 3)
    assert (became.charter.quorum, became.charter.vote_days) == ("1/3", 5)
    assert [v.at((OLD, NEW, became, sooner), NOW + n * DAY).number for n in (0, 1, 48, 49)] == [2, 4, 4, 3]


def test_a_version_that_begins_with_another_takes_its_place():
    known = [OLD, NEW, LATER]
    other = v.adopt(known, replace(NEW.charter, quorum=""), since=LATER.since, now=NOW, by=7)
    [gone] = v.follow(known, other, now=NOW)
    assert (gone.number, gone.taken_back_at) == (3, NOW)
    assert v.at((OLD, NEW, gone, other), LATER.since) is other


def test_a_version_that_would_change_nothing_any_more_is_taken_back():
    known = [OLD, NEW, LATER]
    now = v.adopt(known, LATER.charter, since=NOW + DAY, now=NOW, by=7)
    assert [one.taken_back_at for one in v.follow(known, now, now=NOW)] == [NOW]


def test_what_begins_later_may_not_contradict_itself_then():
    later = v.adopt((OLD, NEW), replace(NEW.charter, auto_close=True), since=NOW + 9 * DAY, now=NOW, by=7)
    known = [OLD, NEW, later]
    sooner = v.adopt(known, replace(NEW.charter, early_close=False), since=NOW + DAY, now=NOW, by=7)
    with pytest.raises(v.LaterContradicts):
        v.follow(known, sooner, now=NOW)


def test_what_is_taken_back_never_holds_and_those_after_it_keep_what_they_change():
    last = v.adopt((OLD, NEW, LATER), replace(LATER.charter, vote_days=9), since=NOW + 60 * DAY, now=NOW, by=7)
    gone, became = v.take_back([OLD, NEW, LATER, last], 3, now=NOW)

    assert (gone.number, gone.taken_back_at) == (3, NOW)
    assert (became.charter.quorum, became.charter.vote_days) == ("1/4", 9)
    assert v.at((OLD, NEW, gone, became), NOW + 50 * DAY) is NEW
    assert v.adopt((OLD, NEW, gone, became), Charter(quorum="1/2"), since=NOW, now=NOW, by=7).number == 5


@pytest.mark.parametrize(("number", "no"), [(1, v.BegunAlready), (2, v.BegunAlready), (9, v.NoSuchVersion)])
def test_what_holds_already_or_is_not_there_cannot_be_taken_back(number, no):
    with pytest.raises(no):
        v.take_back([OLD, NEW, LATER], number, now=NOW)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 365), st.booleans()), max_size=6))
def test_whatever_is_adopted_in_any_order_what_a_version_changes_holds_from_then_on(asked):
    """Each sets the days of a vote or the quorum from a day on; at any later day the last word on each one counts."""
    versions, now = [OLD], NOW
    for gap, days, quorum in asked:
        since = now + gap * DAY
        base = v.at(versions, since).charter
        charter = replace(base, quorum=f"1/{days + 1}") if quorum else replace(base, vote_days=days)
        if charter == base:
            continue
        new = v.adopt(versions, charter, since=since, now=now, by=7)
        became = {one.number: one for one in v.follow(versions, new, now=now)}
        versions = [became.get(one.number, one) for one in versions] + [new]
        held = v.at(versions, since).charter
        assert (held.quorum, held.vote_days) == (charter.quorum, charter.vote_days)
    order = v.in_order(versions)
    assert all(one.since <= other.since for one, other in pairwise(order))
    assert all(one.taken_back_at is None for one in order)
