"""The matrix of permissions: every command, for every role, in the group and in private, as the one table says.

What a line needs stands beside it; a command that is declared and not listed here fails the test.
"""

import re

import pytest

from bot.chat.address import Chat
from bot.domain.charter import Charter
from bot.domain.permissions import Act, Part, may
from handlers.features import FEATURES
from handlers.polls.rights import ObserversOpenNone, OnlyOrganizersOpen
from handlers.reminders.service import NotYourReminder
from handlers.rights import PARTS, OnlyThese
from handlers.settings.service import OnlyOrganizers
from tests.town import Town

# Each command with lines of it and the act that they are; None for what everybody may.
LINES: dict[str, tuple[tuple[str, Act | None], ...]] = {
    "sondage": (("/sondage Quelle soupe ? | Poireau | Courge", Act.OPEN_POLL),),
    "vote": (("/vote Adopter la charte ?", Act.OPEN_VOTE),),
    "proposer": (("/proposer", None),),
    "pouvoir": (("/pouvoir", None),),
    "decisions": (("/decisions", Act.READ_REGISTER),),
    "pleniere": (("/pleniere", None), ("/pleniere samedi 5 décembre 14h | MJC", Act.CONVENE),
                 ("/pleniere tous les premiers jeudis du mois à 19h30 | MJC", Act.CONVENE)),
    "odj": (("/odj", None), ("/odj Bilan de l'épicerie", Act.ADD_POINT)),
    "projets": (("/projets", None),),
    "besoin": (("/besoin une remorque samedi matin, Vaise", None),),
    "offre": (("/offre cours de guitare, le mercredi", None),),
    "entraide": (("/entraide", None), ("/entraide guitare", None)),
    "question": (("/question Que cuisine-t-on samedi ?", None),),
    "calendrier": (("/calendrier", None),),
    "rappel": (("/rappel vendredi 19h réunion", None),),
    "reglages": (
        ("/reglages", Act.READ_SETTINGS), ("/reglages durée=7j", Act.CHANGE_SETTINGS),
        ("/reglages quorum", Act.CHANGE_SETTINGS),
        ("/reglages membres", Act.READ_MEMBERS), ("/reglages membres exporter", Act.EXPORT_MEMBERS),
        ("/reglages role donner Potager | Dan", Act.GIVE_ROLE),
        ("/reglages role retirer secrétaire | Emma", Act.TAKE_ROLE),
        ("/reglages membre Dan numéro=17", Act.WRITE_MEMBERSHIPS),
        ("/reglages membre Dan cotisation=31/12/2026", Act.WRITE_DUES),
        ("/reglages membre Emma statut=exclu", Act.EXCLUDE_MEMBER),
        ("/reglages membre Dan statut=observateur", Act.TAKE_VOTE),
    ),
    "membres": (("/membres", Act.READ_MEMBERS), ("/membres importer", Act.IMPORT_MEMBERS)),
    "roles": (("/roles", None),),
    "moi": (("/moi", None), ("/moi copie", None)),
    "lier": (("/lier", None),),
    "jumeler": (("/jumeler", Act.PAIR_CHAT),),
    "accueil": (
        ("/accueil", None), ("/accueil contact Nour, le samedi", Act.WELCOME),
        ("/accueil charte On s'écoute", Act.WELCOME),
        ("/accueil lieux Vaise", Act.WELCOME), ("/accueil date samedi 14h | Café", Act.WELCOME),
        ("/accueil textes", Act.WELCOME),
    ),
    "menu": (("/menu", None),),
    "annuler": (("/annuler", None),),
    "confidentialite": (("/confidentialite", None),),
    "operateur": (),  # nobody's part in a group: whoever runs the bot
}  # fmt: skip
# Alone and together: whoever has several parts may do what any of them may.
ROLES = (
    "", "observer", "member", "organizer", "treasurer", "welcomer", "secretary", "chair", "observer treasurer",
    "member secretary", "welcomer treasurer", "secretary chair", "member organizer",
)  # fmt: skip
REFUSALS = (OnlyThese, OnlyOrganizers, OnlyOrganizersOpen, NotYourReminder, ObserversOpenNone)


def test_every_command_stands_in_the_matrix() -> None:
    assert {command.name for feature in FEATURES for command in feature.commands} == set(LINES)


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
@pytest.mark.parametrize("part", ROLES)
async def test_each_line_is_refused_to_exactly_those_who_may_not(village: Town, part: str, private: bool):
    parts = await cast(village, part)
    wrong = []
    chats = [village.group, village.hub.private_chat(village.people["bruno"])]
    for line, act in (one for lines in LINES.values() for one in lines):
        since = {chat: len(village.seen(chat)) for chat in chats}
        await (village.whisper if private else village.say)("bruno", line)
        allowed = act is None or may(act, parts, Charter())
        if refused(village, chats, since) is allowed:
            wrong.append(f"{line}: {'refused' if allowed else 'done'}")
        await village.whisper("bruno", "/annuler") if private else None
    assert not wrong, "\n".join(wrong)


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


async def test_whoever_is_in_no_group_of_ours_does_nothing_there(village: Town):
    await cast(village, "")
    village.people["zoe"] = village.hub.person("zoe", "Zoé Faure", "en")
    with village.database.read() as tx:
        before = (tx.groups.all(), tx.memberships.all(), tx.roles.of(tx.groups.all()[0].id))
    for line, act in (one for lines in LINES.values() for one in lines):
        if act is not None:
            await village.whisper("zoe", line)
    with village.database.read() as tx:
        assert (tx.groups.all(), tx.memberships.all(), tx.roles.of(tx.groups.all()[0].id)) == before
        assert tx.polls.all() == []
