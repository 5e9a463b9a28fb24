"""What a person may still take back, in the order in which they did it, and what came after."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.domain.members import MemberId
from bot.domain.polls import Method, Terms
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
UNTIL = NOW + 10 * A_MINUTE
HIVE, PORT = 1, 2


@pytest.fixture
def ana(tx: Transaction) -> MemberId:
    return tx.members.known(Person(User("local", "ana"), "Ana"), NOW).id


def waiting(tx: Transaction, ana: MemberId, now: datetime = NOW) -> list[tuple[str, str | None]]:
    return [(one.action, one.then) for one in tx.undos.waiting(ana, now)]


def test_the_newest_comes_first_also_of_two_at_one_instant(tx: Transaction, ana: MemberId) -> None:
    for action in ("vu:2", "vu:1", "vu:3"):
        tx.undos.remember(ana, action, NOW, UNTIL)
    assert waiting(tx, ana) == [("vu:3", None), ("vu:1", ""), ("vu:2", "")]

    tx.undos.remember(ana, "vu:2", NOW, UNTIL)
    assert waiting(tx, ana) == [("vu:2", None), ("vu:3", ""), ("vu:1", "")]


def test_it_waits_until_its_time_is_over_or_it_is_forgotten(tx: Transaction, ana: MemberId) -> None:
    tx.undos.remember(ana, "vu:1", NOW, NOW + 5 * A_MINUTE)
    tx.undos.remember(ana, "vu:2", NOW, UNTIL)

    tx.undos.forget("vu:2")
    assert waiting(tx, ana) == [("vu:1", "")]
    assert waiting(tx, ana, NOW + 5 * A_MINUTE) == []
    assert tx.undos.purge(NOW + 5 * A_MINUTE) == 1
    assert tx.undos.mine(ana) == []


def test_a_command_is_named_where_it_was_typed_and_nowhere_else(tx: Transaction, ana: MemberId) -> None:
    for action, room in (("vu:1", HIVE), ("vu:2", PORT), ("vu:3", None)):
        tx.undos.remember(ana, action, NOW, UNTIL, room)

    tx.undos.follow(ana, "moi", HIVE)
    assert waiting(tx, ana) == [("vu:3", ""), ("vu:2", ""), ("vu:1", "moi")]

    tx.undos.follow(ana, "besoin", None)
    assert waiting(tx, ana) == [("vu:3", "besoin"), ("vu:2", ""), ("vu:1", "")]


def test_an_edit_follows_all_but_what_the_message_itself_published(tx: Transaction, ana: MemberId) -> None:
    tx.undos.remember(ana, "vu:1", NOW, UNTIL, HIVE, "m1")
    tx.undos.remember(ana, "vu:2", NOW, UNTIL, HIVE, "m2")

    tx.undos.follow(ana, "vote", HIVE, "m2")
    assert waiting(tx, ana) == [("vu:2", None), ("vu:1", "vote")]
    tx.undos.follow(ana, "vote", HIVE, "m1")
    assert waiting(tx, ana) == [("vu:2", "vote"), ("vu:1", "vote")]


def test_what_others_do_follows_nothing_of_mine(tx: Transaction, ana: MemberId) -> None:
    bo = tx.members.known(Person(User("local", "bo"), "Bo"), NOW).id
    tx.undos.remember(ana, "vu:1", NOW, UNTIL, HIVE)

    tx.undos.follow(bo, "vote", HIVE)
    tx.undos.remember(bo, "vu:2", NOW, UNTIL, HIVE)

    assert waiting(tx, ana) == [("vu:1", None)]
    assert waiting(tx, bo) == [("vu:2", None)]


def test_a_ballot_given_since_is_found_where_it_is_kept(tx: Transaction, ana: MemberId) -> None:
    group = tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris").group.id
    terms = Terms("Vélo ?", ("Pour", "Contre"), Method.MOTION, True, closes_at=NOW + 99 * A_MINUTE, zone="Europe/Paris")
    poll = tx.polls.open(group, ana, terms, NOW)
    assert not tx.undos.acted(ana, NOW)

    tx.ballots.put(poll.id, ana, (0,), NOW + A_MINUTE)

    assert tx.undos.acted(ana, NOW)
    assert not tx.undos.acted(ana, NOW + A_MINUTE)
