"""The `.blt` file of single transferable vote counts: Hill, Wichmann and Woodall (1987), as OpaVote and the ERS use it.

    4 2                     four candidates, two seats
    -3                      the third one withdrew
    12 1 4=2 0              twelve ballots: 1 first, then 4 and 2 level
    0                       the end of the ballots
    "Ana" "Bo" "Chloé" "Dan" "Council"

A ballot ends on the line it begins on, so that a lost 0 is an error and never the beginning of another ballot. Of what
Lundell's Droop adds, `[nick …]` names the candidates in the ballots and `[withdrawn …]` those who withdrew; whatever
else stands in brackets would change the count, and is refused. So are ballots that begin with an identifier in
parentheses: OpenSTV writes a weight after it, Droop does not, and nothing tells the two apart.
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
"""Each candidate's place, by the number or nickname as written; None for those who withdrew."""
Found = list[tuple[Ranking, int]]
"""The ballots of a line, with the number of each."""


class NotClosed(Refused):
    says = N_("This ballot does not end with 0.")


class NoSuchOption(Refused):
    says = N_("There is no option {option}: they go from 1 to {last}.")


class OtherRules(Refused):
    says = N_("“{text}” asks for another way to count, which is not known here.")


class Identified(Refused):
    says = N_(
        "“{text}” is the identifier of a ballot. Programs do not agree on what follows one; write a number of ballots."
    )


class NotAlone(Refused):
    says = N_("“{text}” may be a part of a name: a name of several words stands in quotation marks.")


def read(content: bytes) -> Profile:
    """The profile of a `.blt` file; raises FileRefused naming the first line that does not follow the format."""
    rows: Rows = enumerate(lines_of(content), 1)
    first, words = _filled(rows)
    if len(words) < 2:
        raise FileRefused(first, EndsEarly())
    candidates, seats = whole(words[0], first), whole(words[1], first)
    check_options(candidates, first)
    number, words, gone, nicks = _head(first, words[2:], rows, candidates)
    standing = [candidate for candidate in range(1, candidates + 1) if candidate not in gone]
    with at(first):
        check_seats(seats, len(standing))
    places: Places = dict.fromkeys(map(str, range(1, candidates + 1)), None)
    places |= {str(candidate): Option(place) for place, candidate in enumerate(standing)}
    places |= {nick: places[str(candidate)] for candidate, nick in enumerate(nicks, 1)}
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


def _head(number: int, words: list[str], rows: Rows, candidates: int) -> tuple[int, list[str], set[int], list[str]]:
    """Those who withdrew, each written with a minus, the nicknames, and the words that follow."""
    gone: set[int] = set()
    nicks: list[str] = []
    while not words or words[0][0] in "-[":
        if not words:
            number, words = _filled(rows)
        elif words[0].startswith("-"):
            gone.add(_candidate(words.pop(0)[1:], number, candidates))
        else:
            name, given, words = _bracket(words, number)
            if name == "nick":
                nicks = _nicks(given, number, candidates)
            elif name == "withdrawn":
                gone |= {nicks.index(one) + 1 if one in nicks else _candidate(one, number, candidates) for one in given}
            else:
                raise FileRefused(number, OtherRules(text=f"[{name[:40]}"))
    return number, words, gone, nicks


def _bracket(words: list[str], number: int) -> tuple[str, list[str], list[str]]:
    """What `[name …]` is called and holds, and the words that follow."""
    end = next((place for place, word in enumerate(words) if word.endswith("]")), None)
    if end is None:
        raise FileRefused(number, Unexpected(text=words[0][:40]))
    name, *given = " ".join(words[: end + 1])[1:-1].split() or [""]
    return name, given, words[end + 1 :]


def _nicks(given: list[str], number: int, candidates: int) -> list[str]:
    """A name of its own for each candidate, which no number, skipped rank or shared one can be taken for."""
    if len(given) != candidates:
        raise FileRefused(number, WrongNumberOf(what="nick", announced=candidates, found=len(given)))
    for place, nick in enumerate(given):
        if nick in given[:place] or nick.isdigit() or nick.startswith(("-", "(")) or "=" in nick:
            raise FileRefused(number, Unexpected(text=nick[:40]))
    return given


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
        if words[0].startswith("("):
            raise FileRefused(number, Identified(text=words[0][:40]))
        weight = 1 if words[0] == "1" else whole(words[0], number, least=0)  # most ballots stand for one person
        if not weight:
            return found, _names_after(words, number)
        try:
            end = words.index("0", 1)
        except ValueError:
            raise FileRefused(number, NotClosed()) from None
        found.append((_ranking(words[1:end], number, places), weight))
        words = words[end + 1 :]
    return found, None


def _names_after(words: list[str], number: int) -> list[str]:
    """The names on the line that ends the ballots; a number there means a ballot of nobody, or a lost line end."""
    if words[1:] and words[1].isdigit():
        raise FileRefused(number, Unexpected(text=words[1][:40]))
    return words[1:]


def _ranking(words: list[str], number: int, places: Places) -> Ranking:
    """The ranks of one ballot, without skipped ones (-) and without those who withdrew."""
    clear = tuple(map(places.get, words))
    if None not in clear and len(set(clear)) == len(clear):  # the usual ballot, read four times faster
        return clear  # type: ignore[return-value]  # no None among them, as just seen
    ranks = [[_key(part, number, places) for part in word.split("=")] for word in words if word != "-"]
    keys = [key for rank in ranks for key in rank]
    named = [key if places[key] is None else places[key] for key in keys]
    if len(set(named)) < len(named):
        twice = next(place for place, name in enumerate(named) if name in named[:place])
        raise FileRefused(number, NamedTwice(option=keys[twice]))
    standing = [tuple(sorted(place for key in rank if (place := places[key]) is not None)) for rank in ranks]
    return tuple(rank if len(rank) > 1 else rank[0] for rank in standing if rank)


def _key(word: str, number: int, places: Places) -> str:
    """The candidate's number or nickname, as `places` holds it."""
    if word in places:
        return word
    return str(_candidate(word, number, sum(map(str.isdigit, places))))


def _names(number: int, words: list[str], rows: Rows, candidates: int) -> tuple[list[str], str]:
    """Every candidate's name, and the title where there is one; more may mean a wrong number of candidates.

    Two quoted texts after the title are what Wichmann's programs write: where the file comes from, and a comment. Below
    a quoted title anything else may stand, as published files have tables there.
    """
    found: list[tuple[int, str]] = []
    for line, word in chain(((number, word) for word in words), ((n, w) for n, text in rows for w in _words(text))):
        below = len(found) > candidates and found[candidates][1].startswith('"') and line > found[-1][0]
        if (below and not word.startswith('"')) or len(found) == candidates + 4:
            break
        if word == '"':
            raise FileRefused(line, Unexpected(text=word))
        found.append((line, word))
    if len(found) < candidates:
        last = found[-1][0] if found else number
        raise FileRefused(last, WrongNumberOf(what="names", announced=candidates, found=len(found)))
    _check_names(found, candidates)
    texts = [_unquoted(word) for _, word in found]
    return texts[:candidates], texts[candidates] if len(texts) > candidates else ""


def _check_names(found: list[tuple[int, str]], candidates: int) -> None:
    """No text too many, and no part of a name taken for one: words without quotes stand alone, or all together."""
    bare = [(line, word) for line, word in found if not word.startswith('"')]
    if len(found) > candidates + 1 and (bare or len(found) != candidates + 3):
        line, word = found[candidates + 1]
        raise FileRefused(line, Unexpected(text=word[:40]))
    lines = [line for line, _ in found]
    for line, word in bare:
        if 1 < lines.count(line) < len(lines):
            raise FileRefused(line, NotAlone(text=word[:40]))


def _unquoted(word: str) -> str:
    if not word.startswith('"'):
        return word
    return re.sub(r'\\(.)|""', lambda found: found[1] or '"', word[1:-1])
