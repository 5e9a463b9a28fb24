"""Search words: what is left of a sentence when accents, plurals and endings do not matter, and which words are close.

French and English at once, as people of one group write both. A light stemmer is enough: it makes two forms of a word
meet, and what it gives is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bot.domain.aid.vocabulary import CLOSE, EMPTY, GENERIC
from bot.domain.names import fold

MOST = 24  # words of one sentence that count
SHORTEST = 2
UNDOUBLED = 5  # letters
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'")
_POSSESSIVE = re.compile(r"'s\b")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# An ending goes only when this many letters stay: "garage" is not a "gare".
_ENDINGS = (
    ("ements", 4), ("ement", 4), ("ations", 4), ("ation", 4), ("ateur", 4), ("atrice", 4), ("euses", 4), ("euse", 4),
    ("ieres", 4), ("iere", 4), ("ings", 4), ("ing", 4), ("eurs", 4), ("eur", 4), ("iers", 4), ("ier", 4), ("ages", 4),
    ("age", 4), ("ers", 4), ("er", 4), ("ed", 4),
)  # fmt: skip
GENERIC_WEIGHT, CLOSE_WEIGHT, TYPO_WEIGHT = 0.3, 0.8, 0.6


def stems(text: str) -> tuple[str, ...]:
    """The stems of what a sentence is about, each once, in its order."""
    return tuple(dict.fromkeys(map(stem, words(text))))[:MOST]


def words(text: str) -> tuple[str, ...]:
    """The words that say what a sentence is about, folded, in its order."""
    folded = _POSSESSIVE.sub("", _ELISION.sub(" ", fold(text)))
    found = (word for word in _WORD.findall(folded) if len(word) >= SHORTEST and word not in EMPTY)
    return tuple(word for word in found if stem(word) not in _empty())


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What the forms of a folded word have in common: "velos" and "velo", "bricolage" and "bricoler"."""
    if word.isdecimal() or len(word) <= 3:
        return word
    bare = _singular(word)
    for ending, least in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= least:
            bare = bare[: -len(ending)]
            break
    return _undoubled(bare.rstrip("e") if len(bare) > 4 else bare)


def _singular(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return f"{word[:-3]}al"
    if word.endswith(("oux", "eux", "eus")):
        return word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":  # "baby" meets "babies", and "haie" still meets "haies"
        return f"{word[:-1]}ie"
    if word.endswith(("sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _undoubled(word: str) -> str:
    """ "ballon" and "balon": a letter doubled or not is the commonest slip. Of short stems too little would stay."""
    single = re.sub(r"([^aeiou\d])\1", r"\1", word)
    return single if len(single) >= UNDOUBLED else word


def close(one: str) -> frozenset[str]:
    """The stems of words that mean nearly the same, in either language; never the stem itself."""
    return _neighbours().get(one, frozenset())


def weight(one: str) -> float:
    """How much it tells that two sentences share a word: little for words that stand in many."""
    return GENERIC_WEIGHT if one in _generic() else 1.0


def slips(word: str) -> frozenset[str]:
    """The stems of every word that this one may have been meant as."""
    return frozenset(map(stem, typos(word))) | typos(stem(word))


def typos(one: str) -> frozenset[str]:
    """Every word that differs by one letter changed, added, dropped or swapped; of short words none."""
    if len(one) < 4 or not one.isascii() or any(char.isdecimal() for char in one):
        return frozenset()
    cuts = [(one[:at], one[at:]) for at in range(len(one) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    added = {left + letter + right for left, right in cuts for letter in _LETTERS}
    return frozenset(dropped | swapped | changed | added) - {one}


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how much of the shorter of two sentences the other says too."""
    mine, theirs = stems(one), frozenset(stems(other))
    total = min(_total(mine), _total(theirs))
    shared = sum(weight(word) * _said(word, theirs) for word in mine)
    return min(1.0, shared / total) if total else 0.0


def _said(word: str, among: frozenset[str]) -> float:
    if word in among:
        return 1.0
    return CLOSE_WEIGHT if not close(word).isdisjoint(among) else 0.0


def _total(words: Iterable[str]) -> float:
    return sum(map(weight, words))


@cache
def _empty() -> frozenset[str]:
    return frozenset(map(stem, EMPTY))


@cache
def _generic() -> frozenset[str]:
    return frozenset(map(stem, GENERIC))


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in CLOSE:
        family = frozenset(stem(word) for word in line.split())
        for one in family:
            found[one] = found.get(one, frozenset()) | family - {one}
    return found
