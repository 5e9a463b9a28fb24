"""Where only organizers open votes, a question that enough people support opens by itself."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.domain.initiatives import InitiativeOver, NotSupporting, Stage, SupportsAlready
from handlers.polls.actions import Support
from handlers.polls.rights import OnlyOrganizersOpen
from tests.town import Town, shown


def stage(town: Town, number: int = 1) -> Stage:
    with town.database.read() as tx:
        found = tx.initiatives.get(number)
    assert found is not None
    return found.stage


async def asks(town: Town, supporters: str) -> None:
    """Only organizers open votes here; so many supporters do it too."""
    await town.say("ana", "/menu")
    town.decree(open_to="organizers", initiative=supporters)


def votes(town: Town) -> int:
    with town.database.read() as tx:
        return len(tx.polls.all())


async def test_a_members_question_opens_by_itself_when_enough_people_support_it(town: Town):
    await asks(town, "3")

    await town.say("chloe", "/vote Louer le four ? fin=2j secret=public")
    assert votes(town) == 0
    assert town.saw(_("Question: {title}", title="Louer le four ?"))
    assert town.saw(_("It opens by itself with {needed} supporters. Now: {n}.", needed=3, n=1))
    await town.choose("dan", "je soutiens")
    assert votes(town) == 0
    await town.choose("emma", "je soutiens")

    opened = town.poll(1)
    with town.database.read() as tx:
        assert tx.members.get(opened.author).name == "Chloé Martin"
    assert (opened.terms.title, str(opened.terms.secrecy)) == ("Louer le four ?", "public")
    assert opened.closes_at.day == 14
    assert town.saw(_("Open until {ends}.", ends=opened.closes_at))
    assert town.was_told("chloe", _("{vote} is open in {group} until {ends}.", vote=_("Vote {number}", number="1"),
                                    group="La Ruche", ends=opened.closes_at))  # fmt: skip
    assert stage(town) is Stage.REACHED


async def test_support_is_given_once_and_can_be_taken_back(town: Town):
    await asks(town, "3")
    await town.say("chloe", "/vote Louer le four ?")

    await town.choose("dan", "je soutiens")
    await town.choose("dan", "leave")
    await town.choose("emma", "je soutiens")
    assert votes(town) == 0
    assert stage(town) is Stage.GATHERING

    await town.choose("dan", "je soutiens")
    assert votes(town) == 1


@pytest.mark.parametrize("town", shown(View.REACTIONS), indirect=True)
async def test_a_reaction_taken_back_takes_the_support_back(town: Town):
    await asks(town, "3")
    await town.say("chloe", "/vote Louer le four ?")
    card = town.card(town.says(_("I support it"))).ref

    await town.react("dan", card, 1)
    await town.unreact("dan", card, 1)

    with town.database.read() as tx:
        found = tx.initiatives.get(1)
    assert found is not None
    assert len(found.supporters) == 1


async def test_the_last_supporter_takes_the_question_with_them(village: Town):
    await asks(village, "3")
    await village.say("chloe", "/vote Rent the oven?")
    assert await village.choose("dan", "leave") == village.says(Phrase(NotSupporting.says, {"n": 1, "needed": 3}))
    assert await village.choose("chloe", "support") == village.says(Phrase(SupportsAlready.says, {"n": 1, "needed": 3}))

    await village.choose("chloe", "leave")

    assert stage(village) is Stage.WITHDRAWN
    assert village.saw(_("Nobody supports it any more: it is taken back."))


async def test_a_question_that_too_few_support_expires(town: Town):
    await asks(town, "3")
    await town.say("chloe", "/vote Louer le four ?")

    await town.wait(days=31)

    assert stage(town) is Stage.EXPIRED
    assert votes(town) == 0


async def test_pressing_a_button_of_a_question_that_is_over_is_refused(village: Town):
    await asks(village, "2")
    await village.say("chloe", "/vote Rent the oven?")
    await village.choose("dan", "support")
    assert await village.press("emma", Support(1)) == village.says(Phrase(InitiativeOver.says))


async def test_a_deadline_that_passed_while_supporters_were_sought_is_the_charters(village: Town):
    await asks(village, "2")
    await village.say("chloe", '/vote Rent the oven? ends="tomorrow 8pm"')
    await village.wait(days=5)
    await village.choose("dan", "support")
    assert village.poll().closes_at > village.time


async def test_an_organizer_opens_at_once_and_without_a_number_nobody_else_does(town: Town):
    await asks(town, "3")
    await town.say("ana", "/vote Louer le four ?")
    assert votes(town) == 1

    await asks(town, "")
    await town.say("chloe", "/vote Louer la salle ?")
    assert town.saw(Phrase(OnlyOrganizersOpen.says))


async def test_the_guided_proposal_looks_for_supporters_too(town: Town):
    await asks(town, "2")
    await town.say("chloe", "/menu")
    await town.whisper("chloe", "/vote Louer le four ?")
    await town.choose_privately("chloe", "publier")

    assert votes(town) == 0
    await town.choose("dan", "je soutiens")
    assert votes(town) == 1


async def test_supporters_are_judged_by_the_list_of_members_where_it_votes(village: Town):
    for one in ("ana", "bruno", "chloe", "dan"):
        await village.say(one, "/menu")
    village.enrol("bruno", "chloe", "emma")
    village.decree(open_to="organizers", initiative="2", electorate="members")
    await village.say("bruno", "/vote Paint the hall?")
    await village.choose("dan", "support")
    with village.database.read() as tx:
        assert tx.polls.all() == []
    await village.say("dan", "/vote Sell the hall?")
    with village.database.read() as tx:
        assert len(tx.initiatives.gathering(tx.groups.all()[0].id)) == 1
    await village.choose("chloe", "support")
    assert village.poll().terms.title == "Paint the hall?"
    with village.database.read() as tx:
        found = tx.initiatives.of_vote(village.poll().id)
        assert found is not None
        assert found.author == village.member("bruno")


async def test_who_supported_a_question_was_kept_for_ever(village: Town):
    await asks(village, "3")
    await village.say("chloe", "/vote Rent the oven? ends=2d")
    await village.choose("dan", "support")
    await village.choose("emma", "support")
    await village.say("chloe", "/vote Paint the hall?")
    await village.wait(days=3)
    await village.wait(days=35)
    await village.app.purge()
    assert supporters(village) == [3, 1]

    await village.wait(days=35)
    await village.app.purge()

    assert supporters(village) == [0, 0]
    with village.database.read() as tx:
        assert [one.n for number in (1, 2) if (one := tx.initiatives.get(number))] == [3, 1]
        assert tx.retention.latest()[1]["supporters"] == 2


def supporters(town: Town) -> list[int]:
    with town.database.read() as tx:
        return [len(one.supporters) for number in (1, 2) if (one := tx.initiatives.get(number))]
