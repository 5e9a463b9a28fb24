"""Who opens a vote where the members vote, and how each part is called. The matrix of every command is made from what
they declare: test_permissions_generated.py."""

import re

import pytest

from bot.chat.address import Chat
from bot.domain.charter import Charter
from bot.domain.permissions import Act, Part, may
from handlers.polls.rights import ObserversOpenNone, OnlyOrganizersOpen
from handlers.reminders.service import NotYourReminder
from handlers.rights import PARTS, OnlyThese
from handlers.settings.service import OnlyOrganizers
from tests.town import Town

REFUSALS = (OnlyThese, OnlyOrganizers, OnlyOrganizersOpen, NotYourReminder, ObserversOpenNone)


def test_every_part_has_a_name_for_people() -> None:
    assert set(PARTS) == set(Part) - {Part.ANYBODY}


async def cast(town: Town, part: str) -> set[Part]:
    """Bruno becomes what the parts say; Dan is a member, and Emma the secretary."""
    for who in ("ana", "bruno", "dan", "emma"):
        await town.say(who, "/menu")
    await town.say("ana", "/reglages membre Dan statut=membre")
    await town.say("ana", "/reglages role donner secrétaire | Emma")
    for one in part.split():
        if one in ("observer", "member"):
            await town.say("ana", f"/reglages membre Bruno statut={one}")
        else:
            await town.say("ana", f"/reglages role donner {one} | Bruno")
    return {Part.ANYBODY, Part.PRESENT, *map(Part, part.split())}


def refused(town: Town, chats: list[Chat], since: dict[Chat, int]) -> bool:
    """Whether one of the newest messages says that only others may."""
    said = re.compile("|".join(re.sub(r"\\{\w+\\}", ".*", re.escape(no.says)) for no in REFUSALS))
    new = [text for chat in chats for text in town.seen(chat)[since[chat] :]]
    return any(said.match(text) for text in new)


@pytest.mark.parametrize("private", [False, True], ids=["group", "private"])
@pytest.mark.parametrize("initiative", ["", "3"], ids=["alone", "initiative"])
@pytest.mark.parametrize("part", ["", "observer", "member", "observer secretary", "observer organizer"])
async def test_where_the_members_vote_an_observer_opens_none(
    village: Town, part: str, initiative: str, private: bool
):  # fmt: skip
    parts = await cast(village, part)
    village.decree(electorate="members", initiative=initiative)
    chats = [village.group, village.hub.private_chat(village.people["bruno"])]
    charter = Charter(electorate="members", initiative=initiative)
    lines = ("/vote Adopter la charte ?", Act.OPEN_VOTE), ("/sondage Quelle soupe ? | A | B", Act.OPEN_POLL)
    for line, act in lines:
        since = {chat: len(village.seen(chat)) for chat in chats}
        await (village.whisper if private else village.say)("bruno", line)
        assert refused(village, chats, since) is not may(act, parts, charter), line
        await village.whisper("bruno", "/annuler") if private else None
