"""PrefLib's files of rankings, in the format of 2022 and after.

    # NUMBER ALTERNATIVES: 4
    # ALTERNATIVE NAME 1: Ana
    12: 1,{2,3},4           twelve ballots: 1 first, then 2 and 3 level, then 4

`.soc` and `.soi` hold no ties, `.toc` and `.toi` may; those in c rank every option, those in i need not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import N_, Refused
from ..tally.ballots import Option, check_once, check_seats
from ..tally.ranking import Ranking
from .blt import NoSuchOption
from .profile import (
    FileRefused,
    Missing,
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

HEADER = re.compile(r"#\s*([A-Z][A-Z0-9 ]*?)\s*:\s*(.*)")
NAME = "ALTERNATIVE NAME "
RANK = re.compile(r"\{([^{}]*)\}|([^,{}]+)")
ORDER = re.compile(r"(?:\{[^{}]*\}|[^,{}]+)(?:,(?:\{[^{}]*\}|[^,{}]+))*")


class Incomplete(Refused):
    says = N_("A .{kind} file ranks every option, and this order ranks {found} of {options}.")


class LevelInStrict(Refused):
    says = N_("A .{kind} file holds no shared ranks.")


class OldFormat(Refused):
    says = N_("This is PrefLib’s format of before 2022. Take the current file, which begins with “# FILE NAME”.")


Places = Mapping[str, Option]
Header = Mapping[str, tuple[int, str]]
"""Each key with its line and its value."""


def read(content: bytes, kind: str) -> Profile:
    """The profile of a PrefLib file of this kind; raises FileRefused naming the line."""
    header, orders = _split(lines_of(content))
    options = _number(header, "NUMBER ALTERNATIVES")
    check_options(options, header["NUMBER ALTERNATIVES"][0])
    line, announced = header.get("DATA TYPE", (1, kind))
    if announced.lower() != kind:
        raise FileRefused(line, WrongNumberOf(what="DATA TYPE", announced=announced, found=kind))
    with at(header["NUMBER ALTERNATIVES"][0]):
        check_seats(1, options)
    ballots: dict[Ranking, int] = {}
    places = {str(option + 1): Option(option) for option in range(options)}
    for number, text in orders:
        ranking, weight = _order(number, text, places, kind)
        if weight:  # published files have orders that nobody gave
            ballots[ranking] = ballots.get(ranking, 0) + weight
    _agree(header, "NUMBER VOTERS", sum(ballots.values()))
    _agree(header, "NUMBER UNIQUE ORDERS", len(orders))
    labels = distinct([_value(header, f"{NAME}{option}") for option in range(1, options + 1)])
    _agree(header, "NUMBER ALTERNATIVES", sum(key.startswith(NAME) for key in header))
    return Profile(header.get("TITLE", (0, ""))[1], labels, ballots, ranked_ways(options, 1, "schulze"))


def _split(lines: list[str]) -> tuple[Header, list[tuple[int, str]]]:
    header: dict[str, tuple[int, str]] = {}
    orders: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("#"):
            found = HEADER.fullmatch(text)
            if found and found[1] in header:
                raise FileRefused(number, Unexpected(text=found[1]))
            if found:
                header[found[1]] = number, found[2]
        elif text:
            orders.append((number, text))
    if not header and orders and orders[0][1].isdigit():
        raise FileRefused(orders[0][0], OldFormat())
    return header, orders


def _value(header: Header, key: str) -> str:
    if key not in header:
        raise FileRefused(1, Missing(what=key))
    return header[key][1]


def _number(header: Header, key: str) -> int:
    text = _value(header, key)
    return whole(text, header[key][0], least=0)


def _agree(header: Header, key: str, found: int) -> None:
    """A number the header announces must be true; only that of the alternatives must be there."""
    line, text = header.get(key, (1, str(found)))
    announced = whole(text, line, least=0)
    if announced != found:
        raise FileRefused(line, WrongNumberOf(what=key, announced=announced, found=found))


def _order(number: int, text: str, places: Places, kind: str) -> tuple[Ranking, int]:
    count, colon, order = text.partition(":")
    if not colon:
        raise FileRefused(number, Unexpected(text=text[:40]))
    weight, words = whole(count.strip(), number, least=0), order.strip().split(",")
    if len(order.split()) > 1:
        words = [*map(str.strip, words)]
    clear = tuple(map(places.get, words))
    if None in clear or len(set(clear)) < len(clear) or (kind.endswith("c") and len(clear) < len(places)):
        return _ranking(number, ",".join(words), places, kind), weight
    return clear, weight  # type: ignore[return-value]  # no None among them, as just seen


def _ranking(number: int, order: str, places: Places, kind: str) -> Ranking:
    if "{" in order or "}" in order:
        if kind.startswith("s"):
            raise FileRefused(number, LevelInStrict(kind=kind))
        if not ORDER.fullmatch(order):
            raise FileRefused(number, Unexpected(text=order[:40]))
        ranks = [(level or alone).split(",") for level, alone in RANK.findall(order)]
    else:
        ranks = [[word] for word in order.split(",")]
    named = [_option(number, word, places) for rank in ranks for word in rank]
    _check(number, named, len(places), kind)
    following = iter(named)
    levels = [tuple(sorted(next(following) for _ in rank)) for rank in ranks]
    return tuple(level if len(level) > 1 else level[0] for level in levels)


def _option(number: int, word: str, places: Places) -> Option:
    word = word.strip()
    if word in places:
        return places[word]
    if word.isascii() and word.isdigit():
        raise FileRefused(number, NoSuchOption(option=word[:40], last=len(places)))
    raise FileRefused(number, Unexpected(text=word[:40]))


def _check(number: int, named: list[Option], options: int, kind: str) -> None:
    with at(number):
        check_once(named)
    if kind.endswith("c") and len(named) < options:
        raise FileRefused(number, Incomplete(kind=kind, found=len(named), options=options))
