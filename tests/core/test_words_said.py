"""How a sentence is said: plurals, dates, numbers, people's words; in French and in English."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.message import button, say
from bot.chat.text import Phrase, many, note, title
from bot.chat.text import _ as phrase
from bot.core.flow import Move
from bot.core.words import Words, sentences
from bot.domain.when import kept

FR, EN = Words("fr", year=2026), Words("en", year=2026)
VOUS = Words("fr", formal=True, year=2026)


@pytest.mark.parametrize(
    ("words", "at", "said"),
    [
        (FR, datetime(2026, 11, 12, 19, tzinfo=UTC), "jeudi 12 novembre, 20 h"),
        (FR, datetime(2026, 12, 1, 17, 30, tzinfo=UTC), "mardi 1er décembre, 18 h 30"),
        (FR, datetime(2027, 1, 1, 8, 5, tzinfo=UTC), "vendredi 1er janvier 2027, 9 h 05"),
        (FR, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "vendredi 1er janvier 2027, 0 h 30"),
        (EN, datetime(2026, 11, 12, 19, tzinfo=UTC), "Thursday 12 November, 20:00"),
        (EN, datetime(2027, 1, 1, 8, 5, tzinfo=UTC), "Friday 1 January 2027, 09:05"),
        (
            Words("fr", zone="America/Martinique", year=2026),
            datetime(2026, 11, 12, 1, tzinfo=UTC),
            "mercredi 11 novembre, 21 h",
        ),
        (Words("fr", year=2026), datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "dimanche 29 mars, 1 h 59"),
        (Words("fr", year=2026), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "dimanche 29 mars, 3 h"),
    ],
)
def test_an_instant(words: Words, at: datetime, said: str) -> None:
    assert words.moment(at).replace("\u00a0", " ") == said


def test_the_hour_of_summer_time_that_comes_twice_is_said_for_both_instants() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert FR.moment(first) == FR.moment(second)


def test_a_day_and_a_time_of_day() -> None:
    assert (FR.day(date(2026, 5, 1)), EN.day(date(2026, 5, 1))) == ("vendredi 1er mai", "Friday 1 May")
    assert FR.hour(time(18, 5)) == "18\u00a0h\u00a005"
    assert EN.hour(time(8)) == "08:00"


@pytest.mark.parametrize(
    ("span", "fr", "en"),
    [
        (timedelta(minutes=15), "15 min", "15 min"),
        (timedelta(days=1), "1 jour", "1 day"),
        (timedelta(days=2, hours=3, minutes=4), "2 jours 3 h", "2 days 3 h"),
        (timedelta(seconds=29), "0 min", "0 min"),
        (timedelta(seconds=-5), "0 min", "0 min"),
        (timedelta(minutes=59, seconds=40), "1 h", "1 h"),
    ],
)
def test_a_duration(span: timedelta, fr: str, en: str) -> None:
    assert [words.duration(span).replace("\u00a0", " ") for words in (FR, EN)] == [fr, en]


@pytest.mark.parametrize(
    ("count", "fr", "en"), [(0, "0 one", "0 other"), (1, "1 one", "1 one"), (2, "2 other", "2 other")]
)
def test_french_takes_the_singular_for_nothing(count: int, fr: str, en: str) -> None:
    said = many("{n} one", "{n} other", count)

    assert (FR.say(said), EN.say(said)) == (fr, en)


def test_a_translated_plural() -> None:
    [(_context, key), *_rest] = [
        pair for pair, forms in sentences("fr").items() if len(forms) == 2 and "{n}" in forms[0]
    ]
    one, other = sentences("fr")["", key]
    blanks = {"n": 0, **dict.fromkeys(("required", "ends", "title", "number"), "x")}

    def said(count: int) -> str:
        return FR.say(Phrase(key, blanks | {"n": count}, "others", count))

    assert said(0) == one.format_map({**blanks, "n": "0"})
    assert said(2) == other.format_map({**blanks, "n": "2"})


def test_vous_where_the_group_prefers_it() -> None:
    both = [
        key for context, key in sentences("fr") if context == "vous" and ("", key) in sentences("fr") and "{" not in key
    ]

    assert all(VOUS.say(Phrase(key)) == sentences("fr")["vous", key][0] for key in both)
    assert all(FR.say(Phrase(key)) == sentences("fr")["", key][0] for key in both)
    assert VOUS.say(phrase("Not translated anywhere.")) == "Not translated anywhere."


def test_numbers_are_grouped_from_ten_thousand_on() -> None:
    assert [FR.number(n) for n in (0, -7, 9_999, 10_000)] == ["0", "-7", "9999", "10\u202f000"]
    assert EN.number(1_234_567) == "1,234,567"


def test_lists_end_with_the_word_of_the_language() -> None:
    assert [FR.list(values) for values in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]
    assert EN.list(("a", "b")) == "a and b"


def test_blanks_take_every_kind_of_value() -> None:
    said = EN.say(
        phrase("{a}|{b}|{c}|{d}", a=Fraction(2, 3), b=phrase("{x}", x=10_000), c=("a", phrase("b")), d=time(9))
    )

    assert said == "2/3|10,000|a and b|09:00"


@given(st.text(max_size=40))
def test_peoples_words_are_never_read_as_a_sentence(text: str) -> None:
    said = EN.say(phrase("“{title}” is open.", title=text))

    assert said.replace("\u2068", "").replace("\u2069", "") == f"“{text}” is open.".replace("\u2068", "").replace(
        "\u2069", ""
    )


@pytest.mark.parametrize("name", ["דנה", "سلمى", "\ufb21", "\U00010840", "a\u202eb", "٤٢"])
def test_names_that_run_from_right_to_left_are_isolated(name: str) -> None:
    """Broken once: only the oldest blocks of Hebrew and Arabic were known."""
    assert EN.say(phrase("{name} voted.", name=name)) == f"\u2068{name}\u2069 voted."


@pytest.mark.parametrize("name", ["Chloé", "Łukasz", "Δημήτρης", "王芳", "👩‍🌾"])
def test_other_names_are_left_as_they_are(name: str) -> None:
    assert EN.say(phrase("{name} voted.", name=name)) == f"{name} voted."


@given(
    st.lists(st.sampled_from([0, 1, 2, "1", "", "a", time(1), date(2026, 1, 1), timedelta(minutes=1), (1, 2), [1, 2]]))
)
def test_what_is_remembered_is_what_would_be_said_anew(values: list[object]) -> None:
    for value in values:
        asked = phrase("{value}!", value=value)
        assert EN.say(asked) == EN.filled(asked)


def test_a_whole_message_is_said() -> None:
    asked = say(title(phrase("Vote {n}", n=41)), note("plain"), rows=((button(phrase("Back"), Move("f", "s", True)),),),
                privately=phrase("Back"))  # fmt: skip

    said = EN.message(asked)

    assert [line.text for line in said.lines] == ["Vote 41", "plain"]
    assert (said.buttons[0].label, said.privately) == ("Back", "Back")
    assert said.buttons[0].data == asked.buttons[0].data


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (FR, "Rappel tous les jeudis à 19\u00a0h"),
        (EN, "Reminder every Thursday at 19:00"),
    ],
)
def test_what_comes_back_says_itself_in_the_reader_s_language(words, said):
    habit = kept("week on=th at=19:00 zone=Europe/Paris")

    assert words.blank(phrase("{what} {habit}", what=phrase("Reminder"), habit=habit)) == said
