"""People's words made comparable and safe: names of people, titles, options.

Comparison ignores accents, case and width. What could deceive a reader is taken out (invisible characters) or refused
(characters that reverse the reading order, letters that imitate others).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from bot.domain.errors import N_, Refused

K = TypeVar("K")
SHORTEST = 3  # characters of a first name to look for by itself


class Pseudonym(str):
    """What stands in the place of a name: an English sentence that is said in the reader's language."""


ERASED = Pseudonym(N_("erased account"))

# Unicode bidirectional controls (UAX #9): embeddings, overrides and isolates can show one text and mean another.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# Joiners carry meaning inside emoji and several scripts; they are kept between two visible characters.
_JOINERS = frozenset("\u200d\u200c")


class Deceptive(Refused):
    says = N_(
        "“{text}” holds characters that reverse the reading order. Write it again without them, for example: Blue."
    )


class Empty(Refused):
    says = N_("Some words are missing. For example: /vote Shall we adopt the welcome charter?")


class TooLong(Refused):
    says = N_("That is {n} characters; {most} at most. Put the details in a message and answer it with the command.")


class LookAlike(Refused):
    says = N_("“{one}” and “{two}” look the same. Give them names that differ to the eye, for example: Blue, Green.")


class Twice(Refused):
    says = N_("“{text}” is there twice. Each option once, for example: /poll Which soup? | Leek | Squash")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text for comparing: no accents, no case, no width, single spaces, plain apostrophes."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Decomposed before and after: a mathematical 𝕬 is an A only once decomposed, and lower case may decompose again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.replace("’", "'").replace("œ", "oe")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def clean(text: str, *, most: int) -> str:
    """A title or an option as it will be kept: NFC, no invisible characters, single spaces, 1 to `most` characters."""
    if not text.isprintable() and any(c in _BIDI for c in text):
        raise Deceptive(text="".join(c for c in text if c not in _BIDI).strip()[:60])
    kept = " ".join(visible(unicodedata.normalize("NFC", text)).split())
    if not kept.strip("".join(_JOINERS)):
        raise Empty
    if len(kept) > most:
        raise TooLong(n=len(kept), most=most)
    return kept


def clean_body(text: str, *, most: int) -> str:
    """Several lines as they will be kept; may be empty."""
    if any(c in _BIDI for c in text):
        raise Deceptive(text="".join(c for c in text if c not in _BIDI).strip()[:60])
    lines = (" ".join(visible(line).split()) for line in unicodedata.normalize("NFC", text).splitlines())
    kept = "\n".join(lines).strip()
    if len(kept) > most:
        raise TooLong(n=len(kept), most=most)
    return kept


def visible(text: str) -> str:
    """The text without controls and invisible format characters; blanks of any kind become spaces."""
    if text.isprintable():  # the usual text holds none of them
        return text
    spaced = "".join(" " if c.isspace() or unicodedata.category(c) == "Zs" else c for c in text)
    return "".join(c for c in spaced if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def distinct(options: Sequence[str]) -> None:
    """Refuses two options that are the same when folded, or that imitate each other letter by letter."""
    counts = Counter(fold(option) for option in options)
    for option in options:
        if counts[fold(option)] > 1:
            raise Twice(text=option)
    seen: dict[str, str] = {}
    for option in options:
        other = seen.setdefault(skeleton(option), option)
        if other != option:
            raise LookAlike(one=other, two=option)


def skeleton(text: str) -> str:
    """The text with every letter replaced by the Latin one it imitates (Unicode TS #39), for comparing only."""
    if text.isascii():
        return fold(text)
    from confusable_homoglyphs import confusables  # loads two large tables: only for texts that need them

    found = confusables.is_confusable(fold(text), greedy=True, preferred_aliases=["latin"]) or []
    table = {
        entry["character"]: next((h["c"] for h in entry["homoglyphs"] if h["c"].isascii() and len(h["c"]) == 1), "")
        for entry in found
        if not entry["character"].isascii()
    }
    return "".join(table.get(c) or c for c in fold(text))


def told_apart(names: Mapping[K, str]) -> dict[K, str]:
    """Short names that differ: the first name, then with the next initial, then the whole name, then with the number.

    {1: "Marie Dupont", 2: "Marie Blanc", 3: "Paul"} gives {1: "Marie D.", 2: "Marie B.", 3: "Paul"}. Two of one name
    are "Marie #4" and "Marie #9": the number of each stays theirs wherever they are named, and can be typed. Pseudonyms
    stay as they are: they are there so that nobody is told apart.
    """
    told: dict[K, str] = {key: name for key, name in names.items() if isinstance(name, Pseudonym)}
    for shorten in (_first, _with_initial, str):
        shown = {key: shorten(name) for key, name in names.items() if key not in told}
        counts = Counter(fold(name) for name in shown.values())
        told |= {key: name for key, name in shown.items() if counts[fold(name)] == 1}
    taken = {fold(name) for name in told.values()}
    for key, name in names.items():
        if key not in told:
            numbered = f"{name} #{key}"
            while fold(numbered) in taken:  # somebody calls themselves so
                numbered = f"{numbered} #{key}"
            told[key] = numbered
            taken.add(fold(numbered))
    return {key: told[key] for key in names}


def spoken(name: str, key: object) -> tuple[str, ...]:
    """Every way in which `told_apart` may call somebody, the longest first."""
    shorter = (_first(name),) if len(_first(name)) >= SHORTEST else ()
    return tuple(dict.fromkeys((f"{name} #{key}", name, _with_initial(name), *shorter)))


def without(text: str, names: Iterable[str], by: str) -> str:
    """The text with another word where it calls somebody by one of these names, whole words alone.

    A name that goes on ("Ana Diaz" where Ana is meant) is somebody else's, and stays.
    """
    for name in names:
        if name in text:
            put = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            text = put.sub(lambda found: found[0] if _goes_on(found) else by, text)
    return text


def _goes_on(found: re.Match[str]) -> bool:
    rest = found.string[found.end() :]
    return " " not in found[0] and rest[:1] in " \u00a0" and rest[1:2].isupper()


def meant(names: Mapping[K, str], text: str) -> list[K]:
    """Whoever a name may mean among these: by their number, "#12"; else by the whole name; else as they are told
    apart here or elsewhere, "Marie D."; else by one word of it. Several when it is not clear, nobody when nobody is."""
    wanted = fold(text)
    by_number = [key for key in names if wanted == f"#{key}"]
    if by_number or not wanted:
        return by_number
    for shown in (names, told_apart(names), {key: _with_initial(name) for key, name in names.items()}):
        found = [key for key, name in shown.items() if fold(name) == wanted]
        if found:
            return found
    return [key for key, name in names.items() if wanted in fold(name).split()]


def _first(name: str) -> str:
    return name.split(" ", 1)[0]


def _with_initial(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first} {rest[0].upper()}." if rest else first


def initials(name: str) -> str:
    """What is left of a name after years: "Marie Dupont" is "M. D."."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def nearest(word: str, among: Iterable[str], *, within: int) -> str | None:
    """The word of `among` with the fewest letters changed, added, dropped or swapped, at most `within` of them."""
    best = min(among, key=lambda other: (distance(word, other), other), default=None)
    return best if best is not None and distance(word, best) <= within else None


def distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap to go from one word to the other (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
