"""Votes: what was frozen is given back exactly, also every kind of quorum and its base."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.domain.polls import Method, Terms
from bot.domain.quorum import Quorum, QuorumBase
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("base", QuorumBase)
@pytest.mark.parametrize("quorum", ["12", "1", "1/4", "100%"])
def test_a_vote_keeps_its_quorum(tx: Transaction, quorum: str, base: QuorumBase):
    group = tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris").group.id
    ana = tx.members.known(Person(User("local", "ana"), "Ana Diaz", "fr"), NOW).id
    terms = Terms(
        "Adopt?", (), Method.MOTION, True, NOW + timedelta(days=3), "Europe/Paris", quorum=Quorum.read(quorum, base),
        electorate=46,
    )  # fmt: skip

    opened = tx.polls.open(group, ana, terms, NOW)
    tx.polls.forget()

    assert tx.polls.get(opened.id) == opened
