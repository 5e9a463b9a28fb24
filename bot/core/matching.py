"""Which of the choices of a message a person typed, and whether they tried to."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.rows import Choice
from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest

FORGIVEN = 500  # characters of an answer that are looked at
# In a group people talk with each other, and other bots have commands too: only a near miss is answered.
NEAR_IN_GROUP = 2


class TwoMeanings(Refused):
    says = N_("“{text}” may be an answer or its number. Write #{place} for “{one}”, or #{n} for “{other}”.")


def match(choices: Sequence[Choice], text: str) -> Choice | None:
    """The choice that a person typed: its number, its label or one of its twins, whatever accents and case.

    `#2` is always a number; a plain number that is also the label of another choice is refused.
    """
    word = fold(text[:FORGIVEN]).strip(" .!)")
    named = next((one for one in choices if word and word in (fold(one.label), *map(fold, one.typed))), None)
    digits = word.removeprefix("#")
    if not (digits.isdecimal() and digits.isascii()):
        return named
    place = int(digits) if len(digits) < 4 else 0
    numbered = choices[place - 1] if 1 <= place <= len(choices) else None
    if named and numbered and named is not numbered:
        raise TwoMeanings(text=word, n=place, other=numbered.label, one=named.label, place=choices.index(named) + 1)
    return named or numbered


def is_attempt(choices: Sequence[Choice], text: str) -> bool:
    """Whether a reply in a group was meant as an answer: a number, or nearly one of them. The rest is talk."""
    word = fold(text[:FORGIVEN])
    known = [fold(said) for choice in choices for said in (choice.label, *choice.typed)]
    return word.isdecimal() or (len(word) > NEAR_IN_GROUP and nearest(word, known, within=NEAR_IN_GROUP) is not None)
