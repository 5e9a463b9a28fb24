"""Roles, permissions and countersigns: who may do what, and a group is never left without an organizer."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import countersigns as c
from bot.domain import roles as r
from bot.domain.charter import Charter
from bot.domain.countersigns import Countersign, needs_second
from bot.domain.errors import Refused
from bot.domain.memberships import Membership
from bot.domain.names import Empty
from bot.domain.permissions import DANGEROUS, MAY, TOGETHER, Act, Part, matrix, may, who
from bot.domain.roles import Mandate, Role, Roles

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
ANA, BO, CHLOE = 1, 2, 3
ONE = Roles((Mandate(ANA, "organizer", NOW),))


def person(member: int) -> Membership:
    return Membership(member, 1).join(date(2026, 1, 1))


def both() -> Roles:
    return ONE.give("organizer", person(BO), by=ANA, now=NOW)


@pytest.mark.parametrize(
    ("text", "role"),
    [("Trésorière", "treasurer"), ("secretary", "secretary"), ("Organisatrice", "organizer"), ("clé du local", None)],
)
def test_people_name_roles_in_their_own_words(text, role):
    given = ONE.give(text, person(BO), by=ANA, now=NOW)
    assert given.of(BO) == (role or text,)
    assert BO in given.holders(text.upper() if role is None else role)


def test_roles_are_given_and_given_back():
    given = both().give("treasurer", person(BO), by=ANA, now=NOW)
    assert given.of(BO) == ("organizer", "treasurer")
    assert given.give_back("trésorier", BO).of(BO) == ("organizer",)
    assert given.without(BO).of(BO) == ()
    assert given.mandates[-1].by == ANA


def test_a_role_is_for_somebody_who_belongs_to_the_group_and_does_not_have_it():
    for stranger in (None, person(BO).leave(date(2026, 2, 1)), person(BO).erase(date(2026, 2, 1))):
        with pytest.raises(r.UnknownPerson):
            ONE.give("treasurer", stranger, by=ANA, now=NOW)
    with pytest.raises(r.HasRoleAlready):
        both().give("Organisateur", person(BO), by=ANA, now=NOW)
    with pytest.raises(r.NoSuchRole):
        ONE.give_back("treasurer", ANA)
    with pytest.raises(r.NoRole):
        ONE.give_back("treasurer", BO)
    with pytest.raises(Empty):
        ONE.give("  ", person(BO), by=ANA, now=NOW)


def test_the_last_organizer_stays_one_until_there_is_another():
    for leaving in (lambda: ONE.give_back("organizer", ANA), lambda: ONE.without(ANA)):
        with pytest.raises(r.LastOrganizer):
            leaving()
    assert both().without(ANA).holders("organizer") == (BO,)
    assert both().give_back("organizer", ANA).holders("organizer") == (BO,)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("give", "back", "leave")),
            st.sampled_from(("organizer", "chair", "clé")),
            st.integers(1, 4),
        ),
        max_size=30,
    )
)
def test_whatever_happens_somebody_organizes(acts):
    roles = ONE
    for act, role, member in acts:
        with suppress(Refused):
            match act:
                case "give":
                    roles = roles.give(role, person(member), by=ANA, now=NOW)
                case "back":
                    roles = roles.give_back(role, member)
                case "leave":
                    roles = roles.without(member)
    assert roles.holders(Role.ORGANIZER)
    assert len({(one.member, one.role) for one in roles.mandates}) == len(roles.mandates)


def test_every_act_is_in_the_table_and_every_part_in_the_matrix():
    assert set(MAY) == set(Act)
    table = matrix(Charter())
    assert set(table) == set(Act)
    assert all(set(row) == set(Part) and any(row.values()) for row in table.values())


@pytest.mark.parametrize(
    ("act", "parts", "allowed"),
    [
        (Act.CHANGE_SETTINGS, (Part.PRESENT, Part.MEMBER), False),
        (Act.CHANGE_SETTINGS, (Part.MEMBER, Part.ORGANIZER), True),
        (Act.VOTE, (Part.ORGANIZER, Part.MEMBER), False),
        (Act.VOTE, (Part.ELECTOR,), True),
        (Act.VOTE, (Part.OBSERVER, Part.PRESENT), False),
        (Act.OPEN_POLL, (Part.OBSERVER,), True),
        (Act.CORRECT_VOTE, (Part.ORGANIZER,), False),
        (Act.CORRECT_VOTE, (Part.AUTHOR,), True),
        (Act.READ_SETTINGS, (Part.ANYBODY,), False),
        (Act.ERASE_DATA, (Part.ORGANIZER,), False),
        (Act.ERASE_DATA, (Part.CONCERNED,), True),
        (Act.WRITE_DUES, (Part.TREASURER,), True),
        (Act.WRITE_DUES, (Part.SECRETARY,), False),
    ],
)
def test_the_table_answers(act, parts, allowed):
    assert may(act, parts, Charter()) is allowed


def test_the_charter_says_who_opens_votes():
    strict = replace(Charter(), open_to="organizers")
    assert may(Act.OPEN_VOTE, (Part.PRESENT,), Charter())
    assert not may(Act.OPEN_VOTE, (Part.PRESENT, Part.MEMBER), strict)
    assert may(Act.OPEN_VOTE, (Part.ORGANIZER,), strict)
    assert may(Act.OPEN_POLL, (Part.PRESENT,), strict)


def test_an_observer_puts_nothing_to_the_vote():
    theirs = replace(Charter(), electorate="members")
    assert not may(Act.OPEN_VOTE, (Part.PRESENT, Part.OBSERVER), theirs)
    assert not may(Act.OPEN_VOTE, (Part.PRESENT, Part.OBSERVER, Part.SECRETARY), theirs)
    assert may(Act.OPEN_VOTE, (Part.PRESENT, Part.OBSERVER, Part.ORGANIZER), theirs)
    assert may(Act.OPEN_VOTE, (Part.PRESENT, Part.MEMBER), theirs)
    assert may(Act.OPEN_POLL, (Part.PRESENT, Part.OBSERVER), theirs)
    assert may(Act.ADD_POINT, (Part.PRESENT, Part.OBSERVER), theirs)
    assert not may(Act.OPEN_VOTE, (Part.PRESENT, Part.OBSERVER), Charter())  # nor where whoever is in the chat votes


def test_a_stranger_may_do_nothing_and_no_role_gives_a_voice():
    assert not any(may(act, (Part.ANYBODY,), Charter()) for act in Act)
    for act in (Act.VOTE, Act.GIVE_PROXY, Act.SUPPORT):
        assert not who(act, Charter()) & {Part(role.value) for role in Role}


def test_what_is_dangerous_is_for_organizers_alone():
    assert all(MAY[act] == {Part.ORGANIZER} for act in DANGEROUS)
    assert all(parts == MAY[act] and len(parts) == 2 for act, parts in TOGETHER.items())


def test_a_dangerous_act_waits_for_a_second_organizer():
    asked = Countersign(Act.EXCLUDE_MEMBER, "member:7", ANA, NOW)
    asked.agree(BO, (ANA, BO), now=NOW)
    for by, organizers, hours, refusal in (
        (ANA, (ANA, BO), 0, c.SecondMustBeAnother),
        (CHLOE, (ANA, BO), 0, c.NotAnOrganizer),
        (BO, (BO, CHLOE), 0, c.NotAnOrganizer),
        (BO, (ANA, BO), 48, c.AskedTooLongAgo),
    ):
        with pytest.raises(refusal):
            asked.agree(by, organizers, now=NOW + timedelta(hours=hours))


def test_alone_an_organizer_waits_for_nobody():
    assert needs_second(Act.EXCLUDE_MEMBER, (ANA, BO))
    assert not needs_second(Act.EXCLUDE_MEMBER, (ANA, ANA))
    assert not needs_second(Act.CHANGE_SETTINGS, (ANA, BO))
