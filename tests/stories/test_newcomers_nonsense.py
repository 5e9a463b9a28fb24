"""What makes no sense at a step of a newcomer's path gets the sentence of that step, and nothing is lost."""

import pytest

from bot.chat.text import Phrase, _
from bot.core.router import NoWords, UnknownCommand
from bot.domain.places import NoPlace, TooExact
from bot.domain.welcome import Stage
from handlers.welcome.flow import EXAMPLES, AcceptInWords, NotBegun, Novel, Wordless
from tests.stories.test_newcomers import ANSWERS, BRING, HOME, SUITS, WHERE, arrived, path
from tests.town import Town

QUESTIONS = (WHERE, *(following for _answer, following in ANSWERS))
STEPS = (Stage.AREA, Stage.BRING, Stage.NEED, Stage.CHARTER)
NOVEL = "Il était une fois. " * 263 + "Fin"  # 5,000 characters
ELSE = "Ich wohne nicht hier, danke"
WORDLESS = _("I can only read words, and there are none in that. We were here:")


async def greeted(town: Town) -> None:
    """Zoé reads the first exchange, and has not begun."""
    await town.join("zoe", "Zoé Lune")
    await town.wait(minutes=2)
    await town.choose("zoe", "connaissance")


async def at(town: Town, stage: Stage) -> None:
    """Zoé is asked the question of a stage."""
    await arrived(town)
    for answer, _next in ANSWERS[: STEPS.index(stage)]:
        await town.whisper("zoe", answer)


def answer_to(stage: Stage, text: str) -> Phrase:
    """What a step says to something that is no answer."""
    kept = text.strip()[:60]
    if stage is Stage.CHARTER:
        return Phrase(AcceptInWords.says, {"text": kept})
    if stage is Stage.AREA and text == NOVEL:
        return Phrase(TooExact.says)
    if stage is Stage.AREA:
        return Phrase(NoPlace.says, {"text": kept})
    if text == NOVEL:
        return Phrase(Novel.says, {"n": len(NOVEL), "most": 500, "example": EXAMPLES[stage]})
    return Phrase(Wordless.says, {"text": kept, "example": EXAMPLES[stage]})


@pytest.mark.parametrize("text", ["blurp zgrml", NOVEL, "🎉", "", ELSE])
async def test_before_the_first_question_it_is_said_how_to_begin(town: Town, text: str):
    await greeted(town)
    before = path(town)

    await town.whisper("zoe", text)

    assert town.told("zoe") == town.says(Phrase(NotBegun.says, {"text": text.strip()[:60] or "…"}))
    assert path(town) == before
    await town.whisper("zoe", {"fr": "c’est parti !", "en": "Let's go!"}[town.language])
    assert town.says(WHERE) in town.told("zoe")


async def test_a_menu_in_between_leaves_the_beginning_where_it_was(town: Town):
    await greeted(town)
    await town.whisper("zoe", "/aide")
    await town.whisper("zoe", "blurp")
    assert town.told("zoe") == town.says(Phrase(NotBegun.says, {"text": "blurp"}))
    await town.whisper("zoe", "c'est parti")
    assert town.says(WHERE) in town.told("zoe")


async def test_whoever_waits_before_the_door_is_told_how_to_begin_too(town: Town):
    town.people["zoe"] = town.hub.person("zoe", "Zoé Lune", town.language)
    await town.hub.ask_to_join(town.people["zoe"], town.group)
    await town.settle()
    await town.whisper("zoe", "blurp")
    assert town.told("zoe") == town.says(Phrase(NotBegun.says, {"text": "blurp"}))
    await town.choose_privately("zoe", "plus tard")
    left = _("Left there, and nothing is lost. /welcome takes it up again, on whatever network you write to me.")
    assert town.was_told("zoe", left)


@pytest.mark.parametrize("text", [NOVEL, "🎉"])
@pytest.mark.parametrize("stage", STEPS)
async def test_what_is_no_answer_gets_the_sentence_of_the_step(town: Town, stage: Stage, text: str):
    await at(town, stage)
    before = path(town)

    await town.whisper("zoe", text)

    assert town.told("zoe") == town.says(answer_to(stage, text))
    assert path(town) == before
    await finish(town, stage)


@pytest.mark.parametrize("stage", STEPS)
async def test_a_sticker_is_answered_and_the_question_asked_again(town: Town, stage: Stage):
    await at(town, stage)
    before = path(town)

    await town.whisper("zoe", "")

    assert town.was_told("zoe", WORDLESS)
    assert town.says(QUESTIONS[STEPS.index(stage)]) in town.told("zoe")
    assert path(town) == before
    await finish(town, stage)


@pytest.mark.parametrize("stage", STEPS)
async def test_a_command_is_done_and_the_question_stays_open(town: Town, stage: Stage):
    await at(town, stage)
    before = path(town)

    await town.whisper("zoe", "/xyzzy")
    assert town.told("zoe") == town.says(Phrase(UnknownCommand.says, {"word": "xyzzy", "near": "proxy"}))
    await town.whisper("zoe", "/confidentialite")
    assert path(town) == before
    await finish(town, stage)


@pytest.mark.parametrize("stage", STEPS)
async def test_a_number_below_a_menu_picks_from_it_and_answers_no_question(town: Town, stage: Stage):
    await at(town, stage)
    before = path(town)

    await town.whisper("zoe", "/aide")
    await town.whisper("zoe", "6")

    assert path(town) == before
    assert "6" not in town.told("zoe"), "it was no answer"
    assert len(town.heard("zoe")[-1]) > 20
    await finish(town, stage)


@pytest.mark.parametrize("number", ["0", "7", "12"])
async def test_a_number_is_no_yes_to_the_charter_and_none_of_its_versions(town: Town, number: str):
    await at(town, Stage.CHARTER)
    await town.whisper("zoe", number)
    assert town.told("zoe") == town.says(Phrase(AcceptInWords.says, {"text": number}))
    assert not path(town).is_done


async def test_words_of_another_language_are_an_answer_that_can_be_taken_back(town: Town):
    await at(town, Stage.AREA)
    await town.whisper("zoe", ELSE)
    assert town.says(BRING) in town.told("zoe")
    assert ELSE in town.told("zoe"), "it is seen how they were read"
    await town.choose_privately("zoe", "retour")
    await town.whisper("zoe", "Vaise")
    await town.whisper("zoe", "Ich backe Brot")
    assert (path(town).area, path(town).bring) == ("Vaise", "Ich backe Brot")


async def test_where_nothing_is_asked_a_sticker_is_told_that_words_are_read(town: Town):
    await town.whisper("emma", "")
    assert town.told("emma") == town.says(Phrase(NoWords.says))


async def finish(town: Town, stage: Stage) -> None:
    """The path goes on as if nothing had happened."""
    for answer, following in ANSWERS[STEPS.index(stage) :]:
        await town.whisper("zoe", answer)
        assert town.says(following) in town.told("zoe")
    await town.whisper("zoe", {"fr": "J’accepte.", "en": "I accept!"}[town.language])
    assert town.says(HOME) in town.told("zoe")
    found = path(town)
    assert (found.area, found.bring, found.need, found.is_done) == ("Vaise", "du pain", "une remorque", True)
    assert town.was_told("zoe", SUITS)
