"""The register: what was decided can be searched, completed, and comes back on the day of its review."""

from datetime import UTC, datetime

import pytest

from bot.chat.adapter import Gone
from bot.chat.text import Phrase, _, many
from handlers.decisions.chat import NoGroup, SearchTooLong, WhichDecision
from handlers.decisions.service import NoSuchDecision, OnlyItsKeepers
from tests.town import Town


def enter(town: Town, *titles: str) -> None:
    """Decisions taken one after another, as votes of the group would leave them."""
    with town.database.begin() as tx:
        for n, title in enumerate(titles, 1):
            at = datetime(2026, 10, n, 18, tzinfo=UTC)
            tx.decisions.enter(tx.groups.all()[0].id, title, "adopted", f"vote:{n}", at)


async def decide(town: Town, title: str, author: str = "bruno") -> None:
    """A vote from its opening to the register."""
    await town.say(author, f"/vote {title} secret=public fin=2h")
    await town.choose("chloe", "pour")
    await town.wait(hours=3)


def count(n: int) -> Phrase:
    return many("{n} decision in the register", "{n} decisions in the register", n)


async def test_a_vote_enters_the_register_with_its_result_and_date(town: Town):
    await decide(town, "Adopter la charte d'accueil ?")

    await town.say("dan", "/decisions")

    assert town.saw(count(1))
    assert town.saw(_("Decision {number} – {title}", number="1", title="Adopter la charte d'accueil ?"))
    day = datetime(2026, 11, 12).date()
    assert town.saw(_("Adopted on {day}, vote {vote}.", day=day, vote="1"))


async def test_an_empty_register_says_how_decisions_enter_it(town: Town):
    await town.say("bruno", "/registre")
    assert town.saw(
        _("The register is empty: decisions enter it when a vote ends. For example: /vote Shall we adopt the charter?")
    )


@pytest.mark.parametrize("words", ["épicerie", "EPICERIE", "horaires", "horaire epiceries", "l'épicerie"])
async def test_words_find_a_decision_whatever_accents_case_and_plural(village: Town, words: str):
    await village.say("ana", "/menu")
    enter(village, "Les horaires de l'Épicerie", "Le loyer du local")

    await village.say("bruno", f"/decisions {words}")

    assert "Les horaires de l'Épicerie" in village.last
    assert words in village.last  # said back as it was typed
    assert "loyer" not in village.last


async def test_in_private_the_group_must_be_known(village: Town):
    await village.whisper("bruno", "/decisions")
    assert village.was_told("bruno", Phrase(NoGroup.says))


async def test_words_that_find_nothing_say_so(town: Town):
    await town.say("ana", "/menu")
    enter(town, "Le loyer du local")
    await town.say("bruno", "/decisions potager")
    nothing = _("No decision with “{words}”. Try with fewer words, for example: /decisions charter", words="potager")
    assert town.saw(nothing)


async def test_the_register_is_turned_page_by_page_the_newest_first(town: Town):
    await town.say("ana", "/menu")
    enter(town, *(f"Point {n}" for n in range(1, 13)))

    await town.say("bruno", "/decisions")
    assert "Point 12" in town.last
    assert "Point 8" in town.last
    assert "Point 7" not in town.last
    await town.choose("bruno", "older")
    assert "Point 7" in town.last
    assert "Point 3" in town.last
    await town.choose("dan", "older")
    assert "Point 2" in town.last
    assert town.says(_("Page {page} of {pages}", page=3, pages=3)) in town.last
    await town.choose("bruno", "newer")
    assert "Point 7" in town.last


async def test_a_search_keeps_its_words_from_page_to_page(town: Town):
    await town.say("ana", "/menu")
    enter(town, *(f"{'Point' if n % 2 else 'Sujet'} {n}" for n in range(1, 17)))

    await town.say("bruno", "/decisions sujets")
    await town.choose("bruno", "older")

    assert "Sujet 2" in town.last
    assert "Point" not in town.last


async def test_details_lead_to_the_vote(town: Town):
    await decide(town, "Adopter la charte ?")
    await town.say("dan", "/decisions")
    await town.choose("dan", "details 1")
    assert town.saw(_("Nobody is in charge of it yet."))
    assert town.saw(_("No review is planned."))

    await town.choose("dan", "vote 1")
    assert "Adopter la charte" in town.told("dan")


async def test_the_author_of_the_vote_sets_who_is_in_charge_and_when_it_comes_back(town: Town):
    await decide(town, "Adopter la charte ?")

    await town.say("bruno", "/décisions 1 responsable=Léa revoir=12/05")

    assert town.saw(_("In charge: {name}.", name="Léa"))
    assert town.saw(_("To be reviewed on {day}.", day=datetime(2027, 5, 12).date()))
    await town.wait(days=200)
    assert sum(town.says(_("To be reviewed today")) in text for text in town.seen()) == 1


async def test_organizers_may_complete_a_decision_and_others_may_not(town: Town):
    await decide(town, "Adopter la charte ?")

    await town.say("dan", "/decisions 1 owner=Dan")
    assert town.saw(Phrase(OnlyItsKeepers.says, {"number": "1"}))

    await town.say("ana", "/menu")
    await town.whisper("ana", "/decisions 1 owner=Ana review=12/12")
    assert town.saw(_("In charge: {name}.", name="Ana"))


async def test_a_review_that_is_taken_back_never_comes(town: Town):
    await decide(town, "Adopter la charte ?")
    await town.say("bruno", "/decisions 1 revoir=12/12 responsable=Léa")
    await town.say("bruno", "/decisions 1 revoir=aucun responsable=aucun")
    await town.wait(days=60)
    assert not town.saw(_("To be reviewed today"))


async def test_in_private_the_register_is_that_of_my_groups_alone(village: Town):
    other = village.hub.group("quai", "Le Quai", [village.people["dan"]], [village.people["dan"]])
    await village.say("ana", "/menu")
    await village.hub.say(village.people["dan"], other, "/menu")
    await village.settle()
    enter(village, "Le loyer")

    await village.whisper("dan", "/decisions loyer")
    assert "Le loyer" not in village.told("dan")
    await village.whisper("dan", "/decisions 1")
    assert village.was_told("dan", Phrase(NoSuchDecision.says, {"number": "1"}))

    await village.say("dan", "/menu")
    await village.whisper("dan", "/decisions loyer")
    assert "Le loyer" in village.told("dan")
    assert "La Ruche" in village.told("dan")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("99", NoSuchDecision),
        ("999999999", NoSuchDecision),
        ("owner=Léa", WhichDecision),
        ("charte owner=Léa", WhichDecision),
        ("x" * 60, SearchTooLong),
    ],
)
async def test_what_cannot_be_found_is_said_with_an_example(village: Town, text: str, says: type[NoSuchDecision]):
    await village.say("bruno", f"/decisions {text}")
    assert village.last == village.says(Phrase(says.says, {"number": text}))


@pytest.mark.parametrize("review", ["hier", "31/02", "bientôt"])
async def test_a_review_date_that_cannot_be_is_refused(village: Town, review: str):
    await decide(village, "Adopter la charte ?")
    await village.say("bruno", f"/decisions 1 revoir={review}")
    with village.database.read() as tx:
        assert tx.decisions.all()[0].review_on is None
    assert not village.saw(_("To be reviewed on {day}.", day=village.time.date()))


async def test_a_page_that_can_no_longer_be_turned_is_said_anew(village: Town):
    await village.say("ana", "/menu")
    enter(village, *(f"Point {n}" for n in range(1, 8)))
    await village.say("bruno", "/decisions")
    village.hub.fail_next(Gone(), "edit")

    await village.choose("bruno", "older")

    assert "Point 2" in village.last
    assert len(village.seen()) == 3


async def test_turning_a_page_adds_no_message(village: Town):
    await village.say("ana", "/menu")
    enter(village, *(f"Point {n}" for n in range(1, 8)))
    await village.say("bruno", "/decisions")
    await village.choose("bruno", "older")
    assert "Point 2" in village.last
    assert len(village.seen()) == 2
