"""Conversations until they expire."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, User
from bot.core.rows import Talk
from bot.domain.members import MemberId
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)
HIVE, HOME = Chat("local", "ruche"), Chat("local", "private:ana")


@pytest.fixture
def ana(tx: Transaction) -> MemberId:
    return tx.members.known(Person(User("local", "ana"), "Ana"), NOW).id


def test_one_conversation_per_chat_and_person(tx: Transaction, ana: MemberId) -> None:
    first, second = Talk("propose", "text", "{}", 1, LATER), Talk("remind", "when", "{}", 1, LATER)

    tx.talks.put(HOME, ana, first)
    tx.talks.put(HIVE, ana, first)
    tx.talks.put(HOME, ana, second)

    assert tx.talks.get(HOME, ana, NOW) == second
    assert tx.talks.get(HIVE, ana, NOW) == first
    assert [tx.talks.end(HOME, ana), tx.talks.end(HOME, ana)] == [True, False]


def test_a_conversation_expires(tx: Transaction, ana: MemberId) -> None:
    tx.talks.put(HOME, ana, Talk("propose", "text", "{}", 1, LATER))

    assert tx.talks.get(HOME, ana, LATER) is None
    assert tx.talks.purge(LATER) == 1
