"""The list of members: by line, by buttons, and as a file that is read strictly and shown before it is applied."""

from datetime import date

import pytest

from bot.chat.text import Phrase, _
from bot.domain.deeds import Deed
from bot.domain.memberships import DuesNotYet, MemberStatus
from bot.domain.roster import CellWrong, LineTwice, read
from bot.domain.spreadsheets import Formula
from bot.export.lists import lists
from handlers.members.joining import HasAnAccount
from handlers.members.roster import MOST, ListTooLong, OnlyInPrivate
from handlers.members.standing import KEYS, NotADay, NotAStatus
from handlers.rights import OnlyThese
from handlers.rooms import WhichGroup
from tests.neighbours import lyon, say
from tests.town import Town

LIST = "nom;statut;adhésion;cotisation;collège;poids;numéro\nBruno Petit;membre;05/01/2026;31/12/2026;A;2;1\n" \
       "Zoé Faure;observateur;;;;;2\n"  # fmt: skip


async def known(town: Town, *who: str) -> None:
    for one in who:
        await town.say(one, "/menu")


def written(town: Town, name: str):
    with town.database.read() as tx:
        group = tx.groups.all()[0].id
        found = [one for one in tx.members.all() if one.name == name]
        return tx.memberships.get(group, found[-1].id) if found else None


def files(town: Town, who: str) -> list[str]:
    posts = town.hub.messages(town.hub.private_chat(town.people[who]))
    return [post.message.file.content for post in posts if post.message.file]


async def test_a_member_is_written_down_in_a_line(town: Town):
    await known(town, "bruno")
    await town.say(
        "ana", "/réglages membre Bruno statut=membre depuis=05/01/2026 cotisation=31/12/2026 collège=A poids=2"
    )

    one = written(town, "Bruno Petit")
    assert (one.status, f"{one.joined_on}", f"{one.dues_until}", one.college, one.weight) == (
        MemberStatus.MEMBER, "2026-01-05", "2026-12-31", "A", 2,
    )  # fmt: skip

    await town.say("ana", "/settings member Bruno status=observer")
    assert written(town, "Bruno Petit").status is MemberStatus.OBSERVER
    await town.say("ana", "/settings member Bruno status=left")
    assert written(town, "Bruno Petit").status is MemberStatus.LEFT


async def test_a_member_is_written_down_by_buttons(town: Town):
    await known(town, "ana", "bruno")
    await town.whisper("ana", "/reglages membres")
    await town.choose_privately("ana", "register")
    await town.choose_privately("ana", "Bruno")
    await town.choose_privately("ana", "member")
    assert written(town, "Bruno Petit").joined_on == town.time.date()


async def test_somebody_without_an_account_is_written_down_too(town: Town):
    await town.say("ana", "/reglages membre Zoé Faure statut=membre")
    assert written(town, "Zoé Faure").status is MemberStatus.MEMBER


@pytest.mark.parametrize(
    ("line", "no", "blanks"),
    [
        ("statut=roi", NotAStatus, {"text": "roi"}),
        ("statut=membre depuis=31/02/2026", NotADay, {"text": "31/02/2026", "key": KEYS.keyword("since")}),
    ],
)
async def test_bad_values_are_refused_with_an_example(village: Town, line, no, blanks):
    await known(village, "bruno")
    await village.say("ana", f"/reglages membre Bruno {line}")
    assert village.saw(Phrase(no.says, blanks))
    assert written(village, "Bruno Petit") is None


async def test_dues_are_paid_by_members_alone(village: Town):
    await known(village, "bruno")
    await village.say("ana", "/settings member Bruno dues=31/12/2026")
    assert village.saw(Phrase(DuesNotYet.says, {"day": village.time.date()}))


async def test_excluding_somebody_takes_two(town: Town):
    await known(town, "bruno", "chloe")
    await town.say("ana", "/reglages role donner organisateur | Chloé")
    await town.say("ana", "/reglages membre Bruno statut=membre")
    await town.say("ana", "/reglages membre Bruno statut=exclu")
    assert written(town, "Bruno Petit").status is MemberStatus.MEMBER
    await town.choose("chloe", "agree")
    assert written(town, "Bruno Petit").excluded


async def test_a_list_is_shown_before_it_is_applied_and_reads_back_equal(town: Town):
    await known(town, "ana", "bruno")
    await town.whisper("ana", f"/reglages membres importer\n{LIST}")
    assert written(town, "Bruno Petit") is None
    await town.choose_privately("ana", "yes")

    assert written(town, "Bruno Petit").weight == 2
    assert written(town, "Zoé Faure").status is MemberStatus.OBSERVER
    assert town.saw(_("{by} applied a list of members: {n} lines.", by="Ana Diaz", n=2))
    assert "Zoé" not in "".join(town.seen())


async def test_a_list_is_exported_and_read_back_equal(village: Town):
    await known(village, "ana", "bruno")
    await village.whisper("ana", "/settings members import")
    await village.whisper("ana", LIST)
    await village.choose_privately("ana", "yes")
    await village.whisper("ana", "/settings members export")
    exported = files(village, "ana")[-1]
    before = {one: written(village, one) for one in ("Bruno Petit", "Zoé Faure")}
    assert set(read(exported.encode())) == set(read(LIST.encode()))

    await village.whisper("ana", f"/settings members import\n{exported}")
    await village.choose_privately("ana", "yes")
    assert {one: written(village, one) for one in before} == before


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("nom\n=HYPERLINK(1)\n", Formula),
        ("nom;statut\nBruno;roi\n", CellWrong),
        ("nom\nBruno Petit\nBruno Petit\n", LineTwice),
        ("nom\n" + "Marie\n" * (MOST // 6 + 2), ListTooLong),
    ],
)
async def test_a_list_with_a_fault_is_refused_and_nothing_is_kept(village: Town, text, no):
    await known(village, "ana", "bruno")
    await village.whisper("ana", f"/settings members import\n{text}")
    assert no.says[:20].split("{")[0] in village.told("ana")
    with village.database.read() as tx:
        assert tx.memberships.all() == []


async def test_a_list_is_brought_by_organizers_in_private(town: Town):
    await known(town, "bruno")
    await town.say("ana", f"/reglages membres importer\n{LIST}")
    assert town.saw(Phrase(OnlyInPrivate.says))
    await town.whisper("bruno", f"/reglages membres importer\n{LIST}")
    await town.whisper("bruno", "/reglages membres exporter")
    assert written(town, "Zoé Faure") is None
    assert files(town, "bruno") == []
    wanted = Phrase(OnlyThese.says, {"group": "La Ruche", "parts": (_("organizers"),)})
    assert town.was_told("bruno", wanted)


async def test_in_private_whoever_is_in_several_groups_names_the_one_whose_list_it_is(town: Town):
    await known(town, "ana", "bruno")
    chat = await lyon(town, "bruno", "ana")
    await say(town, "ana", "/menu", chat)
    await town.whisper("ana", "/reglages membres exporter")
    assert town.was_told("ana", Phrase(WhichGroup.says, {"groups": ("La Ruche", "Lyon"), "one": "La Ruche"}))

    await town.whisper("ana", "/reglages membres exporter groupe=La Ruche")
    assert town.was_told("ana", _("The members of {group}.", group="La Ruche"))
    await town.whisper("ana", f"/reglages membres importer groupe=La Ruche\n{LIST}")
    await town.choose_privately("ana", "appliquer")
    found = written(town, "Zoé Faure")
    assert found is not None
    assert found.status is MemberStatus.OBSERVER


async def test_everything_that_was_written_down_is_said(village: Town):
    await known(village, "ana", "bruno")
    await village.whisper(
        "ana", "/settings member Bruno status=member since=05/01/2026 college=Workers weight=3 number=9"
    )
    for said in ("member since Monday 5 January", "college Workers", "3 voices", "number 9"):
        assert said in village.told("ana")
    await village.whisper("ana", "/settings member Bruno college=none")
    assert "no college" in village.told("ana")


async def test_members_read_the_list_and_others_do_not(town: Town):
    await known(town, "bruno")
    await town.say("bruno", "/reglages membres")
    assert not town.was_told("bruno", _("Members of {group}", group="La Ruche"))
    await town.say("ana", "/reglages membre Bruno statut=membre")
    await town.say("bruno", "/reglages membres")
    assert town.was_told("bruno", _("Members of {group}", group="La Ruche"))


async def test_the_export_tells_roles_status_and_since_when(village: Town):
    await known(village, "bruno", "ana")
    await village.say("ana", "/settings member Bruno status=member since=05/01/2026")
    await village.say("ana", "/settings role give treasurer | Bruno")
    await village.whisper("bruno", "/menu")
    with village.database.read() as tx:
        found = {one["name"]: one for one in lists(tx)["members"]}
    assert found["Ana Diaz"]["roles"] == ["organizer"]
    bruno = found["Bruno Petit"]
    assert (bruno["roles"], bruno["status"], bruno["joined_on"], bruno["groups"]) == (
        ["treasurer"], "member", "2026-01-05", ["La Ruche"],
    )  # fmt: skip


async def test_whoever_was_written_down_before_they_came_is_found_by_an_organizers_word(town: Town):
    await known(town, "ana")
    await town.whisper("ana", "/reglages membres importer")
    await town.whisper("ana", "nom;statut;adhésion;numéro\nBruno Petit;membre;05/01/2026;17")
    await town.choose_privately("ana", "apply")
    await town.say("ana", "/reglages role donner trésorier | Bruno Petit")
    await known(town, "bruno")
    bruno = town.member("bruno")
    with town.database.read() as tx:
        assert tx.memberships.get(tx.groups.all()[0].id, bruno) is None  # the name alone proves nothing

    await town.whisper("ana", "/reglages membres")
    await town.choose_privately("ana", "same")

    with town.database.read() as tx:
        group = tx.groups.all()[0].id
        assert [(one.member, one.status) for one in tx.memberships.of_group(group)] == [(bruno, MemberStatus.MEMBER)]
        assert tx.memberships.numbers(group) == {bruno: "17"}
        assert tx.roles.of(group).of(bruno) == ("treasurer",)
        assert [one.deed for one in tx.acts.all()][-1] is Deed.MEMBER_FOUND


async def test_the_same_person_is_said_in_a_line_and_refused_for_those_who_have_an_account(village: Town):
    await known(village, "ana", "bruno", "chloe")
    await village.say("ana", "/settings member Bruno Petitt-Jean status=member")
    with village.database.read() as tx:
        [entered] = [one.id for one in tx.members.all() if one.name == "Bruno Petitt-Jean"]
    await village.say("ana", f"/settings member #{entered} account=Chloé")
    with village.database.read() as tx:
        assert tx.memberships.get(tx.groups.all()[0].id, village.member("chloe")) is not None
    await village.say("ana", "/settings member Chloé account=Bruno")
    assert village.was_told("ana", Phrase(HasAnAccount.says, {"name": "Chloé Martin"})) or village.saw(
        Phrase(HasAnAccount.says, {"name": "Chloé Martin"})
    )


async def test_whoever_is_a_member_already_is_corrected_by_the_same_line(village: Town):
    await known(village, "ana", "bruno")
    await village.say("ana", "/settings member Bruno status=member since=12/11/2026")
    await village.say("ana", "/settings member Bruno status=member since=05/01/2026 number=17")

    with village.database.read() as tx:
        group, bruno = tx.groups.all()[0].id, village.member("bruno")
        kept = tx.memberships.get(group, bruno)
        assert kept is not None
        assert (kept.joined_on, tx.memberships.numbers(group)[bruno]) == (date(2026, 1, 5), "17")
