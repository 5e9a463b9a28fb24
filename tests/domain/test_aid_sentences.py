"""What one sentence says of help: the thing, the day, the area, the category; and what it must not say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain import when
from bot.domain.aid import Category, NoObject, read
from bot.domain.aid.privacy import Trace, hardship, traces, without_reason, without_traces

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)  # a Thursday, 10 h in Paris
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "what", "day", "area", "category"),
    [
        ("une remorque samedi matin, Vaise", "une remorque", "2026-11-14", "Vaise", "transport"),
        ("je cherche une remorque samedi matin", "une remorque", "2026-11-14", "", "transport"),
        ("a trailer on Saturday morning, Vaise", "a trailer", "2026-11-14", "Vaise", "transport"),
        ("2 h de ménage demain soir à la Croix-Rousse", "2 h de ménage", "2026-11-13", "la Croix-Rousse", "time"),
        ("un lit pour ce soir", "un lit", "2026-11-12", "", "things"),
        ("10 chaises pour le 5 décembre à Bron.", "10 chaises", "2026-12-05", "Bron", "things"),
        ("garder mon chat du 12 au 20 décembre", "garder mon chat", "2026-12-20", "", "care"),
        ("help moving boxes in 2 days near Oullins", "help moving boxes", "2026-11-14", "Oullins", "transport"),
        ("je donne des vêtements d'enfant, Lyon 3", "je donne des vêtements d'enfant", None, "Lyon 3", "things"),
        ("J'ai besoin des clés du local", "des clés du local", None, "", "other"),
        ("besoin d'une perceuse", "une perceuse", None, "", "things"),
        ("besoin de la tondeuse", "de la tondeuse", None, "", "things"),
        ("needles and thread", "needles and thread", None, "", "other"),
        ("Does anybody have a ladder on Sunday?", "a ladder", "2026-11-15", "", "things"),
        ("4 pneus neige", "4 pneus neige", None, "", "other"),
        ("des idées pour la fête", "des idées pour la fête", None, "", "ideas"),
        ("200 euros d'avance", "200 euros d'avance", None, "", "money"),
    ],
)
def test_a_sentence_says_what_when_and_where(text: str, what: str, day: str | None, area: str, category: str) -> None:
    said = read(text, now=NOW, zone=PARIS)

    assert (said.what, said.area, said.category) == (what, area, Category(category))
    assert (said.on.astimezone(PARIS).date() if said.on else None) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("cours de guitare, le mercredi", "le mercredi"),
        ("aide aux devoirs le lundi et le jeudi soir", "le lundi et le jeudi soir"),
        ("someone to walk my dog every Tuesday evening", "every Tuesday evening"),
        ("I need a ladder in Vaise this weekend", "this weekend"),
    ],
)
def test_a_habit_stays_as_it_was_typed(text: str, span: str) -> None:
    said = read(text, now=NOW, zone=PARIS)
    assert (said.span, said.on) == (span, None)


def test_an_hour_that_was_said_is_kept() -> None:
    said = read("un coup de main pour déménager dimanche 10h près de Villeurbanne", now=NOW, zone=PARIS)
    assert (said.on, said.timed) == (datetime(2026, 11, 15, 9, tzinfo=UTC), True)


@pytest.mark.parametrize("text", ["prêt d'une perceuse, permanent", "perceuse à prêter toute l'année"])
def test_what_is_for_good_says_so(text: str) -> None:
    assert read(text, now=NOW, zone=PARIS).permanent


@pytest.mark.parametrize("text", ["", "samedi matin", "svp", "besoin d'aide", "help please", "?!", "🙂"])
def test_a_sentence_without_an_object_is_refused(text: str) -> None:
    with pytest.raises(NoObject):
        read(text, now=NOW, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "refusal"), [("une tente pour hier", when.Past), ("une tente jeudi", when.TodayOrNextWeek)]
)
def test_a_day_that_is_past_or_half_said_is_refused(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(text, now=NOW, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "trace", "left"),
    [
        ("un vélo, tel 06 12 34 56 78", Trace.PHONE, "un vélo"),
        ("un vélo, appelez-moi au 0612345678", Trace.PHONE, "un vélo"),
        ("a bike, call me on +33 6 12 34 56 78", Trace.PHONE, "a bike"),
        ("a bike (06.12.34.56.78)", Trace.PHONE, "a bike"),
        ("un vélo ana@example.org", Trace.MAIL, "un vélo"),
        ("un vélo ana (at) example.org", Trace.MAIL, "un vélo"),
        ("un vélo @ana_diaz", Trace.ACCOUNT, "un vélo"),
        ("un vélo @ana:example.org", Trace.ACCOUNT, "un vélo"),
        ("un vélo https://t.me/ana", Trace.ACCOUNT, "un vélo"),
        ("un vélo, 12 rue de la Paix", Trace.ADDRESS, "un vélo"),
        ("un vélo, 3 bis avenue Jean Jaurès, Lyon", Trace.ADDRESS, "un vélo, Lyon"),
        ("un vélo, 12 cours Gambetta", Trace.ADDRESS, "un vélo"),
        ("a bike, 221b Baker Street", Trace.ADDRESS, "a bike"),
        ("un vélo, digicode 45A6", Trace.ADDRESS, "un vélo"),
        ("a ride to 12 Baker Street, on Friday", Trace.ADDRESS, "a ride, on Friday"),
        ("un trajet jusqu’au 12 quai Perrache vendredi", Trace.ADDRESS, "un trajet vendredi"),
        ("me conduire chez 3 impasse des Roses", Trace.ADDRESS, "me conduire"),
    ],
)
def test_ways_to_reach_somebody_are_noticed_and_left_out(text: str, trace: Trace, left: str) -> None:
    assert [found.trace for found in traces(text)] == [trace]
    assert without_traces(text) == left


@pytest.mark.parametrize(
    "text",
    ["12 cours de guitare", "2 places de concert", "10 chaises le 12/05/2026 à 10h", "200 euros pour 3 vélos",
     "un vélo le 2026-12-05", "une table 4 personnes, 2 m"],
)  # fmt: skip
def test_numbers_of_things_are_no_way_to_reach_anybody(text: str) -> None:
    assert traces(text) == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("faire mes courses car je suis malade", "faire mes courses"),
        ("des repas, je suis au chômage", "des repas"),
        ("a meal because I am ill, Vaise", "a meal, Vaise"),
        ("je sors de l'hôpital, besoin de courses", "besoin de courses"),
        ("suite à mon divorce, un logement samedi", "un logement samedi"),
        ("help with shopping since I have cancer", "help with shopping"),
        ("une voiture pour aller à l'hôpital", ""),
        ("une remorque samedi", "une remorque samedi"),
    ],
)
def test_a_reason_of_health_or_hardship_can_be_left_out(text: str, left: str) -> None:
    assert without_reason(text) == left
    assert bool(hardship(text)) == (left != text)
