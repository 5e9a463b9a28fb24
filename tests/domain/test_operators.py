"""The operator's code: read however it is typed, worn out by guesses."""

import pytest

from bot.domain.operators import (
    ALPHABET,
    MOST_ASKED,
    MOST_ASKED_BY_ONE,
    MOST_WRONG,
    Code,
    coined,
    is_meant,
    may_ask,
    written,
)  # fmt: skip

CODE = "K7QF-9MXP"


@pytest.mark.parametrize("typed", ["K7QF-9MXP", "k7qf-9mxp", "  K7QF - 9MXP ", "K7QF–9MXP", "k7qf9mxp", "K7QF 9MXP"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert written(typed) == CODE
    assert Code(CODE).opens(typed)


@pytest.mark.parametrize("typed", ["", "K7QF-9MX", "A7QF-9MXP", "Bonjour !", "K7QF-9MXP merci", "/start"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert written(typed) is None
    assert not Code(CODE).opens(typed)


@pytest.mark.parametrize(("typed", "meant"), [
    ("K7QF-9MXA", True), ("k7qf9mxa", True), ("bcdf-oui1", True), ("bcdfghjk", True), ("vm28v3gc", True),
    ("bonjours", False), ("merci bien", False), ("K7QF", False), ("cava bien", False), ("", False),
])  # fmt: skip
def test_what_is_meant_as_a_code_is_known_from_words(typed: str, meant: bool) -> None:
    assert is_meant(typed) is meant


def test_another_code_does_not_open_and_neither_does_a_worn_one() -> None:
    assert not Code(CODE).opens("K7QF-9MXQ")
    assert Code(CODE, wrong=MOST_WRONG - 1).opens(CODE)
    assert not Code(CODE, wrong=MOST_WRONG).opens(CODE)


def test_no_letter_looks_like_another_and_none_is_a_vowel() -> None:
    assert not set(ALPHABET) & set("AEIOUY01")
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert written(coined(ALPHABET[:8])) == "BCDF-GHJK"


def test_one_person_cannot_fill_the_list_nor_can_many() -> None:
    assert may_ask(0, 0)
    assert not may_ask(MOST_ASKED_BY_ONE, MOST_ASKED_BY_ONE)
    assert not may_ask(0, MOST_ASKED)
