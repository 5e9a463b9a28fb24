"""What one organizer could do great harm with: each such act waits for a second one, and none is done around it."""

import json

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.domain.countersigns import SecondMustBeAnother
from bot.domain.permissions import DANGEROUS, Act
from handlers.countersigns import ACTS, PERFORMS
from handlers.members.register import StillOrganizes
from tests.neighbours import nested, parent, say
from tests.town import Town

ELECTORATE = (
    "électorat=membres", "modèle=statutory", "électorat=membres ancienneté=30j", "électorat=membres cotisation=oui",
    "électorat=membres poids=membre élections=public", "électorat=membres qualité=clôture",
)  # fmt: skip


async def two(town: Town) -> None:
    for one in ("ana", "bruno", "chloe"):
        await town.say(one, "/menu")
    await town.say("ana", "/reglages role donner organisateur | Bruno")


def charter(town: Town):
    with town.database.read() as tx:
        return tx.groups.all()[0].charter


def waiting(town: Town) -> list[Act]:
    with town.database.read() as tx:
        return [Act(row[0]) for row in tx.cursor.execute("SELECT act FROM countersigns")]


def test_every_dangerous_act_can_be_done_and_has_a_name() -> None:
    assert set(PERFORMS) == DANGEROUS == set(ACTS)


async def test_who_votes_is_changed_by_two_organizers(town: Town):
    await two(town)
    await town.say("ana", "/reglages électorat=membres durée=7j")

    assert (charter(town).electorate, charter(town).vote_days) == ("group", 3)
    assert town.saw(_("{by} asks to change who votes:", by="Ana Diaz"))
    toast = await town.choose("ana", "agree")
    assert town.says(Phrase(SecondMustBeAnother.says)) in (toast, town.last, town.told("ana"))

    await town.choose("bruno", "agree")
    assert (charter(town).electorate, charter(town).vote_days) == ("members", 7)
    assert waiting(town) == []


@pytest.mark.parametrize("who", ["ana", "bruno"])
async def test_a_no_of_either_organizer_ends_what_waits(town: Town, who: str):
    """Broken once: there was a yes alone, and nothing to say no with."""
    await two(town)
    await town.say("ana", "/reglages électorat=membres")
    if town.hub.view is View.BUTTONS:
        await town.choose("emma", "non")
        assert waiting(town) == [Act.CHANGE_ELECTORATE], "only whoever organizes says so"

    await town.choose(who, "non")

    assert charter(town).electorate == "group"
    assert waiting(town) == []
    assert town.saw(_("{name} said no: nothing changes.", name={"ana": "Ana Diaz", "bruno": "Bruno Petit"}[who]))


@pytest.mark.parametrize("line", ELECTORATE)
async def test_every_rule_of_who_votes_waits_for_a_second_one(village: Town, line: str):
    await two(village)
    before = charter(village)
    await village.say("ana", f"/reglages {line}")
    assert charter(village) == before, village.last
    assert waiting(village) == [Act.CHANGE_ELECTORATE], village.last


async def test_a_rule_that_contradicts_is_told_at_once_and_waits_for_nobody(village: Town):
    await two(village)
    await village.say("ana", "/settings seniority=30d")
    assert waiting(village) == []


async def test_other_settings_wait_for_nobody(village: Town):
    await two(village)
    await village.say("ana", "/settings duration=7d")
    assert charter(village).vote_days == 7


async def test_where_one_person_organizes_it_is_done_at_once(town: Town):
    await town.say("ana", "/reglages électorat=membres")
    assert charter(town).electorate == "members"


async def test_a_group_leaves_its_wider_one_by_two_organizers(town: Town):
    await nested(town, "bruno")
    await two(town)
    await town.say("ana", "/reglages au-dessus=aucun")

    assert parent(town) == "Lyon"
    asked = _("{by} asks that {group} no longer belongs to {wider}.", by="Ana Diaz", group="La Ruche", wider="Lyon")
    assert town.saw(asked)
    await town.choose("bruno", "agree")
    assert parent(town) is None


async def test_moving_to_another_wider_group_is_leaving_the_first(village: Town):
    await nested(village, "bruno")
    await two(village)
    quai = village.hub.group("quai", "Le Quai", list(village.people.values()), [village.people["ana"]])
    await say(village, "ana", "/menu", quai)

    await village.say("ana", "/settings above=Le Quai")
    assert parent(village) == "Lyon"
    await village.choose("bruno", "agree")
    assert parent(village) == "Le Quai"


async def test_an_organizer_is_not_written_down_as_gone_by_another_one_alone(town: Town):
    await two(town)
    await town.say("ana", "/reglages membre Bruno statut=parti")
    assert town.was_told("ana", Phrase(StillOrganizes.says, {"name": "Bruno Petit"})) or town.saw(
        Phrase(StillOrganizes.says, {"name": "Bruno Petit"})
    )
    with town.database.read() as tx:
        assert tx.roles.of(tx.groups.all()[0].id).of(town.member("bruno")) == ("organizer",)


async def test_what_waits_survives_a_restart(village: Town):
    await two(village)
    await village.say("ana", "/settings electorate=members")
    await village.restart()
    with village.database.read() as tx:
        [text] = [json.loads(row[0]) for row in tx.cursor.execute("SELECT text FROM countersigns")]
    assert text[0] == {"electorate": "members"}
    await village.choose("bruno", "agree")
    assert charter(village).electorate == "members"
