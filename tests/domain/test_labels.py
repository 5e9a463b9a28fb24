"""Labels: a decision under the statutes is one only when everything they ask for is met, and the reason is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import labels as la
from bot.domain.charter import Charter
from bot.domain.labels import Circumstances, Label, label
from bot.domain.notice import clear_days, is_in_time, last_day
from bot.domain.polls import Method, Results, Secrecy, Terms, tally
from bot.domain.presets import PRESETS
from bot.domain.quorum import Quorum
from bot.domain.readings import Reading
from bot.domain.subjects import includes, named
from bot.domain.tally import Room
from bot.domain.tally.motion import Majority, Voice

NOW = datetime(2026, 12, 5, 13, tzinfo=UTC)
PUBLIC = Terms(
    "Approuver les comptes ?", (), Method.MOTION, True, NOW + timedelta(days=7), "Europe/Paris", electorate=103
)  # fmt: skip
TERMS = replace(PUBLIC, secrecy=Secrecy.CONFIDENTIAL, results=Results.CLOSE, majority=Majority.read("absolute"))
FOR, AGAINST = (0,), (1,)
ADOPTED = tally(TERMS, {FOR: 40, AGAINST: 20})
CHARTER = (
    replace(PRESETS["statutory"].charter, electronic=True, competences=("accounts", "Élire le conseil"))
    .with_article("electronic", "statuts art. 14")
    .with_article("quorum", "statuts art. 9")
)
MET = Circumstances(
    "Approbation des comptes", noticed_on=date(2026, 11, 19), held_on=date(2026, 12, 5), on_agenda=True, is_listed=True,
    electors=103, most_held=2,
)  # fmt: skip


def missing(terms=TERMS, result=ADOPTED, charter=CHARTER, about=MET) -> list[tuple[str, type]]:
    found = label(terms, result, charter, about)
    assert (found.label is Label.STATUTORY) is (found.unmet == ())
    return [(one.key, type(one.why)) for one in found.unmet]


def test_when_everything_is_met_it_is_a_decision_under_the_statutes():
    assert label(TERMS, ADOPTED, CHARTER, MET).label is Label.STATUTORY


def test_a_poll_is_advice_and_a_vote_that_claims_nothing_is_a_decision_to_work_by():
    poll = replace(TERMS, method=Method.MULTIPLE, binding=False, options=("A", "B"))
    assert label(poll, tally(poll, {(0,): 3}), CHARTER, MET) == la.Labelled(Label.ADVISORY)
    assert label(TERMS, ADOPTED, CHARTER, replace(MET, subject="")) == la.Labelled(Label.WORKING)


@pytest.mark.parametrize("name", PRESETS)
def test_a_bare_preset_refuses_the_label_for_want_of_articles(name):
    assert missing(charter=PRESETS[name].charter)[:2] == [
        ("electronic", la.NoElectronicArticle), ("competences", la.NotCompetent),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"electronic": False}, [("electronic", la.NoElectronicArticle)]),
        ({"articles": ()}, [("electronic", la.NoElectronicArticle)]),
        ({"competences": ("board",)}, [("competences", la.NotCompetent)]),
        ({"electorate": "group"}, [("electorate", la.NoList)]),
        ({"quorum": "2/3"}, [("quorum", la.QuorumMissed)]),
        ({"majority": "3/4"}, [("majority", la.OtherMajority)]),
        ({"base": "members"}, [("majority", la.OtherMajority)]),
        ({"proxies": "1"}, [("proxies", la.TooManyHeld)]),
        ({"notice_days": 16}, [("notice_days", la.NoticeLate)]),
        ({"second_reading": ("comptes",)}, [("second_reading", la.NotConfirmed)]),
    ],
)
def test_what_the_charter_asks_for_and_is_missing_is_told(changes, reasons):
    charter = replace(CHARTER, **changes)
    assert missing(charter=charter) == reasons


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"subject": "Dissolution"}, [("competences", la.NotCompetent), ("second_reading", la.NotConfirmed)]),
        ({"subject": "élire le conseil"}, []),
        ({"noticed_on": None, "on_agenda": False}, [("notice_days", la.NoNotice)]),
        ({"noticed_on": date(2026, 11, 20)}, [("notice_days", la.NoticeLate)]),
        ({"on_agenda": False}, [("notice_days", la.NotOnAgenda)]),
        ({"is_listed": False}, [("electorate", la.NoList)]),
        ({"most_held": 3}, [("proxies", la.TooManyHeld)]),
    ],
)
def test_what_happened_and_should_not_have_is_told(changes, reasons):
    assert missing(about=replace(MET, **changes)) == reasons


def test_a_show_of_hands_needs_no_electronic_article():
    bare = replace(CHARTER, electronic=False)
    assert missing(charter=bare, about=replace(MET, electronic=False)) == []


def test_a_confirmed_second_reading_is_enough():
    charter = replace(CHARTER, second_reading=("accounts",))
    assert missing(charter=charter, about=replace(MET, confirms=True)) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"confirms": True, "other_met": False}, la.FirstOtherwise),
        ({"reading": Reading.NOT_CONFIRMED}, la.ConfirmedNot),
        ({"reading": Reading.CONFIRMED}, None),
        ({"reading": Reading.CONFIRMED, "other_met": False}, la.ConfirmedOtherwise),
        ({"reading": None}, la.NotConfirmed),
    ],
)
def test_of_two_readings_neither_is_statutory_without_the_other(changes, reason):
    charter = replace(CHARTER, second_reading=("accounts",))
    expected = [("second_reading", reason)] if reason else []
    assert missing(charter=charter, about=replace(MET, **changes)) == expected


def test_a_line_that_asks_for_less_than_the_charter_does_not_help():
    easy = replace(TERMS, majority=Majority.read("simple"), quorum=Quorum(persons=1))
    few = tally(easy, {FOR: 20, AGAINST: 19})
    assert few.outcome == "adopted"
    assert missing(easy, few) == [("quorum", la.QuorumMissed)]
    strict = replace(CHARTER, majority="2/3")
    assert missing(easy, tally(easy, {FOR: 31, AGAINST: 29}), strict) == [("majority", la.OtherMajority)]


def test_a_rejection_under_the_rules_of_the_charter_is_a_decision_too():
    assert missing(result=tally(TERMS, {FOR: 20, AGAINST: 40})) == []
    hard = replace(TERMS, majority=Majority.read("3/4"))
    assert missing(hard, tally(hard, {FOR: 40, AGAINST: 20})) == [("majority", la.OtherMajority)]


def test_the_chair_decides_only_where_the_charter_says_so():
    level = tally(replace(PUBLIC, majority=Majority.read("absolute")), {FOR: 30, AGAINST: 30}, None, Voice.FOR)
    assert level.outcome == "adopted"
    assert missing(PUBLIC, level) == [("majority", la.OtherMajority)]
    assert missing(PUBLIC, level, replace(CHARTER, chair_double=True)) == []


def test_people_in_the_room_and_their_proxies_reach_the_quorum():
    few = tally(TERMS, {FOR: 20, AGAINST: 5}, Room(103, 40, 12))
    assert missing(result=few) == []
    assert missing(result=tally(TERMS, {FOR: 20, AGAINST: 5}, Room(103, 40, 11))) == [("quorum", la.QuorumMissed)]


def test_a_number_that_nobody_knows_cannot_be_met():
    unknown = replace(TERMS, electorate=None)
    assert missing(unknown, tally(unknown, {FOR: 40, AGAINST: 20})) == [("quorum", la.SizeNotKnown)]


@pytest.mark.parametrize(
    ("key", "election", "unmet"),
    [("secrecy", False, True), ("secrecy", True, False), ("election_secrecy", True, True)],
)
def test_a_level_of_secrecy_binds_where_an_article_asks_for_it(key, election, unmet):
    secret = CHARTER.with_value(key, "secret")
    assert missing(charter=secret, about=replace(MET, election=election)) == []
    asked = secret.with_article(key, "statuts art. 11")
    assert missing(charter=asked, about=replace(MET, election=election)) == ([(key, la.LessSecret)] if unmet else [])


def test_what_has_no_effect_is_no_decision():
    strict = replace(TERMS, quorum=Quorum(persons=70))
    assert missing(strict, tally(strict, {FOR: 40, AGAINST: 20})) == [("quorum", la.QuorumMissed)]
    choice = replace(TERMS, method=Method.CHOICE, options=("A", "B"))
    assert missing(choice, tally(choice, {(0,): 30, (1,): 30})) == [("tie", la.NothingDecided)]
    assert missing(choice, tally(choice, {(0,): 31, (1,): 30})) == []


def test_every_reason_can_be_said():
    found = label(replace(TERMS, electorate=None), ADOPTED, Charter(), replace(MET, noticed_on=None, most_held=9))
    assert [one.why.says.format_map(one.why.blanks) for one in found.unmet]


@given(st.sampled_from([
    {"electronic": False}, {"competences": ()}, {"electorate": "group"}, {"quorum": "100%"}, {"majority": "unanimity"},
    {"proxies": "none"}, {"notice_days": 90},
]), st.booleans())  # fmt: skip
def test_one_thing_missing_is_enough_to_refuse(changes, also):
    about = replace(MET, on_agenda=not also)
    found = label(TERMS, ADOPTED, replace(CHARTER, **changes), about)
    assert found.label is Label.WORKING
    assert len(found.unmet) == 1 + also


# notice


@pytest.mark.parametrize(
    ("days", "last"),
    [(15, date(2026, 11, 19)), (7, date(2026, 11, 27)), (1, date(2026, 12, 3)), (0, date(2026, 12, 5))],
)
def test_the_last_lawful_day_leaves_the_clear_days_between(days, last):
    assert last_day(date(2026, 12, 5), days) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 90), st.integers(-5, 120))
def test_notice_is_in_time_exactly_when_there_are_enough_clear_days(held, wanted, before):
    sent = held - timedelta(days=before)
    enough = clear_days(sent, held) >= wanted if wanted else before >= 0
    assert is_in_time(sent, held, wanted) is enough


# subjects


def test_a_subject_is_the_same_in_anybodys_words():
    assert named("Approbation des  comptes") == named("accounts") == "accounts"
    assert includes(("accounts", "Prêts à taux zéro"), "prets a taux zero")
    assert not includes(("accounts",), "")
    assert not includes((), "accounts")
