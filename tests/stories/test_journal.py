"""The journal of a group: every act of an organizer or of the operator is there for its people to read."""

from datetime import timedelta

from bot.chat.text import Phrase, _
from bot.domain.deeds import DETAIL, SAYS, Deed, lines
from bot.domain.groups import Group, GroupId
from bot.domain.permissions import Act
from bot.domain.plenaries import Nature
from bot.domain.presets import PRESETS
from bot.domain.roles import Role
from handlers.countersigns import ACTS
from handlers.members.views import ROLES
from handlers.plenaries import agenda_views
from handlers.plenaries.wording import NATURES
from handlers.questions import views as question_views
from handlers.settings.values import changes
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


async def test_what_an_organizer_does_with_a_question_is_in_it_and_told_to_its_author(town: Town):
    """The journal stayed empty, and the author was not told."""
    await known(town, "bruno")
    await town.whisper("bruno", "/menu")
    for title in ("Que cuisine-t-on ?", "Qui vient ?"):
        await town.say("bruno", f"/question {title} fin=2j")
    await town.say("ana", "/question prolonger 1 4j" if town.language == "fr" else "/ask extend 1 4d")
    await town.say("emma", "Une soupe", town.card("Que cuisine-t-on ?").ref)
    await town.say("ana", "/question clore 1" if town.language == "fr" else "/ask close 1")
    await town.say("ana", "/question annuler 2" if town.language == "fr" else "/ask cancel 2")

    assert deeds(town) == [Deed.QUESTION_EXTENDED, Deed.QUESTION_ENDED, Deed.QUESTION_CANCELLED]
    with town.database.read() as tx:
        first, second = tx.questions.get(1), tx.questions.get(2)
    assert town.was_told("bruno", question_views.told_extended(first, "Ana Diaz"))
    assert town.was_told("bruno", question_views.told_ended(first, "Ana Diaz"))
    assert town.was_told("bruno", question_views.told_cancelled(second, "Ana Diaz"))
    await town.say("emma", "/reglages journal")
    said = {"name": "Ana Diaz", "detail": "1 – Que cuisine-t-on ?"}
    assert town.was_told("emma", Phrase(SAYS[Deed.QUESTION_ENDED], said))


async def test_what_one_does_with_an_own_question_or_point_is_no_act_of_an_organizer(village: Town):
    await village.whisper("ana", "/menu")
    await village.say("ana", "/ask Who comes? ends=2d")
    await village.say("ana", "/ask close 1")
    await village.say("ana", "/plenary Saturday 5 December 2pm | Hall")
    await village.whisper("ana", "/plenary convene 1")
    await village.say("ana", "/agenda The lease nature=decision")
    await village.say("ana", "/agenda 1 nature=information")
    await village.say("ana", "/agenda withdraw 1")
    assert deeds(village) == [Deed.PLENARY_CONVENED]


async def test_what_is_done_with_a_point_that_somebody_proposed_is_in_it_and_told_to_them(town: Town):
    """A decision became an information, and then was gone; nobody could read who did it."""
    french = town.language == "fr"
    await known(town, "bruno")
    await town.whisper("bruno", "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC" if french else
                   "/plenary Saturday 5 December 2pm | Hall")  # fmt: skip
    await town.whisper("ana", "/pleniere convoquer 1" if french else "/plenary convene 1")
    await town.say("bruno", "/odj Le bail nature=décision" if french else "/agenda Le bail nature=decision")
    with town.database.read() as tx:
        point = next(one for one in tx.agendas.of(1) if one.author is not None)
    await town.say("ana", f"/odj {point.place} nature=information")
    await town.say("ana", f"/odj retirer {point.place}" if french else f"/agenda withdraw {point.place}")

    assert deeds(town) == [Deed.PLENARY_CONVENED, Deed.POINT_CHANGED, Deed.POINT_WITHDRAWN]
    assert town.was_told("bruno", agenda_views.told_withdrawn(point, "Ana Diaz"))
    natures = (NATURES[Nature.DECISION], NATURES[Nature.INFORMATION])
    what = (_("{before} → {after}", before=natures[0], after=natures[1]),)
    assert town.was_told("bruno", agenda_views.told_changed(point, what, "Ana Diaz"))
    await town.say("emma", "/reglages journal")
    detail = town.says(_("{title}: {what}", title="Le bail", what=what))
    assert town.was_told("emma", Phrase(SAYS[Deed.POINT_CHANGED], {"name": "Ana Diaz", "detail": detail}))


async def test_a_plenary_that_is_moved_or_cancelled_is_in_it(town: Town):
    french = town.language == "fr"
    await town.whisper("ana", "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC" if french else
                   "/plenary Saturday 5 December 2pm | Hall")  # fmt: skip
    await town.whisper("ana", "/pleniere convoquer 1" if french else "/plenary convene 1")
    await town.say("ana", "/pleniere deplacer 1 dimanche 6 décembre 15h" if french else
                   "/plenary move 1 Sunday 6 December 3pm")  # fmt: skip
    await town.say("ana", "/pleniere lieu 1 Salle des fêtes" if french else "/plenary place 1 Salle des fêtes")
    await town.say("ana", "/pleniere annuler 1 la salle est inondée" if french else
                   "/plenary cancel 1 la salle est inondée")  # fmt: skip

    assert deeds(town) == [
        Deed.PLENARY_CONVENED, Deed.PLENARY_MOVED, Deed.PLENARY_RELOCATED, Deed.PLENARY_CANCELLED,
    ]  # fmt: skip
    await town.say("emma", "/reglages journal")
    cancelled = {"name": "Ana Diaz", "detail": "1 – la salle est inondée"}
    assert town.was_told("emma", Phrase(SAYS[Deed.PLENARY_CANCELLED], cancelled))
    assert town.says("samedi 5 décembre, 14\u00a0h → dimanche 6 décembre, 15\u00a0h" if french else
                     "Saturday 5 December, 14:00 → Sunday 6 December, 15:00") in town.told("emma")  # fmt: skip


async def test_every_value_that_a_preset_changes_is_in_it_whole(town: Town):
    """The line of a preset was cut at 300 characters."""
    await town.say("ana", "/reglages modèle=coordination")
    await town.say("emma", "/reglages journal")

    before = Group(GroupId(1), "La Ruche")
    after = Group(GroupId(1), "La Ruche", charter=PRESETS["coordination"].charter)
    assert deeds(town).count(Deed.SETTINGS) > 1
    for change in changes(before, after):
        assert town.was_told("emma", change)
    assert "…" not in town.told("emma")


def test_a_long_line_of_it_becomes_several_between_sentences():
    sentences = [f"{word} {'x' * 200}." for word in ("One", "Two", "Three")]
    assert lines(sentences) == sentences
    assert lines(["One.", "Two."]) == ["One. Two."]
    assert all(len(one) <= DETAIL for one in lines(["word " * 200]))
