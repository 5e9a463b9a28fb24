"""Quorums: read from words, counted up, never down."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quorum import Quorum, QuorumBase, QuorumUnreadable
from bot.domain.tally import Room, Turnout
from bot.domain.tally.turnout import SizeUnknown


def answered(participants: int, members: int | None = None, present: int | None = None, represented: int | None = None):
    return Turnout.of(Room(members, present, represented), participants=participants)


@pytest.mark.parametrize(
    ("text", "share", "persons"),
    [
        ("12", None, 12),
        (" 12 ", None, 12),
        ("1/4", Fraction(1, 4), None),
        ("2 / 8", Fraction(1, 4), None),
        ("25%", Fraction(1, 4), None),
        ("25 %", Fraction(1, 4), None),
        ("25\u202f%", Fraction(1, 4), None),
        ("33,3 %", Fraction(333, 1000), None),
        ("12.5%", Fraction(1, 8), None),
        ("100%", Fraction(1), None),
        ("1/1", Fraction(1), None),
    ],
)
def test_a_quorum_is_read(text, share, persons):
    quorum = Quorum.read(text)

    assert (quorum.share, quorum.persons) == (share, persons)


@pytest.mark.parametrize(
    "text", ["", "0", "-3", "0%", "101%", "5/4", "1/0", "0/4", "a quarter", "1/4/2", "0.25", "٣", "1" * 5000, "9" * 10]
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(QuorumUnreadable) as refusal:
        Quorum.read(text)

    assert refusal.value.blanks == {"text": text}
    assert "1/4" in refusal.value.says


def test_a_quorum_is_written_as_it_is_read():
    assert [str(Quorum.read(text)) for text in ("12", "2/8", "25 %")] == ["12", "1/4", "1/4"]


@pytest.mark.parametrize(("share", "required"), [("1/4", 26), ("1/3", 35), ("1/2", 52), ("100%", 103), ("12", 12)])
def test_required_of_103_members(share, required):
    assert Quorum.read(share).required(answered(0, members=103)) == required


def test_a_quorum_is_met_exactly_and_missed_by_one():
    quorum = Quorum.read("1/4")

    assert quorum.is_met(answered(26, members=103))
    assert not quorum.is_met(answered(25, members=103))
    assert quorum.missing(answered(23, members=103)) == 3
    assert quorum.missing(answered(90, members=103)) == 0


def test_in_a_meeting_present_and_represented_count_whoever_answers():
    turnout = answered(3, members=103, present=31, represented=9)

    assert Quorum.read("26").reached(turnout) == 40
    assert Quorum.read("1/4").is_met(turnout)


def test_a_share_of_the_room_is_compared_with_those_who_answered():
    turnout = answered(15, members=103, present=31, represented=9)

    attending = Quorum.read("1/2", QuorumBase.ATTENDING)
    present = Quorum.read("1/2", QuorumBase.PRESENT)

    assert (attending.required(turnout), attending.missing(turnout)) == (20, 5)
    assert (present.required(turnout), present.missing(turnout)) == (16, 1)


def test_outside_a_meeting_the_present_are_those_who_answered():
    assert Quorum.read("1/2", QuorumBase.PRESENT).required(answered(9)) == 5


def test_abstentions_and_blanks_count_for_it():
    turnout = Turnout.of(Room(members=8), participants=4, blanks=2, abstentions=2)

    assert Quorum.read("1/2").is_met(turnout)


def test_a_share_of_unknown_members_is_refused():
    with pytest.raises(SizeUnknown):
        Quorum.read("1/4").required(answered(3))


@pytest.mark.parametrize("wrong", [{}, {"share": Fraction(1, 2), "persons": 3}, {"persons": 0}, {"share": Fraction(2)}])
def test_a_quorum_is_one_share_or_one_number(wrong):
    with pytest.raises(QuorumUnreadable):
        Quorum(**wrong)


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000), st.integers(0, 10**6))
def test_required_is_the_least_number_not_under_the_share(share, members):
    required = Quorum(share=share).required(answered(0, members=members))

    assert required >= share * members > required - 1
