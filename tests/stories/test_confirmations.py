"""Whatever asks whether to do something: a yes that names it and a no, by button, number or word alike."""

import ast
from pathlib import Path

from bot.chat.text import Phrase, _
from bot.core.asking import NO, UNCHANGED, YES, NeitherYesNorNo
from bot.core.meant import NotUnderstood
from tests.town import Town

ROOT = Path(__file__).parents[2]
# Where a yes is an answer among others, or a value of a setting.
OTHERWISE = {
    "handlers/aid/line.py", "handlers/members/me.py", "handlers/plenaries/line.py",
    "handlers/plenaries/views.py", "handlers/polls/views.py",
    "handlers/questions/line.py", "handlers/settings/advanced.py", "handlers/settings/reading.py",
    "handlers/settings/values.py", "handlers/welcome/flow.py", "handlers/welcome/views.py",
}  # fmt: skip


async def asked_to_erase(town: Town) -> None:
    await town.say("emma", "/menu")
    await town.whisper("emma", "/moi effacer")
    assert town.says(_("Erase my account?")) in town.told("emma")


def is_there(town: Town, who: str) -> bool:
    with town.database.read() as tx:
        return tx.members.of(town.people[who]) is not None


async def test_a_no_by_button_number_or_word_changes_nothing_and_says_so(town: Town):
    for no in (town.says(_("No")), "2", "non", "no", "Annuler."):
        await asked_to_erase(town)
        if no in ("2", "Annuler."):
            await town.whisper("emma", no)
        else:
            await town.choose_privately("emma", no)
        assert town.told("emma") == town.says(UNCHANGED)
        assert is_there(town, "emma")


async def test_a_yes_by_number_or_word_does_it(town: Town):
    await asked_to_erase(town)
    await town.whisper("emma", "Oui !")
    assert town.says(_("Your account is erased. You can come back whenever you want.")) in town.told("emma")
    await asked_to_erase(town)
    await town.whisper("emma", "1")
    assert town.says(_("Your account is erased. You can come back whenever you want.")) in town.told("emma")


async def test_what_is_neither_is_told_so_and_the_question_stays(town: Town):
    await asked_to_erase(town)
    for text in ("peut-être", "🎉", "ja"):
        await town.whisper("emma", text)
        assert town.told("emma") == town.says(Phrase(NeitherYesNorNo.says, {"text": text}))
    await town.whisper("emma", "non")
    assert town.told("emma") == town.says(UNCHANGED)
    await town.whisper("emma", "peut-être")
    assert town.told("emma") == town.says(Phrase(NotUnderstood.says, {"text": "peut-être"})), "it is over"


async def test_the_last_step_of_a_conversation_asks_in_the_same_way(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/reglages membres importer\nnom;statut\nZoé Faure;membre")
    if town.says(_("Apply it?")) not in town.told("ana"):
        await town.say("ana", "/menu")
    assert town.says(_("Apply it?")) in town.told("ana")
    await town.whisper("ana", "peut-être")
    assert town.told("ana") == town.says(Phrase(NeitherYesNorNo.says, {"text": "peut-être"}))
    await town.choose_privately("ana", "non")
    assert town.told("ana") == town.says(UNCHANGED)


async def test_a_no_to_a_preview_leaves_it(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/menu")
    await town.whisper("ana", "/vote Louer le local ?")
    await town.whisper("ana", "non")
    assert town.told("ana") == town.says(_("Left without publishing anything."))


def test_a_yes_is_said_in_one_place():
    """A feature that writes "oui" by itself makes a confirmation of its own kind."""
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        words = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        if YES[0] in words:
            found.add(path.relative_to(ROOT).as_posix())
    assert found == OTHERWISE


def test_no_word_is_both_a_yes_and_a_no():
    assert not set(YES) & set(NO)


async def test_a_ballot_takes_the_same_words_and_is_none(town: Town):
    await town.whisper("bruno", "/menu")
    await town.say("bruno", "/vote Louer le local ?")
    await town.whisper("bruno", "/vote 1")
    await town.whisper("bruno", "oui")
    assert town.ballot() == (1, 0, 0, 0)
    await town.whisper("bruno", "non")
    assert town.ballot() == (0, 1, 0, 0)
    await town.whisper("bruno", "peut-être")
    assert town.told("bruno") != town.says(Phrase(NeitherYesNorNo.says, {"text": "peut-être"}))


async def test_a_preview_that_was_answered_asks_nothing_any_more(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "je cherche une remorque samedi matin")
    await town.whisper("ana", "peut-être")
    assert town.told("ana") == town.says(Phrase(NeitherYesNorNo.says, {"text": "peut-être"}))
    await town.whisper("ana", "non")
    await town.whisper("ana", "peut-être")
    assert town.told("ana") == town.says(Phrase(NotUnderstood.says, {"text": "peut-être"}))
