"""Proxies as people live them: offered, accepted, used or not, and never one voice more."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import _
from bot.domain.errors import Refused
from bot.domain.groups import Group
from bot.domain.polls import Result
from bot.domain.proxies import Proxy, Stage
from bot.domain.proxies import refusals as no
from handlers.proxies.service import SeveralCalled
from handlers.proxies.views import lapsed_given
from tests.town import Town, shown

OPENLY = "/vote Adopter la charte ? secret=public"
SECRETLY = "/vote Adopter la charte ?"


async def members_vote(town: Town, *who: str, **charter: object) -> None:
    await town.say("ana", "/menu")
    for one in who:
        await town.whisper(one, "/menu")
    town.enrol(*who)
    town.decree(electorate="members", **charter)


def la_ruche(town: Town) -> Group:
    with town.database.read() as tx:
        return tx.groups.all()[0]


async def lend(town: Town, giver: str, holder: str, name: str) -> None:
    await town.say(giver, f"/pouvoir {name}")
    await town.whisper(holder, "/pouvoir accepter")


def result(town: Town) -> Result:
    found = town.poll().result
    assert found is not None
    return found


def kept(proxy: Proxy | None) -> Proxy:
    assert proxy is not None
    return proxy


def said(town: Town, who: str, kind: type[Refused], **blanks: object) -> bool:
    """Whether somebody was told a refusal, in the group or alone."""
    words = _(kind.says, **blanks)
    return town.was_told(who, words) or town.saw(words)


async def test_a_proxy_is_offered_accepted_and_used_once_for_both(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.say("chloe", "/pouvoir Bruno")
    await town.choose_privately("bruno", "oui")
    assert town.says(_("Take my proxy back")) in town.told("chloe")

    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")

    assert town.ballot() == (2, 0, 0, 0)
    await town.wait(days=4)
    await town.choose("ana", "calcul")
    assert town.was_told("ana", _("Represented by proxy: {n}", n=1))
    assert town.was_told("ana", _("Took part: {n}", n=2))
    assert result(town).turnout.members == 3


async def test_the_givers_own_ballot_wins_and_ends_the_proxy(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "Bruno Petit")
    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("chloe", "/vote 1 contre")
    assert town.ballot() == (1, 1, 0, 0)

    await town.whisper("chloe", "/vote 1 retirer")

    assert town.ballot() == (1, 0, 0, 0)
    with town.database.read() as tx:
        assert kept(tx.proxies.get(1)).stage is Stage.ANSWERED


async def test_a_holder_answers_apart_for_one_giver(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")

    await town.choose_privately("bruno", town.says(_("Answer apart for {giver}", giver="Chloé")))
    await town.choose_privately("bruno", "contre")
    assert town.ballot() == (1, 1, 0, 0)

    await town.choose_privately("bruno", "pareil")
    assert town.ballot() == (2, 0, 0, 0)


async def test_a_holder_who_does_not_vote_uses_nothing(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", f"{SECRETLY} quorum=2")
    await town.whisper("ana", "/vote 1 pour")

    await town.wait(days=4)

    assert result(town).outcome == "no_quorum"
    assert result(town).turnout.participants == 1


async def test_a_public_vote_says_for_whom(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", OPENLY)
    await town.choose("bruno", "pour")

    await town.choose("ana", "noms")

    assert town.says(_("{name} (for {giver})", name="Bruno", giver="Chloé")) in town.told("ana")


async def test_in_a_confidential_vote_nobody_sees_what_the_holder_chose(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")

    await town.whisper("chloe", "/vote")

    assert town.says(_("For")) not in town.told("chloe")
    await town.wait(days=4)
    with town.database.read() as tx:
        assert {voice.marks for voice in tx.electors.voices(1)} == {()}
        assert dict(tx.electors.held_by(1, town.member("bruno"))) == {town.member("chloe"): None}


async def test_what_is_not_possible_is_refused_with_a_sentence(town: Town):
    await members_vote(town, "ana", "bruno", "chloe", "dan", proxies="1")
    await town.say("bruno", "/pouvoir Bruno Petit")
    assert said(town, "bruno", no.ToOneself)
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("bruno", "/pouvoir dan")
    assert said(town, "bruno", no.HoldsSome)
    await town.say("dan", "/pouvoir chloe")
    assert said(town, "dan", no.HolderGave)
    await town.say("dan", "/pouvoir bruno")
    assert said(town, "dan", no.OverCap, most=1)
    await town.say("chloe", "/pouvoir ana")
    assert said(town, "chloe", no.GivenAlready)
    await town.say("emma", "/pouvoir ana")
    await town.say("ana", SECRETLY)
    await town.whisper("dan", "/pouvoir ana 1")
    assert said(town, "dan", no.OpenAlready)

    with town.database.read() as tx:
        assert tx.proxies.get(2) is None


async def test_a_proxy_is_taken_back_declined_and_given_back(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.whisper("chloe", "/pouvoir bruno")
    await town.choose_privately("bruno", "non")
    await lend(town, "chloe", "ana", "ana")
    await town.whisper("chloe", "/pouvoir retirer")
    await lend(town, "chloe", "bruno", "bruno")
    await town.whisper("bruno", "/pouvoir rendre")

    with town.database.read() as tx:
        stages = [kept(tx.proxies.get(number)).stage for number in (1, 2, 3)]
    assert stages == [Stage.DECLINED, Stage.WITHDRAWN, Stage.RETURNED]
    await town.whisper("chloe", "/pouvoir")
    assert town.says(_("You gave no proxy and hold none.")) in town.told("chloe")


async def test_a_proxy_is_given_by_choosing_among_the_members(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.whisper("chloe", "/pouvoir")
    await town.choose_privately("chloe", "donner")
    await town.choose_privately("chloe", "Bruno")

    with town.database.read() as tx:
        [proxy] = tx.proxies.mine(town.member("chloe"))
    assert proxy.holder == town.member("bruno")


async def test_a_vote_taken_back_gives_its_proxies_back(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", SECRETLY)
    await town.say("ana", "/annuler")

    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 2 pour")

    assert town.ballot(2) == (2, 0, 0, 0)


async def test_where_everybody_in_the_chat_votes_there_are_no_proxies(town: Town):
    await town.whisper("bruno", "/menu")
    await town.say("ana", "/pouvoir bruno")
    with town.database.read() as tx:
        assert tx.proxies.get(1) is None


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_several_of_a_name_are_told_apart(town: Town):
    await town.join("paul", "Paul Roux")
    await town.join("paulb", "Paul Blanc")
    await members_vote(town, "ana", "bruno", "paul", "paulb")

    await town.say("bruno", "/pouvoir Paul")
    await town.say("bruno", "/pouvoir Paul B.")

    with town.database.read() as tx:
        [proxy] = tx.proxies.mine(town.member("bruno"))
    assert proxy.holder == town.member("paulb")


async def test_a_proxy_is_given_by_answering_somebodys_message(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    theirs = await town.say("bruno", "Je serai là jeudi.")
    await town.say("chloe", "/pouvoir", reply_to=theirs)
    await town.choose_privately("bruno", "oui")

    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")
    assert town.ballot() == (2, 0, 0, 0)


async def test_answering_oneself_the_bot_or_somebody_who_does_not_vote_gives_no_proxy(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    mine = await town.say("chloe", "Qui sera là jeudi ?")
    await town.say("chloe", "/pouvoir", reply_to=mine)
    assert said(town, "chloe", no.ToOneself)

    theirs = await town.say("dan", "Moi.")
    await town.say("chloe", "/pouvoir", reply_to=theirs)
    assert said(town, "chloe", no.HolderMayNotVote)

    await town.say("ana", "/menu")
    bots = town.card("").ref
    await town.say("chloe", "/pouvoir", reply_to=bots)
    assert town.told("chloe").startswith(town.says(_("Proxies")))


async def test_a_proxy_until_a_day_lapses_when_no_vote_opened(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    line = "/pouvoir Bruno jusqu'au 20/11" if town.language == "fr" else "/proxy Bruno until 20/11"
    await town.say("chloe", line)
    await town.choose_privately("bruno", "oui")
    await town.wait(days=9)
    assert town.was_told("chloe", lapsed_given(la_ruche(town), "Bruno Petit"))

    await town.say("ana", SECRETLY)
    await town.whisper("bruno", "/vote 1 pour")
    assert town.ballot() == (1, 0, 0, 0)


async def test_a_proxy_until_a_day_serves_the_vote_that_opens_before(town: Town):
    await members_vote(town, "ana", "bruno", "chloe", vote_days=30)
    theirs = await town.say("bruno", "Je serai là jeudi.")
    await town.say("chloe", "/pouvoir jusqu’au 20/11", reply_to=theirs)
    await town.choose_privately("bruno", "oui")
    await town.say("ana", SECRETLY)
    await town.wait(days=9)
    await town.whisper("bruno", "/vote 1 pour")
    assert town.ballot() == (2, 0, 0, 0)


async def test_a_day_that_is_past_or_half_understood_is_refused(village: Town):
    await members_vote(village, "ana", "bruno", "chloe")
    for text in ("until 01/11/2026", "until some day"):
        await village.say("chloe", f"/proxy Bruno {text}")
    with village.database.read() as tx:
        assert tx.proxies.mine(village.member("chloe")) == []


async def test_my_proxies_are_among_what_concerns_me(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "Bruno")
    await town.whisper("bruno", "/moi")
    await town.choose_privately("bruno", "pouvoirs")
    assert town.was_told("bruno", _("You carry the voice of {giver}.", giver="Chloé"))


async def test_ones_own_name_and_a_name_of_several_are_refused_with_what_to_write(village: Town):
    for who in ("m1", "m2"):
        await village.join(who, "Marie")
    await members_vote(village, "ana", "bruno", "m1", "m2")
    await village.say("bruno", "/proxy Bruno")
    assert said(village, "bruno", no.ToOneself)

    await village.say("bruno", "/proxy Marie")
    shown = tuple(f"Marie #{village.member(who)}" for who in ("m1", "m2"))
    assert said(village, "bruno", SeveralCalled, names=shown, example=shown[0])
    await village.say("bruno", f"/proxy {shown[1]}")
    with village.database.read() as tx:
        [proxy] = tx.proxies.mine(village.member("bruno"))
    assert proxy.holder == village.member("m2")


async def test_a_proxy_for_a_plenary_is_on_the_list_and_is_taken_back_there(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    await town.whisper("chloe", "/pouvoir Bruno plénière 1")
    await town.choose_privately("bruno", "oui")
    await town.whisper("chloe", "/pouvoir")
    with town.database.read() as tx:
        plenary = tx.plenaries.all()[0]
    assert town.was_told("chloe", _("For plenary {number}, {at}.", number="1", at=plenary.start))
    assert town.was_told("chloe", _("Give my proxy in {group}", group="La Ruche"))  # that is another one
    await town.choose_privately("chloe", town.says(_("Take back the proxy for plenary {number}", number="1")))

    with town.database.read() as tx:
        assert kept(tx.proxies.get(1)).stage is Stage.WITHDRAWN
    assert town.was_told(
        "bruno", _("{giver} took back the proxy for plenary {number}.", giver="Chloé Martin", number="1")
    )


async def test_a_bare_word_does_not_choose_among_several_proxies(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    await lend(town, "chloe", "bruno", "bruno")
    await town.whisper("chloe", "/pouvoir Ana plénière 1")
    await town.whisper("chloe", "/pouvoir retirer")
    with town.database.read() as tx:
        assert [kept(tx.proxies.get(number)).is_alive for number in (1, 2)] == [True, True]
    assert town.was_told("chloe", _("Proxies"))
    await town.whisper("chloe", "/pouvoir retirer plénière 1")
    with town.database.read() as tx:
        assert [kept(tx.proxies.get(number)).is_alive for number in (1, 2)] == [True, False]


async def test_one_voice_that_is_carried_is_another_persons_and_no_number(town: Town):
    await members_vote(town, "ana", "bruno", "chloe", "dan")
    await lend(town, "chloe", "bruno", "bruno")
    await town.say("ana", SECRETLY)
    told = _("In vote {number} you also carry another person’s voice. Your answer counts for both, unless you answer "
             "apart for them or they vote themselves.", number="1")  # fmt: skip
    assert town.was_told("bruno", told)
    assert not [text for text in town.heard("bruno") if "1 membre" in text or "1 member" in text]
