"""What comes back, in words: a table of phrases, what is refused, and what holds for every text."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain import when
from bot.domain.errors import Refused
from bot.domain.when.english import ENGLISH
from bot.domain.when.french import FRENCH
from bot.domain.when.tokens import tokens
from bot.domain.when.words import WORDS
from tests.domain.test_when import REFUSED as REFUSED_DATES
from tests.domain.test_when import UNDERSTOOD
from tests.domain.test_when_recurrence import recurrences

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)  # Thursday, 10:00 in Paris
PARIS = ZoneInfo("Europe/Paris")
TABLE = [
    tuple(line.split(" | "))
    for line in (Path(__file__).with_name("when_habits.txt")).read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def plan(text: str, now: datetime = NOW, default_time: time | None = None) -> when.Moment | when.Recurrence:
    return when.plan(text, now=now, zone=PARIS, default_time=default_time)


def habit(text: str, now: datetime = NOW) -> when.Recurrence:
    found = plan(text, now)
    assert isinstance(found, when.Recurrence)
    return found


@pytest.mark.parametrize(("text", "rule", "days"), TABLE)
def test_what_comes_back_is_understood(text: str, rule: str, days: str):
    found = habit(text)

    assert found.text.replace(" zone=Europe/Paris", "") == rule
    assert " ".join(f"{at.astimezone(PARIS):%Y-%m-%d}" for at in found.coming(NOW, 3)) == days


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_what_was_understood_is_said_in_words_that_mean_the_same(text: str, language: str):
    found = habit(text)

    assert habit(found.said(language)) == found


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_a_date_is_still_one_where_what_comes_back_would_be_welcome(text: str, expected: str):
    found = plan(text)

    assert isinstance(found, when.Moment)
    assert f"{found.at.astimezone(PARIS):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(("text", "refusal", "blanks"), REFUSED_DATES)
def test_what_is_no_date_is_never_guessed_where_what_comes_back_would_be_welcome(text, refusal, blanks):
    if refusal is when.Recurring:
        return  # welcome here: the table says what it means, or it is refused below
    with pytest.raises(Refused) as caught:
        plan(text)

    assert caught.value.says.format(**caught.value.blanks)


def test_the_tables_hold_hundreds_of_phrases_in_both_languages():
    """Every word of a phrase is one of that language; a phrase of numbers alone counts for French."""
    french, english = (
        {word for table in _tables(vocabulary) for phrase in table for word in phrase.split()}
        for vocabulary in (FRENCH, ENGLISH)
    )
    phrases = {row[0] for row in (*TABLE, *UNDERSTOOD)}
    words = {text: {one.text for one in tokens(text) if one.kind == "word"} for text in phrases}
    plurals = {f"{day}s" for day in FRENCH.weekdays} | {f"{nth}s" for nth in FRENCH.ordinals} | {"soirs", "prochains"}

    assert sum(found <= french | plurals | {"matins"} for found in words.values()) >= 200
    assert (
        sum(bool(found) and found <= english | {f"{day}s" for day in ENGLISH.weekdays} for found in words.values())
        >= 100
    )


def _tables(vocabulary):
    return [getattr(vocabulary, name) for name in vocabulary.__dataclass_fields__]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        # no day
        ("chaque semaine", when.MissingDay),
        ("chaque semaine 19h", when.MissingDay),
        ("tous les 15 jours", when.MissingDay),
        ("every other week", when.MissingDay),
        ("une fois par mois", when.MissingDay),
        ("deux fois par semaine", when.RhythmUnclear),
        ("twice a month", when.RhythmUnclear),
        ("tous les mois 19h", when.MissingDay),
        ("chaque mois le jeudi 19h", when.MissingDay),
        ("every month on Thursday 7pm", when.MissingDay),
        ("chaque semaine le 15 à 9h", when.MissingDay),
        ("tous les ans le 15 à 9h", when.MissingDay),
        ("weekly", when.MissingDay),
        ("every month 7pm", when.MissingDay),
        ("chaque année 10h", when.MissingDay),
        ("tous les jours le mardi 9h", when.MissingDay),
        # no hour
        ("tous les mardis", when.MissingHour),
        ("tous les mardis soir", when.MissingHour),
        ("every first Thursday of the month", when.MissingHour),
        ("tous les matins", when.MissingHour),
        ("tous les matins à 20h", when.HourOutside),
        ("tous les jeudis à minuit", when.MidnightComesBack),
        ("every Thursday at midnight", when.MidnightComesBack),
        # two meanings
        ("every second Monday 7pm", when.EveryNth),
        ("every third Thursday 7pm", when.EveryNth),
        ("every 2nd Tuesday 7pm", when.EveryNth),
        ("jeudi 3 décembre 19h tous les mois", when.DayOrDate),
        ("Thursday 3 December 7pm every month", when.DayOrDate),
        ("jeudi prochain 19h chaque mois", when.DayOrDate),
        ("chaque week-end 10h", when.WhichDay),
        ("every weekend 10am", when.WhichDay),
        # too often, never
        ("toutes les heures", when.TooOften),
        ("every 30 minutes", when.TooOften),
        ("une fois par heure", when.TooOften),
        ("tous les ans le 30 février 10h", when.NeverHappens),
        ("tous les 31 avril 10h", when.NeverHappens),
        ("every year on February 30 at 10am", when.NeverHappens),
        ("every 31 April 10am", when.NeverHappens),
        ("tous les jeudis 19h à partir du 3 décembre jusqu'au 2 décembre", when.NeverHappens),
        ("tous les jeudis 19h sauf jeudi", when.NeverHappens),
        ("tous les jours sauf du lundi au dimanche 9h", when.NeverHappens),
        ("tous les jeudis 9h jusqu'à aujourd'hui", when.NeverHappens),
        ("tous les jeudis 19h jusqu'à hier", when.Past),
        ("tous les jeudis 19h jusqu'au 30/06/2025", when.Past),
        ("tous les 3 ans le 1er mai 10h à partir du 1er juin 2028", when.TooFar),
        ("tous les ans le 29 février 10h à partir du 1er mars 2028", when.TooFar),
        ("tous les jeudis 19h à partir de 2030", when.NotUnderstood),
        # days that are none of its days
        ("tous les jeudis 19h sauf le 25 décembre", when.NotOneOfItsDays),
        ("demain 19h tous les mardis", when.NotOneOfItsDays),
        ("every Thursday 7pm except 25 December", when.NotOneOfItsDays),
        ("jeudi 3 décembre 19h tous les premiers lundis du mois", when.NotOneOfItsDays),
        ("lundi 3 décembre 19h toutes les semaines", when.WeekdayDisagrees),
        # not understood
        ("tous les mardis ou jeudis 20h", when.NotUnderstood),
        ("tous les mardis 19h et jeudis 20h", when.NotUnderstood),
        ("tous les lundis prochains 9h", when.NotUnderstood),
        ("tous les mardis 19h réunion", when.NotUnderstood),
        ("tous les mardis 25h", when.NoSuchClock),
        ("tous les mardis 19h sauf Ana", when.NotUnderstood),
        ("tous les mardis 19h jusqu'en juin", when.NotUnderstood),
        ("tous les 100 jours 9h", when.RhythmUnclear),
        ("tous les 0 jours 9h", when.NotUnderstood),
        ("chaque trimestre", when.NotUnderstood),
        ("un mardi sur un 19h", when.RhythmUnclear),
        ("du lundi au vendredi 9h", when.NotUnderstood),
        ("FREQ=WEEKLY;BYDAY=TH", when.NotUnderstood),
        ("RRULE:FREQ=DAILY", when.NotUnderstood),
        ("le 32 de chaque mois 9h", when.NotUnderstood),
        ("every 6th Monday of the month 9am", when.RhythmUnclear),
        ("tous les mardis à 19", when.NotUnderstood),
        ("every morning at 8", when.NotUnderstood),
        ("", when.NothingSaid),
        ("tous les mardis 19h " * 16, when.TooLong),
    ],
)
def test_what_comes_back_is_refused_where_it_is_not_clear(text: str, refusal: type[Refused]):
    with pytest.raises(Refused) as caught:
        plan(text)

    assert caught.type is refusal
    assert caught.value.says.format(**caught.value.blanks)


@pytest.mark.parametrize("text", ["tous les mardis", "tous les mardis soir", "every Tuesday", "weekly on Tuesday"])
def test_the_default_hour_is_taken_where_there_is_one(text: str):
    found = plan(text, default_time=time(20))

    assert isinstance(found, when.Recurrence)
    assert (found.at, found.weekdays) == (time(20), (1,))


@pytest.mark.parametrize(
    ("text", "rule", "rest"),
    [
        ("jeudi 19h chaque semaine : réunion logiciels", "week on=th at=19:00", "réunion logiciels"),
        ("tous les premiers jeudis du mois à 19h30 plénière", "month on=th nths=1 at=19:30", "plénière"),
        ("tous les mardis 19h", "week on=tu at=19:00", ""),
        ("tous les mardis 19h sauf Ana", "week on=tu at=19:00", "sauf Ana"),
        ("tous les mardis 19h sauf 2 personnes", "week on=tu at=19:00", "sauf 2 personnes"),
        ("tous les mardis 19h pendant 2 h : atelier", "week on=tu at=19:00", "pendant 2 h : atelier"),
        ("tous les mardis 19h pour tous les membres", "week on=tu at=19:00", "pour tous les membres"),
        ("tous les mardis 19h et après on mange", "week on=tu at=19:00", "et après on mange"),
        ("every other Friday 6pm – market", "week every=2 on=fr at=18:00 start=2026-11-13", "market"),
        ("every day 9am water the plants", "day at=09:00", "water the plants"),
        ("Friday 7pm weekly: standup", "week on=fr at=19:00", "standup"),
        ("le 15 de chaque mois 9h, payer le loyer", "month days=15 at=09:00", "payer le loyer"),
        ("tous les mardis 19h sauf le 24 novembre : chorale", "week on=tu at=19:00 skipped=2026-11-24", "chorale"),
        ("tous les soirs 21h\nfermer la salle", "day at=21:00", "fermer la salle"),
    ],
)
def test_at_the_head_of_a_sentence_it_is_read_and_the_rest_kept(text: str, rule: str, rest: str):
    found, left = when.plan_prefix(text, now=NOW, zone=PARIS)

    assert isinstance(found, when.Recurrence)
    assert (found.text.replace(" zone=Europe/Paris", ""), left) == (rule, rest)


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("vendredi 19h réunion", "2026-11-13 19:00", "réunion"),
        ("vendredi 19h weekly sync", "2026-11-13 19:00", "weekly sync"),
        ("demain 19h pour tous les membres", "2026-11-13 19:00", "pour tous les membres"),
        ("demain 14h après-midi jeux", "2026-11-13 14:00", "après-midi jeux"),
        ("le lundi prochain 9h, ménage", "2026-11-16 09:00", "ménage"),
        ("dans 2 h appeler Ana", "2026-11-12 12:00", "appeler Ana"),
        # words that may bound a date, and do not
        ("demain 9h : et 14h", "2026-11-13 09:00", "et 14h"),
        ("demain 9h sauf s'il pleut : arroser", "2026-11-13 09:00", "sauf s'il pleut : arroser"),
        ("demain 9h et appeler Ana", "2026-11-13 09:00", "et appeler Ana"),
        ("lundi 9h jusqu'à la gare", "2026-11-16 09:00", "jusqu'à la gare"),
        ("demain 14h pendant 2 h : réunion", "2026-11-13 14:00", "pendant 2 h : réunion"),
        ("tomorrow 9am for 3 people: lunch", "2026-11-13 09:00", "for 3 people: lunch"),
        ("tomorrow 9am for the team", "2026-11-13 09:00", "for the team"),
        ("demain 14h\n- 16h : pause", "2026-11-13 14:00", "16h : pause"),
    ],
)
def test_a_date_at_the_head_of_a_sentence_stays_one(text: str, expected: str, rest: str):
    found, left = when.plan_prefix(text, now=NOW, zone=PARIS)

    assert isinstance(found, when.Moment)
    assert (f"{found.at.astimezone(PARIS):%Y-%m-%d %H:%M}", left) == (expected, rest)


@pytest.mark.parametrize(
    "text",
    [
        "tous les mardis 19h et jeudis 20h réunion",
        "tous les mardis 19h et le jeudi 20h réunion",
        "every Tuesday 7pm and Thursday 8pm meeting",
        "tous les mardis 19h5 réunion",
        "tous les mardis réunion",
        "chaque semaine réunion",
        "réunion tous les mardis 19h",
        # what bounds it, leaves days out of it, or says it twice
        "tous les lundis 9h sauf en août : arroser",
        "tous les lundis 9h sauf juillet et août : arroser",
        "tous les lundis 9h sauf pendant les vacances, arroser",
        "tous les lundis 9h sauf jours fériés : arroser",
        "tous les lundis 9h, 5 fois : arroser",
        "tous les lundis 9h cinq fois arroser",
        "tous les mardis 19h et en mars : arroser",
        "lundi 9h pendant 3 semaines : arroser",
        "lundi 9h jusqu'au 30 juin : arroser",
        "lundi 9h jusqu'à juin : arroser",
        "demain 9h et 14h : arroser",
        "demain 9h, 14h : arroser",
        "demain 9h ou 10h : arroser",
        "demain 14h à 16h : réunion",
        "demain 14h - 16h : réunion",
        "demain 9h et après-demain 10h : arroser",
        "samedi 9h et dimanche : arroser",
        "demain 9h puis tous les mois : arroser",
        "dans 2 h puis dans 4 h : arroser",
        "Monday 9am for 3 weeks: water the plants",
        "Monday 9am until 30 June: water the plants",
        "tomorrow 9am and 2pm: water the plants",
        "tomorrow 9am, then every month: water the plants",
        "tomorrow 9am from 3 March: water the plants",
        "every Monday 9am except in August: water the plants",
        "every Monday 9am 10 times: water the plants",
    ],
)
def test_a_sentence_of_which_only_a_part_would_be_read_is_refused(text: str):
    with pytest.raises(Refused):
        when.plan_prefix(text, now=NOW, zone=PARIS)


nows = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
PIECES = """
    tous les toutes chaque every each other un une sur deux 2 3 15 jours jour semaine semaines mois ans week weeks day
    month mardi mardis jeudi jeudis Thursday Tuesdays weekday premier premiers dernier first second last du au de of the
    month le les on 1er 15th mai May et and , 19h 7pm à at 19:30 midi minuit demain 24 décembre jusqu'au until à partir
    from sauf except pendant for weekly daily fois par once a 31 février soir evening week-end prochain next 2027 . :
"""
words = st.sampled_from([*PIECES.split(), *WORDS.regularly, *WORDS.month_end])
phrases = st.lists(words, max_size=12).map(" ".join)


@given(st.text(max_size=120) | phrases, nows, st.sampled_from(["Europe/Paris", "Pacific/Apia", "America/New_York"]))
@example("tous les ans le 29 février 10h", NOW, "Europe/Paris")
@example("tous les 99 jours 9h à partir du 31/12/9999", NOW, "Europe/Paris")
@example("every 99 years on 1 May 10am", NOW, "Europe/Paris")
@example("tous les jeudis 19h jusqu'au 31/12/9999", NOW, "Pacific/Apia")
@example("tous les jours 9h pendant 9999 ans", NOW, "Europe/Paris")
@example("tous les jours 9h sauf le 1/1/1900", NOW, "Europe/Paris")
@example("à partir du 1/1/1900 tous les 3 jours 9h", NOW, "Pacific/Apia")
def test_any_text_happens_within_two_years_or_is_refused(text: str, now: datetime, zone: str):
    for read in (
        lambda: when.plan(text, now=now, zone=ZoneInfo(zone), default_time=time(20)),
        lambda: when.plan_prefix(text, now=now, zone=ZoneInfo(zone))[0],
    ):
        try:
            found = read()
        except Refused as refused:
            refused.says.format(**refused.blanks)
            continue
        at = found.next_after(now) if isinstance(found, when.Recurrence) else found.at
        assert at is not None
        assert now < at <= now + relativedelta(years=2)


@given(phrases, nows)
def test_whatever_was_understood_is_said_and_understood_again(text: str, now: datetime):
    try:
        found = plan(text, now)
    except Refused:
        return
    if isinstance(found, when.Recurrence):
        for language in ("fr", "en"):
            assert plan(found.said(language), now) == found
        assert when.kept(found.text) == found


@given(recurrences(zones=["Europe/Paris"]), st.sampled_from(["fr", "en"]))
def test_what_is_said_is_read_back_as_the_same_days(recurrence: when.Recurrence, language: str):
    """Its start is left out of what is read where it makes no difference; the days are the same."""
    coming = recurrence.coming(NOW, 12)
    skipped = tuple(day for day in recurrence.skipped if _is_one(recurrence, day))
    same = when.Recurrence(**{**_fields(recurrence), "skipped": skipped})
    assume(coming and coming[0] <= NOW + timedelta(days=700))
    assume(same.start is None or same.start >= date(2026, 11, 12))

    found = plan(same.said(language))

    assert isinstance(found, when.Recurrence)
    assert found.coming(NOW, 12) == coming
    assert plan(found.said(language)) == found


def _is_one(recurrence: when.Recurrence, day: date) -> bool:
    bare = when.Recurrence(**{**_fields(recurrence), "skipped": (), "until": None})
    return next(bare.on_days(day), None) == day


def _fields(recurrence: when.Recurrence) -> dict[str, Any]:
    return {name: getattr(recurrence, name) for name in recurrence.__dataclass_fields__}


@given(
    st.sampled_from([row[0] for row in TABLE]),
    st.sampled_from(["xyzzy", "réunion", "?", "²", "123456", "ou"]),
    st.booleans(),
)
def test_a_word_of_garbage_is_always_refused(text: str, garbage: str, at_head: bool):
    with pytest.raises(Refused):
        plan(f"{garbage} {text}" if at_head else f"{text} {garbage}")


def test_ten_thousand_random_strings_are_refused_or_happen():
    """The same ten thousand each time: letters, words of the grammar, and both with the noise of a keyboard."""
    chance = random.Random(20261112)
    vocabulary = [word for table in _tables(WORDS) for word in table]
    read = 0
    for _number in range(10_000):
        pieces = chance.choices(vocabulary, k=chance.randint(1, 8)) + chance.choices(
            ["19h", "7pm", "12", ",", "é🙂"], k=2
        )
        chance.shuffle(pieces)
        text = " ".join(pieces)
        if chance.random() < 0.3:
            text = "".join(chance.choices("abcdehjlmnorstu 0123456789:/'’,.-éàû", k=chance.randint(1, 60)))
        try:
            found = plan(text)
        except Refused:
            continue
        at = found.next_after(NOW) if isinstance(found, when.Recurrence) else found.at
        assert at is not None
        assert NOW < at <= NOW + relativedelta(years=2)
        read += 1

    assert read < 500  # what is drawn by chance is seldom a date


def test_two_languages_keep_their_words_apart():
    """French says "tous les 15 jours" for two weeks; English counts fifteen days."""
    assert habit("tous les 15 jours le mardi 20h").text.startswith("week every=2")
    assert habit("every 15 days at 8pm").text.startswith("day every=15")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 12, 17, 59, tzinfo=UTC), "2026-11-12"),
        (datetime(2026, 11, 12, 18, 0, tzinfo=UTC), "2026-11-19"),  # that very instant has passed
        (datetime(2026, 11, 12, 23, 30, tzinfo=UTC), "2026-11-19"),  # it is Friday in Paris
    ],
)
def test_today_is_one_of_its_days_until_its_hour(now: datetime, expected: str):
    found = habit("tous les jeudis 19h", now)

    assert f"{found.coming(now, 1)[0].astimezone(PARIS):%Y-%m-%d}" == expected


def test_every_word_of_a_sentence_is_accounted_for():
    """A phrase of the table without one of its words never means the same by accident of reading less."""
    for text, rule, _days in TABLE:
        for cut in re.finditer(r"\b(deux|trois|six|sauf|except|jusqu|until|other|dernier|last)\b", text):
            less = text[: cut.start()] + text[cut.end() :]
            try:
                found = plan(less)
            except Refused:
                continue
            assert not isinstance(found, when.Recurrence) or found.text.replace(" zone=Europe/Paris", "") != rule, less
