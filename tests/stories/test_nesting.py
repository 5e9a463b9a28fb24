"""Groups in groups: an organizer of both says so, circles are refused, and the tree is there to read."""

from bot.chat.text import Phrase, _
from bot.domain.codes import LOCKED, CodeUnknown, TooManyTries
from bot.domain.deeds import Deed
from bot.domain.tree import AboveItself
from handlers.settings.actions import Journal
from handlers.settings.nesting import BelongsToNone, NoWiderGroup
from handlers.settings.service import OnlyOrganizers
from tests.neighbours import code, lyon, nested, parent, say
from tests.town import Town


async def test_a_code_from_the_wider_group_joins_the_local_one(town: Town):
    chat = await lyon(town, "bruno")

    await say(town, "bruno", "/reglages code", chat)
    given = code(town, "bruno")
    await town.say("ana", f"/reglages au-dessus={given.lower()}")

    assert parent(town) == "Lyon"
    told = _("{group} now belongs to {wider}. A question that it cannot settle alone may rise there.",
             group="La Ruche", wider="Lyon")  # fmt: skip
    assert town.saw(told)
    assert town.saw(told, chat)
    assert given not in "".join(town.seen(chat))  # the code is for its asker alone

    await town.say("ana", "/reglages above=none")
    await town.say("ana", f"/reglages above={given}")

    assert parent(town) is None
    assert town.saw(Phrase(CodeUnknown.says))


async def test_whoever_organizes_both_names_the_wider_one_or_presses_it(town: Town):
    chat = await lyon(town, "bruno", "ana")
    await say(town, "ana", "/menu", chat)

    await town.say("ana", "/reglages au-dessus=lyon")
    assert parent(town) == "Lyon"

    await town.say("ana", "/reglages au-dessus")
    await town.choose("ana", "none")
    assert parent(town) is None


async def test_the_question_takes_a_code_as_well(town: Town):
    chat = await lyon(town, "bruno")
    await say(town, "bruno", "/settings code", chat)
    await town.say("ana", "/groupes")
    await town.choose("ana", "au-dessus")

    asked = town.card(town.says(_("To which wider group does {group} belong?", group="La Ruche")))
    await town.say("ana", code(town, "bruno"), reply_to=asked.ref)

    assert parent(town) == "Lyon"


async def test_a_name_tells_nothing_of_groups_that_one_does_not_organize(town: Town):
    await lyon(town, "bruno")
    await town.say("ana", "/reglages au-dessus=Lyon")
    assert town.saw(Phrase(NoWiderGroup.says, {"text": "Lyon"}))
    assert parent(town) is None


async def test_a_circle_is_refused(town: Town):
    chat = await nested(town, "bruno", "ana")

    await say(town, "ana", "/reglages au-dessus=La Ruche", chat)
    await town.say("ana", "/reglages au-dessus=La Ruche")

    assert town.saw(Phrase(AboveItself.says), chat)
    assert town.saw(Phrase(AboveItself.says))
    assert parent(town, "Lyon") is None


async def test_a_code_tried_ten_times_is_worth_nothing_more(town: Town):
    chat = await lyon(town, "bruno")
    await say(town, "bruno", "/reglages code", chat)
    right = code(town, "bruno")

    for _try in range(10):
        await town.say("ana", "/reglages above=BCDF-2345")
    assert len([text for text in town.seen() if town.says(Phrase(CodeUnknown.says)) in text]) == 10
    await town.say("ana", f"/reglages above={right}")

    assert parent(town) is None
    assert town.saw(Phrase(TooManyTries.says, {"until": town.time + LOCKED}))

    await town.wait(hours=2)
    await say(town, "bruno", "/reglages code", chat)
    await town.say("ana", f"/reglages above={code(town, 'bruno')}")
    assert parent(town) == "Lyon"


async def test_a_code_is_too_old_after_a_quarter_of_an_hour(village: Town):
    chat = await lyon(village, "bruno")
    await say(village, "bruno", "/settings code", chat)
    await village.wait(minutes=16)
    await village.say("ana", f"/settings above={code(village, 'bruno')}")
    assert village.saw(Phrase(CodeUnknown.says))


async def test_only_organizers_join_leave_and_get_codes(town: Town):
    await lyon(town, "bruno")
    for line in ("/reglages code", "/reglages au-dessus=Lyon", "/reglages au-dessus", "/reglages above=none"):
        await town.say("dan", line)
        assert town.says(Phrase(OnlyOrganizers.says, {"group": "La Ruche"})) in town.last

    await town.say("ana", "/reglages above=none")
    assert town.saw(Phrase(BelongsToNone.says, {"group": "La Ruche"}))


async def test_the_tree_shows_both_groups_with_their_people(town: Town):
    await nested(town, "bruno")

    await town.say("emma", "/groupes")

    lines = [line for line in town.last.splitlines() if "Lyon" in line or "La Ruche" in line]
    assert lines[0].startswith("Lyon")
    assert lines[1].startswith("– La Ruche")
    assert "(" in lines[1]


async def test_everybody_reads_what_organizers_did(town: Town):
    await nested(town, "bruno")
    await town.say("chloe", "/vote Louer la salle ?")
    await town.say("ana", "/reglages quorum=1/4")
    await town.say("ana", "/vote clore 1")

    await town.say("emma", "/reglages journal")

    with town.database.read() as tx:
        deeds = [one.deed for one in tx.acts.all() if tx.groups.get(one.group).name == "La Ruche"]
    assert deeds == [Deed.NESTED, Deed.SETTINGS, Deed.VOTE_CLOSED]
    assert town.says(_("Journal of {group}", group="La Ruche")) in town.told("emma")
    assert town.told("emma").index("Louer la salle") < town.told("emma").index("Lyon")


async def test_an_author_who_closes_their_own_vote_is_not_written_down(village: Town):
    await village.say("chloe", "/vote Rent the hall?")
    await village.say("chloe", "/vote close 1")
    with village.database.read() as tx:
        assert list(tx.acts.all()) == []


async def test_the_journal_is_read_page_by_page_by_its_group_alone(village: Town):
    for n in range(1, 12):
        await village.say("ana", f"/settings quorum={n}")
    await village.say("dan", "/settings journal")
    await village.choose_privately("dan", "older")
    assert "Page 2 of 2" in village.told("dan")

    village.people["zoe"] = village.hub.person("zoe", "Zoé", "en")
    await village.whisper("zoe", "/menu")
    with village.database.read() as tx:
        ruche = tx.groups.all()[0].id
    hers = village.hub.messages(village.hub.private_chat(village.people["zoe"]))[-1].ref
    await village.whisper("zoe", "/settings journal")
    await village.press("zoe", Journal(ruche, 0), hers)
    assert "quorum" not in " ".join(village.heard("zoe")).lower()
