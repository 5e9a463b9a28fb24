"""Who is there, since when and until when: what decides who may vote."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.core.rows import Room
from bot.domain.members import Member
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
HIVE = Place(Chat("local", "ruche"), "La Ruche")


@pytest.fixture
def room(tx: Transaction) -> Room:
    return tx.groups.welcome(HIVE, "fr", "Europe/Paris")


@pytest.fixture
def ana(tx: Transaction) -> Member:
    return tx.members.known(Person(User("local", "ana"), "Ana"), BEFORE)


def was_there(tx: Transaction, room: Room, ana: Member, at: datetime) -> bool:
    return any(presence.was_there(at) for presence in tx.presences.of(room.group.id, ana.id))


def test_whoever_is_seen_was_there_before_we_looked(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.seen(room.id, ana.id)

    assert was_there(tx, room, ana, BEFORE)
    assert list(tx.presences.members(room.group.id)) == [ana.id]


def test_whoever_joins_is_there_from_then_on(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.joined(room.id, ana.id, NOW)

    assert [was_there(tx, room, ana, at) for at in (BEFORE, NOW, AFTER)] == [False, True, True]


def test_joining_a_second_time_changes_nothing(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.joined(room.id, ana.id, BEFORE)
    tx.presences.joined(room.id, ana.id, NOW)
    tx.presences.seen(room.id, ana.id)

    assert tx.presences.of(room.group.id, ana.id)[0].since == BEFORE


def test_whoever_left_is_there_until_then_and_comes_back_as_new(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.seen(room.id, ana.id)
    tx.presences.left(room.id, ana.id, NOW)
    gone = [was_there(tx, room, ana, at) for at in (BEFORE, NOW)]
    tx.presences.joined(room.id, ana.id, AFTER)

    assert gone == [True, False]
    assert [was_there(tx, room, ana, at) for at in (NOW, AFTER)] == [False, True]


def test_being_told_twice_that_somebody_left_does_not_lengthen_their_stay(
    tx: Transaction, room: Room, ana: Member
) -> None:
    """Broken once: asking the network about somebody who had left made them present at a vote opened since."""
    tx.presences.joined(room.id, ana.id, BEFORE)
    tx.presences.left(room.id, ana.id, NOW)

    tx.presences.left(room.id, ana.id, AFTER)

    assert not was_there(tx, room, ana, NOW + timedelta(minutes=5))


def test_having_no_rights_does_not_prove_being_there(tx: Transaction, room: Room, ana: Member) -> None:
    """Broken once: whoever asked to close a vote of a group that they are not in could vote in it afterwards."""
    tx.presences.keep_organizer(room.id, ana.id, False, NOW)

    assert tx.presences.of(room.group.id, ana.id) == ()
    assert list(tx.presences.members(room.group.id)) == []
    assert list(tx.groups.rooms_of(ana.id)) == []
    assert tx.presences.is_organizer(room.id, ana.id, BEFORE) is False


def test_whoever_has_no_rights_and_is_then_seen_was_there_all_along(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.keep_organizer(room.id, ana.id, False, NOW)

    tx.presences.seen(room.id, ana.id)
    tx.presences.joined(room.id, ana.id, NOW)

    assert was_there(tx, room, ana, BEFORE)


def test_an_organizer_is_there(tx: Transaction, room: Room, ana: Member) -> None:
    tx.presences.keep_organizer(room.id, ana.id, True, NOW)

    assert was_there(tx, room, ana, BEFORE)
    assert tx.presences.is_organizer(room.id, ana.id, BEFORE) is True
    assert tx.presences.is_organizer(room.id, ana.id, AFTER) is None  # told too long ago


def test_whoever_left_organizes_no_longer(tx: Transaction, room: Room, ana: Member) -> None:
    """Broken once: for ten minutes they still did."""
    tx.presences.keep_organizer(room.id, ana.id, True, NOW)

    tx.presences.left(room.id, ana.id, NOW)

    assert tx.presences.is_organizer(room.id, ana.id, BEFORE) is None


def test_what_is_remembered_is_forgotten_with_a_rollback(tx: Transaction, room: Room, ana: Member) -> None:
    try:
        with tx.savepoint():
            tx.presences.seen(room.id, ana.id)
            assert was_there(tx, room, ana, NOW)
            raise ValueError
    except ValueError:
        pass

    assert not was_there(tx, room, ana, NOW)
