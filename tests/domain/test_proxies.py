"""Proxies: given to one person for one occasion, never chained, never over the cap, and a weight in the count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.members import MemberId
from bot.domain.proxies import Book, Cap, Proxy, ProxyId, Stage
from bot.domain.proxies import refusals as no
from bot.domain.proxies.cap import USUAL

NOW = datetime(2026, 12, 5, 13, tzinfo=UTC)
ANA, BO, CHLOE, DAN, EVE, ZOE = map(MemberId, range(1, 7))
ALL = frozenset((ANA, BO, CHLOE, DAN, EVE))


def proxy(giver: MemberId, holder: MemberId, stage: Stage = Stage.ACCEPTED, minutes: int = 0) -> Proxy:
    return Proxy(ProxyId(giver), "vote:41", giver, holder, NOW, stage, NOW + timedelta(minutes=minutes))


def book(*proxies: Proxy, cap: Cap = USUAL, electors: frozenset[MemberId] = ALL, is_open: bool = False) -> Book:
    return Book("vote:41", electors, cap, proxies, is_open)


def stage(proxy: Proxy | None) -> Stage | None:
    return proxy.stage if proxy else None


@pytest.mark.parametrize(
    ("text", "electors", "most"),
    [
        ("2", 500, 2),
        ("none", 500, 0),
        ("Aucun", 500, 0),
        ("0", 500, 0),
        ("scop", 1, 1),
        ("scop", 19, 1),
        ("SCOP", 20, 1),
        ("scop", 39, 1),
        ("scop", 40, 2),
        ("scop", 45, 2),
        ("scop", 103, 5),
        ("unlimited", 103, None),
        ("illimité", 3, None),
    ],
)
def test_a_cap_is_read_and_says_how_many(text, electors, most):
    cap = Cap.read(text)

    assert cap.most(electors) == most
    assert Cap.read(str(cap)) == cap


@pytest.mark.parametrize("text", ["", "-1", "2.5", "many", "∞", "1000", "two"])
def test_no_limit_is_only_what_is_called_so(text):
    with pytest.raises(no.CapUnreadable) as refusal:
        Cap.read(text)
    assert "2" in refusal.value.says


def test_a_proxy_is_offered_accepted_and_then_counts():
    offered = book().offer(ANA, BO, now=NOW)
    accepted = book(offered).accept(offered, BO, now=NOW)

    assert (offered.occasion, offered.stage, offered.counts) == ("vote:41", Stage.OFFERED, False)
    assert (accepted.stage, accepted.counts, accepted.since) == (Stage.ACCEPTED, True, NOW)
    assert book(offered).settle(now=NOW).holders == {}
    assert book(accepted).settle(now=NOW).holders == {ANA: BO}


@pytest.mark.parametrize(
    ("known", "giver", "holder", "refusal"),
    [
        ((), ANA, ANA, no.ToOneself),
        ((), ZOE, ANA, no.GiverMayNotVote),
        ((), ANA, ZOE, no.HolderMayNotVote),
        ((proxy(ANA, BO),), ANA, CHLOE, no.GivenAlready),
        ((proxy(ANA, BO, Stage.OFFERED),), ANA, BO, no.GivenAlready),
        ((proxy(ANA, BO),), BO, CHLOE, no.HoldsSome),
        ((proxy(BO, CHLOE),), ANA, BO, no.HolderGave),
        ((proxy(ANA, CHLOE), proxy(BO, CHLOE)), DAN, CHLOE, no.OverCap),
    ],
)
def test_what_cannot_be_given_is_refused(known, giver, holder, refusal):
    with pytest.raises(refusal):
        book(*known).offer(giver, holder, now=NOW)


@pytest.mark.parametrize("ended", [stage for stage in Stage if stage not in (Stage.OFFERED, Stage.ACCEPTED)])
def test_after_the_end_of_a_proxy_another_can_be_given(ended):
    assert book(proxy(ANA, BO, ended)).offer(ANA, CHLOE, now=NOW).holder == CHLOE
    assert book(proxy(ANA, BO, ended)).offer(BO, CHLOE, now=NOW).giver == BO
    with pytest.raises(no.OverAlready):
        book().withdraw(proxy(ANA, BO, ended), ANA, now=NOW)


def test_where_there_are_none_the_reason_is_said():
    with pytest.raises(no.NoProxies):
        book(cap=Cap(0)).offer(ANA, BO, now=NOW)


def test_once_the_vote_is_open_nothing_is_given_accepted_or_taken_back():
    offered, accepted = proxy(ANA, BO, Stage.OFFERED), proxy(CHLOE, DAN)
    open_book = book(offered, accepted, is_open=True)
    for act in (
        lambda: open_book.offer(EVE, DAN, now=NOW),
        lambda: open_book.accept(offered, BO, now=NOW),
        lambda: open_book.decline(offered, BO, now=NOW),
        lambda: open_book.withdraw(accepted, CHLOE, now=NOW),
        lambda: open_book.give_back(accepted, DAN, now=NOW),
    ):
        with pytest.raises(no.OpenAlready):
            act()
    assert stage(open_book.answer(CHLOE, now=NOW)) is Stage.ANSWERED


def test_only_the_person_concerned_answers_takes_back_or_gives_back():
    offered, accepted = proxy(ANA, BO, Stage.OFFERED), proxy(CHLOE, DAN)
    with pytest.raises(no.NotAsked):
        book(offered).accept(offered, ANA, now=NOW)
    with pytest.raises(no.NotGiver):
        book(accepted).withdraw(accepted, DAN, now=NOW)
    with pytest.raises(no.NotAsked):
        book(accepted).give_back(accepted, CHLOE, now=NOW)
    with pytest.raises(no.OverAlready):
        book(accepted).accept(accepted, DAN, now=NOW)
    assert book(offered).decline(offered, BO, now=NOW).stage is Stage.DECLINED
    assert book(accepted).give_back(accepted, DAN, now=NOW).stage is Stage.RETURNED
    assert book(accepted).withdraw(accepted, CHLOE, now=NOW).stage is Stage.WITHDRAWN


def test_the_cap_is_checked_again_at_the_yes_and_at_the_opening():
    three = [proxy(giver, EVE, minutes=-giver) for giver in (ANA, BO, CHLOE)]
    offer = proxy(DAN, EVE, Stage.OFFERED)
    with pytest.raises(no.OverCap) as refusal:
        book(*three[:2], offer).accept(offer, EVE, now=NOW)

    settled = book(*three).settle(now=NOW)

    assert refusal.value.blanks == {"most": 2}
    assert settled.holders == {CHLOE: EVE, BO: EVE}  # the first accepted stay
    assert [(one.giver, one.stage) for one in settled.ended] == [(ANA, Stage.OVER_CAP)]
    assert len(book(*three, cap=Cap.read("unlimited")).settle(now=NOW).holders) == 3


def test_a_scop_that_shrank_lets_fewer_be_held():
    forty, thirty = frozenset(map(MemberId, range(1, 41))), frozenset(map(MemberId, range(1, 31)))
    two = (proxy(ANA, EVE), proxy(BO, EVE, minutes=1))
    assert len(book(*two, cap=Cap.read("scop"), electors=forty).settle(now=NOW).holders) == 2
    assert book(*two, cap=Cap.read("scop"), electors=thirty).settle(now=NOW).holders == {ANA: EVE}


def test_at_the_opening_both_must_be_able_to_vote():
    two = (proxy(ANA, BO), proxy(CHLOE, DAN))
    settled = book(*two, electors=frozenset((ANA, CHLOE, DAN))).settle(now=NOW)
    assert settled.holders == {CHLOE: DAN}
    assert [one.stage for one in settled.ended] == [Stage.NO_VOICE]


def test_the_giver_who_arrives_and_leaves_again_is_represented_no_more():
    arrived = book(proxy(ANA, BO)).sign_in(ANA, now=NOW)
    assert stage(arrived) is Stage.ATTENDED
    assert arrived is not None
    assert book(arrived).settle(now=NOW).holders == {}
    assert book(arrived).sign_in(ANA, now=NOW) is None
    assert book().answer(ANA, now=NOW) is None


def test_a_proxy_to_oneself_under_another_account_ends_when_they_are_linked():
    assert proxy(ANA, BO).follow(ANA, BO, NOW).stage is Stage.LINKED
    moved = proxy(ANA, BO).follow(CHLOE, BO, NOW)
    assert (moved.giver, moved.holder, moved.stage) == (ANA, CHLOE, Stage.ACCEPTED)
    assert proxy(ANA, BO, Stage.DECLINED).follow(ANA, BO, NOW).stage is Stage.DECLINED


def test_what_linking_leaves_twice_or_in_a_chain_ends_at_the_opening():
    twice = book(proxy(ANA, BO), replace(proxy(ANA, CHLOE, minutes=1), id=9)).settle(now=NOW)
    chain = book(proxy(ANA, BO), proxy(BO, CHLOE, minutes=1)).settle(now=NOW)
    other = book(proxy(ANA, BO, minutes=1), proxy(BO, CHLOE)).settle(now=NOW)
    assert (twice.holders, chain.holders, other.holders) == ({ANA: BO}, {ANA: BO}, {BO: CHLOE})
    assert [one.stage for settled in (twice, chain, other) for one in settled.ended] == [Stage.LINKED] * 3


PEOPLE = st.integers(1, 6).map(MemberId)
ACTS = st.lists(st.tuples(st.sampled_from(("offer", "accept", "withdraw", "sign_in")), PEOPLE, PEOPLE), max_size=40)


@given(ACTS, st.sampled_from(("1", "2", "scop", "unlimited")))
def test_whatever_people_do_there_is_no_chain_and_nobody_holds_more_than_the_cap(acts, cap):
    known: dict[int, Proxy] = {}
    for place, (act, one, other) in enumerate(acts):
        here = book(*known.values(), cap=Cap.read(cap))
        try:
            match act:
                case "offer":
                    known[place] = replace(here.offer(one, other, now=NOW + timedelta(seconds=place)), id=place)
                case "accept":
                    for offer in [each for each in known.values() if (each.giver, each.holder) == (one, other)]:
                        known[offer.id] = here.accept(offer, other, now=NOW + timedelta(seconds=place))
                case "withdraw" if given := here.given_by(one):
                    known[given.id] = here.withdraw(given, one, now=NOW)
                case "sign_in" if ended := here.sign_in(one, now=NOW):
                    known[ended.id] = ended
        except Refused:
            pass

    counting = [each for each in known.values() if each.counts]
    settled = book(*known.values(), cap=Cap.read(cap)).settle(now=NOW)
    assert settled.ended == ()
    assert len(settled.holders) == len(counting)
    assert not {each.giver for each in counting} & {each.holder for each in counting}
    most = Cap.read(cap).most(len(ALL))
    assert most is None or all(list(settled.holders.values()).count(holder) <= most for holder in ALL)


def test_a_proxy_given_until_an_instant_counts_in_what_opens_before_it_alone():
    day = NOW + timedelta(days=1)
    offered = book().offer(ANA, BO, now=NOW, until=day)
    accepted = book(offered).accept(offered, BO, now=NOW)

    assert book(accepted).settle(now=day - timedelta(microseconds=1)).holders == {ANA: BO}
    late = book(accepted).settle(now=day)
    assert late.holders == {}
    assert [one.stage for one in late.ended] == [Stage.LAPSED]
    with pytest.raises(no.OverAlready):
        book(offered).accept(offered, BO, now=day)
