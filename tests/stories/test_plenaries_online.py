"""A plenary that is held online: its link is asked for, may come later, and is asked about before it is convened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.domain.plenaries import Status, is_online
from handlers.plenaries.line import LinkUnknown
from handlers.plenaries.rsvp import NoLink
from tests.stories.test_plenaries import meet, plenary
from tests.town import Town, shown

ONLINE = "/pleniere samedi 5 décembre 14h | visio"
LINK = "https://visio.example/ruche"
ASKED = _("By which link is it followed online?")
HEAD = _("Plenary {number} is held online and has no link yet.", number="1")


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("visio", True), ("En Visio", True), ("visioconférence", True), ("MJC et en ligne", True),
        ("à distance", True), ("Online", True), ("video call", True), ("Jitsi", True), ("MJC", False), ("", False),
        ("Salle Visitation", False), ("12 rue de la Ligne", False),
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_known_by_its_words(place: str, found: bool):
    assert is_online(place) is found


async def test_the_link_is_the_next_answer(town: Town):
    """Broken once: it was convened, and nobody could follow it."""
    await meet(town)
    await town.whisper("ana", ONLINE)
    assert town.says(ASKED) in town.told("ana")
    assert "https://visio.example/plenary" in town.told("ana")
    assert plenary(town).status is Status.DRAFT  # nothing is lost where nobody answers

    await town.whisper("ana", "le lien habituel")
    assert town.told("ana") == town.says(Phrase(LinkUnknown.says, {"text": "le lien habituel"}))
    await town.whisper("ana", LINK)
    assert (plenary(town).place, plenary(town).link) == ("visio", LINK)
    await town.choose_privately("ana", "convoquer")
    assert plenary(town).status is Status.CONVENED
    assert town.was_told("bruno", _("Online: {link}", link=LINK))
    assert not town.was_told("ana", HEAD)


async def test_what_comes_later_is_asked_about_before_it_is_convened(town: Town):
    await meet(town)
    await town.say("ana", ONLINE)
    await town.choose("ana", "plus tard")
    assert town.saw(_("The link will be told later."))
    await town.choose("ana", "convoquer")
    assert plenary(town).status is Status.DRAFT
    assert town.saw(HEAD)
    assert not town.was_told(
        "bruno", _("You are convened to plenary {number} of {group}.", number="1", group="La Ruche")
    )

    await town.choose("ana", "convoquer")
    assert plenary(town).status is Status.CONVENED
    assert town.was_told("bruno", _("The link will be told later."))
    await town.say("ana", f"/pleniere lieu 1 {LINK}")
    assert (plenary(town).place, plenary(town).link) == ("visio", LINK)
    assert town.was_told("bruno", _("Online: {link}", link=LINK))


async def test_asked_about_it_one_may_give_it_then(town: Town):
    await meet(town)
    await town.whisper("ana", ONLINE)
    await town.whisper("ana", "later")
    await town.whisper("ana", "/pleniere convoquer 1")
    assert town.was_told("ana", HEAD)
    await town.choose_privately("ana", "lien")
    await town.whisper("ana", LINK)
    await town.choose_privately("ana", "oui")
    assert (plenary(town).status, plenary(town).link) == (Status.CONVENED, LINK)


@pytest.mark.parametrize("answer", [LINK, "plus tard"])
async def test_prepared_by_questions_it_is_asked_after_the_place(town: Town, answer: str):
    await meet(town)
    await town.whisper("ana", "/pleniere")
    await town.choose_privately("ana", "convoquer")
    await town.whisper("ana", "samedi 5 décembre 14h")
    await town.whisper("ana", "en visio")
    assert town.says(ASKED) in town.told("ana")
    await town.whisper("ana", answer)
    await town.choose_privately("ana", "ordinaire")
    assert plenary(town).link == (LINK if answer == LINK else "")
    await town.choose_privately("ana", "convoquer")
    assert plenary(town).is_to_come is (answer == LINK)


@pytest.mark.parametrize("line", [f"{ONLINE} | {LINK}", "/pleniere samedi 5 décembre 14h | MJC"])
async def test_who_has_said_it_or_meets_in_a_room_is_not_asked(town: Town, line: str):
    await meet(town)
    await town.whisper("ana", line)
    assert not town.was_told("ana", ASKED)
    await town.choose_privately("ana", "convoquer")
    assert plenary(town).is_to_come


async def test_the_link_of_the_first_is_that_of_its_series(town: Town):
    await meet(town)
    await town.whisper("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | visio")
    await town.whisper("ana", LINK)
    with town.database.read() as tx:
        series = tx.series.get(1)
    assert series is not None
    assert (series.link, plenary(town).link) == (LINK, LINK)


async def test_a_question_that_is_left_keeps_what_was_prepared(town: Town):
    await meet(town)
    await town.whisper("ana", ONLINE)
    await town.whisper("ana", "/annuler")
    assert town.told("ana") == town.says(_("Left: the plenary stays without a link. To go on: /plenary"))
    await town.whisper("ana", "/pleniere")
    await town.choose_privately("ana", "convoquer")
    assert town.was_told("ana", HEAD)


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.BARE), indirect=True)
async def test_nobody_follows_what_has_no_link_and_whoever_convenes_is_asked_for_it(town: Town):
    """Broken once: “noted, you follow it from afar”, and there was nothing to follow."""
    await meet(town)
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    await town.whisper("bruno", "/pleniere visio")
    assert town.told("bruno") == town.says(Phrase(NoLink.says, {"number": "1"}))
    await town.whisper("ana", "/pleniere visio")
    assert town.says(ASKED) in town.told("ana")
    await town.whisper("ana", LINK)
    assert plenary(town).link == LINK
    await town.whisper("bruno", "/pleniere visio")
    with town.database.read() as tx:
        assert [one.value for one in tx.meetings.answers(1).values()] == ["video"]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_where_it_is_not_convened_in_time_the_word_about_it_names_the_link(town: Town):
    await meet(town)
    town.decree(notice_days=15)
    await town.whisper("ana", ONLINE)
    await town.whisper("ana", "plus tard")
    await town.wait(seconds=(plenary(town).start - timedelta(days=17) - town.time).total_seconds())
    hurry = _("Plenary {number} of {at} is not convened yet.", number="1", at=plenary(town).start)
    texts = [text for text in town.heard("ana") if town.says(hurry) in text]
    assert texts
    assert all(town.says(_("It is held online and has no link yet.")) in text for text in texts)
