"""What has served its purpose goes, nothing goes early, and no count changes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.domain.members import Member
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import ERASED
from storage.database import COMMITS, Database
from storage.transaction import Transaction
from tests.town import Town

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PLACE = Place(Chat("local", "ruche"), "La Ruche", private=False, closed=True)


async def test_public_ballots_lose_their_names_after_the_contest_and_a_month(village: Town):
    await village.say("ana", "/vote Adopt? secret=public")
    await village.choose("bruno", "for")
    await village.choose("chloe", "against")
    await village.wait(days=4)
    counted = village.poll().result

    await village.wait(days=30)
    await village.app.purge()
    with village.database.read() as tx:
        assert len(tx.ballots.by_name(village.poll().id)) == 2
        assert not tx.ballots.is_unlinked(village.poll().id)

    await village.wait(days=9)
    await village.app.purge()

    with village.database.read() as tx:
        poll = village.poll()
        assert tx.ballots.is_unlinked(poll.id)
        assert {marks for _member, marks in tx.ballots.by_name(poll.id)} == {()}
        assert tx.ballots.turnout(poll.id) == 2
        assert poll.result == counted
        assert tx.retention.latest() == (village.time, {"ballots": 1})
    assert village.ballot() == (1, 1, 0, 0)
    await village.choose("ana", "names")
    assert "Took part: Bruno and Chloé" in village.told("ana")


async def test_polls_go_after_six_months_and_votes_stay(village: Town):
    await village.say("ana", "/poll Soup? | Leek | Squash")
    await village.choose("bruno", "Leek")
    await village.say("ana", "/vote Adopt?")
    await village.wait(days=180)
    await village.app.purge()
    with village.database.read() as tx:
        assert [one.id for one in tx.polls.all()] == [1, 2]

    await village.wait(days=10)
    await village.app.purge()

    with village.database.read() as tx:
        assert [one.id for one in tx.polls.all()] == [2]
        assert tx.posts.of("poll:1") == []


async def test_names_are_reduced_after_five_years(village: Town):
    await village.say("ana", "/vote Adopt?")
    await village.choose_privately("bruno", "for") if village.offers("bruno", "for") else None
    await village.whisper("bruno", "/vote 1 for")
    await village.wait(days=4)
    await village.say("ana", '/decisions 1 owner="Bruno Petit"')

    village.time += timedelta(days=365 * 5 + 10)
    await village.app.purge()

    with village.database.read() as tx:
        assert tx.decisions.all()[0].owner == "B. P."
        assert tx.ballots.by_name(village.poll().id) == []
        assert tx.ballots.turnout(village.poll().id) == 1


async def test_who_was_at_a_plenary_and_who_spoke_for_whom_is_forgotten_after_five_years(village: Town):
    for who in ("ana", "bruno", "chloe"):
        await village.whisper(who, "/menu")
        await village.say(who, "/menu")
    village.enrol("ana", "bruno", "chloe")
    village.decree(electorate="members")
    await village.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await village.choose("ana", "convoquer")
    await village.choose("chloe", "pouvoir")
    await village.choose_privately("chloe", "Bruno")
    await village.choose_privately("bruno", "oui")
    with village.database.read() as tx:
        start = tx.plenaries.all()[0].start
    await village.wait(seconds=(start - village.time).total_seconds())
    await village.choose_privately("ana", "ouvrir")
    for who in ("ana", "bruno"):
        await village.choose(who, "ici")
    await village.say("ana", "/pleniere rôles")
    await village.whisper("ana", "/pleniere clore")
    await village.choose_privately("ana", "publier")
    with village.database.read() as tx:
        published = tx.records.minutes(1)
        assert (len(tx.meetings.attendances(1)), len(tx.proxies.of("plenary:1"))) == (2, 1)
        assert tx.meetings.answers(1)

    village.time = start + timedelta(days=365 * 5)  # a day before, as there was one 29 February at least
    await village.app.purge()
    with village.database.read() as tx:
        assert (len(tx.meetings.attendances(1)), len(tx.proxies.of("plenary:1"))) == (2, 1)

    village.time += timedelta(days=6)
    await village.app.purge()

    with village.database.read() as tx:
        assert (tx.meetings.attendances(1), tx.meetings.answers(1), tx.meetings.offices(1)) == ({}, {}, {})
        assert tx.proxies.of("plenary:1") == []
        assert tx.posts.of("signin:1") == []
        assert tx.records.minutes(1) == published
        assert tx.retention.latest() == (village.time, {"sign-ins": 1, "proxies": 1})
    await village.app.purge()  # nothing is left of it
    with village.database.read() as tx:
        assert tx.retention.latest()[1] == {"sign-ins": 1, "proxies": 1}


async def test_the_plenaries_of_later_years_keep_who_was_there(village: Town):
    await village.say("ana", "/menu")
    await village.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await village.choose("ana", "convoquer")
    await village.choose("bruno", "oui")
    village.time += timedelta(days=365 * 4)
    await village.app.purge()
    with village.database.read() as tx:
        assert len(tx.meetings.answers(1)) == 1


async def test_the_operator_reads_what_was_removed(village: Town):
    with village.database.begin() as tx:
        tx.retention.note({"polls": 3, "names": 0}, village.time)
        tx.members.known(Person(village.people["ana"], "Ana Diaz"), village.time)
        tx.operators.add(tx.members.all()[0].id, village.time)
    await village.whisper("ana", "/operator")
    assert "3: polls older than six months" in village.told("ana")
    assert "initials" not in village.told("ana")


def test_memberships_come_back_as_they_were_written(tx: Transaction) -> None:
    group = tx.groups.welcome(PLACE, "fr", "Europe/Paris").group.id
    zoe = tx.members.enter("Zoé Faure", NOW)
    one = Membership(zoe.id, group).join(NOW.date()).pay(NOW.date(), today=NOW.date())
    tx.memberships.keep(one, "17")
    tx.memberships.keep(one.observe())

    assert tx.memberships.get(group, zoe.id) == one.observe()
    assert tx.memberships.numbers(group) == {zoe.id: "17"}
    assert tx.members.accounts(zoe.id) == []


def test_many_are_entered_and_written_down_as_each_alone_would_be(tx: Transaction) -> None:
    group = tx.groups.welcome(PLACE, "fr", "Europe/Paris").group.id
    first = tx.members.enter("Zoé Faure", NOW)
    entered = tx.members.enter_all([f"Nom{n}" for n in range(60)], NOW)
    last = tx.members.enter("Ève Morel", NOW)
    assert [first.id, *entered, last.id] == list(range(first.id, first.id + 62))
    assert tx.members.get(entered[7]) == Member(entered[7], "Nom7")

    before = tx.memberships.standing(group)
    lines = [Membership(one, group).join(NOW.date()) for one in entered]
    tx.memberships.keep_all((one, str(n) if n % 2 else None) for n, one in enumerate(lines))
    assert tx.memberships.standing(group) != before
    assert list(tx.memberships.of_group(group)) == lines
    tx.memberships.keep_all([(lines[1].observe(), None), (lines[2].observe(), "2")])
    assert tx.memberships.get(group, entered[1]) == lines[1].observe()
    numbers = tx.memberships.numbers(group)
    assert (numbers[entered[1]], numbers[entered[2]], len(numbers)) == ("1", "2", 31)  # one stays, one is given

    tx.memberships.keep(lines[0].erase(NOW.date()))
    assert list(tx.memberships.names(group).values()) == [f"Nom{n}" for n in range(1, 60)]


def test_somebody_erased_has_a_pseudonym_and_whoever_comes_back_is_new(tx: Transaction) -> None:
    user = User("local", "zoe")
    group = tx.groups.welcome(PLACE, "fr", "Europe/Paris").group.id
    zoe = tx.members.known(Person(user, "Zoé Faure"), NOW)
    tx.memberships.keep(Membership(zoe.id, group).join(NOW.date()).erase(NOW.date()))

    tx.erasures.unname(zoe.id, [user], (), NOW)
    tx.forget()

    assert tx.members.get(zoe.id).name == ERASED
    assert tx.members.known(Person(user, "Zoé Faure"), NOW).id != zoe.id
    assert [one.status for one in tx.memberships.mine(zoe.id)] == [MemberStatus.ERASED]


@pytest.mark.parametrize("quiet", [True, False])
def test_an_erasure_leaves_the_write_ahead_log_when_nobody_waits_and_soon_in_any_case(
    database: Database, quiet: bool
) -> None:
    with database.begin() as tx:
        zoe = tx.members.known(Person(User("local", "zoe-account"), "Zoé Faure"), NOW)
    with database.begin() as tx:
        tx.erasures.unname(zoe.id, [User("local", "zoe-account")], (), NOW)
    if quiet:
        database.rest()
    else:
        for number in range(COMMITS):
            with database.begin() as tx:
                tx.inbox.first("local", f"e{number}", NOW)
    log = database.path.with_name(database.path.name + "-wal")
    assert log.read_bytes() == b""
    assert b"zoe-account" not in database.path.read_bytes()
