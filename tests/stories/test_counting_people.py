"""Two accounts of one person on one network: how many people may vote counts exactly those accounts that are there."""

from __future__ import annotations

import pytest

from bot.chat.adapter import Denied, TryLater, Undelivered
from bot.domain.deeds import Deed
from tests.neighbours import code
from tests.town import Town


async def has_two(town: Town, *, both_there: bool) -> None:
    """Dan and Dan W. are one person on this network; both in the group, or the first one alone."""
    town.people["dan2"] = town.hub.person("dan2", "Dan W.", "fr")
    if both_there:
        await town.join("dan2")
    await town.say("dan", "/menu")
    await town.whisper("dan", "/lier")
    await town.whisper("dan2", f"/lier {code(town, 'dan')}")
    await town.choose_privately("dan2", "oui")


async def size(town: Town) -> int | None:
    await town.wait(minutes=2)  # what the network said is believed for a minute
    await town.say("ana", f"/vote Adopter la charte de {town.time:%H h %M} ? secret=public")  # each another question
    return town.poll().terms.electorate


def deeds(town: Town) -> list[Deed]:
    with town.database.read() as tx:
        return [one.deed for one in tx.acts.all()]


async def test_an_account_that_is_not_there_is_not_taken_for_one_that_is(village: Town):
    """Broken once: of five people one counted as none, as their second account was taken to be in the group too."""
    await has_two(village, both_there=False)
    assert await size(village) == 5
    await village.choose("dan", "for")
    assert village.ballot()[0] == 1


async def test_two_accounts_that_are_both_there_are_one_person(village: Town):
    await has_two(village, both_there=True)
    assert await size(village) == 5  # six accounts
    await village.leave("dan2")
    assert await size(village) == 5  # five accounts
    await village.join("dan2")
    assert await size(village) == 5
    assert Deed.ESTIMATED not in deeds(village)


async def test_whoever_left_with_both_accounts_is_nobody_there(village: Town):
    """Broken once: the second account that left was taken for one of two, so that nobody ever left."""
    await has_two(village, both_there=True)
    assert await size(village) == 5
    await village.leave("dan2")
    await village.leave("dan")
    assert await size(village) == 4
    with village.database.read() as tx:
        group = tx.groups.all()[0].id
        assert all(presence.until is not None for presence in tx.presences.of(group, village.member("dan")))


@pytest.mark.parametrize("why", [Denied("no right", foreseen=True), TryLater(5.0)], ids=["denied", "later"])
async def test_where_the_network_does_not_say_the_size_is_an_estimate_and_the_journal_says_so(
    village: Town, why: Undelivered
):
    await has_two(village, both_there=True)
    village.hub.fail_next(why, "is_member")
    assert await size(village) == 5
    assert deeds(village).count(Deed.ESTIMATED) == 1
    assert await size(village) == 5  # asked again, and answered
    assert deeds(village).count(Deed.ESTIMATED) == 1


async def test_a_silent_account_that_is_linked_while_a_vote_is_open_may_have_been_counted(village: Town):
    """Nobody ever saw the second account here: the network counted it, or did not."""
    await size(village)
    await village.say("dan", "/menu")
    village.people["dan2"] = village.hub.person("dan2", "Dan W.", "fr")
    await village.whisper("dan", "/lier")
    await village.whisper("dan2", f"/lier {code(village, 'dan')}")
    await village.choose_privately("dan2", "oui")
    assert village.poll().terms.electorate == 5
    assert Deed.PERHAPS_TWICE in deeds(village)
    assert Deed.LINKED not in deeds(village)


async def test_an_account_that_is_separated_is_in_the_chats_in_which_it_is(village: Town):
    """Broken once: it was taken to be in every chat of the person it left."""
    await has_two(village, both_there=False)
    assert await size(village) == 5
    await village.whisper("dan2", "/me accounts")
    await village.choose_privately("dan2", "1")
    await village.choose_privately("dan2", "yes")

    with village.database.read() as tx:
        group = tx.groups.all()[0].id
        assert tx.presences.of(group, village.member("dan2")) == ()
        assert village.member("dan") in tx.presences.members(group)
    assert await size(village) == 5
