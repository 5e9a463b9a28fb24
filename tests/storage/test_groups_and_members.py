"""Groups, members, greetings, decisions and reminders: what is kept is given back, also after a rollback."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.domain.decisions import Decision
from bot.domain.members import Member
from bot.domain.presets import PRESETS
from bot.domain.reminders import Stage
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
HIVE = Place(Chat("local", "ruche"), "La Ruche")
ANA = Person(User("local", "ana"), "Ana Diaz", "fr")


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    opened = Database(folder / "coop.db")
    yield opened
    opened.close()


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    with database.begin() as opened:
        yield opened


class Undone(Exception):
    """What makes a savepoint roll back."""


def test_a_group_keeps_every_setting(tx: Transaction):
    room = tx.groups.welcome(HIVE, "fr", "Europe/Paris")
    charter = replace(PRESETS["statutory"].charter, vote_time=time(18, 30), extend_after_outage=False, poll_hours=48)
    changed = replace(room.group, name="Le Quai", language="en", zone="Europe/Lisbon", formal=True, charter=charter)

    tx.groups.keep(changed)

    assert tx.groups.get(room.group.id) == changed
    found = tx.groups.room(HIVE.chat)
    assert found is not None
    assert found.group == changed


def test_a_setting_rolled_back_is_as_before(tx: Transaction):
    group = tx.groups.welcome(HIVE, "fr", "Europe/Paris").group
    with suppress(Undone), tx.savepoint():
        tx.groups.keep(replace(group, name="Le Quai"))
        raise Undone
    found = tx.groups.room(HIVE.chat)
    assert found is not None
    assert found.group.name == "La Ruche"


def test_the_bot_introduces_itself_once_until_it_has_to_again(tx: Transaction):
    room = tx.groups.welcome(HIVE, "fr", "Europe/Paris").id
    assert [tx.groups.introduce(room), tx.groups.introduce(room)] == [True, False]
    tx.groups.introduce(room, done=False)
    assert tx.groups.introduce(room)


def test_a_member_keeps_what_they_chose_whatever_their_network_says(tx: Transaction):
    ana = tx.members.known(ANA, NOW)
    tx.members.keep(replace(ana, language="en", muted=True))
    renamed = tx.members.known(ANA._replace(name="Ana D.", language="de"), NOW)
    assert renamed == Member(ana.id, "Ana D.", "en", "de", True)
    assert tx.members.get(ana.id) == renamed


def test_a_person_is_greeted_once_per_group(tx: Transaction):
    room = tx.groups.welcome(HIVE, "fr", "Europe/Paris")
    hive = room.group.id
    quay = tx.groups.welcome(Place(Chat("local", "quai")), "fr", "Europe/Paris").group.id
    ana = tx.members.known(ANA, NOW).id
    first = tx.greetings.begin(room, NOW)
    tx.greetings.greet(hive, ana, first)
    assert tx.greetings.is_last(room.id, first)
    second = tx.greetings.begin(room, NOW)
    tx.greetings.greet(hive, ana, second)

    assert list(tx.greetings.named(hive, first)) == [ana]
    assert tx.greetings.knows(hive, ana)
    assert not tx.greetings.knows(quay, ana)
    assert (tx.greetings.is_new(hive, ana), tx.greetings.is_new(quay, ana)) == (True, False)
    assert tx.greetings.get(first) == (hive, room.id)
    assert tx.greetings.get(99) is None
    assert not tx.greetings.is_last(room.id, first)
    assert (tx.greetings.before(room.id, second), tx.greetings.before(room.id, first)) == (first, None)


def test_the_recent_greeting_is_of_the_same_chat(tx: Transaction):
    hive = tx.groups.welcome(HIVE, "fr", "Europe/Paris")
    quay = tx.groups.welcome(Place(Chat("local", "quai")), "fr", "Europe/Paris")
    greeting = tx.greetings.begin(hive, NOW)
    assert tx.greetings.recent(hive.id, NOW) == greeting
    assert tx.greetings.recent(hive.id, NOW.replace(hour=10)) is None
    assert tx.greetings.recent(quay.id, NOW) is None


def test_a_decision_keeps_who_is_in_charge_and_its_review(tx: Transaction):
    hive = tx.groups.welcome(HIVE, "fr", "Europe/Paris").group.id
    entered = tx.decisions.enter(hive, "Charte", "adopted", "vote:41", NOW)
    completed = entered.with_owner("Léa").with_review(date(2027, 5, 12))

    tx.decisions.keep(completed)

    assert tx.decisions.get(entered.id) == completed == tx.decisions.of_source("vote:41")
    assert tx.decisions.get(99) is None
    tx.decisions.keep(completed.with_owner("").with_review(None))
    assert tx.decisions.get(entered.id) == entered


def test_the_register_gives_the_newest_first(tx: Transaction):
    hive = tx.groups.welcome(HIVE, "fr", "Europe/Paris").group.id
    quay = tx.groups.welcome(Place(Chat("local", "quai")), "fr", "Europe/Paris").group.id
    for title, group in (("a", hive), ("b", quay), ("c", hive)):
        tx.decisions.enter(group, title, "adopted", "entered", NOW)
    assert _titles(tx.decisions.of_group(hive)) == ["c", "a"]
    assert _titles(tx.decisions.all()) == ["a", "b", "c"]


def _titles(decisions: object) -> list[str]:
    return [one.title for one in decisions if isinstance(one, Decision)]  # type: ignore[attr-defined]


def test_reminders_are_given_back_next_due_first_to_whom_they_belong(tx: Transaction):
    hive = tx.groups.welcome(HIVE, "fr", "Europe/Paris").group.id
    ana, bo = tx.members.known(ANA, NOW).id, tx.members.known(Person(User("local", "bo"), "Bo"), NOW).id
    late = tx.reminders.put(ana, None, "late", NOW.replace(day=20), "Europe/Paris")
    soon = tx.reminders.put(ana, None, "soon", NOW.replace(day=13), "Europe/Paris")
    group = tx.reminders.put(ana, hive, "group", NOW.replace(day=14), "Europe/Paris")

    assert list(tx.reminders.mine(ana)) == [soon, late]
    assert list(tx.reminders.mine(bo)) == []
    assert list(tx.reminders.of_group(hive)) == [group]

    done = replace(soon.change("sooner", NOW.replace(day=15)), status=Stage.DONE)
    tx.reminders.keep(done)
    assert tx.reminders.get(soon.id) == done
    assert list(tx.reminders.mine(ana)) == [late]
    assert list(tx.reminders.all()) == [late, done, group]
