"""The electorate: who is on the list when a vote opens, with what weight, and why somebody is not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import electorate as e
from bot.domain.charter import Charter
from bot.domain.electorate import Condition, Electorate, snapshot
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus

DAY = date(2026, 12, 5)
ANYBODY = Condition()


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def member(id_: int = 1, group: int = 1, joined: int = -100, **changes: object) -> Membership:
    return replace(Membership(MemberId(id_), group).join(days(joined)), **changes)


@pytest.mark.parametrize(
    ("membership", "condition", "refusal"),
    [
        (member(), ANYBODY, None),
        (Membership(1, 1), ANYBODY, e.NotYetMember),
        (member(joined=1), ANYBODY, e.NotYetMember),
        (member().observe(), ANYBODY, e.ObserversWatch),
        (member().leave(days(-1)), ANYBODY, e.NoLongerMember),
        (member().leave(DAY), ANYBODY, e.NoLongerMember),
        (member().leave(days(1)), ANYBODY, None),
        (member().erase(days(-1)), ANYBODY, e.NoLongerMember),
        (member(joined=-29), Condition(seniority_days=30), e.JoinedTooLate),
        (member(joined=-30), Condition(seniority_days=30), None),
        (member(), Condition(dues=True), e.DuesUnpaid),
        (member(dues_until=days(-1)), Condition(dues=True), e.DuesUnpaid),
        (member(dues_until=DAY), Condition(dues=True), None),
        (member(), Condition(colleges=(("Salariés", 1),)), e.NoVotingCollege),
        (member(college="Usagers"), Condition(colleges=(("Salariés", 1),)), e.NoVotingCollege),
        (member(college="salaries"), Condition(colleges=(("Salariés", 1),)), None),
    ],
)
def test_somebody_is_on_the_list_or_is_told_why_not(membership, condition, refusal):
    assert type(condition.why_not(membership, DAY)) is (refusal or type(None))
    assert (1 in snapshot([membership], condition, DAY)) is (refusal is None)


def test_who_joined_too_late_is_told_from_when_on():
    refusal = Condition(seniority_days=30).why_not(member(joined=-10), DAY)
    assert refusal is not None
    assert refusal.blanks == {"days": 30, "joined": days(-10), "day": days(20)}


@pytest.mark.parametrize(
    ("weights", "weight"),
    [("one", 1), ("member", 3), ("college", 5)],
)
def test_a_weight_counts_only_where_the_statutes_have_it(weights, weight):
    condition = Condition(weights=weights, colleges=(("Salariés", 5),))
    assert snapshot([member(college="Salariés", weight=3)], condition, DAY).weights == {1: weight}


def test_the_condition_is_the_one_of_the_charter():
    charter = Charter(electorate="members", seniority_days=30, dues=True, colleges=(("A", 2),), weights="college")
    assert Condition.of(charter) == Condition(30, True, (("A", 2),), "college")


def test_somebody_in_two_groups_below_votes_once():
    found = snapshot([member(1, 1, weight=2), member(1, 2, weight=3), member(2)], Condition(weights="member"), DAY)
    assert (found.weights, len(found), found.voices, found.is_weighted) == ({1: 3, 2: 1}, 2, 4, True)
    assert not snapshot([member(1), member(2)], ANYBODY, DAY).is_weighted


def test_one_membership_that_is_enough_is_enough():
    left, here = member(1, 1).leave(days(-3)), member(1, 2)
    assert e.why_not([left, here], ANYBODY, DAY) is None
    assert isinstance(e.why_not([Membership(1, 2), left], ANYBODY, DAY), e.NoLongerMember)
    assert isinstance(e.why_not([], ANYBODY, DAY), e.NotYetMember)


def test_the_list_is_closed_and_has_a_fingerprint():
    found, same = Electorate({MemberId(2): 1, MemberId(1): 1}), Electorate({MemberId(1): 1, MemberId(2): 1})
    assert list(found) == [1, 2]
    assert found == same
    assert found.fingerprint == same.fingerprint != Electorate({MemberId(1): 1}).fingerprint
    found.check(1)
    with pytest.raises(e.NotOnTheList):
        found.check(3)
    with pytest.raises(TypeError):
        found.weights[3] = 1  # type: ignore[index]  # that is the test


MEMBERSHIPS = st.builds(
    Membership,
    st.integers(1, 9).map(MemberId), st.integers(1, 3), st.sampled_from(MemberStatus),
    st.none() | st.integers(-60, 5).map(days), st.none() | st.integers(-30, 5).map(days), st.booleans(),
    st.none() | st.integers(-30, 30).map(days), st.sampled_from(("", "A", "B")), st.integers(1, 5),
)  # fmt: skip
CONDITIONS = st.builds(
    Condition, st.integers(0, 40), st.booleans(), st.sampled_from(((), (("A", 2),), (("a", 2), ("B", 3)))),
    st.sampled_from(("one", "member", "college")),
)  # fmt: skip


@given(st.lists(MEMBERSHIPS, max_size=20), CONDITIONS)
def test_only_members_are_on_the_list_each_once_and_in_no_order_of_ours(memberships, condition):
    found = snapshot(memberships, condition, DAY)

    assert found == snapshot(memberships[::-1], condition, DAY)
    assert set(found) == {one.member for one in memberships if condition.why_not(one, DAY) is None}
    assert all(any(one.member == who and one.is_member(DAY) for one in memberships) for who in found)
    assert found.voices >= len(found)
    assert condition.weights != "one" or found.voices == len(found)
