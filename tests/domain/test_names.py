"""People's words: compared without accents and case, kept without what deceives, told apart, guessed when mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import names
from bot.domain.names import Deceptive, Empty, LookAlike, TooLong, Twice, clean, clean_body, distinct, fold, told_apart


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plénière", "pleniere"),
        ("ÉPICERIE  du\tPort", "epicerie du port"),
        ("Œuvre", "oeuvre"),
        ("l’été", "l'ete"),
        ("ＡＢＣ", "abc"),
        ("straße", "strasse"),
        ("", ""),
    ],
)
def test_folding_forgets_accents_case_width_and_spaces(text: str, folded: str):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_what_is_kept_is_kept_again_as_it_is(text: str):
    try:
        kept = clean(text, most=200)
    except (Empty, Deceptive):
        return
    assert clean(kept, most=200) == kept
    assert "\n" not in kept


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\u2060", "\u00ad", "\u200d", "\n\t"])
def test_words_that_cannot_be_seen_are_missing(text: str):
    with pytest.raises(Empty):
        clean(text, most=10)


@pytest.mark.parametrize("text", ["\u202eabc", "abc\u2066", "a\u200fb"])
def test_characters_that_reverse_the_order_are_refused(text: str):
    with pytest.raises(Deceptive):
        clean(text, most=10)
    with pytest.raises(Deceptive):
        clean_body(text, most=10)


def test_emoji_made_of_several_stay_whole():
    assert clean("👩‍🌾 Jardin", most=20) == "👩‍🌾 Jardin"


def test_length_is_counted_once_cleaned():
    assert clean("a" + "\u200b" * 50, most=1) == "a"
    with pytest.raises(TooLong):
        clean("ab", most=1)


def test_a_body_keeps_its_lines():
    assert clean_body("  un\r\n\n deux  trois ", most=50) == "un\n\ndeux trois"
    assert clean_body("\u200b", most=50) == ""
    with pytest.raises(TooLong):
        clean_body("abc", most=2)


@pytest.mark.parametrize(("one", "two"), [("Oui", "oui"), ("Été", "ete"), ("a  b", "A b")])
def test_the_same_option_twice_is_refused(one: str, two: str):
    with pytest.raises(Twice):
        distinct([one, two])


def test_options_that_imitate_each_other_are_refused():
    with pytest.raises(LookAlike):
        distinct(["Paris", "Раris"])  # the second begins with Cyrillic letters
    distinct(["Paris", "Rome", "Москва"])


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({1: "Marie Dupont", 2: "Marie Blanc", 3: "Paul Roc"}, {1: "Marie D.", 2: "Marie B.", 3: "Paul"}),
        ({1: "Marie Dupont", 2: "marie Durand"}, {1: "Marie Dupont", 2: "marie Durand"}),
        ({4: "Marie", 9: "Marie"}, {4: "Marie #4", 9: "Marie #9"}),
        ({9: "Marie", 4: "marie", 5: "Marie Blanc"}, {9: "Marie #9", 4: "marie #4", 5: "Marie B."}),
        ({4: "Marie Dupont", 9: "Marie Dupont"}, {4: "Marie Dupont #4", 9: "Marie Dupont #9"}),
        ({}, {}),
    ],
)
def test_people_of_the_same_name_are_told_apart(people: dict[int, str], shown: dict[int, str]):
    assert told_apart(people) == shown


@given(
    st.dictionaries(
        st.integers(), st.sampled_from(["Marie D", "Marie B", "Marie", "Paul", "Paul D", "paul", "Paul #1", "#1"])
    )
)
def test_names_shown_always_differ(people: dict[int, str]):
    shown = told_apart(people)
    assert set(shown) == set(people)
    assert len({fold(name) for name in shown.values()}) == len(people)


MARIES = {4: "Marie", 9: "Marie", 5: "Marie Blanc", 6: "Léa Dupont"}


def test_the_number_of_a_person_does_not_depend_on_who_else_is_named():
    few = {key: MARIES[key] for key in (9, 4)}
    assert told_apart(few)[9] == told_apart(MARIES)[9] == "Marie #9"


@pytest.mark.parametrize(
    ("text", "who"),
    [("marie", [4, 9]), ("Marie #9", [9]), ("#4", [4]), ("Marie B.", [5]), ("Léa D.", [6]),
     ("lea", [6]), ("DUPONT", [6]), ("Léa D", []),
     ("#7", []), ("", []), ("  ", [])],
)  # fmt: skip
def test_a_name_means_whoever_is_called_so(text: str, who: list[int]):
    assert names.meant(MARIES, text) == who


@given(st.dictionaries(st.integers(0, 99), st.sampled_from(["Marie D", "Marie B", "Marie", "Paul", "paul"])))
def test_whoever_is_told_apart_is_meant_by_it(people: dict[int, str]):
    assert all(names.meant(people, shown) == [key] for key, shown in told_apart(people).items()
               if fold(shown) not in map(fold, people.values()))  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("vote", "vote", 0), ("vot", "vote", 1), ("voet", "vote", 1), ("bote", "vote", 1), ("", "abc", 3)],
)
def test_the_distance_counts_letters_changed_added_dropped_or_swapped(one: str, other: str, letters: int):
    assert names.distance(one, other) == names.distance(other, one) == letters


def test_the_nearest_word_is_offered_only_when_near():
    assert names.nearest("reglage", ["reglages", "rappel"], within=2) == "reglages"
    assert names.nearest("xyz", ["reglages", "rappel"], within=2) is None
    assert names.nearest("xyz", [], within=2) is None
