"""The list of voters in the file says what the pure rules say: no proxy adds a voice, and none is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.address import Chat, Person, Place, User
from bot.domain.electorate import Electorate
from bot.domain.members import MemberId
from bot.domain.polls import Marks, Method, PollId, Terms
from bot.domain.proxies import group, said_by
from storage.database import Database
from storage.transaction import Transaction
from tests.office import blank

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PEOPLE = 6
Vote = tuple[dict[MemberId, int], dict[MemberId, Marks], dict[MemberId, MemberId], dict[MemberId, Marks]]
CLOSES = NOW + timedelta(days=3)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(blank(tmp_path_factory.mktemp("electors")))
    with opened.begin() as tx:
        tx.groups.welcome(Place(Chat("local", "ruche"), private=False, title="La Ruche", closed=True), "fr", "UTC")
        for number in range(PEOPLE):
            tx.members.known(Person(User("local", str(number)), f"P{number}"), NOW)
    yield opened
    opened.close()


def opened(tx: Transaction) -> PollId:
    terms = Terms("Adopt?", (), Method.MOTION, True, CLOSES, "UTC")
    return tx.polls.open(tx.groups.all()[0].id, MemberId(1), terms, NOW).id


people = st.integers(1, PEOPLE).map(MemberId)
marks: st.SearchStrategy[Marks] = st.integers(0, 3).map(lambda mark: (mark,))


@st.composite
def votes(draw: st.DrawFn) -> Vote:
    """Weights, own ballots, holders without chain, and what holders answered apart."""
    weights = draw(st.dictionaries(people, st.integers(1, 5), min_size=1))
    listed = sorted(weights)
    holders: dict[MemberId, MemberId] = {}
    for giver in listed:
        holder = draw(st.sampled_from(listed))
        if holder != giver and holder not in holders and giver not in holders.values() and draw(st.booleans()):
            holders[giver] = holder
    own = draw(st.dictionaries(st.sampled_from(listed), marks))
    apart = {giver: draw(marks) for giver in holders if draw(st.booleans())}
    return weights, own, holders, apart


@given(votes())
@settings(max_examples=150)
def test_the_file_counts_what_the_rules_count(database: Database, vote: Vote) -> None:
    weights, own, holders, apart = vote
    with database.begin() as tx:
        poll = opened(tx)
        tx.electors.freeze(poll, Electorate(weights), holders)
        for giver, answer in apart.items():
            tx.electors.answer_apart(poll, giver, answer)
        for member, answer in own.items():
            tx.ballots.put(poll, member, answer)
        said = said_by(own, holders, apart)

        grouped = dict(tx.electors.grouped(poll))

        assert grouped == group(own, holders, weights, apart)
        assert sum(grouped.values()) == tx.electors.turnout(poll) <= sum(weights.values())
        assert {voice.member: voice.marks for voice in tx.electors.voices(poll)} == said
        assert len(tx.electors.voices(poll)) == len(said)
        assert tx.electors.represented(poll) == sum(weights[one] for one in said if one not in own)
        assert set(tx.electors.silent(poll)) == set(weights) - set(said)

        tx.electors.unlink(poll)

        assert dict(tx.electors.grouped(poll)) == grouped
        assert {voice.marks for voice in tx.electors.voices(poll)} <= {()}
        assert tx.electors.turnout(poll) == sum(grouped.values())


@given(votes())
@settings(max_examples=50)
def test_who_votes_alone_is_counted_once_whatever_their_holder_said(database: Database, vote: Vote) -> None:
    weights, _own, holders, _apart = vote
    with database.begin() as tx:
        poll = opened(tx)
        tx.electors.freeze(poll, Electorate(weights), holders)
        for member in weights:
            tx.ballots.put(poll, member, (0,))
        full = sum(weights.values())
        assert dict(tx.electors.grouped(poll)) == {(0,): full}
        for giver in holders:
            tx.electors.release(poll, giver)
        assert dict(tx.electors.grouped(poll)) == {(0,): full}
