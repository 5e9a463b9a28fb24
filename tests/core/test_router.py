"""A typed answer finds its choice: by number, label or twin, and never by guessing."""

import pytest

from bot.core.matching import TwoMeanings, match
from bot.core.rows import Choice

WHO = Choice("vq:1", "Qui peut voter ?", ("qui",))
SOUPS = (Choice("v:1:0", "Poireau"), Choice("v:1:1", "Courge", ("squash",)), WHO)
NUMBERS = (Choice("a", "2"), Choice("b", "3"), Choice("c", "20"))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("1", "v:1:0"), ("2.", "v:1:1"), (" #2 ", "v:1:1"), ("COURGE", "v:1:1"), ("courge !", "v:1:1"),
        ("Squash", "v:1:1"),
        ("qui peut voter ?", "vq:1"), ("qui", "vq:1"), ("0", None), ("4", None), ("9999999999", None), ("²", "v:1:1"),
        ("", None), ("!", None), ("Courge ou poireau", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_an_answer_is_a_number_a_label_or_a_twin(text, data):
    found = match(SOUPS, text)
    assert (found.data if found else None) == data


def test_a_number_that_is_also_a_label_is_refused_and_a_way_out_is_given():
    with pytest.raises(TwoMeanings) as no:
        match(NUMBERS, "2")
    assert (no.value.blanks["place"], no.value.blanks["n"]) == (1, 2)
    assert [match(NUMBERS, text) for text in ("#1", "#2", "20", "1")] == [NUMBERS[place] for place in (0, 1, 2, 0)]


def test_a_label_that_is_its_own_number_is_simply_chosen():
    choices = (Choice("a", "1"), Choice("b", "2"))
    assert match(choices, "2") == choices[1]
