"""Charters that contradict themselves are refused with an example; odd ones are allowed and said."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import contradictions as no
from bot.domain.charter import Charter
from bot.domain.contradictions import check, contradictions, warnings
from bot.domain.errors import Refused
from bot.domain.initiatives import SupportersUnreadable
from bot.domain.proxies.refusals import CapUnreadable
from bot.domain.quorum import QuorumUnreadable
from bot.domain.tally.motion import MajorityUnreadable


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"quorum": "5/4"}, QuorumUnreadable),
        ({"quorum": "101%"}, QuorumUnreadable),
        ({"majority": "4/3"}, MajorityUnreadable),
        ({"objection_lifted_by": "everybody"}, MajorityUnreadable),
        ({"proxies": "many"}, CapUnreadable),
        ({"initiative": "-3"}, SupportersUnreadable),
        ({"base": "room"}, no.NoSuchChoice),
        ({"secrecy": "whisper"}, no.NoSuchChoice),
        ({"tie": "chair"}, no.NoSuchChoice),
        ({"notice_days": -1}, no.OutOfRange),
        ({"notice_days": 91}, no.OutOfRange),
        ({"vote_days": 0}, no.OutOfRange),
        ({"contest_days": -7}, no.OutOfRange),
        ({"quorum": "1/2", "quorum_base": "present"}, no.AlwaysReached),
        ({"quorum": "1/2", "quorum_base": "attending"}, no.AlwaysReached),
        ({"early_close": False, "auto_close": True}, no.ClosesByItself),
        ({"dues": True}, no.MembersOnly),
        ({"seniority_days": 30}, no.MembersOnly),
        ({"judged_at_close": True}, no.MembersOnly),
        ({"weights": "member", "election_secrecy": "public"}, no.MembersOnly),
        ({"electorate": "members", "weights": "member"}, no.WeightGivesAway),
        ({"electorate": "members", "weights": "member", "secrecy": "secret"}, no.WeightGivesAway),
        ({"electorate": "members", "weights": "college", "election_secrecy": "public"}, no.CollegeWrong),
        ({"electorate": "members", "colleges": (("A", 0),)}, no.CollegeWrong),
        ({"electorate": "members", "colleges": (("Salariés", 1), ("salaries", 2))}, no.CollegeWrong),
        ({"secrecy": "secret", "chair_double": True}, no.ChairInSecret),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(values, refusal):
    with pytest.raises(refusal):
        check(replace(Charter(), **values))


def test_a_political_group_does_not_vote_in_public_by_default():
    public = replace(Charter(), secrecy="public")
    check(public)
    with pytest.raises(no.OpinionsInPublic):
        check(public, political=True)


@pytest.mark.parametrize(
    "values",
    [
        {"quorum": "1/2", "quorum_base": "present", "meetings_only": True},
        {"quorum": "12", "quorum_base": "attending"},
        {"majority": "unanimity", "base": "members"},
        {"electorate": "members", "dues": True, "seniority_days": 30, "judged_at_close": True},
        {"electorate": "members", "weights": "college", "colleges": (("A", 2), ("B", 1)), "election_secrecy": "public"},
        {"proxies": "unlimited"},
        {"proxies": "none"},
        {"early_close": True, "auto_close": True},
        {"objection_lifted_by": "3/4"},
    ],
)
def test_what_looks_odd_is_allowed(values):
    check(replace(Charter(), **values))


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"majority": "unanimity", "base": "members"}, no.BaseChangesNothing),
        ({"majority": "simple", "base": "voters"}, no.BaseChangesNothing),
        ({"majority": "absolute", "base": "present"}, no.AbstainingCountsAgainst),
        ({"proxies": "unlimited"}, no.NoLimit),
        ({"chair_double": True}, no.ChairSeldom),
        ({"electorate": "members", "judged_at_close": True, "secrecy": "secret"}, no.JudgedAtOpening),
        ({"electorate": "members", "weights": "member", "election_secrecy": "public"}, no.WeightShows),
        ({"initiative": "1", "open_to": "organizers"}, no.OneIsEnough),
    ],
)
def test_what_is_allowed_and_should_be_known_is_said(values, warning):
    charter = replace(Charter(), **values)
    check(charter)
    assert [type(one) for one in warnings(charter)] == [warning]


def test_a_limit_that_the_statutes_lift_needs_no_warning():
    assert list(warnings(Charter(proxies="unlimited").with_article("proxies", "statuts art. 12"))) == []


def test_several_contradictions_are_all_told():
    charter = Charter(early_close=False, auto_close=True, dues=True, notice_days=-1)
    assert [type(one) for one in contradictions(charter)] == [no.OutOfRange, no.ClosesByItself, no.MembersOnly]


def refusals(charter: Charter, political: bool) -> list[Refused]:
    try:
        return list(contradictions(charter, political=political))
    except Refused as unreadable:
        return [unreadable]


WORDS = st.sampled_from(("", "none", "simple", "1/2", "5/4", "members", "group", "public", "secret", "all", "lot", "9"))
VALUES = {
    str: WORDS, int: st.integers(-2, 400), bool: st.booleans(),
    tuple: st.lists(st.tuples(WORDS, st.integers(-1, 3)), max_size=2).map(tuple),
}  # fmt: skip
NAMES = [field.name for field in fields(Charter) if field.name not in ("vote_time", "articles")]


@given(st.data(), st.lists(st.sampled_from(NAMES), max_size=6, unique=True), st.booleans())
def test_any_charter_is_accepted_or_refused_in_a_sentence(data, names, political):
    values = {name: data.draw(VALUES[type(getattr(Charter(), name))]) for name in names if name != "second_reading"}
    found = refusals(replace(Charter(), **values), political)
    assert all(refusal.says.format_map(refusal.blanks) for refusal in found)
