"""Who comes, as far as what they said holds: lent voices, guests, whom a convocation does not reach, and what is told
around it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.domain.deeds import SAYS, Deed
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.plenaries import Answer, Stage, planned
from handlers.plenaries import preparing_views, views
from handlers.plenaries.rsvp import NoLongerOne
from handlers.proxies.plenary_views import ForPlenary
from tests.stories.test_plenaries_day import convened, plenary
from tests.town import Town, shown, text_of

BUTTONS = pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)


async def until(town: Town, stage: Stage, **later: float) -> None:
    """A moment after a reminder of the plenary was given."""
    found = plenary(town)
    at = next(at for one, at in planned(found.start, found.zone, 15) if one is stage)
    await town.wait(seconds=(at + timedelta(**later or {"minutes": 1}) - town.time).total_seconds())


def reminded(town: Town, who: str) -> int:
    """How often somebody was told in private of the plenary that is to come, beside the convocation."""
    head = town.says(_("Plenary {number}, {at}", number="1", at=plenary(town).start))
    return sum(text.startswith(head) for text in town.heard(who))


async def lent(town: Town, answer: str) -> None:
    """Emma lends her voice to Dan, who answers."""
    await convened(town)
    await town.choose("emma", "pouvoir")
    await town.choose_privately("emma", "Dan")
    if answer:
        await town.choose_privately("dan", answer)


@BUTTONS
async def test_whoever_nobody_carries_is_told_so_and_asked_again(town: Town):
    """Broken once: Dan declined, and Emma was neither asked nor reminded any more."""
    await lent(town, "non")
    said = ForPlenary(plenary(town))
    with town.database.read() as tx:
        declined = said.declined(tx.groups.all()[0], "Dan Weber")
    assert all(town.was_told("emma", line.text) for line in declined.lines if isinstance(line.text, Phrase))
    assert "Dan" in town.told("emma")

    await until(town, Stage.ASK)
    assert reminded(town, "emma") == 1
    assert town.says(_("Are you coming?")) in town.told("emma")
    await until(town, Stage.EVE)
    assert reminded(town, "emma") == 2

    await town.choose_privately("emma", "oui")
    await until(town, Stage.SOON)
    assert reminded(town, "emma") == 3


@BUTTONS
async def test_the_no_of_a_holder_offers_what_can_be_done(town: Town):
    await lent(town, "non")
    await town.choose_privately("emma", "quelqu’un d’autre" if town.language == "fr" else "someone else")
    await town.choose_privately("emma", "Bruno")
    await town.choose_privately("bruno", "oui")
    with town.database.read() as tx:
        [found] = tx.proxies.of("plenary:1")
        assert (found.counts, tx.members.get(found.holder).name) == (True, "Bruno Petit")


@pytest.mark.parametrize("ends", ["rendre", "retirer"])
async def test_a_proxy_that_ends_later_asks_again(village: Town, ends: str):
    await lent(village, "yes")
    await until(village, Stage.ASK)
    assert reminded(village, "emma") == 0
    who = "dan" if ends == "rendre" else "emma"
    await village.whisper(who, f"/pouvoir {ends}" if who == "dan" else "/pouvoir retirer plénière 1")
    await until(village, Stage.EVE)
    assert reminded(village, "emma") == 1


async def test_on_the_eve_whoever_was_never_answered_is_reminded(village: Town):
    """Dan said neither yes nor no: Emma counted on a voice that nobody carries."""
    await lent(village, "")
    await until(village, Stage.ASK)
    assert reminded(village, "emma") == 0
    await until(village, Stage.EVE)
    assert reminded(village, "emma") == 1


async def test_whoever_is_represented_is_left_in_peace(village: Town):
    await lent(village, "yes")
    await until(village, Stage.SOON)
    assert reminded(village, "emma") == 0


@BUTTONS
async def test_coming_after_all_says_until_when_the_proxy_counts(town: Town):
    """Rules §4: it is withdrawn when its giver signs in, and not before."""
    await lent(town, "oui")
    toast = await town.choose("emma", "oui")
    said = town.says(views.comes_over_proxy(plenary(town), "Dan Weber"))
    assert said in (toast, town.told("emma"))
    with town.database.read() as tx:
        assert [one.counts for one in tx.proxies.of("plenary:1")] == [True]
    await town.whisper("emma", "/pouvoir retirer plénière 1")
    with town.database.read() as tx:
        assert list(tx.proxies.of("plenary:1")) == []


# who counts


async def answered(town: Town) -> None:
    """Ana and Bruno come as members; Chloé observes, Dan is on no list, and Emma leaves once she has said yes."""
    await convened(town)
    with town.database.begin() as tx:
        group = tx.groups.all()[0].id
        tx.memberships.keep(Membership(town.member("chloe"), group, MemberStatus.OBSERVER))
        tx.cursor.execute("DELETE FROM memberships WHERE member = ?", (town.member("dan"),))
    for who in ("ana", "bruno", "chloe", "dan", "emma"):
        await town.choose(who, "oui")


@BUTTONS
async def test_whoever_is_not_on_the_list_counts_apart_and_whoever_left_not_at_all(town: Town):
    """Broken once: whoever pressed the button was one of those who come."""
    await answered(town)
    told = [Answer.YES] * 3
    await town.wait(minutes=1)
    assert town.saw(views.coming(told, lends=True))
    assert town.saw(many("And {n} guest, who does not vote.", "And {n} guests, who do not vote.", 2))
    with town.database.begin() as tx:
        known = tx.memberships.get(tx.groups.all()[0].id, town.member("emma"))
        assert known is not None
        tx.memberships.keep(known.leave(town.time.date()))
    await town.say("ana", "/pleniere")
    assert town.saw(views.coming(told[:2], lends=True))
    assert town.says(views.coming(told, lends=True)) not in text_of(town.card("MJC"))

    toast = await town.choose("emma", "oui")
    no = town.says(Phrase(NoLongerOne.says, {"group": "La Ruche"}))
    assert no in (toast, town.told("emma"))


@BUTTONS
async def test_a_guest_is_told_that_they_do_not_vote(town: Town):
    await answered(town)
    toast = await town.choose("chloe", "oui")
    assert town.says(views.COMES_AS_GUEST) in (toast, town.told("chloe"))
    await until(town, Stage.ASK)
    assert reminded(town, "chloe") == 0


async def test_where_the_group_votes_nobody_is_a_guest_and_whoever_left_the_chat_does_not_come(village: Town):
    await village.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await village.choose("ana", "convoquer")
    await village.choose("bruno", "oui")
    await village.choose("chloe", "oui")
    assert village.saw(views.coming([Answer.YES] * 2, lends=False))
    await village.leave("chloe")
    await village.say("ana", "/pleniere")
    card = text_of(village.card("MJC"))
    assert village.says(views.coming([Answer.YES], lends=False)) in card
    assert "guest" not in card


# whom it reaches


@BUTTONS
async def test_before_the_yes_it_is_said_whom_a_convocation_does_not_reach_and_why(town: Town):
    """Broken once: "the convocation goes to 4 people" of five, and nothing told who the fifth is."""
    await town.say("ana", "/menu")
    for who in ("bruno", "chloe", "dan"):
        await town.whisper(who, "/menu")
    await town.whisper("ana", "/menu")
    await town.say("dan", "/menu")
    town.enrol("ana", "bruno", "chloe")
    town.decree(electorate="members")
    with town.database.begin() as tx:
        jeanne, group = tx.members.enter("Jeanne Roche", town.time).id, tx.groups.all()[0]
        tx.memberships.keep(Membership(jeanne, group.id, MemberStatus.MEMBER, town.time.date()))
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")

    asked = town.last
    for line in (
        many("The convocation goes to {n} person.", "The convocation goes to {n} people.", 4),
        views.told(plenary(town), 3, 0, 1),
        many("{n} person of the chat is not on the list of members, so is not convened.",
             "{n} people of the chat are not on the list of members, so are not convened.", 1),
    ):  # fmt: skip
        assert town.says(line) in asked
    assert "Jeanne" not in asked  # names go to whoever convenes, alone
    await town.choose("ana", "touchés")
    assert town.was_told("ana", _("Without any account, to be told on paper or by phone: {names}.", names=("Jeanne",)))
    assert town.was_told("ana", _("In the chat and not on the list of members, so not convened: {names}.",
                                  names=("Dan",)))  # fmt: skip
    await town.choose("ana", "liste")
    files = [post.message.file for post in town.hub.messages(town.hub.private_chat(town.people["ana"]))]
    assert any(file is not None and "☎ Jeanne Roche" in str(file.content) for file in files)


async def test_where_everybody_is_told_nothing_is_added(village: Town):
    await convened(village)
    with village.database.begin() as tx:
        tx.cursor.execute("DELETE FROM memberships WHERE member NOT IN (SELECT member FROM accounts)")
    await village.say("ana", "/pleniere samedi 19 décembre 14h | MJC")
    assert "Told in private" not in village.last
    assert "Who will be told" not in village.last


# two at one hour


@pytest.mark.parametrize(("hour", "near"), [("14h", True), ("15h30", True), ("12h30", True), ("16h", False)])
async def test_two_plenaries_at_one_hour_are_noticed_before_the_yes(village: Town, hour: str, near: bool):
    await convened(village)
    await village.say("ana", f"/pleniere samedi 5 décembre {hour} | Salle du parc")
    assert (village.says(preparing_views.careful(plenary(village))) in village.last) is near


@BUTTONS
async def test_another_date_that_comes_near_another_one_is_noticed(town: Town):
    await convened(town)
    await town.say("ana", "/pleniere samedi 19 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    assert not town.saw(preparing_views.careful(plenary(town)))
    await town.whisper("ana", "/pleniere déplacer 2 samedi 5 décembre 13h")
    assert town.was_told("ana", preparing_views.careful(plenary(town)))


# what whoever convenes does, in the journal


@BUTTONS
async def test_a_point_put_elsewhere_is_in_the_journal_and_its_author_is_told_once(town: Town):
    await convened(town, "Bilan de l'épicerie", "Le jardin")
    await town.say("ana", "/odj 2 place=1")
    await town.say("ana", "/odj 1 place=2")
    await town.say("ana", "/odj 2 place=1")
    with town.database.read() as tx:
        found = [one for one in tx.acts.all() if one.deed is Deed.POINT_MOVED]
    assert len(found) == 3
    assert "Le jardin" in found[-1].detail
    assert "{name}" in SAYS[Deed.POINT_MOVED]
    heard = len(town.heard("bruno"))
    await town.wait(minutes=3)
    [told] = town.heard("bruno")[heard:]
    assert "Le jardin" in told
    assert "Ana" in told

    await town.say("bruno", "/odj 1 place=2")  # who may not order: refused, and nothing is written down
    with town.database.read() as tx:
        assert len([one for one in tx.acts.all() if one.deed is Deed.POINT_MOVED]) == 3


async def test_a_day_put_back_is_in_the_journal(village: Town):
    await village.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await village.choose("ana", "convoquer")
    await village.say("ana", "/pleniere sauf 7 janvier")
    await village.choose("ana", "Put it back")
    with village.database.read() as tx:
        found = [one.detail for one in tx.acts.all() if one.deed is Deed.SERIES_CHANGED]
    assert len(found) == 2
    assert any("with" in one and "again" in one for one in found)


# what a network kept too long


def convocations(town: Town, who: str = "dan") -> list[str]:
    head = _("You are convened to plenary {number} of {group}.", number="1", group="La Ruche")
    return [text for text in town.heard(who) if text.startswith(town.says(head))]


async def kept(town: Town, text: str) -> None:
    """Ana writes it, what is to be told is written, and nothing leaves."""
    await town.hub.say(town.people["ana"], town.group, text)
    await town.app.timer.fire()


async def kept_back(town: Town) -> None:
    """It is convened, and nothing leaves."""
    await town.say("ana", "/menu")
    for who in ("ana", "bruno", "chloe", "dan", "emma"):
        await town.whisper(who, "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await kept(town, "/pleniere convoquer 1")
    assert convocations(town) == []


async def test_a_convocation_that_was_kept_too_long_says_what_is_true_then(village: Town):
    await kept_back(village)
    village.time += timedelta(hours=5)
    await village.restart()
    [told] = convocations(village)
    assert "and reaches you only now" in told


async def test_a_convocation_that_was_not_kept_says_nothing_of_it(village: Town):
    await kept_back(village)
    village.time += timedelta(minutes=1)
    await village.restart()
    [told] = convocations(village)
    assert "and reaches you only now" not in told


async def test_nobody_is_convened_to_what_was_cancelled_or_is_past(village: Town):
    await kept_back(village)
    with village.database.begin() as tx:
        found = tx.plenaries.get(1)
        assert found is not None
        tx.plenaries.keep(found.cancel("la salle est inondée", now=village.time))
    await village.restart()
    assert convocations(village) == []
    assert not any("salle est inondée" in text for text in village.heard("dan"))


async def test_of_two_places_the_newer_one_is_told(village: Town):
    """Broken once: kept for hours, the first of two places was told as if it held."""
    await convened(village)
    await kept(village, "/pleniere lieu 1 Salle du parc")
    village.time += timedelta(hours=2)
    await kept(village, "/pleniere lieu 1 Gymnase")
    village.time += timedelta(hours=2)
    await village.restart()
    told = [text for text in village.heard("dan") if "is at another place" in text]
    assert len(told) == 1
    assert "Gymnase" in told[0]


async def test_another_place_is_not_told_once_the_meeting_has_begun(village: Town):
    await convened(village)
    await kept(village, "/pleniere lieu 1 Salle du parc")
    village.time = plenary(village).start + timedelta(minutes=5)
    await village.restart()
    assert not any("is at another place" in text for text in village.heard("dan"))
