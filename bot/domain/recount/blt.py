"""The `.blt` file of single transferable vote counts: Hill, Wichmann and Woodall (1987), as OpaVote and the ERS use it.

    4 2                     four candidates, two seats
    -3                      the third one withdrew
    12 1 4=2 0              twelve ballots: 1 first, then 4 and 2 level
    0                       the end of the ballots
    "Ana" "Bo" "Chloé" "Dan" "Council"

A ballot ends on the line it begins on, so that a lost 0 is an error and never the beginning of another ballot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..errors import N_, Refused
from ..tally.ballots import NamedTwice, Option, check_seats
from ..tally.ranking import Ranking
from .profile import (
    EndsEarly,
    FileRefused,
    Profile,
    Unexpected,
    WrongNumberOf,
    at,
    check_options,
    distinct,
    lines_of,
    ranked_ways,
    whole,
)

WORD = re.compile(r'"(?:[^"\\]|\\.|"")*"|#.*|[^\s"#]+|"')
Rows = Iterator[tuple[int, str]]
Places = dict[str, Option | None]
"""Each candidate's place, by the number as written; None for those who withdrew."""
Found = list[tuple[Ranking, int]]
"""The ballots of a line, with the number of each."""


class NotClosed(Refused):
    says = N_("This ballot does not end with 0.")


class NoSuchOption(Refused):
    says = N_("There is no option {option}: they go from 1 to {last}.")


def read(content: bytes) -> Profile:
    """The profile of a `.blt` file; raises FileRefused naming the first line that does not follow the format."""
    rows: Rows = enumerate(lines_of(content), 1)
    first, words = _filled(rows)
    if len(words) < 2:
        raise FileRefused(first, EndsEarly())
    candidates, seats = whole(words[0], first), whole(words[1], first)
    check_options(candidates, first)
    number, words, gone = _withdrawn(first, words[2:], rows, candidates)
    standing = [candidate for candidate in range(1, candidates + 1) if candidate not in gone]
    with at(first):
        check_seats(seats, len(standing))
    places: Places = dict.fromkeys(map(str, gone), None)
    places |= {str(candidate): Option(place) for place, candidate in enumerate(standing)}
    ballots, number, words = _ballots(chain([(number, " ".join(words))], rows), places)
    names, title = _names(number, words, rows, candidates)
    labels = distinct([names[candidate - 1] for candidate in standing])
    return Profile(title, labels, ballots, ranked_ways(len(standing), seats, "stv"))


def _filled(rows: Rows) -> tuple[int, list[str]]:
    number = 1
    for number, line in rows:
        if words := _words(line):
            return number, words
    raise FileRefused(number, EndsEarly())


def _words(line: str) -> list[str]:
    if '"' not in line and "#" not in line:
        return line.split()
    return [word for word in WORD.findall(line) if not word.startswith("#")]


def _withdrawn(number: int, words: list[str], rows: Rows, candidates: int) -> tuple[int, list[str], set[int]]:
    """Those who withdrew, each written with a minus, and the words that follow."""
    gone: set[int] = set()
    while not words or words[0].startswith("-"):
        if not words:
            number, words = _filled(rows)
            continue
        gone.add(_candidate(words.pop(0)[1:], number, candidates))
    if words[0].startswith("["):  # an option of Droop's: nicknames, another order of ties, a quota
        raise FileRefused(number, Unexpected(text=words[0][:40]))
    return number, words, gone


def _candidate(word: str, number: int, last: int) -> int:
    candidate = whole(word, number)
    if candidate > last:
        raise FileRefused(number, NoSuchOption(option=candidate, last=last))
    return candidate


def _ballots(rows: Rows, places: Places) -> tuple[dict[Ranking, int], int, list[str]]:
    """All ballots, equal lines read once, then the line and the words where names begin."""
    read: dict[str, Found] = {}
    times: dict[str, int] = {}
    for number, line in rows:
        if line in times:
            times[line] += 1
            continue
        read[line], after = _parse(_words(line), number, places)
        times[line] = 1
        if after is not None:
            return _sum(read, times), number, after
    raise FileRefused(number, EndsEarly())


def _sum(read: dict[str, Found], times: dict[str, int]) -> dict[Ranking, int]:
    ballots: dict[Ranking, int] = {}
    for line, found in read.items():
        for ranking, weight in found:
            ballots[ranking] = ballots.get(ranking, 0) + weight * times[line]
    return ballots


def _parse(words: list[str], number: int, places: Places) -> tuple[Found, list[str] | None]:
    """The ballots of a line, and what follows the end of all ballots, None before it."""
    found: Found = []
    while words:
        weight = 1 if words[0] == "1" else whole(words[0], number, least=0)  # most ballots stand for one person
        if not weight:
            return found, words[1:]
        try:
            end = words.index("0", 1)
        except ValueError:
            raise FileRefused(number, NotClosed()) from None
        found.append((_ranking(words[1:end], number, places), weight))
        words = words[end + 1 :]
    return found, None


def _ranking(words: list[str], number: int, places: Places) -> Ranking:
    """The ranks of one ballot, without skipped ones (-) and without those who withdrew."""
    clear = tuple(map(places.get, words))
    if None not in clear and len(set(clear)) == len(clear):  # the usual ballot, read four times faster
        return clear  # type: ignore[return-value]  # no None among them, as just seen
    ranks = [[_candidate(part, number, len(places)) for part in word.split("=")] for word in words if word != "-"]
    named = [candidate for rank in ranks for candidate in rank]
    if len(set(named)) < len(named):
        raise FileRefused(number, NamedTwice(option=next(name for name in named if named.count(name) > 1)))
    standing = [tuple(sorted(place for each in rank if (place := places[str(each)]) is not None)) for rank in ranks]
    return tuple(rank if len(rank) > 1 else rank[0] for rank in standing if rank)


def _names(number: int, words: list[str], rows: Rows, candidates: int) -> tuple[list[str], str]:
    """Every candidate's name, and the title where there is one; more may mean a wrong number of candidates.

    Below a quoted title anything may stand but another quoted text, as published files have tables there.
    """
    texts: list[str] = []
    closed = 0  # the line of a quoted title
    for number, word in chain(((number, word) for word in words), ((n, w) for n, line in rows for w in _words(line))):
        if closed and number > closed and not word.startswith('"'):
            break
        if word == '"' or len(texts) == candidates + 1:
            raise FileRefused(number, Unexpected(text=word[:40]))
        if len(texts) == candidates and word.startswith('"'):
            closed = number
        texts.append(_unquoted(word))
    if len(texts) < candidates:
        raise FileRefused(number, WrongNumberOf(what="names", announced=candidates, found=len(texts)))
    return texts[:candidates], texts[candidates] if len(texts) > candidates else ""


def _unquoted(word: str) -> str:
    if not word.startswith('"'):
        return word
    return re.sub(r'\\(.)|""', lambda found: found[1] or '"', word[1:-1])
