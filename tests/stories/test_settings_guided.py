"""The charter by questions: one at a time, what contradicts is told at once, and nothing holds before the last yes."""

from bot.chat.text import Phrase
from bot.domain.contradictions import OpinionsInPublic
from bot.domain.presets import PRESETS
from handlers.settings.service import OnlyOrganizers
from tests.town import Town


def charter(town: Town):
    with town.database.read() as tx:
        return tx.groups.all()[0].charter


async def test_a_charter_is_answered_question_by_question(town: Town):
    await town.whisper("ana", "/menu")
    await town.say("ana", "/menu")
    await town.whisper("ana", "/reglages guide")
    for answer in ("local", "group", "all", "7d", "2/3", "1/4", "public", "early"):
        await town.choose_privately("ana", answer)
    assert charter(town) == PRESETS["quick"].charter

    await town.choose_privately("ana", "apply")

    found = charter(town)
    assert (found.preset, found.vote_days, found.majority, found.quorum, found.secrecy) == (
        "local", 7, "2/3", "1/4", "public",
    )  # fmt: skip


async def test_what_only_members_and_organizers_need_is_asked_where_it_matters(town: Town):
    await town.say("ana", "/menu")
    await town.whisper("ana", "/reglages guide")
    for answer in ("quick", "members", "30d", "yes", "scop", "organizers", "1/10"):
        await town.choose_privately("ana", answer)
    for _left in range(5):
        await town.choose_privately("ana", "keep")
    await town.choose_privately("ana", "apply")

    found = charter(town)
    assert (found.electorate, found.seniority_days, found.dues, found.proxies, found.open_to, found.initiative) == (
        "members", 30, True, "scop", "organizers", "1/10",
    )  # fmt: skip


async def test_a_contradiction_and_what_is_no_value_are_told_at_once_and_asked_again(town: Town):
    await town.say("ana", "/reglages politique=oui")
    await town.whisper("ana", "/reglages guide")
    for _left in range(5):
        await town.choose_privately("ana", "keep")
    await town.whisper("ana", "beaucoup")
    await town.choose_privately("ana", "keep")
    toast = await town.choose_privately("ana", "public")
    assert town.says(Phrase(OpinionsInPublic.says)) in (toast, town.told("ana"), *town.heard("ana"))
    await town.choose_privately("ana", "confidential")
    await town.choose_privately("ana", "keep")
    await town.choose_privately("ana", "yes")
    assert charter(town).quorum == ""


async def test_only_organizers_are_asked(village: Town):
    await village.say("bruno", "/settings guide")
    assert village.saw(Phrase(OnlyOrganizers.says, {"group": "La Ruche"}))
