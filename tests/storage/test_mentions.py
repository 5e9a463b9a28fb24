"""Every column that names a member or a group is walked when two turn out to be one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Integer, Text

import storage.transaction  # noqa: F401  # fills the metadata
from bot.chat.address import Chat, Person, Place, User
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from storage.mentions import GROUPS, MEMBERS, naming
from storage.transaction import Transaction
from storage.types import metadata, micros

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


def columns(what: str) -> set[str]:
    return {f"{column.table.name}.{column.name}" for column in naming(what)}


def test_every_column_that_names_a_member_says_what_becomes_of_it():
    assert columns("members") == MEMBERS.keys()


def test_every_column_that_names_a_group_says_what_becomes_of_it():
    assert columns("groups") == GROUPS.keys()


def people(tx: Transaction) -> tuple[MemberId, MemberId, MemberId]:
    """Ana, her other account, and Bruno, all in La Ruche."""
    room = tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris")
    found = [
        tx.members.known(Person(User(network, name), name.title(), "fr"), NOW).id
        for network, name in (("local", "ana"), ("matrix", "ana"), ("local", "bruno"))
    ]
    for one in found:
        tx.presences.joined(room.id, one, NOW)
    return found[0], found[1], found[2]


def fill(tx: Transaction, table: str, **values: object) -> None:
    """A row with something in every column that needs it; the keys of the file are not held to."""
    row = dict(values)
    for column in metadata.tables[table].c:
        plain = isinstance(column.type, Text | Integer) or True
        if column.name not in row and not column.nullable and column.server_default is None and plain:
            row[column.name] = "1" if isinstance(column.type, Text) else len(row) + 1
    names = ", ".join(f'"{name}"' for name in row)
    tx.cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"erasures.member", "accounts.member", "presences.member"}))
def test_whoever_named_the_one_names_the_other(tx: Transaction, name: str):
    stays, goes, bruno = people(tx)
    tx.cursor.execute("COMMIT")
    tx.cursor.execute("PRAGMA foreign_keys = OFF")
    tx.cursor.execute("BEGIN IMMEDIATE")
    table, _dot, column = name.partition(".")
    others = {
        one.name: bruno for one in metadata.tables[table].c
        if one.name != column and any(key.target_fullname == "members.id" for key in one.foreign_keys)
    }  # fmt: skip
    fill(tx, table, **others, **{column: goes})

    tx.mentions.join(stays, goes)

    assert tx.cursor.execute(f'SELECT "{column}" FROM {table}').fetchall() == [(stays,)]
    assert tx.cursor.execute("SELECT DISTINCT member FROM presences ORDER BY member").fetchall() == [(stays,), (bruno,)]


def test_of_two_rows_that_cannot_both_stay_the_better_one_does(tx: Transaction):
    stays, goes, _bruno = people(tx)
    tx.cursor.execute("COMMIT")
    tx.cursor.execute("PRAGMA foreign_keys = OFF")
    tx.cursor.execute("BEGIN IMMEDIATE")
    for member, at, answer in ((stays, 5, "no"), (goes, 9, "yes")):
        fill(tx, "rsvps", plenary=1, member=member, answer=answer, at=at)
    for member, arrived, left in ((stays, 3, 8), (goes, 5, None)):
        fill(tx, "attendances", plenary=1, member=member, arrived_at=arrived, left_at=left)
    for member, status in ((stays, "left"), (goes, "member")):
        fill(tx, "memberships", group=1, member=member, status=status)
    for member, wanted in ((stays, 1), (goes, 0)):
        fill(tx, "notices", poll=1, member=member, wanted=wanted)

    tx.mentions.join(stays, goes)

    def kept(what: str) -> list[object]:
        return [tuple(row) for row in tx.cursor.execute(what).fetchall()]

    assert kept("SELECT member, answer FROM rsvps") == [(stays, "yes")]
    assert kept("SELECT member, arrived_at, left_at FROM attendances") == [(stays, 5, None)]
    assert kept("SELECT member, status FROM memberships") == [(stays, "member")]
    assert kept("SELECT member, wanted FROM notices") == [(stays, 1)]


def test_what_was_counted_stays_with_whoever_gave_it(tx: Transaction):
    stays, goes, _bruno = people(tx)
    tx.cursor.execute("COMMIT")
    tx.cursor.execute("PRAGMA foreign_keys = OFF")
    tx.cursor.execute("BEGIN IMMEDIATE")
    for member in (stays, goes):
        fill(tx, "ballots", poll=1, member=member, marks="0")
    fill(tx, "ballots", poll=2, member=goes, marks="0")

    tx.mentions.join(stays, goes)

    assert sorted(tx.cursor.execute("SELECT poll, member FROM ballots").fetchall()) == [
        (1, stays), (1, goes), (2, stays),
    ]  # fmt: skip


def test_a_job_for_the_one_is_for_the_other(tx: Transaction):
    stays, goes, _bruno = people(tx)
    tx.jobs.plan("nudge", "polls.nudge_one", f'{{"polls": [4], "member": {goes}}}', NOW)

    tx.mentions.join(stays, goes)

    [job] = tx.jobs.due(NOW, 9)
    assert job.payload == f'{{"polls":[4],"member":{stays}}}'


def test_what_both_were_to_be_told_is_told_once(tx: Transaction):
    stays, goes, bruno = people(tx)
    for member in (stays, goes, bruno):
        tx.jobs.plan(f"plenary:1:eve:{member}", "plenaries.remind_one", f'{{"plenary": 1, "member": {member}}}', NOW)
    tx.jobs.plan("plenary:2:eve", "plenaries.remind_one", f'{{"plenary": 2, "member": {goes}}}', NOW)

    tx.mentions.join(stays, goes)

    told = [json.loads(job.payload) for job in tx.jobs.due(NOW, 9)]
    assert told == [{"plenary": 1, "member": stays}, {"plenary": 1, "member": bruno}, {"plenary": 2, "member": stays}]


def test_somebody_in_two_chats_is_counted_once(tx: Transaction):
    stays, goes, _bruno = people(tx)
    place = tx.groups.welcome(Place(Chat("matrix", "place"), "La Place"), "fr", "Europe/Paris")
    tx.pairings.join(place.group.id, GroupId(1), NOW)
    tx.presences.joined(place.id, goes, NOW)
    tx.cursor.execute("DELETE FROM presences WHERE room = 1 AND member = ?", (goes,))
    assert tx.seats.repeated(GroupId(1)) == 0  # as far as anybody knows, two people
    tx.members.join(stays, goes)
    tx.mentions.join(stays, goes)
    tx.forget()
    assert tx.seats.repeated(GroupId(1)) == 1


def test_two_accounts_on_one_network_in_two_of_its_chats_are_one_person_more(tx: Transaction):
    """Broken once: each account was counted in each chat, and the electorate was two people short."""
    stays, goes, _bruno = people(tx)
    place = tx.groups.welcome(Place(Chat("local", "place"), "La Place"), "fr", "Europe/Paris")
    tx.pairings.join(place.group.id, GroupId(1), NOW)
    twin = tx.members.known(Person(User("local", "ana-2"), "A. N.", "fr"), NOW).id
    tx.presences.joined(place.id, twin, NOW)
    tx.cursor.execute("DELETE FROM presences WHERE room = 1 AND member = ?", (goes,))
    tx.members.join(stays, twin)
    tx.mentions.join(stays, twin)
    tx.forget()

    assert tx.seats.repeated(GroupId(1)) == 1


def test_nobody_is_in_a_group_before_their_chat_was(tx: Transaction):
    _stays, _goes, bruno = people(tx)
    room = tx.groups.room(Chat("local", "ruche"))
    assert room is not None
    tx.pairings.begin_anew(room.id, NOW + timedelta(days=1))
    emma = tx.members.known(Person(User("local", "emma"), "Emma", "fr"), NOW).id
    tx.presences.seen(room.id, emma)
    tx.forget()
    since = {one.since for who in (bruno, emma) for one in tx.presences.of(room.group.id, who)}
    assert {micros(one) for one in since} == {micros(NOW + timedelta(days=1))}
