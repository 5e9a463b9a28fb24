"""The last organizer goes: nobody is left without knowing it, and whoever is there may give the role to somebody."""

from __future__ import annotations

from bot.chat.text import Phrase
from bot.domain.deeds import SAYS, Deed
from bot.domain.groups import Group, GroupId
from bot.domain.roles import LastOrganizer
from handlers.members import leaving
from handlers.members.erasing import StillNeeded
from handlers.members.leaving import FromOneToAnother
from handlers.settings.service import OnlyOrganizers
from tests.town import Town

RUCHE = Group(GroupId(1), "La Ruche")


def told(town: Town) -> bool:
    """Whether the group was told that nobody organizes it any more."""
    return town.saw(leaving.told("Ana Diaz", RUCHE).lines[0].text)


def quorum(town: Town) -> str:
    with town.database.read() as tx:
        return tx.groups.all()[0].charter.quorum


async def met(town: Town) -> None:
    """Ana is known to organize; the others were seen."""
    for who in ("ana", "bruno", "chloe"):
        await town.whisper(who, "/menu")
        await town.say(who, "/menu")
    await town.say("ana", "/reglages quorum=1/4")


async def give(town: Town, who: str, role: str, name: str) -> None:
    await town.say(who, f"/reglages role donner {role} | {name}")


async def test_when_the_last_organizer_leaves_the_group_and_they_are_told(town: Town):
    """Nobody was told, and every setting was refused to everybody."""
    await met(town)
    await town.leave("ana")

    assert told(town)
    assert town.was_told("ana", leaving.told_leaver(RUCHE))
    await town.say("bruno", "/reglages journal")
    assert town.was_told("bruno", Phrase(SAYS[Deed.UNORGANIZED], {"name": "Ana Diaz"}))
    await town.say("chloe", "/reglages quorum=1/3")
    assert town.saw(Phrase(OnlyOrganizers.says, {"group": "La Ruche"}))

    await give(town, "bruno", "organisateur", "Bruno")
    assert town.saw(Phrase(FromOneToAnother.says, {"group": "La Ruche"}))
    await give(town, "bruno", "organisatrice", "Chloé")
    await town.say("chloe", "/reglages quorum=1/3")
    assert quorum(town) == "1/3"


async def test_once_somebody_organizes_again_nobody_else_gives_the_role(village: Town):
    await met(village)
    await village.leave("ana")
    await give(village, "bruno", "organisatrice", "Chloé")
    await give(village, "dan", "organisateur", "Dan")
    await give(village, "dan", "organisateur", "Bruno")
    with village.database.read() as tx:
        assert tx.roles.of(GroupId(1)).holders("organizer") == (village.member("chloe"),)


async def test_no_other_role_is_given_by_whoever_has_none(village: Town):
    await met(village)
    await village.leave("ana")
    await give(village, "bruno", "trésorière", "Chloé")
    with village.database.read() as tx:
        assert not tx.roles.of(GroupId(1)).mandates


async def test_where_the_group_named_another_one_nothing_is_said(village: Town):
    await met(village)
    await give(village, "ana", "organisateur", "Bruno")
    await village.leave("ana")
    assert not told(village)

    await village.leave("bruno")
    assert village.saw(leaving.told("Bruno Petit", RUCHE).lines[0].text)


async def test_before_anybody_organized_nobody_takes_the_role(village: Town):
    """Whoever administers the chat may not have been seen yet."""
    await village.say("bruno", "/menu")
    await give(village, "bruno", "organisatrice", "Bruno")
    await village.leave("dan")
    await village.say("chloe", "/menu")
    await give(village, "bruno", "organisatrice", "Chloé")
    assert not told(village)
    with village.database.read() as tx:
        assert not tx.roles.of(GroupId(1)).mandates


async def test_whoever_comes_back_with_the_role_organizes(village: Town):
    await met(village)
    await give(village, "ana", "organisateur", "Bruno")
    await village.leave("ana")
    await village.leave("bruno")
    await village.join("bruno")
    await village.say("bruno", "/reglages quorum=1/2")
    assert quorum(village) == "1/2"
    await give(village, "chloe", "organisateur", "Chloé")
    with village.database.read() as tx:
        assert len(tx.roles.of(GroupId(1)).holders("organizer")) == 1


async def test_where_the_members_vote_the_role_goes_from_a_member_to_a_member(village: Town):
    await met(village)
    village.enrol("bruno", "chloe")
    village.decree(electorate="members")
    await village.say("dan", "/menu")
    await village.leave("ana")
    await give(village, "dan", "organisatrice", "Chloé")
    await give(village, "bruno", "organisateur", "Dan")
    with village.database.read() as tx:
        assert not tx.roles.of(GroupId(1)).mandates
    await give(village, "bruno", "organisatrice", "Chloé")
    with village.database.read() as tx:
        assert tx.roles.of(GroupId(1)).holders("organizer") == (village.member("chloe"),)


async def test_a_role_of_somebody_without_an_account_organizes_nothing(town: Town):
    """The last organizer erased their account, as the list of members held an organizer whom nobody can reach."""
    await met(town)
    await town.whisper("ana", "/reglages membres importer")
    await town.whisper("ana", "nom;statut\nZoé Faure;membre")
    await town.choose_privately("ana", "apply")
    await give(town, "ana", "organisatrice", "Zoé Faure")
    await town.whisper("ana", "/moi effacer")
    assert town.was_told("ana", Phrase(StillNeeded.says, {"group": "La Ruche"}))

    await give(town, "ana", "organisatrice", "Bruno")
    await town.leave("ana")
    assert not told(town)
    await town.say("bruno", "/reglages role rendre organisateur")
    assert town.saw(Phrase(LastOrganizer.says))


async def test_a_list_without_any_member_locks_nobody_out(town: Town):
    """A statutory assembly that wrote down nobody yet could not have named anybody."""
    await met(town)
    await town.say("ana", "/reglages modèle=statutaire")
    await town.leave("ana")
    await give(town, "bruno", "organisatrice", "Chloé")
    with town.database.read() as tx:
        assert tx.roles.of(GroupId(1)).holders("organizer") == (town.member("chloe"),)


async def test_an_administrator_whom_nobody_saw_before_still_decides(village: Town):
    """What the network says of the chat is asked before somebody takes over."""
    await met(village)
    await village.hub.promote(village.people["dan"], village.group)
    await village.say("dan", "/menu")
    with village.database.begin() as tx:
        tx.cursor.execute("UPDATE presences SET organizer = 0, organizer_at = 0")
        tx.presences.keep_organizer(1, village.member("ana"), True, village.time)
    await village.leave("ana")
    assert told(village)

    await give(village, "bruno", "organisatrice", "Chloé")
    with village.database.read() as tx:
        assert not tx.roles.of(GroupId(1)).mandates
    await give(village, "dan", "organisatrice", "Chloé")
    with village.database.read() as tx:
        assert tx.roles.of(GroupId(1)).holders("organizer") == (village.member("chloe"),)


async def test_a_last_administrator_who_is_demoted_and_stays_is_noticed_like_one_who_leaves(town: Town):
    """Nobody was told, as the person was still there."""
    await met(town)
    await town.hub.promote(town.people["ana"], town.group, False)
    await town.settle()

    assert town.saw(leaving.told("Ana Diaz", RUCHE, stays=True).lines[0].text)
    assert town.was_told("ana", leaving.told_demoted(RUCHE))
    await give(town, "bruno", "organisatrice", "Chloé")
    await town.say("chloe", "/reglages quorum=1/3")
    assert quorum(town) == "1/3"


async def test_nothing_is_said_where_somebody_else_organizes_or_the_rights_come_back(village: Town):
    await met(village)
    await village.hub.promote(village.people["bruno"], village.group)
    await village.settle()
    await village.hub.promote(village.people["ana"], village.group, False)
    await village.settle()
    assert not village.saw(leaving.told("Ana Diaz", RUCHE, stays=True).lines[0].text)
