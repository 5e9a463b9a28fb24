"""Roles are given and given back, a dangerous act waits for a second organizer, and a group is never left alone."""

from bot.chat.text import Phrase, _
from bot.domain.countersigns import NotAnOrganizer, SecondMustBeAnother
from bot.domain.roles import LastOrganizer, NoRole, Role
from handlers.members.people import NobodyNear, NobodyOfThatName, SeveralOfThatName
from handlers.members.roles import RoleLine
from handlers.members.views import ROLES
from handlers.members.waiting import NothingWaits
from handlers.rights import OnlyThese
from handlers.settings.service import OnlyOrganizers
from tests.town import Town

LA_RUCHE = "La Ruche"


async def known(town: Town, *who: str) -> None:
    for one in who:
        await town.say(one, "/menu")


def roles(town: Town, who: str) -> tuple[str, ...]:
    with town.database.read() as tx:
        member = tx.members.of(town.people[who])
        return tx.roles.of(tx.groups.all()[0].id).of(member.id) if member else ()


async def test_a_role_is_given_in_a_line_and_everybody_reads_it(town: Town):
    await known(town, "bruno")
    await town.say("ana", "/réglages rôle donner trésorière à Bruno")
    assert roles(town, "bruno") == ("treasurer",)
    wanted = _("{name} has a role from now on: {role}. Given by {by}.",
               name="Bruno Petit", role=ROLES[Role.TREASURER], by="Ana Diaz")  # fmt: skip
    assert town.saw(wanted)

    await town.wait(minutes=1)
    await town.say("ana", "/settings role give Garden | Bruno")
    assert roles(town, "bruno") == ("treasurer", "Garden")
    await town.say("ana", "/settings role take garden | Bruno")
    assert roles(town, "bruno") == ("treasurer",)


async def test_a_role_is_given_and_ended_by_buttons(town: Town):
    await known(town, "bruno", "chloe")
    await town.say("ana", "/reglages roles")
    await town.choose("ana", "give")
    await town.choose("ana", "secretary")
    await town.choose("ana", "Chloé")
    assert roles(town, "chloe") == ("secretary",)

    await town.say("chloe", "/reglages roles")
    await town.choose("chloe", town.says(_("Give back: {role}", role=ROLES[Role.SECRETARY])))
    assert roles(town, "chloe") == ()


async def test_whoever_the_group_names_organizes_it_wherever_it_is_asked(town: Town):
    await known(town, "bruno")
    await town.say("bruno", "/reglages quorum=1/4")
    assert town.saw(Phrase(OnlyOrganizers.says, {"group": LA_RUCHE}))

    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.say("bruno", "/reglages quorum=1/4")

    with town.database.read() as tx:
        assert tx.groups.all()[0].charter.quorum == "1/4"


async def test_taking_the_role_of_an_organizer_waits_for_a_second_one(town: Town):
    await known(town, "bruno", "chloe")
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.say("ana", "/reglages role retirer organisateur | Bruno")
    assert roles(town, "bruno") == ("organizer",)
    assert town.saw(_("{by} asks that {whom} no longer organizes this group.", by="Ana Diaz", whom="Bruno Petit"))

    for who, no in (("chloe", NotAnOrganizer), ("ana", SecondMustBeAnother)):
        toast = await town.choose(who, "agree")
        assert town.says(Phrase(no.says)) in (toast, town.last, town.told(who)), who
    assert roles(town, "bruno") == ("organizer",)

    await town.choose("bruno", "agree")
    assert roles(town, "bruno") == ()


async def test_a_second_word_comes_in_time_or_not_at_all(village: Town):
    await known(village, "bruno")
    await village.say("ana", "/settings role give organizer | Bruno")
    await village.say("ana", "/settings role take organizer | Bruno")
    await village.wait(days=3)
    toast = await village.choose("bruno", "agree")
    assert "nobody agreed in time" in toast
    await village.app.purge()
    assert await village.choose("bruno", "agree") == village.says(Phrase(NothingWaits.says))
    assert roles(village, "bruno") == ("organizer",)


async def test_the_last_organizer_stays(village: Town):
    """Named by the group, in a chat whose network names nobody."""
    await known(village, "bruno", "ana")
    await village.say("ana", "/settings role give organizer | Bruno")
    await village.hub.promote(village.people["ana"], village.group, organizer=False)
    await village.settle()

    await village.say("bruno", "/settings role return organizer")
    assert village.saw(Phrase(LastOrganizer.says))
    await village.say("bruno", "/settings member Bruno status=left")
    assert roles(village, "bruno") == ("organizer",)


async def test_roles_for_people_unknown_or_of_one_name_are_refused_with_what_to_write(town: Town):
    await known(town, "bruno")
    await town.say("ana", "/reglages role donner trésorier | Zébulon")
    assert town.saw(Phrase(NobodyOfThatName.says, {"text": "Zébulon", "group": LA_RUCHE}))
    await town.say("ana", "/reglages role donner trésorier | Bruno Petot")
    assert town.saw(Phrase(NobodyNear.says, {"text": "Bruno Petot", "group": LA_RUCHE, "near": "Bruno Petit"}))
    await town.say("ana", "/reglages role donner")
    assert town.saw(Phrase(RoleLine.says, {"text": "donner"}))
    await town.say("bruno", "/reglages role rendre trésorier")
    assert town.saw(Phrase(NoRole.says))

    await town.join("bruno2", "Bruno Petit")
    await known(town, "bruno2")
    with town.database.read() as tx:
        ids = sorted(one.id for one in tx.members.all() if one.name == "Bruno Petit")
    await town.say("ana", "/reglages role donner trésorier | Bruno Petit")
    shown = tuple(f"Bruno Petit #{one}" for one in ids)
    several = {"text": "Bruno Petit", "group": LA_RUCHE, "names": shown, "example": shown[0]}
    assert town.saw(Phrase(SeveralOfThatName.says, several))
    await town.say("ana", f"/reglages role donner trésorier | {shown[1]}")
    await town.say("ana", f"/reglages role donner Potager | #{ids[1]}")
    assert set(roles(town, "bruno2")) == {"treasurer", "Potager"}


async def test_a_stranger_gives_no_role_and_presses_no_organizers_button(town: Town):
    await known(town, "bruno", "chloe")
    await town.say("bruno", "/reglages role donner trésorier | Chloé")
    assert town.saw(Phrase(OnlyThese.says, {"group": LA_RUCHE, "parts": (_("organizers"),)}))
    await town.say("ana", "/reglages roles")
    await town.choose("bruno", "give")
    assert roles(town, "chloe") == ()


async def test_whom_the_group_named_may_be_excluded_where_the_chat_has_an_administrator(village: Town):
    await known(village, "ana", "bruno")
    await village.say("ana", "/settings role give organizer | Bruno")
    await village.say("ana", "/settings member Bruno status=excluded")
    await village.choose("bruno", "agree")
    assert roles(village, "bruno") == ()
    with village.database.read() as tx:
        kept = tx.memberships.get(tx.groups.all()[0].id, village.member("bruno"))
    assert kept is not None
    assert kept.excluded


async def test_a_slip_for_a_known_role_is_asked_about_and_a_name_of_ones_own_stays_possible(town: Town):
    """Broken once: “acceuil” became a role of that name, and nobody welcomed."""
    await known(town, "ana", "bruno")
    await town.say("ana", "/reglages role donner acceuil | Bruno")
    assert roles(town, "bruno") == ()
    said = _("“{name}” is no role that I know. Did you mean “{role}”?", name="acceuil", role=_("welcomer"))
    assert town.saw(said)
    await town.choose("ana", "oui")
    assert roles(town, "bruno") == ("welcomer",)

    await town.say("ana", "/reglages role donner acceuil | Bruno")
    await town.choose("ana", "créer")
    assert set(roles(town, "bruno")) == {"welcomer", "acceuil"}
    await town.say("ana", "/reglages role donner Potager | Bruno")
    assert "Potager" in roles(town, "bruno")


async def test_only_organizers_press_what_asks_about_a_slip(village: Town):
    await known(village, "ana", "bruno")
    await village.say("ana", "/settings role give tresurer | Bruno")
    await village.choose("bruno", "yes")
    assert roles(village, "bruno") == ()
