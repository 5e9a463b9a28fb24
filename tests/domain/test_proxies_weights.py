"""Proxies in the count: they never add a voice, none counts twice, and one's own ballot always wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import MemberId
from bot.domain.proxies import check_own, group, represented, room, said_by, speaks_for, weigh
from bot.domain.proxies import refusals as no
from bot.domain.quorum import Quorum
from bot.domain.tally import Room, Turnout, motion
from bot.domain.tally.motion import Voice

ANA, BO, CHLOE, DAN, EVE, ZOE = map(MemberId, range(1, 7))
ONE_EACH = dict.fromkeys((ANA, BO, CHLOE, DAN, EVE), 1)
FOR, AGAINST, BLANK = Voice.FOR, Voice.AGAINST, Voice.BLANK


def test_a_holder_votes_once_for_all():
    assert group({ANA: FOR, DAN: AGAINST}, {BO: ANA, CHLOE: ANA}, ONE_EACH) == {FOR: 3, AGAINST: 1}


def test_or_apart_for_some():
    assert group({ANA: FOR}, {BO: ANA, CHLOE: ANA}, ONE_EACH, {BO: AGAINST}) == {FOR: 2, AGAINST: 1}
    assert group({}, {BO: ANA}, ONE_EACH, {BO: AGAINST}) == {AGAINST: 1}


def test_the_ballot_of_the_giver_always_wins():
    assert said_by({ANA: FOR, BO: AGAINST}, {BO: ANA}, {BO: BLANK}) == {ANA: FOR, BO: AGAINST}


def test_a_holder_who_is_absent_leaves_the_voice_unused():
    assert group({DAN: FOR}, {BO: ANA}, ONE_EACH) == {FOR: 1}


def test_a_chain_would_carry_nothing_further():
    assert said_by({CHLOE: FOR}, {ANA: BO, BO: CHLOE}) == {CHLOE: FOR, BO: FOR}


def test_who_is_not_on_the_list_weighs_nothing():
    assert weigh({ANA: FOR, ZOE: FOR}, ONE_EACH) == {FOR: 1}


def test_statutory_weights_go_with_the_voice():
    assert group({ANA: FOR, CHLOE: AGAINST}, {BO: ANA}, {ANA: 1, BO: 3, CHLOE: 2}) == {FOR: 4, AGAINST: 2}


def test_represented_are_those_whose_holder_is_there():
    holders = {ANA: BO, CHLOE: DAN}
    assert represented(holders, {BO}) == {ANA}
    assert represented(holders, {BO, ANA}) == frozenset()  # the giver came
    assert represented(holders, set()) == frozenset()  # the holder left before the vote


def test_an_unused_proxy_counts_for_no_quorum():
    members = [MemberId(each) for each in range(1, 104)]
    weights, holders = dict.fromkeys(members, 1), dict(zip(members[50:59], members[:9], strict=True))
    full = room(weights, holders, present=members[:31])
    without = room(weights, holders, present=members[9:40])

    assert (full.members, full.present, full.represented) == (103, 31, 9)
    assert (without.present, without.represented) == (31, 0)
    quorum = Quorum.read("40")
    assert quorum.is_met(Turnout.of(full, participants=10))
    assert not quorum.is_met(Turnout.of(without, participants=31))


def test_outside_a_meeting_represented_are_the_voices_that_a_holder_gave():
    own, holders = {ANA: FOR, DAN: FOR}, {BO: ANA, CHLOE: EVE}
    said = said_by(own, holders)
    assert room(ONE_EACH, holders, own=own, said=said) == Room(5, None, 1)


def test_in_a_secret_vote_a_holder_has_one_ballot_for_each_voice_and_each_is_final():
    holders = {BO: ANA, CHLOE: ANA, EVE: DAN}
    assert speaks_for(ANA, holders, voted=()) == (ANA, BO, CHLOE)
    assert speaks_for(ANA, holders, voted=(ANA, CHLOE)) == (BO,)
    assert speaks_for(BO, holders, voted=()) == (BO,)
    assert speaks_for(BO, holders, voted=(BO,)) == ()
    with pytest.raises(no.VotedForYou):
        check_own(BO, {BO}, holders)
    check_own(BO, set(), holders)
    check_own(ANA, {ANA}, holders)


people = st.integers(1, 12).map(MemberId)
voices = st.sampled_from(list(Voice))


@given(
    st.dictionaries(people, voices),
    st.dictionaries(people, people).map(lambda held: {giver: to for giver, to in held.items() if giver != to}),
    st.dictionaries(people, voices),
    st.dictionaries(people, st.integers(1, 5)),
)
def test_proxies_never_add_a_voice_and_never_double_one(own, holders, apart, weights):
    said = said_by(own, holders, apart)
    grouped = weigh(said, weights)

    assert sum(grouped.values()) <= sum(weights.values())
    assert sum(grouped.values()) == sum(weights.get(member, 0) for member in said)
    assert set(said) <= set(own) | set(holders)
    assert all(said[member] == ballot for member, ballot in own.items())
    for giver in set(said) - set(own):
        assert said[giver] == apart.get(giver, own.get(holders[giver]))


@given(st.dictionaries(people, voices, min_size=1), st.dictionaries(people, people))
def test_a_proxy_is_a_weight(own, held):
    """Counting each voice apart, or each holder's ballot with its weight, is the same motion."""
    givers = {giver: holder for giver, holder in held.items() if giver not in own and holder in own}
    weight = {member: 1 + list(givers.values()).count(member) for member in own}
    everybody = dict.fromkeys(map(MemberId, range(1, 13)), 1)

    by_voice = motion.count(motion.Settings(), group(own, givers, everybody))
    by_weight = motion.count(motion.Settings(), [(ballot, weight[member]) for member, ballot in own.items()])

    assert by_voice == by_weight


@given(st.dictionaries(people, voices), st.dictionaries(people, people), st.randoms())
def test_the_order_in_which_proxies_were_given_never_matters(own, holders, shuffled):
    items = list(holders.items())
    shuffled.shuffle(items)
    assert said_by(own, dict(items)) == said_by(own, holders)
