"""Lines that are taken for something else: nothing of them is published before a yes, and what is meant is done."""

import pytest

from bot.chat.text import Phrase, _
from bot.core import slips
from bot.domain.errors import Or
from bot.domain.projects import State
from tests.town import Town


def published(town: Town) -> int:
    """How many projects, points, questions, votes and needs there are, drafts too."""
    tables = ("projects", "points", "questions", "polls", "aid", "reminders")
    with town.database.read() as tx:
        return sum(tx.cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def state(town: Town) -> State:
    with town.database.read() as tx:
        found = tx.projects.get(1)
    assert found is not None
    return found.state


@pytest.mark.parametrize(
    "line",
    [
        "/projets supprimer", "/projets membres", "/projects delete 1", "/projects members", "/odj retirer",
        "/agenda remove", "/ask close", "/question clore", "/besoin fermer", "/offer close", "/sondage membres",
        "/vote modifier", "/vote clore", "/vote monter", "/poll who?",
    ],
)  # fmt: skip
async def test_a_word_for_something_to_do_is_published_only_after_a_yes(village: Town, line: str):
    """Broken once: each of these was published as it is."""
    await village.say("ana", line)
    assert published(village) == 0


async def test_it_is_asked_how_it_is_written_and_whether_it_is_to_be_published(town: Town):
    await town.say("ana", "/projets membres")
    assert town.saw(_("“{text}” looks like something to do, so I published nothing.", text="membres"))
    form = Phrase("/projects members {number}", {"number": slips.ANY})
    assert town.saw(_("It is written like this: {form}", form=form))
    assert published(town) == 0

    await town.choose("ana", "publier")
    assert town.saw(_("Project {number} – {name}", number="1", name="membres"))


async def test_a_no_publishes_nothing(town: Town):
    await town.say("ana", "/odj retirer")
    await town.choose("ana", "non")
    assert published(town) == 0
    await town.say("ana", "/odj retirer")
    await town.choose("ana", "oui")
    assert published(town) == 1


@pytest.mark.parametrize("line", ["/projets clore 1", "/projets fermer 1", "/projects close 1", "/projects end 1"])
async def test_a_project_is_closed_by_each_of_its_words(village: Town, line: str):
    await village.say("chloe", "/projets Jardin partagé")
    await village.say("chloe", line)
    assert published(village) == 1
    assert state(village) is State.CLOSED


async def test_news_are_announced_and_its_people_are_told(town: Town):
    await town.say("chloe", "/projets Jardin partagé")
    await town.say("chloe", "/projects announce 1 hello")
    await town.whisper("chloe", "/projets membres 1")
    assert published(town) == 1
    assert town.was_told("chloe", _("Taking part: {names}", names=("Chloé",)))
    await town.say("chloe", "/projets fermer 2 routes")
    assert published(town) == 2


@pytest.mark.parametrize("command", ["projets", "odj", "ask", "besoin", "offre", "sondage", "vote", "rappel"])
async def test_help_is_given_and_a_list_is_shown(village: Town, command: str):
    """Broken once: `/odj ?` and `/projets aide` were published."""
    for word in ("?", "aide", "help", "liste", "list"):
        before = len(village.seen()) + len(village.heard("ana"))
        await village.say("ana", f"/{command} {word}")
        assert len(village.seen()) + len(village.heard("ana")) > before
    assert published(village) == 0
    assert village.was_told("ana", Phrase("/agenda Review of the grocery")) or command != "odj"


async def test_reminders_are_listed_where_one_is_to_be_cancelled(town: Town):
    """Broken once: "annuler 1" was not understood as a date."""
    await town.say("ana", "/rappel vendredi 19h réunion logiciels")
    for line in ("/rappel annuler 1", "/rappel liste", "/remind cancel 1", "/remind list"):
        await town.say("ana", line)
        assert town.says(_("Reminders of the group")) in town.last
    await town.choose("ana", town.says(_("Cancel: {text}", text="réunion logiciels")))
    assert town.says(_("No reminder is waiting. For example: /remind tomorrow 7pm software meeting")) in town.last


async def test_a_need_and_a_poll_are_closed_by_their_number(town: Town):
    await town.say("ana", "/besoin une remorque, Vaise")
    await town.say("ana", "/besoin clore 1")
    await town.say("ana", "/sondage Tisane ?")
    await town.say("ana", "/sondage clore 1")
    assert published(town) == 2
    assert not town.poll().is_open
    with town.database.read() as tx:
        item = tx.aid.get(1)
    assert item is not None
    assert not item.is_open


async def test_a_category_that_is_none_is_no_slip_for_another(town: Town):
    """Broken once: "foo" became "food" without a word."""
    await town.say("ana", "/need a ladder category=foo")
    assert published(town) == 0
    known = Or(("things", "transport", "skills", "time", "care", "food", "home", "ideas", "money", "other"))
    says = "“{text}” is no category. Choose among: {known}. For example: {key}={example}"
    assert town.saw(Phrase(says, {"text": "foo", "known": known, "key": "category", "example": "skills"}))
