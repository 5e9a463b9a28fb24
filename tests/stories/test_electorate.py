"""Votes of the registered members: the list is closed at the opening, and each voice weighs what it weighed then."""

import json
from dataclasses import replace
from datetime import timedelta

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.domain.electorate import DuesUnpaid, NotYetMember, ObserversWatch
from bot.domain.memberships import MemberStatus
from handlers.polls.rights import ObserversOpenNone
from tests.town import Town

OPENLY = "/vote Adopter la charte ? secret=public"
SECRETLY = "/vote Adopter la charte ?"


async def members_vote(town: Town, *who: str, **charter: object) -> None:
    await town.say("ana", "/poll Tea?")
    town.enrol(*who)
    town.decree(electorate="members", **charter)


async def test_only_the_members_on_the_list_vote_and_others_are_told_why(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await town.say("ana", OPENLY)
    poll = town.poll()
    assert (poll.terms.electorate, poll.terms.electors) == (3, 3)
    assert poll.terms.listed

    await town.choose("bruno", "pour")
    toast = await town.choose("dan", "pour")

    assert town.ballot() == (1, 0, 0, 0)
    assert town.says(_(NotYetMember.says)) in (toast, town.told("dan"), *town.seen())


async def test_an_answer_of_somebody_who_may_not_vote_does_not_stay_in_the_group(town: Town):
    """Broken once: the refusal undid the deletion, and nobody was told."""
    await members_vote(town, "ana", "bruno")
    await town.say("ana", SECRETLY)
    typed = await town.say("dan", "pour", town.card("Adopter").ref)
    gone = town.hub.view is not View.BARE
    assert (town.hub.get(typed) is None) is gone
    asked = _("Everybody here can read your answer, and I may not delete it: please delete it yourself.")
    assert town.saw(asked) is not gone
    assert town.saw(_(NotYetMember.says))


async def test_whoever_becomes_a_member_later_is_not_on_the_list(town: Town):
    await members_vote(town, "ana", "bruno")
    await town.say("ana", SECRETLY)
    town.enrol("dan")

    await town.whisper("dan", "/vote 2 pour")

    assert town.ballot() == (0, 0, 0, 0)
    assert town.poll().terms.electorate == 2


async def test_dues_are_asked_for_where_the_charter_does(town: Town):
    await members_vote(town, "ana", "bruno", dues=True)
    town.enrol("bruno", dues_until=(town.time + timedelta(days=30)).date())
    await town.say("ana", SECRETLY)

    await town.whisper("bruno", "/vote 2 pour")
    await town.whisper("ana", "/vote 2 pour")

    assert town.ballot() == (1, 0, 0, 0)
    assert town.was_told("ana", _(DuesUnpaid.says, day=town.time.date()))


async def test_a_member_votes_in_private_without_being_in_the_chat(town: Town):
    await members_vote(town, "ana", "emma")
    await town.leave("emma")
    await town.say("ana", SECRETLY)

    await town.whisper("emma", "/vote 2 pour")

    assert town.ballot() == (1, 0, 0, 0)


async def test_ballots_count_by_weight_everywhere(town: Town):
    await members_vote(town, "ana", "bruno", weights="member", election_secrecy="confidential")
    town.enrol("bruno", weight=3)
    town.enrol("chloe")
    await town.say("ana", f"{SECRETLY} quorum=4")
    assert town.poll().terms.electorate == 5

    await town.whisper("ana", "/vote 2 contre")
    await town.whisper("bruno", "/vote 2 pour")
    await town.wait(days=4)

    assert town.saw(_("Adopted: {n} for, {against} against.", n=3, against=1))
    assert town.saw(many("Quorum reached: {n} voice of {electorate}, {required} were needed.",
                         "Quorum reached: {n} voices of {electorate}, {required} were needed.", 4, electorate=5,
                         required=4))  # fmt: skip
    await town.choose("ana", "calcul")
    assert town.was_told("ana", _("On the list: {n}", n=5))
    assert town.was_told("ana", _("Quorum: {required}, reached.", required=4))
    with town.database.read() as tx:
        assert {marks for _member, marks in tx.ballots.by_name(2)} == {()}


async def test_the_recount_file_of_a_weighted_vote_gives_the_same_result(village: Town):
    await members_vote(village, "ana", "bruno", weights="member", election_secrecy="confidential")
    village.enrol("bruno", weight=3)
    await village.say("ana", OPENLY)
    await village.choose("bruno", "for")
    await village.choose("ana", "against")
    assert village.saw(_("Answers, in voices: {n} of {electorate}.", n=4, electorate=4))
    await village.wait(days=4)
    assert village.saw(many("{n} voice of {electorate} took part.", "{n} voices of {electorate} took part.", 4,
                            electorate=4))  # fmt: skip

    await village.choose("ana", "recount")

    post = village.hub.messages(village.hub.private_chat(village.people["ana"]))[-2]  # the program comes after it
    assert post.message.file is not None
    told = json.loads(post.message.file.content)
    assert sorted(told["ballots"]) == [["against", 1], ["for", 3]]
    assert (told["turnout"]["members"], told["turnout"]["participants"]) == (4, 4)
    assert told["result"]["details"]["outcome"] == "adopted"


async def test_without_a_member_no_vote_of_the_members_opens(town: Town):
    await town.say("ana", "/poll Tea?")
    town.decree(electorate="members")

    await town.say("ana", SECRETLY)

    assert town.poll().id == 1


async def test_silent_members_are_reminded_in_private_and_nobody_else(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    for who in ("bruno", "chloe", "dan"):
        await town.whisper(who, "/menu")
    town.mute("chloe")
    await town.say("ana", SECRETLY)
    await town.whisper("ana", "/vote 2 pour")
    before = {who: len(town.heard(who)) for who in ("ana", "chloe", "dan")}

    await town.wait(days=2, hours=12)

    assert town.says(_("It closes on {ends}.", ends=town.poll().closes_at)) in town.told("bruno")
    assert {who: len(town.heard(who)) for who in before} == before


async def test_a_membership_that_ends_leaves_the_ballot_or_not_as_the_charter_says(village: Town):
    await members_vote(village, "ana", "bruno", judged_at_close=True)
    await village.say("ana", OPENLY)
    await village.choose("bruno", "for")
    await village.choose("ana", "against")
    with village.database.begin() as tx:
        one = tx.memberships.mine(village.member("bruno"))[0]
        tx.memberships.keep(one.leave(village.time.date()))

    await village.choose("bruno", "against")
    assert village.ballot() == (1, 1, 0, 0)
    await village.wait(days=4)

    result = village.poll().result
    assert result is not None
    assert result.counts == (0, 1, 0, 0)
    assert result.turnout.members == 2


async def test_the_members_are_told_who_may_vote(town: Town):
    await members_vote(town, "ana", "bruno")
    await town.say("ana", OPENLY)

    await town.choose("bruno", "qui")

    words = many("{n} member may vote: the list was closed when the vote opened.",
                 "{n} members may vote: the list was closed when the vote opened.", 2)  # fmt: skip
    assert town.was_told("bruno", words)
    assert replace(town.poll().terms, listed="").fingerprint != town.poll().terms.fingerprint


async def test_whoever_may_not_vote_is_told_so_and_shown_no_ballot(town: Town):
    await town.say("ana", "/menu")
    for who in ("bruno", "chloe"):
        await town.whisper(who, "/menu")
    town.enrol("ana", "chloe")
    town.enrol("bruno", status=MemberStatus.OBSERVER, joined_on=None)
    town.decree(electorate="members")
    await town.say("ana", "/vote Louer le local ?")

    before = len(town.heard("bruno"))
    await town.say("bruno", "/vote 1 pour")

    assert town.saw(Phrase(ObserversWatch.says)) or town.was_told("bruno", Phrase(ObserversWatch.says))
    assert not any("Louer le local" in text for text in town.heard("bruno")[before:])
    assert town.ballot() == (0, 0, 0, 0)


async def test_an_observer_is_told_what_they_may_do_instead_of_opening_a_vote(town: Town):
    """Broken once: somebody who only watches could put a question to the vote of the members."""
    await town.say("bruno", "/menu")
    town.enrol("ana", "chloe")
    town.enrol("bruno", status=MemberStatus.OBSERVER, joined_on=None)
    town.decree(electorate="members")

    await town.say("bruno", "/vote Adopter la charte ?")
    assert town.saw(Phrase(ObserversOpenNone.says))
    await town.whisper("bruno", "/proposer")
    toast = await town.choose_privately("bruno", "motion")
    assert toast == town.says(Phrase(ObserversOpenNone.says)) or town.was_told("bruno", Phrase(ObserversOpenNone.says))
    with town.database.read() as tx:
        assert tx.polls.all() == []

    await town.whisper("bruno", "/annuler")
    await town.say("bruno", "/sondage Quelle soupe ? | Poireau | Courge")
    assert not town.poll().terms.binding
