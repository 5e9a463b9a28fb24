"""Second readings: what a charter wants confirmed is in force once a later plenary has confirmed it, and not before."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.core.words import Words
from bot.domain.labels import Label
from bot.export.lists import lists
from bot.export.sheets import register
from handlers.polls.labelling import labelled
from tests.stories.test_plenaries_day import begins, convened
from tests.town import Town, shown

THREE = ("ana", "bruno", "chloe")
WAITS = _("This decision waits for its second reading at the next plenary; until then it is not in force.")


async def decided(town: Town, number: int, place: int, *answers: str) -> None:
    """The three come to a plenary, answer the vote on a point, and it ends."""
    await begins(town, number)
    for who in THREE:
        await town.choose(who, "ici")
    await town.whisper("ana", f"/vote point {place}")
    poll = town.poll().number
    for who, answer in zip(THREE, answers, strict=False):
        await town.whisper(who, f"/vote {poll} {answer}")
    for who in THREE[len(answers) :]:
        await town.whisper(who, "/pleniere partir")
    await town.whisper("ana", f"/vote stop {poll}")
    await town.wait(minutes=1)
    await town.whisper("ana", "/pleniere clore")


async def adopted(town: Town) -> None:
    """A statutory plenary adopts other statutes, with everything that the statutes ask for; another one is convened."""
    await convened(
        town, "Changer les statuts ? objet=statuts nature=décision", notice_days=15, competences=("statutes",),
        electronic=True, articles=(("electronic", "art. 14"),), second_reading=("statutes",),
    )  # fmt: skip
    await decided(town, 1, 1, "pour", "pour", "pour")
    await town.say("ana", "/pleniere samedi 9 janvier 14h | MJC")
    await town.choose("ana", "convoquer")


def exported(town: Town) -> dict[int, tuple[object, ...]]:
    """Of each decision: its status, its second reading, and of which one it is the second reading."""
    with town.database.read() as tx:
        found = lists(tx)["decisions"]
    return {
        int(str(one["id"])): (one["status"], one["second_reading"], one["second_reading_of"]) for one in found
    }  # fmt: skip


def in_the_register(town: Town) -> str:
    with town.database.read() as tx:
        return register(lists(tx), Words(town.language))


def label(town: Town, number: int) -> Label:
    with town.database.read() as tx:
        return labelled(tx, town.poll(number)).label


async def test_a_decision_that_is_to_be_confirmed_waits_for_its_second_reading(town: Town):
    """Broken once: “adopted”, “in force”, and no word of what was still to come."""
    await adopted(town)

    assert town.saw(WAITS)
    assert label(town, 1) is Label.WORKING
    await town.say("bruno", "/decisions 1")
    assert town.says(WAITS) in town.last
    await town.say("bruno", "/decisions")
    assert town.says(WAITS) in town.last
    await town.whisper("bruno", "/vote 1")
    assert town.says(WAITS) in town.told("bruno")
    assert exported(town) == {1: ("expired", "waiting", None)}
    status = _("waits for its second reading, not in force until then")
    assert town.says(_("Status: {status}", status=status)) in in_the_register(town)


async def test_a_confirmed_decision_is_in_force_and_both_are_linked(town: Town):
    await adopted(town)
    await decided(town, 2, 1, "pour", "pour", "pour")

    confirmed = _("Confirmed at its second reading, vote {number}: this decision is in force.", number="2")
    confirms = _("The decision of vote {number} is confirmed: it is in force.", number="1")
    assert town.saw(confirms)
    assert (label(town, 1), label(town, 2)) == (Label.STATUTORY, Label.STATUTORY)
    await town.say("bruno", "/decisions 1")
    assert town.says(confirmed) in town.last
    await town.choose("bruno", town.says(_("Details of {number}", number="2")))
    assert town.says(confirms) in town.last
    assert exported(town) == {1: ("active", "confirmed", None), 2: ("active", None, 1)}
    text = in_the_register(town)
    status = _("Status: {status}", status=_("in force, confirmed at its second reading"))
    again, of_first = (
        _("Second reading: decision {number}", number="2"),
        _("Second reading of decision {number}", number="1"),
    )
    for line in (again, of_first, status):
        assert f"- {town.says(line)}\n" in text

    await town.say("ana", "/pleniere samedi 30 janvier 14h | MJC")
    await town.choose("ana", "convoquer")
    with town.database.read() as tx:
        assert not [one for one in tx.agendas.of(3) if one.about == 1 and one.preset == "confirm"]


async def test_a_decision_that_is_refused_at_its_second_reading_is_not_in_force(town: Town):
    """Broken once: the refusal was “a decision under the statutes”, and what it refused stayed in force."""
    await adopted(town)
    await decided(town, 2, 1, "contre", "contre", "pour")

    assert town.saw(_("The decision of vote {number} is not confirmed: it is not in force.", number="1"))
    assert (label(town, 1), label(town, 2)) == (Label.WORKING, Label.WORKING)
    await town.say("bruno", "/decisions 1")
    refused = _("Not confirmed at its second reading, vote {number}: this decision is not in force.", number="2")
    assert town.says(refused) in town.last
    assert exported(town) == {1: ("expired", "not_confirmed", None), 2: ("expired", None, 1)}
    status = _("not confirmed at its second reading, not in force")
    assert town.says(_("Status: {status}", status=status)) in in_the_register(town)


async def test_a_second_reading_without_effect_confirms_nothing_and_comes_back(town: Town):
    await adopted(town)
    await decided(town, 2, 1, "pour")

    assert town.saw(
        _(
            "The decision of vote {number} is not confirmed. Its second reading comes back at the next plenary; until "
            "then it is not in force.",
            number="1",
        )
    )
    await town.say("bruno", "/decisions 1")
    assert (
        town.says(
            _(
                "Not confirmed: the second reading, vote {number}, had no effect. It comes back at the next plenary; "
                "until then this decision is not in force.",
                number="2",
            )
        )
        in town.last
    )
    assert exported(town) == {1: ("expired", "not_confirmed", None)}

    await town.say("ana", "/pleniere samedi 30 janvier 14h | MJC")
    await town.choose("ana", "convoquer")
    with town.database.read() as tx:
        [place] = [one.place for one in tx.agendas.of(3) if one.about == 1]
    await decided(town, 3, place, "pour", "pour", "pour")
    assert exported(town) == {1: ("active", "confirmed", None), 2: ("active", None, 1)}
    assert label(town, 1) is Label.STATUTORY


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_vote_from_afar_is_read_again_at_the_plenary_that_is_convened(town: Town):
    """Broken once: what was adopted outside a plenary stood on no agenda, and could never be confirmed."""
    await convened(town, second_reading=("statutes",))
    await town.say("ana", "/vote Changer les statuts ? objet=statuts fin=2j")
    for who in THREE:
        await town.whisper(who, "/vote 1 pour")
    await town.wait(days=3)

    assert town.saw(WAITS)
    with town.database.read() as tx:
        assert [(one.preset, one.about) for one in tx.agendas.of(1)] == [("confirm", 1)]
    await decided(town, 1, 1, "pour", "pour", "pour")
    assert exported(town) == {1: ("active", "confirmed", None), 2: ("active", None, 1)}
    assert (label(town, 1), label(town, 2)) == (Label.WORKING, Label.WORKING)  # the first one had no notice


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_an_election_is_confirmed_when_the_same_are_chosen_again(town: Town):
    await convened(town, "Qui préside ? | Ana | Bruno objet=conseil nature=décision", second_reading=("board",))
    await decided(town, 1, 1, "Ana", "Ana", "Bruno")
    assert exported(town) == {1: ("expired", "waiting", None)}
    await town.say("ana", "/pleniere samedi 9 janvier 14h | MJC")
    await town.choose("ana", "convoquer")
    await decided(town, 2, 1, "Bruno", "Bruno", "Ana")
    assert exported(town) == {1: ("expired", "not_confirmed", None), 2: ("expired", None, 1)}


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_what_was_refused_at_once_has_nothing_to_confirm(town: Town):
    await convened(town, "Changer les statuts ? objet=statuts nature=décision", second_reading=("statutes",))
    await decided(town, 1, 1, "contre", "contre", "contre")

    assert not town.saw(WAITS)
    nothing = _("Nothing was adopted, so there is nothing to confirm at a second reading.")
    assert town.saw(Phrase("• {reason}", {"reason": nothing}))
    assert exported(town) == {1: ("expired", None, None)}


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_the_charter_of_the_vote_says_whether_it_is_read_twice(town: Town):
    await adopted(town)
    await town.say("ana", "/reglages relecture=aucun")
    with town.database.read() as tx:
        assert tx.groups.all()[0].charter.second_reading == ()
    assert exported(town) == {1: ("expired", "waiting", None)}
