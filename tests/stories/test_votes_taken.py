"""Nobody takes the vote of somebody else alone, and whoever loses it is told, in private, with what they can do."""

from datetime import date

import pytest

from bot.chat.text import Phrase, _
from bot.domain.deeds import Deed
from bot.domain.electorate import Condition, takes_voice
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from handlers.members.views import STATUS
from handlers.rights import OnlyThese
from tests.town import Town

TODAY = date(2026, 11, 12)
MEMBER = Membership(MemberId(1), GroupId(1), MemberStatus.MEMBER, date(2026, 1, 5), weight=5)


async def two(town: Town) -> None:
    """Ana and Bruno organize; Dan is a member."""
    for one in ("ana", "bruno", "dan", "emma"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.say("ana", "/reglages membre Dan statut=membre depuis=05/01/2026")
    town.decree(electorate="members")
    town.enrol("ana", "bruno", "emma")


def standing(town: Town, who: str) -> Membership:
    with town.database.read() as tx:
        found = tx.memberships.get(tx.groups.all()[0].id, town.member(who))
    assert found is not None
    return found


def journal(town: Town) -> list[tuple[Deed, MemberId | None]]:
    with town.database.read() as tx:
        return [(one.deed, one.whom) for one in tx.acts.page(tx.groups.all()[0].id, 0, 5)]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("statut=parti", MemberStatus.LEFT), ("status=observer", MemberStatus.OBSERVER),
        ("statut=nouveau", MemberStatus.NEWCOMER), ("départ=12/11/2026", MemberStatus.LEFT),
    ],
)  # fmt: skip
async def test_one_organizer_alone_took_anybodys_vote_away(town: Town, line: str, status: MemberStatus):
    await two(town)
    await town.say("ana", f"/reglages membre Dan {line}")

    assert standing(town, "dan").status is MemberStatus.MEMBER
    said = _("{by} asks that {whom} is no longer a member of this group: {what}.",
             by="Ana Diaz", whom="Dan Weber", what=STATUS[status])  # fmt: skip
    gone = _("{by} asks that {whom} is no longer a member of this group.", by="Ana Diaz", whom="Dan Weber")
    assert town.saw(gone if status is MemberStatus.LEFT else said)
    before = len(town.heard("dan"))

    await town.choose("bruno", "agree")

    assert standing(town, "dan").status is status
    assert journal(town)[0] == (Deed.MEMBER_WRITTEN, town.member("dan"))
    [told] = town.heard("dan")[before:]
    assert "La Ruche" in told
    names = ("Ana", "Bruno")
    assert town.says(_("If this is a mistake, or to talk about it, write to {names}: what is written down can be "
                       "changed again.", names=names)) in told  # fmt: skip


async def test_somebody_excluded_was_told_nothing(town: Town):
    await two(town)
    await town.say("ana", "/reglages membre Dan statut=exclu")
    assert not town.was_told("dan", _("You are no longer a member of {group}.", group="La Ruche"))
    await town.choose("bruno", "agree")

    assert town.was_told("dan", _("You are no longer a member of {group}.", group="La Ruche"))
    assert town.was_told(
        "dan", _("Those who organize it decided to exclude you: you no longer vote there. You may ask them why, and "
                 "ask that the next plenary talks about it.")
    )  # fmt: skip


async def test_whoever_leaves_needs_nobody_elses_word(town: Town):
    await two(town)
    await town.say("bruno", "/reglages membre Bruno statut=observateur")
    assert standing(town, "bruno").status is MemberStatus.OBSERVER


async def test_alone_an_organizer_acts_at_once_and_the_person_is_told(town: Town):
    for one in ("ana", "dan"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")
    await town.say("ana", "/reglages membre Dan statut=membre")
    await town.say("ana", "/reglages membre Dan statut=parti")
    assert standing(town, "dan").status is MemberStatus.LEFT
    assert town.was_told("dan", _("You are no longer a member of {group}.", group="La Ruche"))


async def test_a_secretary_corrects_the_list_and_takes_no_vote(village: Town):
    await two(village)
    await village.say("ana", "/reglages role donner secrétaire | Emma")
    await village.say("emma", "/reglages membre Dan numéro=17")
    await village.say("emma", "/reglages membre Dan statut=parti")
    assert standing(village, "dan").status is MemberStatus.MEMBER
    assert village.says(Phrase(OnlyThese.says, {"group": "La Ruche", "parts": (_("organizers"),)})) in (
        village.last, village.told("emma"),
    )  # fmt: skip


async def test_a_list_that_takes_a_vote_tells_whoever_loses_it(town: Town):
    await two(town)
    await town.whisper("ana", "/reglages membres importer\nnom;statut\nDan Weber;parti\n")
    await town.choose_privately("ana", "yes")
    await town.choose("bruno", "agree")
    assert standing(town, "dan").status is MemberStatus.LEFT
    assert town.was_told("dan", _("You are no longer a member of {group}.", group="La Ruche"))


async def test_the_news_is_not_for_the_night(village: Town):
    await two(village)
    await village.say("ana", "/reglages membre Dan statut=parti")
    await village.wait(hours=12)
    news = _("You are no longer a member of {group}.", group="La Ruche")
    await village.choose("bruno", "agree")
    assert not village.was_told("dan", news)
    await village.wait(hours=11)
    assert village.was_told("dan", news)


@pytest.mark.parametrize(
    ("after", "condition", "takes"),
    [
        ({"weight": 2}, Condition(weights="member"), True), ({"weight": 2}, Condition(), False),
        ({"weight": 9}, Condition(weights="member"), False),
        ({"joined_on": TODAY}, Condition(seniority_days=30), True), ({"joined_on": TODAY}, Condition(), False),
        ({"college": "B"}, Condition(), False), ({"status": MemberStatus.OBSERVER}, Condition(dues=True), True),
    ],
)  # fmt: skip
def test_what_takes_a_voice_is_what_the_charter_asks_of_voters(after, condition, takes):
    changed = Membership(**{**{name: getattr(MEMBER, name) for name in Membership.__slots__}, **after})
    assert takes_voice(MEMBER, changed, condition, TODAY) is takes


async def test_one_organizer_alone_took_a_vote_where_whoever_is_there_votes(town: Town):
    """Broken once: only members were asked about, and whoever was on no list lost their vote."""
    for one in ("ana", "bruno", "dan"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.say("ana", "/reglages membre Dan statut=observateur")
    with town.database.read() as tx:
        assert tx.memberships.get(tx.groups.all()[0].id, town.member("dan")) is None
    assert town.saw(_("{by} asks that {whom} no longer votes in this group: {what}.", by="Ana Diaz", whom="Dan Weber",
                      what=STATUS[MemberStatus.OBSERVER]))  # fmt: skip

    await town.choose("bruno", "agree")

    assert standing(town, "dan").status is MemberStatus.OBSERVER
    assert town.was_told("dan", _("You still read and speak there, and no longer vote."))


async def test_whose_holder_lost_their_vote_is_told(town: Town):
    """Broken once: the proxy was void at once, and its giver heard nothing of it."""
    await two(town)
    town.decree(electorate="members", seniority_days=30, proxies="2")
    await town.say("dan", "/pouvoir Emma")
    await town.choose_privately("emma", "accepter")
    before = len(town.heard("dan"))
    await town.say("ana", "/reglages membre Emma depuis=10/11/2026")
    await town.choose("bruno", "agree")
    assert any("Emma" in text for text in town.heard("dan")[before:])
