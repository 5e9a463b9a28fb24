"""What holds for every text, date and zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain import when
from bot.domain.errors import Refused
from bot.domain.when.french import FRENCH
from bot.domain.when.words import WORDS

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
TWENTY = time(20)

FRENCH_DAYS = list(FRENCH.weekdays)
FRENCH_MONTHS = list(FRENCH.months)[:12]
PIECES = """
    jeudi vendredi demain ce soir 19h 30 20:30 7 pm à midi minuit prochain en huit 25/11 11/25 3 décembre 2027
    2026-12-05 dans jours h min et demi une heure mois fin du premier lundi de last of the month Thursday next week
    tonight at noon January 12th a every other tous les mardis sur deux le , . : -
"""

zones = st.sampled_from(["Europe/Paris", "America/Montreal", "Asia/Kathmandu", "Pacific/Apia", "UTC"]).map(ZoneInfo)
nows = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
words = st.sampled_from(
    [
        *PIECES.split(),
        *WORDS.days,
        *WORDS.clocks,
        *WORDS.lengths,
        *WORDS.several_days,
        *WORDS.minutes_before,
    ]
)
sentences = st.lists(words, max_size=9).map(" ".join) | st.lists(words, max_size=9).map("".join)
DAYS = """
    demain, après-demain, vendredi, lundi prochain, jeudi en huit, ce jeudi, next Thursday, Thursday next week, 25/11,
    le 20, 1er décembre, jeudi 3 décembre, 3rd of December, 29 février 2028, 2026-12-05, dans 3 jours, in a fortnight,
    dans un mois, fin du mois, end of December, premier lundi de décembre, last Friday of the month
"""
HOURS = (
    "19h, à 19h30, 20:30, 7pm, at 7:30 p.m., midi, minuit, noon, half past seven pm, vingt heures trente, 8h du soir"
)
days, hours = (st.sampled_from([one.strip() for one in listed.split(",")]) for listed in (DAYS, HOURS))
dates = st.tuples(days, hours).flatmap(st.permutations).map(" ".join)
minutes = st.integers(1, 731 * 24 * 60).map(lambda count: NOW + timedelta(minutes=count))


def readings(text, now, zone):
    """Whatever each way of reading makes of the text."""
    for reading in (
        lambda: when.read(text, now=now, zone=zone).at,
        lambda: when.read(text, now=now, zone=zone, default_time=TWENTY).at,
        lambda: when.read_prefix(text, now=now, zone=zone, default_time=TWENTY)[0].at,
        lambda: when.deadline(text, now=now, zone=zone, at=TWENTY),
        lambda: now + when.duration(text) if when.duration(text) < timedelta(days=700) else now + timedelta(1),
    ):
        try:
            yield reading()
        except Refused as refused:
            refused.says.format(**refused.blanks)  # a blank that lacks would raise


@given(st.text(max_size=220) | sentences, nows, zones)
@example("0001-01-01T00:00:00+14:00", NOW, PARIS)
@example("0001-01-01T00:00:00Z", NOW, ZoneInfo("America/Montreal"))
@example("0001-01-01", NOW, ZoneInfo("Pacific/Apia"))
@example("1/1/0001 0h", NOW, ZoneInfo("Pacific/Apia"))
@example("9999-12-31T23:59:59-14:00", NOW, PARIS)
@example("9999-12-31 minuit", NOW, PARIS)
@example("dans 9999 ans et 9999 ans et 9999 semaines et 9999 h", NOW, PARIS)
@example("0/0 19h", NOW, PARIS)
@example("le 0 19h", NOW, PARIS)
@example("0e lundi de mai 19h", NOW, PARIS)
@example("\u0301", NOW, PARIS)
def test_any_text_is_read_within_two_years_or_refused(text, now, zone):
    for at in readings(text, now, zone):
        assert now < at <= now + relativedelta(years=2)


@given(dates | sentences, st.sampled_from(["xyzzy", "réunion", "?", "²", "jeudir", "123456"]), st.booleans())
def test_a_word_of_garbage_is_always_refused(text, garbage, at_head):
    with pytest.raises(Refused):
        when.read(f"{garbage} {text}" if at_head else f"{text} {garbage}", now=NOW, zone=PARIS, default_time=TWENTY)


@given(dates | sentences)
@example("2026-12-05 20:30")  # broken once: with two blanks in it, it was no instant
@example("20:30 2026-12-05 20:30 2026")
def test_case_blanks_and_apostrophes_never_matter(text):
    dressed = "\u00a0" + text.upper().replace(" ", "\u202f ").replace("'", "’")

    assert list(readings(dressed, NOW, PARIS)) == list(readings(text, NOW, PARIS))


@given(days, hours)
def test_the_order_of_day_and_hour_never_matters(day, hour):
    one, other = (when.read(text, now=NOW, zone=PARIS) for text in (f"{day} {hour}", f"{hour} {day}"))

    assert one == other


@given(dates, st.sampled_from(["réunion", "on mange", "mon rappel", "an hour of yoga", "à la MJC", "le bilan"]))
def test_what_is_read_whole_is_read_at_the_head_of_a_sentence(text, rest):
    moment = when.read(text, now=NOW, zone=PARIS)

    assert when.read_prefix(f"{text} {rest}", now=NOW, zone=PARIS) == (moment, rest)
    assert when.read_prefix(f"{text} : {rest}", now=NOW, zone=PARIS) == (moment, rest)


def french(at):
    return (
        f"{FRENCH_DAYS[at.weekday()]} {at.day if at.day > 1 else '1er'} {FRENCH_MONTHS[at.month - 1]} {at.year} "
        f"à {at.hour} h {at.minute:02}"
    )


def babel(pattern, locale):
    return lambda at: format_datetime(at, pattern, tzinfo=PARIS, locale=locale)


@pytest.mark.parametrize(
    "write",
    [
        french,
        lambda at: f"{at:%d/%m/%Y %H:%M}",
        lambda at: f"{at:%d.%m.%Y %Hh%M}",
        lambda at: f"{at:%Hh%M} {at:%d-%m-%Y}",
        lambda at: f"{at:%A %d %B %Y} at {at:%H:%M}",
        lambda at: f"{at:%I:%M %p, %A} the {at.day}th of {at:%B %Y}",
        lambda at: f"{at:%Y-%m-%d %H:%M}",
        babel("EEEE d MMMM y 'à' HH:mm", "fr"),
        babel("EEE d MMM y HH'h'mm", "fr"),
        babel("EEEE, MMMM d, y 'at' h:mm a", "en"),
        babel("EEEE d MMMM y 'at' h:mm a", "en_GB"),
    ],
)
@given(at=minutes)
def test_a_date_written_in_full_reads_back_as_itself(write, at):
    local = at.astimezone(PARIS)
    assume(local.fold == 0)
    text = write(local)
    assume(not text.startswith("mar."))  # mardi or mars: left out on purpose

    assert when.read(text, now=NOW, zone=PARIS).at == at


@given(at=minutes)
def test_a_date_without_its_year_is_the_next_one(at):
    local = at.astimezone(PARIS)
    assume(local.fold == 0 and NOW + timedelta(days=1) < at < NOW + timedelta(days=364))

    assert when.read(f"{local:%d/%m %H:%M}", now=NOW, zone=PARIS).at == at


@given(st.integers(1, 600), st.sampled_from(["{n} jours", "{n}j", "{n} days", "{n}d"]))
def test_days_ahead_end_at_the_hour_of_the_charter(n, text):
    at = when.deadline(text.format(n=n), now=NOW, zone=PARIS, at=TWENTY).astimezone(PARIS)

    assert (at.date() - NOW.date()).days == n
    assert at.time() == TWENTY


@given(st.integers(1, 999), nows, zones)
def test_minutes_ahead_are_exact(n, now, zone):
    assert when.read(f"dans {n} min", now=now, zone=zone).at == now + when.duration(f"{n} min")


@pytest.mark.parametrize(
    "piece", ["1", "a", "dans ", "1 h et ", "un ", "-", "a'", "25/11", "2026-12-05", "19:30 ", "…"]
)
def test_reading_takes_a_moment_whatever_the_text(piece):
    started = perf_counter()

    for _ in readings((piece * 200)[:200], NOW, PARIS):
        pass

    assert perf_counter() - started < 0.5
