"""What is said before a plenary is judged when it leaves, and asks nothing any more once it is no longer true."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.adapters.local.view import View
from bot.chat.address import MessageRef
from bot.chat.text import Phrase, _
from bot.core.asking import AsksNothing
from bot.domain.plenaries import Answer, Stage, Told, planned
from bot.domain.plenaries.refusals import DateChanged, NeverOpened, PlenaryCancelled
from handlers.plenaries.actions import Rsvp
from tests.stories.test_plenaries import convened, plenary
from tests.town import Town, shown, text_of

PRIVATE = (Stage.ASK, Stage.EVE, Stage.SOON)
LATE = _("This is from {at}, and reaches you only now.", at="")


def due(town: Town, stage: Stage) -> datetime:
    found = plenary(town)
    return next(at for one, at in planned(found.start, found.zone, 15) if one is stage)


def said(town: Town, stage: Stage, start: datetime | None = None) -> list[str]:
    """Every reminder of a stage that was said: in the group the first one, in private to Dan the others."""
    at = start or plenary(town).start
    if stage is Stage.NOTICE:
        head, seen = _("Plenary {number} is coming: {at}", number="1", at=at), town.seen()
    elif stage is Stage.MOVED:
        head, seen = _("Plenary {number} of {group} has another date.", number="1", group="La Ruche"), town.heard("dan")
        return [text for text in seen if text.startswith(town.says(head)) and town.says(_("Are you coming?")) in text]
    else:
        head, seen = _("Plenary {number}, {at}", number="1", at=at), town.heard("dan")
    marks = {Stage.ASK: town.says(_("Are you coming?")), Stage.SOON: town.says(_("It begins soon."))}
    own = [text for text in seen if text.startswith(town.says(head))]
    if stage is Stage.EVE:
        return [text for text in own if not any(mark in text for mark in marks.values())]
    return [text for text in own if marks.get(stage, "") in text]


async def written(town: Town, stage: Stage) -> None:
    """A reminder is written at its instant, and nothing leaves: the network is away, or the bot dies."""
    await convened(town)
    if stage is Stage.SOON:
        await town.choose_privately("dan", "oui")
    at = due(town, stage)
    await town.wait(seconds=(at - town.time).total_seconds() - 1)
    town.time = at
    await town.app.timer.fire()
    assert said(town, stage) == []


async def back(town: Town, at: datetime) -> None:
    town.time = at
    await town.restart()


@pytest.mark.parametrize("stage", [Stage.NOTICE, Stage.ASK, Stage.EVE])
async def test_what_leaves_hours_after_its_instant_says_so(town: Town, stage: Stage):
    """Broken once: it was said as if nothing had happened."""
    await written(town, stage)
    await back(town, due(town, stage) + timedelta(hours=3))
    [text] = said(town, stage)
    assert town.says(_("This is from {at}, and reaches you only now.", at=due(town, stage))) in text
    await town.restart()
    assert len(said(town, stage)) == 1


@pytest.mark.parametrize("stage", [Stage.NOTICE, Stage.ASK, Stage.EVE])
async def test_what_could_not_leave_for_half_a_day_is_not_said(town: Town, stage: Stage):
    """Of the evening before, that would be on the day itself."""
    await written(town, stage)
    await back(town, due(town, stage) + timedelta(hours=13))
    assert said(town, stage) == []


@pytest.mark.parametrize("stage", PRIVATE)
async def test_nothing_is_said_once_the_meeting_has_begun(town: Town, stage: Stage):
    await written(town, stage)
    start = plenary(town).start
    await back(town, start)
    assert said(town, stage, start) == []
    await town.wait(days=2)
    assert said(town, stage, start) == []


@pytest.mark.parametrize("stage", [Stage.NOTICE, *PRIVATE])
async def test_nothing_is_said_of_a_meeting_that_was_cancelled_meanwhile(town: Town, stage: Stage):
    await written(town, stage)
    await town.say("ana", "/pleniere annuler 1 la salle est inondée")
    await back(town, due(town, stage) + timedelta(minutes=30))
    assert said(town, stage) == []


@pytest.mark.parametrize("stage", PRIVATE)
async def test_nothing_is_said_of_the_date_before(town: Town, stage: Stage):
    await written(town, stage)
    before = plenary(town).start
    town.time += timedelta(minutes=1)
    await town.say("ana", "/pleniere déplacer 1 samedi 19 décembre 15h")
    await town.restart()
    assert said(town, stage, before) == said(town, stage) == []
    assert len(said(town, Stage.MOVED)) == 1


async def test_a_new_date_that_leaves_after_a_newer_one_is_not_said(town: Town):
    await convened(town)
    for line in ("/pleniere déplacer 1 samedi 12 décembre 15h", "/pleniere déplacer 1 samedi 19 décembre 15h"):
        town.seconds += 2.0
        await town.hub.say(town.people["ana"], town.group, line)  # written, and nothing leaves
        await town.app.timer.fire()
        town.time += timedelta(minutes=1)
    await town.restart()
    [text] = said(town, Stage.MOVED)
    assert town.says(_("Date: {at}", at=plenary(town).start)) in text


# where it stands


def asking(town: Town, stage: Stage) -> MessageRef:
    """The message that asks Dan."""
    with town.database.read() as tx:
        [post] = [
            one for one in tx.posts.of(Told(1, stage).topic) if one.chat == town.hub.private_chat(town.people["dan"])
        ]
    return MessageRef(post.chat, post.message)


async def asked(town: Town, stage: Stage) -> MessageRef:
    """Dan is asked whether they come: three days before, or of a new date."""
    await convened(town)
    if stage is Stage.MOVED:
        await town.say("ana", "/pleniere déplacer 1 dimanche 6 décembre 15h")
    else:
        await town.wait(seconds=(due(town, stage) - town.time).total_seconds())
    ref = asking(town, stage)
    assert offered(town, ref)
    return ref


def offered(town: Town, ref: MessageRef) -> bool:
    with town.database.read() as tx:
        post = tx.posts.at(ref)
    return post is not None and bool(post.choices)


async def answered(town: Town, ref: MessageRef) -> str:
    """What Dan reads who answers it all the same, by a button that still stands on their screen or in words."""
    if town.hub.view is View.BUTTONS:
        return await town.press("dan", Rsvp(1, Answer.YES.value), ref)
    await town.whisper("dan", "oui", ref)
    return town.told("dan")


def answers(town: Town) -> list[Answer]:
    with town.database.read() as tx:
        return list(tx.meetings.answers(1).values())


@pytest.mark.parametrize("stage", [Stage.ASK, Stage.MOVED])
async def test_what_asked_ends_with_the_meeting(town: Town, stage: Stage):
    """Broken once: its buttons stayed, and seemed to count."""
    ref = await asked(town, stage)
    await town.wait(seconds=(plenary(town).start - town.time).total_seconds() + 13 * 3600)
    assert not offered(town, ref)
    if town.hub.view is View.BUTTONS:
        [text] = [text_of(post) for post in town.hub.messages(ref.chat) if post.ref == ref]
        assert "[" not in text
        assert town.says(_("Its day is past, and it was not opened here.")) in text
    ended = Phrase(NeverOpened.says, {"number": "1"}) if town.hub.view is View.BUTTONS else AsksNothing.says
    assert await answered(town, ref) == town.says(ended if isinstance(ended, Phrase) else Phrase(ended))
    assert answers(town) == []


@pytest.mark.parametrize("stage", [Stage.ASK, Stage.MOVED])
async def test_what_asked_ends_when_it_is_cancelled(town: Town, stage: Stage):
    ref = await asked(town, stage)
    await town.say("ana", "/pleniere annuler 1 la salle est inondée")
    await town.wait(minutes=15)  # where nothing can be edited it is looked at anew after a while
    assert not offered(town, ref)
    gone = Phrase(PlenaryCancelled.says, {"number": "1", "reason": "la salle est inondée"})
    assert await answered(town, ref) == town.says(gone if town.hub.view is View.BUTTONS else Phrase(AsksNothing.says))


@pytest.mark.parametrize("stage", [Stage.ASK, Stage.MOVED])
async def test_what_asked_of_another_date_asks_no_more_and_the_new_one_does(town: Town, stage: Stage):
    """Broken once: a yes to the date before was one to the new date."""
    ref = await asked(town, stage)
    await town.wait(minutes=1)
    await town.say("ana", "/pleniere déplacer 1 samedi 19 décembre 15h")
    await town.wait(minutes=15)  # where nothing can be edited it is looked at anew after a while
    assert not offered(town, ref)
    no = Phrase(DateChanged.says, {"number": "1", "at": plenary(town).start})
    assert await answered(town, ref) == town.says(no if town.hub.view is View.BUTTONS else Phrase(AsksNothing.says))
    assert answers(town) == []

    await town.choose_privately("dan", "oui")
    assert answers(town) == [Answer.YES]
    await town.wait(seconds=(plenary(town).start - town.time).total_seconds() - 60)
    assert said(town, Stage.SOON)


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_question_told_by_an_older_version_is_refused_as_well_once_the_date_is_another(town: Town):
    """Those were no living messages: their buttons stay."""
    await convened(town)
    with town.database.begin() as tx:
        tx.cursor.execute("UPDATE posts SET topic = '' WHERE topic = 'convened:1'")
    before = town.hub.messages(town.hub.private_chat(town.people["dan"]))[-1].ref
    await town.wait(minutes=1)
    await town.say("ana", "/pleniere déplacer 1 samedi 19 décembre 15h")
    toast = await town.press("dan", Rsvp(1, Answer.YES.value), before)
    assert toast == town.says(Phrase(DateChanged.says, {"number": "1", "at": plenary(town).start}))
    assert answers(town) == []


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_a_reminder_that_stands_tells_the_new_place_and_no_lateness_of_its_own(town: Town):
    ref = await asked(town, Stage.ASK)
    await town.wait(hours=5)
    await town.say("ana", "/pleniere lieu 1 Salle des fêtes")
    [text] = [text_of(post) for post in town.hub.messages(ref.chat) if post.ref == ref]
    assert "Salle des fêtes" in text
    assert offered(town, ref)
    assert town.says(LATE)[:20] not in text
