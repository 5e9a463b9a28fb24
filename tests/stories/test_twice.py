"""The same line sent twice by the same person: one thing is there, and a yes publishes a second one."""

import pytest

from bot.chat.text import _
from tests.town import Town

LINES = (
    ("/vote Adopter la charte ?", "polls"),
    ("/vote Quel local ? | Pasteur | Marché", "polls"),
    ("/sondage Quelle soupe ? | Poireau | Courge", "polls"),
    ("/question Que cuisine-t-on samedi ?", "questions"),
    ("/projets Potager : des légumes pour tout le monde", "projects"),
    ("/besoin une remorque", "aid"),
)


def number(town: Town, table: str) -> int:
    with town.database.read() as tx:
        return int(tx.cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


@pytest.mark.parametrize(("line", "table"), LINES)
async def test_what_is_sent_twice_is_there_once_and_a_second_time_after_a_yes(village: Town, line: str, table: str):
    """Broken once: two votes, two questions, two projects, and nobody knew which one to answer."""
    await village.say("ana", line)
    await village.say("ana", line.replace(" ", "  ", 1).upper() if "|" not in line and table != "projects" else line)
    assert number(village, table) == 1
    assert village.saw(_("Nothing was published a second time."))
    await village.choose("ana", "yes")
    assert number(village, table) == 2


async def test_a_no_leaves_the_one_there_is_and_the_sentence_names_it(town: Town):
    await town.say("ana", "/vote Adopter la charte ?")
    await town.say("ana", "/vote Adopter la charte ?")
    what = _("Vote {number} – {title}", number="1", title="Adopter la charte ?")
    assert town.saw(_("You have published that already: {what}", what=what))
    await town.choose("ana", "non" if town.language == "fr" else "no")
    assert number(town, "polls") == 1


async def test_others_ask_the_same_and_so_does_the_author_once_it_is_over(village: Town):
    await village.say("ana", "/vote Adopt the charter?")
    await village.say("bruno", "/vote Adopt the charter?")
    assert number(village, "polls") == 2
    await village.say("ana", "/vote close 1")
    await village.say("ana", "/vote Adopt the charter?")
    assert number(village, "polls") == 3
    await village.say("ana", "/poll Adopt the charter?")
    assert number(village, "polls") == 4


@pytest.mark.parametrize(("line", "table"), [one for one in LINES if one[1] != "aid"])
async def test_what_is_typed_in_private_is_asked_about_before_its_preview(village: Town, line: str, table: str):
    """Broken once: in private the second one was shown and published like the first."""
    await village.say("ana", line)
    await village.whisper("ana", line)
    assert village.was_told("ana", _("Nothing was published a second time."))
    await village.whisper("ana", "no")
    assert number(village, table) == 1

    await village.whisper("ana", line)
    await village.whisper("ana", "yes")
    await village.whisper("ana", "publish")
    assert number(village, table) == 2


async def test_a_vote_under_the_statutes_is_another_one(village: Town):
    """Broken once: whoever corrected a subject was told that the vote was there already."""
    await village.say("ana", "/vote Approuver les comptes ? objet=compte")
    await village.say("ana", "/vote Approuver les comptes ? objet=comptes")
    assert number(village, "polls") == 2
