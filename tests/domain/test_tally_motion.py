"""Motions: every majority and base, and every way not to be adopted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tally import Base, Outcome, Room, Turnout
from bot.domain.tally.ballots import BallotUnreadable
from bot.domain.tally.motion import Cause, Majority, MajorityUnreadable, Settings, Voice, count, read
from bot.domain.tally.turnout import SizeUnknown


def vote(majority="simple", base=Base.CAST, *, yes=0, no=0, blank=0, abstain=0, chair=None, **room):
    ballots = {Voice.FOR: yes, Voice.AGAINST: no, Voice.BLANK: blank, Voice.ABSTAIN: abstain}
    return count(Settings(Majority.read(majority), base, chair), ballots, room=Room(**room))


@pytest.mark.parametrize(
    ("majority", "base", "required", "adopted"),
    [
        ("simple", Base.CAST, 16, True),
        ("absolute", Base.CAST, 16, True),
        ("absolute", Base.VOTERS, 17, True),
        ("absolute", Base.PRESENT, 21, False),
        ("2/3", Base.CAST, 20, False),
        ("unanimity", Base.CAST, 30, False),
    ],
)
def test_eighteen_for_twelve_against(majority, base, required, adopted):
    result = vote(majority, base, yes=18, no=12, blank=2, abstain=8)

    assert (result.required, result.obtained, result.adopted) == (required, 18, adopted)
    assert result.cause is (Cause.REACHED if adopted else Cause.MISSED)
    assert result.turnout == Turnout(None, None, None, 40, 32, 2, 8, 30)


@pytest.mark.parametrize(("yes", "adopted"), [(20, False), (21, True)])
def test_two_thirds_of_31_is_21(yes, adopted):
    result = vote("2/3", yes=yes, no=31 - yes)

    assert (result.required, result.adopted) == (21, adopted)


@pytest.mark.parametrize(("majority", "adopted"), [("2/3", True), (">2/3", False)])
def test_more_than_a_share_must_pass_it(majority, adopted):
    assert vote(majority, yes=20, no=10).adopted is adopted


@pytest.mark.parametrize("numbers", [{}, {"blank": 4}, {"abstain": 4}, {"blank": 1, "abstain": 3}])
@pytest.mark.parametrize("majority", ["simple", "absolute", "1/100", "unanimity"])
def test_nothing_cast_is_not_adopted(numbers, majority):
    result = vote(majority, **numbers)

    assert (result.adopted, result.cause, result.outcome) == (False, Cause.NO_CAST, Outcome.REJECTED)


def test_one_voter_decides_alone():
    assert vote("unanimity", yes=1).adopted
    assert vote(yes=1).required == 1
    assert not vote(no=1).adopted


def test_level_sides_are_not_adopted():
    result = vote(yes=6, no=6)

    assert (result.adopted, result.cause, result.required) == (False, Cause.TIE, 7)


@pytest.mark.parametrize(("chair", "adopted"), [(Voice.FOR, True), (Voice.AGAINST, False)])
def test_the_chair_decides_between_level_sides(chair, adopted):
    result = vote(yes=6, no=6, chair=chair)

    assert (result.adopted, result.cause) == (adopted, Cause.CHAIR)


@pytest.mark.parametrize("chair", [Voice.ABSTAIN, Voice.BLANK, None])
def test_a_chair_without_a_side_decides_nothing(chair):
    assert vote(yes=6, no=6, chair=chair).cause is Cause.TIE


def test_the_chair_counts_once_when_sides_are_not_level():
    assert vote(yes=5, no=6, chair=Voice.FOR).obtained == 5


def test_unanimity_bears_abstentions_but_no_opposition():
    assert vote("unanimity", yes=3, abstain=5, blank=1).adopted
    assert not vote("unanimity", yes=30, no=1).adopted


def test_a_share_of_the_members_needs_their_number():
    assert vote("absolute", Base.MEMBERS, yes=52, members=103).adopted
    assert not vote("absolute", Base.MEMBERS, yes=51, members=103).adopted
    with pytest.raises(SizeUnknown):
        vote("absolute", Base.MEMBERS, yes=3)


def test_in_a_meeting_the_present_include_the_represented():
    result = vote("absolute", Base.PRESENT, yes=20, present=31, represented=9)

    assert (result.size, result.required, result.adopted) == (40, 21, False)


@pytest.mark.parametrize("text", ["", "most", "3/2", "0/3", "1/0", "2/3/4", "66%"])
def test_an_unknown_majority_is_refused(text):
    with pytest.raises(MajorityUnreadable):
        Majority.read(text)


@pytest.mark.parametrize("text", ["simple", "absolute", "unanimity", "2/3", ">2/3"])
def test_a_majority_is_written_as_it_is_read(text):
    assert str(Majority.read(text)) == text


@pytest.mark.parametrize("raw", ["yes", "", None, 1, ["for"]])
def test_an_unknown_voice_is_refused(raw):
    with pytest.raises(BallotUnreadable):
        read(raw, Settings())


sizes = st.integers(0, 60)


@given(sizes, sizes, sizes, sizes, st.fractions(Fraction(1, 50), 1, max_denominator=50), st.sampled_from(list(Base)))
def test_every_majority_follows_its_definition(yes, no, blank, abstain, share, base):
    size = {"cast": yes + no, "voters": yes + no + blank, "present": yes + no + blank + abstain, "members": 300}[base]

    def adopted(majority):
        return vote(majority, base, yes=yes, no=no, blank=blank, abstain=abstain, members=300).adopted

    assert adopted("simple") == (yes > no)
    assert adopted("absolute") == (2 * yes > size)
    assert adopted(f"{share.numerator}/{share.denominator}") == (yes + no > 0 and yes >= share * size)
    assert adopted(f">{share.numerator}/{share.denominator}") == (yes + no > 0 and yes > share * size)
    assert adopted("unanimity") == (no == 0 and yes > 0)


@given(sizes, sizes, sizes, st.sampled_from(["simple", "absolute", "2/3", ">3/4", "unanimity"]))
def test_one_more_voice_in_favour_never_hurts(yes, no, blank, majority):
    assert (
        vote(majority, yes=yes + 1, no=no, blank=blank).adopted >= vote(majority, yes=yes, no=no, blank=blank).adopted
    )
