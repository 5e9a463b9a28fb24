"""Memberships: who is a member on a day, as what, and what each change leaves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import memberships as m
from bot.domain.memberships import Membership, MemberStatus

DAY = date(2026, 11, 12)
NEW = Membership(7, 1)
ANA = NEW.join(DAY)


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def test_a_newcomer_becomes_a_member_leaves_and_comes_back():
    left = ANA.leave(days(30))
    back = left.join(days(60))

    assert (ANA.status, ANA.joined_on) == (MemberStatus.MEMBER, DAY)
    assert (left.status, left.left_on, left.excluded) == (MemberStatus.LEFT, days(30), False)
    assert (back.joined_on, back.left_on) == (days(60), None)


@pytest.mark.parametrize(
    ("membership", "on", "is_member"),
    [
        (NEW, DAY, False),
        (NEW.observe(), DAY, False),
        (ANA, days(-1), False),
        (ANA, DAY, True),
        (ANA.leave(days(3)), days(2), True),
        (ANA.leave(days(3)), days(3), False),
        (ANA.leave(days(3), excluded=True), days(3), False),
        (ANA.observe(), days(1), False),
        (ANA.erase(days(5)), days(1), False),
    ],
)
def test_somebody_is_a_member_that_day(membership, on, is_member):
    assert membership.is_member(on) is is_member


def test_dues_are_paid_up_to_a_day_and_never_shortened():
    paid = ANA.pay(days(365), today=DAY)

    assert paid.has_paid(days(365))
    assert not paid.has_paid(days(366))
    assert not ANA.has_paid(DAY)
    assert paid.pay(days(30), today=DAY).dues_until == days(365)
    with pytest.raises(m.DuesNotYet):
        NEW.observe().pay(days(1), today=DAY)


def test_what_cannot_be_is_refused():
    with pytest.raises(m.MemberAlready):
        ANA.join(days(1))
    with pytest.raises(m.NotThere):
        ANA.leave(days(1)).leave(days(2))
    with pytest.raises(m.LeavesBeforeJoining):
        ANA.leave(days(-1))
    for change in (lambda: ANA.erase(DAY).join(DAY), ANA.erase(DAY).observe, lambda: ANA.erase(DAY).leave(DAY)):
        with pytest.raises(m.AccountErased):
            change()


def test_erasing_leaves_no_date_but_the_end_and_nothing_that_describes_the_person():
    full = replace(ANA.pay(days(365), today=DAY), college="users", weight=3)

    assert full.erase(days(9)) == Membership(7, 1, MemberStatus.ERASED, left_on=days(9))
    assert full.leave(days(4)).erase(days(9)).left_on == days(4)


@pytest.mark.parametrize(
    ("statuses", "found"),
    [
        ((), MemberStatus.NEWCOMER),
        (("left", "member"), MemberStatus.MEMBER),
        (("newcomer", "observer"), MemberStatus.OBSERVER),
        (("erased", "left"), MemberStatus.LEFT),
        (("erased",), MemberStatus.ERASED),
    ],
)
def test_the_most_that_somebody_is_says_what_they_are(statuses, found):
    assert m.overall(Membership(7, group, MemberStatus(status)) for group, status in enumerate(statuses)) is found


def test_a_member_of_several_groups_is_one_since_the_first():
    assert m.since([NEW, ANA, NEW.join(days(-9))]) == days(-9)
    assert m.since([NEW]) is None


@given(st.integers(0, 400), st.integers(0, 400), st.integers(-10, 500))
def test_a_membership_covers_its_first_day_and_not_its_last(start, lasts, on):
    left = NEW.join(days(start)).leave(days(start + lasts))

    assert left.is_member(days(on)) is (start <= on < start + lasts)
