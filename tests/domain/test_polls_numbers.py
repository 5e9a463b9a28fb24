"""The numbers of a result with a list of members, a room and proxies: always in the same order, and they add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import MemberId
from bot.domain.polls import ORDER, Method, Results, Secrecy, Terms, numbers, tally
from bot.domain.proxies import room, said_by, weigh
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.tally import Base, Room
from bot.domain.tally.motion import Majority, Voice

NOW = datetime(2026, 12, 5, 13, tzinfo=UTC)
MOTION = Terms("Adopt?", (), Method.MOTION, True, NOW + timedelta(days=7), "Europe/Paris", electorate=103)
FOR, AGAINST, ABSTAIN, BLANK = ((mark,) for mark in range(4))
MEETING = Room(103, 31, 9)
BALLOTS = {FOR: 18, AGAINST: 12, BLANK: 2, ABSTAIN: 8}


@pytest.mark.parametrize(
    ("majority", "base", "size", "required", "adopted"),
    [
        ("simple", Base.CAST, 30, 16, True),
        ("absolute", Base.CAST, 30, 16, True),
        ("absolute", Base.PRESENT, 40, 21, False),
        ("2/3", Base.CAST, 30, 20, False),
        ("absolute", Base.VOTERS, 32, 17, True),
        ("absolute", Base.MEMBERS, 103, 52, False),
    ],
)
def test_a_motion_in_a_meeting_of_forty(majority, base, size, required, adopted):
    result = tally(replace(MOTION, majority=Majority.read(majority), base=base), BALLOTS, MEETING)

    assert (result.base_size, result.required, result.obtained) == (size, required, 18)
    assert (result.outcome == "adopted") is adopted


def test_the_numbers_come_in_one_order():
    result = tally(replace(MOTION, quorum=Quorum.read("1/4")), BALLOTS, MEETING)

    assert numbers(result) == (
        ("members", 103), ("present", 31), ("represented", 9), ("participants", 40), ("voters", 32), ("blanks", 2),
        ("abstentions", 8), ("cast", 30), ("quorum_required", 26), ("quorum_reached", 40), ("base", "cast"),
        ("base_size", 30), ("required", 16), ("obtained", 18),
    )  # fmt: skip
    assert tuple(name for name, _value in numbers(result)) == ORDER


def test_what_nobody_counted_is_left_out():
    assert [name for name, _value in numbers(tally(replace(MOTION, electorate=None), {FOR: 3}))] == [
        "participants", "voters", "blanks", "abstentions", "cast", "base", "base_size", "required", "obtained",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "answered", "required", "counted", "reached"),
    [
        (QuorumBase.MEMBERS, 3, 52, 40, False),
        (QuorumBase.ATTENDING, 19, 20, 19, False),
        (QuorumBase.ATTENDING, 20, 20, 20, True),
        (QuorumBase.PRESENT, 15, 16, 15, False),
        (QuorumBase.PRESENT, 16, 16, 16, True),
    ],
)
def test_a_quorum_of_the_room_is_missed_by_those_who_are_there_and_do_not_answer(
    base, answered, required, counted, reached
):
    result = tally(replace(MOTION, quorum=Quorum.read("1/2", base)), {FOR: answered}, MEETING)

    assert (result.quorum_required, result.quorum_taken, result.quorum_reached) == (required, counted, reached)
    assert (result.outcome == "no_quorum") is not reached


def test_a_result_kept_before_says_who_attended():
    old = replace(tally(replace(MOTION, quorum=Quorum.read("1/4")), {FOR: 26}), quorum_counted=None)
    assert (old.quorum_taken, old.quorum_reached) == (26, True)


@pytest.mark.parametrize(
    ("chair", "secrecy", "outcome"),
    [
        (None, Secrecy.PUBLIC, "rejected"),
        (Voice.FOR, Secrecy.PUBLIC, "adopted"),
        (Voice.AGAINST, Secrecy.PUBLIC, "rejected"),
        (Voice.ABSTAIN, Secrecy.PUBLIC, "rejected"),
        (Voice.FOR, Secrecy.CONFIDENTIAL, "rejected"),
    ],
)
def test_the_voice_of_the_chair_decides_a_level_motion_only_in_public(chair, secrecy, outcome):
    terms = replace(MOTION, secrecy=secrecy, results=Results.CLOSE)
    assert tally(terms, {FOR: 5, AGAINST: 5}, None, chair).outcome == outcome
    assert tally(terms, {FOR: 6, AGAINST: 5}, None, Voice.AGAINST).outcome == "adopted"


people = st.integers(1, 20).map(MemberId)


@given(
    st.dictionaries(people, st.sampled_from((FOR, AGAINST, ABSTAIN, BLANK))),
    st.dictionaries(people, people),
    st.none() | st.frozensets(people),
)
def test_with_members_and_proxies_every_number_adds_up(own, held, present):
    weights = dict.fromkeys(map(MemberId, range(1, 16)), 1)
    holders = {giver: holder for giver, holder in held.items() if giver != holder and holder not in held}
    said = said_by(own, holders)
    here = room(weights, holders, present=present, own=own, said=said)

    result = tally(replace(MOTION, quorum=Quorum.read("1/2")), weigh(said, weights), here)

    told = dict(numbers(result))
    assert told["members"] == 15
    assert told["participants"] == sum(result.counts) <= 15
    assert told["voters"] == sum(result.counts) - result.counts[2]
    assert told["cast"] == result.counts[0] + result.counts[1]
    assert result.turnout.attending <= 15
    if present is None:
        assert result.turnout.represented == len([giver for giver in said if giver not in own and giver in weights])
