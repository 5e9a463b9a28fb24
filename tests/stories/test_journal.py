"""The journal of a group: every act of an organizer or of the operator is there for its people to read."""

from datetime import timedelta

from bot.chat.text import Phrase, _
from bot.domain.deeds import SAYS, Deed
from bot.domain.permissions import Act
from bot.domain.roles import Role
from handlers.countersigns import ACTS
from handlers.members.views import ROLES
from storage.restoring import take_over
from tests.town import Town


async def known(town: Town, *who: str) -> None:
    for one in who:
        await town.say(one, "/menu")


def deeds(town: Town) -> list[Deed]:
    with town.database.read() as tx:
        return [one.deed for one in tx.acts.all()]


async def test_what_an_organizer_does_with_roles_is_read_by_everybody(town: Town):
    await known(town, "bruno")
    await town.say("ana", "/reglages role donner trésorière | Bruno")
    await town.say("ana", "/reglages role retirer trésorière | Bruno")
    await town.say("ana", "/reglages role donner secrétaire | Bruno")
    await town.say("bruno", "/reglages role rendre secrétaire")

    await town.say("emma", "/reglages journal")

    role = town.says(ROLES[Role.TREASURER])
    for deed in (Deed.ROLE_GIVEN, Deed.ROLE_TAKEN):
        said = Phrase(SAYS[deed], {"name": "Ana Diaz", "whom": "Bruno Petit", "detail": role})
        assert town.was_told("emma", said), deed
    assert deeds(town) == [Deed.ROLE_GIVEN, Deed.ROLE_TAKEN, Deed.ROLE_GIVEN, Deed.ROLE_RETURNED]


async def test_what_is_written_down_of_members_is_in_it_and_not_until_when_they_paid(town: Town):
    await known(town, "bruno")
    await town.say("ana", "/reglages membre Bruno statut=membre cotisation=31/12/2026")
    await town.say("ana", "/reglages membre Bruno statut=observateur")
    await town.whisper("ana", "/reglages membres exporter")

    await town.say("emma", "/reglages journal")

    assert deeds(town) == [Deed.DUES_WRITTEN, Deed.MEMBER_REGISTERED, Deed.MEMBER_WRITTEN, Deed.LIST_TAKEN]
    assert town.was_told("emma", Phrase(SAYS[Deed.MEMBER_REGISTERED], {"name": "Ana Diaz", "whom": "Bruno Petit"}))
    assert "2026-12-31" not in town.told("emma")
    assert "31/12" not in town.told("emma")


async def test_an_exclusion_leaves_both_who_asked_and_who_agreed(town: Town):
    await known(town, "bruno", "chloe")
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.say("ana", "/reglages membre Chloé statut=exclu")
    await town.choose("bruno", "agree")

    await town.say("emma", "/reglages journal")

    asked = {"name": "Ana Diaz", "detail": town.says(ACTS[Act.EXCLUDE_MEMBER])}
    assert town.was_told("emma", Phrase(SAYS[Deed.SECOND_ASKED], asked))
    assert town.was_told("emma", Phrase(SAYS[Deed.MEMBER_EXCLUDED], {"name": "Bruno Petit", "whom": "Chloé Martin"}))


async def test_a_list_of_members_is_in_it_by_its_length(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/reglages membres importer")
    await town.whisper("ana", "nom;statut\nZoé Faure;membre\nYann Le Gall;membre")
    await town.choose_privately("ana", "apply")

    await town.say("emma", "/reglages journal")

    lines = {"name": "Ana Diaz", "detail": "2 lignes" if town.language == "fr" else "2 lines"}
    assert town.was_told("emma", Phrase(SAYS[Deed.LIST_BROUGHT], lines))


async def test_a_charter_for_later_says_from_when(town: Town):
    await town.say("ana", '/reglages quorum=1/4 dès="1er janvier"' if town.language == "fr" else
                   '/settings quorum=1/4 since="1 January"')  # fmt: skip
    await town.say("emma", "/reglages journal")
    assert deeds(town) == [Deed.SETTINGS]
    assert ("1er janvier" if town.language == "fr" else "1 January") in town.told("emma")


async def test_what_an_organizer_does_with_what_others_asked_for_is_in_it(village: Town):
    await village.say("bruno", "/remind friday 7pm meeting")
    await village.choose("ana", "cancel")
    await village.say("ana", "/settings electorate=group duration=1d")
    await village.say("chloe", "/vote Rent the hall?")
    await village.choose("chloe", "for")
    await village.say("ana", "/vote close 1")
    await village.say("ana", "/decisions 1 owner=Chloé")
    assert deeds(village) == [
        Deed.REMINDER_CHANGED, Deed.SETTINGS, Deed.VOTE_CLOSED, Deed.DECISION_COMPLETED,
    ]  # fmt: skip


async def test_a_backup_that_was_put_back_is_in_every_journal(village: Town):
    await known(village, "ana")
    state = village.time
    await village.app.timer.beat()
    village.time += timedelta(days=1)
    take_over(village.database.path, village.database.path, village.time)
    await village.restart()
    await village.say("emma", "/settings journal")
    machine = _("Whoever runs the machine")
    assert village.was_told("emma", Phrase(SAYS[Deed.RESTORED], {"name": machine, "detail": state}))


async def test_whoever_erased_themselves_is_named_no_more_in_it(village: Town):
    await known(village, "bruno")
    await village.say("ana", "/settings role give treasurer | Bruno")
    await village.whisper("bruno", "/me erase")
    await village.choose_privately("bruno", "erase")
    await village.say("emma", "/settings journal")
    assert "Bruno" not in village.told("emma")
    assert "erased account" in village.told("emma")
