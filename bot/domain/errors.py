"""Saying no: a refusal is a value with a sentence; the edge translates it."""

from __future__ import annotations


def N_(sentence: str) -> str:
    """Marks a sentence for translation and gives it back unchanged."""
    return sentence


class Or(tuple[object, ...]):
    """Values of which one is to be chosen: a sentence says “motion or choice” of them."""


class Refused(Exception):
    """A rule said no, in a sentence people may read; `blanks` fill the sentence's {names}."""

    says: str = N_("That is not possible.")

    def __init__(self, **blanks: object) -> None:
        super().__init__(type(self).says)
        self.blanks = blanks
