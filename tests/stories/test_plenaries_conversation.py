"""The conversation of a plenary, word for word in French, from `/pleniere` to minutes that the next one ratifies:
convened, asked about, a voice lent, signed in, counted, voted by hand and by button, read twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import ics
from icalendar import Calendar as Document

from bot.chat.text import _
from bot.core.words import Words
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.plenaries import Kind, Plenary, Stage, Status, planned
from handlers.calendars import service as calendars
from tests.stories.test_plenaries_day import EVERYBODY, begins, plenary, standing
from tests.town import Town

LINK = "https://visio.example/ruche"


def plain(text: str) -> str:
    """Without the spaces that French sets before its signs, which are of several kinds."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def in_french(town: Town, *sentences: str, who: str = "") -> None:
    """Each was said in the group, or to somebody in private; what is word for word is so in French."""
    if town.language == "fr":
        told = " ".join(plain(text) for text in (town.heard(who) if who else town.seen()))
        for sentence in sentences:
            assert plain(sentence) in told, sentence


def events(town: Town, found: Plenary | None = None) -> dict[str, tuple[datetime, str]]:
    """What stands in the feed of the group, or in the file of one meeting: when, and in which state. Two libraries
    that know nothing of each other read the same."""
    with town.database.read() as tx:
        if found is None:
            text = calendars.of_group(tx, tx.groups.all()[0], town.time)
        else:
            text = calendars.of_plenary(tx, found, Words(town.language), town.time)
    read = {
        str(one["uid"]): (one.decoded("dtstart").astimezone(UTC), str(one["status"]))
        for one in Document.from_ical(text).walk("VEVENT")
    }
    again = {one.uid: one.begin.datetime.astimezone(UTC) for one in ics.Calendar(text).events}
    assert again == {uid: at for uid, (at, _status) in read.items()}
    return read


async def test_the_conversation_of_a_plenary(town: Town):
    await town.say("ana", "/menu")
    for who in EVERYBODY:
        await town.whisper(who, "/menu")
    town.enrol(*EVERYBODY)
    articles = (("notice_days", "statuts art. 9"), ("quorum", "statuts art. 12"))
    town.decree(electorate="members", quorum="1/2", notice_days=15, articles=articles, second_reading=("statutes",))
    with town.database.begin() as tx:
        jeanne, group = tx.members.enter("Jeanne Roche", town.time).id, tx.groups.all()[0]
        tx.memberships.keep(Membership(jeanne, group.id, MemberStatus.MEMBER, (town.time - timedelta(days=100)).date()))

    # when → where → statutory or ordinary
    await town.whisper("ana", "/pleniere")
    await town.choose_privately("ana", "convoquer")
    await town.whisper("ana", "samedi 5 décembre 14h")
    await town.whisper("ana", f"MJC, 12 rue de la Paix | {LINK}")
    await town.choose_privately("ana", "statutaire")
    in_french(
        town, "Quand commence-t-elle ?", "Où ?", "De quel genre ?", "Date : samedi 5 décembre, 14 h",
        "Lieu : MJC, 12 rue de la Paix",
        "Dernier jour pour convoquer : jeudi 19 novembre (15 jours francs, statuts art. 9).",
        "Points acceptés jusqu’au mercredi 18 novembre.", "La convocation part à 6 personnes.", who="ana",
    )  # fmt: skip
    await town.choose_privately("ana", "convoquer")
    first = plenary(town)
    assert (first.status, first.kind, first.start) == (
        Status.CONVENED, Kind.STATUTORY, datetime(2026, 12, 5, 13, tzinfo=UTC),
    )  # fmt: skip
    in_french(town, "sur papier ou par téléphone : 1.", who="ana")
    in_french(town, "Convocation à la plénière 1 de La Ruche.", f"En visio : {LINK}", who="dan")
    await town.say("bruno", "/odj Changer l'article 9 ? nature=décision objet=statuts")
    await town.say("chloe", "/odj Bilan de l'épicerie")

    # the feed, and the file of the meeting
    [(uid, now)] = events(town).items()
    assert now == (first.start, "CONFIRMED")
    assert events(town, first) == {uid: now}

    # at J-3
    asked = next(at for stage, at in planned(first.start, first.zone, 15) if stage is Stage.ASK)
    await town.wait(seconds=(asked - town.time).total_seconds() + 60)
    for who in EVERYBODY:
        in_french(town, "Plénière 1, samedi 5 décembre, 14 h", "Viens-tu ?", who=who)
    for answer in ("oui", "visio", "pouvoir", "non"):
        assert town.offers("emma", answer)
    await town.choose_privately("bruno", "oui")
    await town.choose_privately("chloe", "visio")
    await town.choose_privately("emma", "pouvoir")
    await town.choose_privately("emma", "Dan")
    await town.choose_privately("dan", "oui")
    await town.say("ana", "/pleniere")
    in_french(town, "Viennent : 1, en visio : 1, donnent pouvoir : 1, ne viennent pas : 0.")

    # on the day
    await begins(town)
    for who in ("ana", "bruno", "dan"):
        await town.choose(who, "ici")
    await town.whisper("ana", "/pleniere inscrire Jeanne")
    await town.choose("bruno", "minutes")
    await town.wait(minutes=30)
    assert standing(town, 4, 1)
    in_french(town, "Présents : 4, pouvoirs : 1, total : 5 sur 6.", "Quorum : 3, atteint.")

    # the private panel: the point, its vote, hands entered by the chair and confirmed by the secretary
    await town.choose_privately("ana", "suivant")
    await town.choose("dan", "parole")
    await town.choose_privately("ana", "ouvrir le vote")
    for who in ("ana", "bruno", "dan"):
        await town.whisper(who, "/vote 1 pour")
    await town.whisper("ana", "/vote mains 1 0 1 0 0")
    await town.choose_privately("bruno", "oui")
    await town.choose_privately("ana", "arrêter")
    await town.wait(minutes=1)
    result = town.poll(1).result
    assert result is not None
    assert (result.outcome, result.counts[:2]) == ("adopted", (4, 1))
    await town.whisper("bruno", "/pleniere noter L'article est lu à voix haute")
    await town.whisper("ana", "/pleniere action Dan | porter les statuts à la préfecture | 12/12")
    await town.choose_privately("ana", "suivant")
    await town.whisper("ana", "/pleniere clore")
    assert plenary(town).status is Status.CLOSED

    # the minutes, as Markdown and to print
    await town.choose_privately("bruno", "publier")
    with town.database.read() as tx:
        minutes = tx.records.minutes(1)
    assert minutes is not None
    for said in ("Changer l'article 9 ?", "L'article est lu à voix haute", "porter les statuts", "Jeanne"):
        assert said in minutes.text
    assert town.saw(_("The minutes of plenary {number}, to print.", number="1"))
    in_french(town, "Compte rendu de la plénière 1")

    # the next one ratifies them, and reads for the second time what the charter wants read twice
    await town.say("ana", f"/pleniere samedi 16 janvier 14h | MJC | {LINK}")
    await town.choose("ana", "convoquer")
    in_french(town, "Ratification du compte rendu de la plénière 1", "Seconde lecture du vote 1")
    assert events(town)[uid] == now
    assert len([one for one in events(town) if one.startswith("plenary-")]) == 2
    await begins(town, 2)
    for who in ("ana", "bruno", "dan"):
        await town.choose(who, "ici")
    for number in (2, 3):
        await town.choose_privately("ana", "suivant")
        await town.choose_privately("ana", "ouvrir le vote")
        for who in ("ana", "bruno", "dan"):
            await town.whisper(who, f"/vote {number} pour")
        await town.choose_privately("ana", "arrêter")
        await town.wait(minutes=1)
    assert town.saw(_("The minutes of plenary {number} are ratified.", number="1"))
    with town.database.read() as tx:
        ratified = tx.records.minutes(1)
    assert ratified is not None
    assert ratified.ratified_in == 2
    confirmed = town.poll(3).result
    assert confirmed is not None
    assert confirmed.outcome == "adopted"
