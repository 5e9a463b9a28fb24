"""Newcomers' paths, what a group tells them, and who waits before a door, as they are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.core.rows import Room
from bot.domain.members import MemberId
from bot.domain.welcome import Share, Stage
from bot.domain.welcome_texts import Kind
from storage.transaction import Transaction
from storage.welcomes import Welcome

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def room(tx: Transaction) -> Room:
    return tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris")


def met(tx: Transaction, name: str) -> MemberId:
    return tx.members.known(Person(User("local", name), name.title(), "fr"), NOW).id


def test_a_path_is_begun_once_and_comes_back_as_it_was(tx: Transaction, room: Room):
    zoe, ana, bo = met(tx, "zoe"), met(tx, "ana"), met(tx, "bo")
    path = tx.paths.begin(room.group.id, zoe, NOW)
    assert tx.paths.begin(room.group.id, zoe, LATER) == path

    path = path.begin(NOW).answer(Stage.AREA, "Vaise", NOW).answer(Stage.BRING, "du pain", NOW)
    path = path.answer(Stage.NEED, "une remorque", LATER).share(Share.OFFER).meet(ana, NOW).meet(bo, LATER)
    path = path.accept(3, LATER)
    tx.paths.keep(path)

    assert tx.paths.get(path.id) == path
    assert list(tx.paths.mine(zoe)) == [path]
    assert list(tx.paths.of_group(room.group.id)) == [path]


def test_when_each_buddy_was_given_somebody_last(tx: Transaction, room: Room):
    ana = met(tx, "ana")
    for who, at in (("zoe", NOW), ("max", LATER)):
        tx.paths.keep(tx.paths.begin(room.group.id, met(tx, who), NOW).meet(ana, at))
    assert tx.paths.served(room.group.id) == {ana: LATER}


def test_who_came_to_the_end_since_an_instant(tx: Transaction, room: Room):
    zoe, max_ = met(tx, "zoe"), met(tx, "max")
    tx.paths.keep(tx.paths.begin(room.group.id, zoe, NOW).accept(0, NOW))
    tx.paths.keep(tx.paths.begin(room.group.id, max_, NOW).accept(0, LATER))
    tx.paths.begin(room.group.id, met(tx, "bo"), NOW)

    assert list(tx.paths.arrived(room.group.id, LATER)) == [max_]
    assert tx.paths.ended() == 2


def test_an_old_number_never_leads_to_another_path(tx: Transaction, room: Room):
    first = tx.paths.begin(room.group.id, met(tx, "zoe"), NOW)
    tx.paths.drop(first.id)
    assert tx.paths.get(first.id) is None
    assert tx.paths.begin(room.group.id, met(tx, "max"), NOW).id != first.id


def test_a_text_holds_once_it_is_published_and_versions_are_counted_per_language(tx: Transaction, room: Room):
    group, ana = room.group.id, met(tx, "ana")
    one = tx.welcomes.write(group, Kind.CHARTER, "fr", "On s'écoute.", ana, NOW)
    two = tx.welcomes.write(group, Kind.CHARTER, "fr", "On s'entraide.", ana, NOW)
    english = tx.welcomes.write(group, Kind.CHARTER, "en", "We listen.", ana, NOW)
    assert (one.number, two.number, english.number) == (1, 1, 1)
    assert tx.welcomes.current(group, Kind.CHARTER, "fr", "fr") is None

    assert tx.welcomes.publish(one, NOW)
    assert not tx.welcomes.publish(two, NOW), "another one was published meanwhile"
    assert not tx.welcomes.publish(one, LATER)

    found = tx.welcomes.current(group, Kind.CHARTER, "en", "fr")
    assert found is not None
    assert (found.id, found.published_at) == (one.id, NOW)
    assert tx.welcomes.write(group, Kind.CHARTER, "fr", "On partage.", ana, NOW).number == 2


def test_previews_and_past_dates_go_and_what_was_published_stays(tx: Transaction, room: Room):
    group, ana = room.group.id, met(tx, "ana")
    kept = tx.welcomes.write(group, Kind.STEP, "fr", "Dire bonjour.", ana, NOW)
    tx.welcomes.publish(kept, NOW)
    gone = tx.welcomes.write(group, Kind.STEP, "fr", "Dire au revoir.", ana, NOW)
    tx.welcomes.add_date(group, NOW, "Café")
    tx.welcomes.add_date(group, LATER + timedelta(days=1), "Visite")
    assert [one.text for one in tx.welcomes.dates(group, LATER)] == ["Visite"]

    assert tx.welcomes.purge(LATER) == 2

    assert tx.welcomes.text(gone.id) is None
    assert tx.welcomes.text(kept.id) is not None
    [visit] = tx.welcomes.dates(group, NOW)
    assert tx.welcomes.drop_date(group, visit.id)
    assert not tx.welcomes.drop_date(group, visit.id)


def test_whom_to_ask_the_places_and_the_topic(tx: Transaction, room: Room):
    group = room.group.id
    assert tx.welcomes.get(group) == Welcome()
    tx.welcomes.keep(group, Welcome("Nour", ("Vaise", "Lyon 9")))
    assert tx.welcomes.get(group) == Welcome("Nour", ("Vaise", "Lyon 9"))
    assert tx.welcomes.places() == {group: ("Vaise", "Lyon 9")}
    assert tx.welcomes.topic(room.id) == ""
    tx.welcomes.keep_topic(room.id, "7")
    assert tx.welcomes.topic(room.id) == "7"


def test_a_request_waits_once_until_it_is_done(tx: Transaction, room: Room):
    zoe, account = met(tx, "zoe"), User("local", "zoe")
    tx.requests.put(room.id, zoe, account, NOW)
    tx.requests.put(room.id, zoe, account, LATER)

    [found] = tx.requests.of_group(room.group.id)
    assert list(tx.requests.mine(zoe)) == [found]
    assert (found.chat, found.user, found.asked_at) == (room.chat, account, LATER)
    assert tx.requests.done(room.id, zoe)
    assert not tx.requests.done(room.id, zoe)
