"""A whole series of plenaries as one story, told on every network: from its rule to its end, and in the feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.chat.text import _, many
from bot.domain.plenaries import Answer
from tests.stories.test_calendars import ADDRESS, events, link, read, sequences
from tests.stories.test_plenaries_series import JAN, THURSDAYS, begun, plenaries, plenary, series
from tests.town import Town


async def test_a_whole_series(town: Town):
    """Convened twice in time for its notice, answered, moved, a day left out, ended: and the feed tells each of it."""
    town.app.dispatcher._community = replace(town.app.dispatcher._community, address=ADDRESS)
    await begun(town, f"{THURSDAYS} | https://visio.example/ruche")
    await town.whisper("dan", "/calendrier nouveau")
    address = link(town, "dan")

    async def feed() -> dict[str, tuple[str, datetime]]:
        return events((await read(town, address)).text)

    first, second, third, *_others = planned = await feed()
    assert {status for status, _at in (await feed()).values()} == {"TENTATIVE"}
    assert len(planned) == 12

    # The first one is convened at once, five days before it would be too late.
    await town.choose("ana", "convoquer")
    assert plenary(town, 1).in_time(15, plenary(town, 1).convened_at or town.time)
    assert town.was_told("bruno", _("You are convened to plenary {number} of {group}.", number="1", group="La Ruche"))
    await town.choose_privately("bruno", "oui")
    await town.say("chloe", "visio", town.card(town.says(_("No points yet."))).ref)
    await town.whisper("dan", "/pleniere non")
    assert answers(town, 1) == {"bruno": Answer.YES, "chloe": Answer.VIDEO, "dan": Answer.NO}

    # The second one is asked about a week before its last lawful day, and convened in time as well.
    await town.wait(days=33)
    assert plenary(town, 2).is_prepared
    assert town.was_told("ana", many(
        "Last day to convene it: {day} ({n} clear day).", "Last day to convene it: {day} ({n} clear days).", 15,
        day=date(2026, 12, 22),
    ))  # fmt: skip
    await town.choose_privately("ana", "convoquer")
    assert plenary(town, 2).in_time(15, plenary(town, 2).convened_at or town.time)
    assert {one: status for one, (status, _at) in (await feed()).items() if status == "CONFIRMED"} == {
        first: "CONFIRMED", second: "CONFIRMED",
    }  # fmt: skip
    await town.choose("bruno", "oui")
    await town.whisper("chloe", "/pleniere oui")
    assert answers(town, 2) == {"bruno": Answer.YES, "chloe": Answer.YES}

    # It is moved: everybody is told once, and asked again.
    before = sequences((await read(town, address)).text)
    await town.say("ana", "/pleniere déplacer 2 vendredi 8 janvier 20h")
    at = datetime(2027, 1, 8, 19, tzinfo=UTC)
    assert (plenary(town, 2).start, plenary(town, 2).slot) == (at, JAN)
    assert town.was_told("chloe", _("Plenary {number} of {group} has another date.", number="2",
                                           group="La Ruche"))  # fmt: skip
    assert answers(town, 2) == {}
    await town.choose_privately("chloe", "non")
    assert answers(town, 2) == {"chloe": Answer.NO}
    assert (await feed())[second] == ("CONFIRMED", at)
    assert sequences((await read(town, address)).text)[second] > before[second]

    # A day is left out, then the series ends: what is convened takes place.
    await town.say("ana", "/pleniere sauf 4 février")
    assert third not in await feed()
    await town.say("ana", "/pleniere arrêter la série")
    await town.choose("ana", "oui")
    assert series(town).has_ended
    assert town.saw(_("No more plenaries {habit}: the series has ended.", habit=series(town).recurrence))
    assert list(await feed()) == [first, second]
    await town.wait(days=60)
    assert len(plenaries(town)) == 2


def answers(town: Town, number: int) -> dict[str, Answer]:
    """Who said what of a plenary."""
    keys = {town.member(who): who for who in ("bruno", "chloe", "dan", "emma")}
    with town.database.read() as tx:
        return {keys[one]: said for one, said in tx.meetings.answers(number).items()}
