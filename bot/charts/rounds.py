"""The rounds of a ranked vote: every round is one bar of all votes, and bands show where votes went.

A band is as wide as the votes it carries, so nothing appears or gets lost between two bars. Rounds follow each other
downwards, as a phone scrolls. Numbers name the options inside the bars; colours only help.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.charts.heading import foot, head, lines
from bot.charts.lettering import fit, legible
from bot.charts.metrics import width
from bot.charts.svg import LEFT, PAPER, SLATE, SPAN, Block, hatched, number, picture, rect, text

# White words on each of them have the contrast of WCAG AA; neighbours differ in lightness too.
COLOURS = ("#1b4db3", "#8a4b08", "#5b2a86", "#0b6670", "#9c2f62", "#3c4a63")
BAR, BAND = 26, 44
ENTRY, SIZE, SMALL = 22, 14, 12


@dataclass(frozen=True, slots=True)
class Pile:
    """The votes of one option after each round, 0 once it has left; `quiet` for ballots that count for nobody."""

    label: str
    votes: tuple[int, ...]
    quiet: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Rounds:
    """`rounds` says what happened in each. Votes are whole numbers of 1/`unit`; `point` is the decimal mark."""

    title: str
    rounds: tuple[str, ...]
    piles: tuple[Pile, ...]
    subtitle: str = ""
    footer: str = ""
    verdict: str = ""
    unit: int = 1
    point: str = ","


@dataclass(frozen=True, slots=True)
class Flow:
    """Votes that go from a pile to a pile, often the same."""

    source: int
    target: int
    votes: int


def draw(rounds: Rounds) -> str:
    """The picture as SVG."""
    top = head(rounds.title, rounds.subtitle)
    legend = _legend(rounds, top.bottom + 10)
    parts, y = [top.parts, legend.parts], legend.bottom + 12
    for place, happened in enumerate(rounds.rounds):
        words = lines(happened, y, size=13, line=17, most=2)
        parts += [_bar(rounds, place, words.bottom + 6), words.parts]
        y = words.bottom + 6 + BAR
        if place + 1 < len(rounds.rounds):
            parts.append(_bands(rounds, place, y))
            y += BAND
    end = foot(rounds.footer, y)
    return picture(round(end.bottom), rounds.title, twin(rounds), [*parts, end.parts])


def twin(rounds: Rounds) -> str:
    """The same in words: every round with the votes of each option, exactly."""
    told = [rounds.subtitle]
    for place, happened in enumerate(rounds.rounds):
        votes = (f"{pile.label}: {_said(rounds, pile.votes[place])}" for pile in rounds.piles if pile.votes[place])
        told += [happened, *votes]
    chosen = [f"{pile.label}, {rounds.verdict}" for pile in rounds.piles if pile.chosen]
    return "\n".join(filter(None, [*told, *chosen, rounds.footer]))


def flows(piles: tuple[Pile, ...], place: int) -> tuple[Flow, ...]:
    """Where the votes of a round are in the next one: what stayed, and what the piles that lost gave to the others."""
    before, after = [pile.votes[place] for pile in piles], [pile.votes[place + 1] for pile in piles]
    given = {pile: was - now for pile, (was, now) in enumerate(zip(before, after, strict=True)) if was > now}
    found = []
    for source, was in enumerate(before):
        found.append(Flow(source, source, min(was, after[source])))
        for target, now in enumerate(after):
            wanted = min(now - before[target] - _taken(found, target), given.get(source, 0))
            if wanted > 0:
                given[source] -= wanted
                found.append(Flow(source, target, wanted))
    return tuple(flow for flow in found if flow.votes)


def _taken(found: list[Flow], target: int) -> int:
    return sum(flow.votes for flow in found if flow.target == target != flow.source)


def _legend(rounds: Rounds, y: float) -> Block:
    parts = []
    for place, pile in enumerate(rounds.piles):
        if pile.quiet and not any(pile.votes):
            continue
        key = str(place + 1)
        swatch = hatched(LEFT, y, 26, 18) if pile.quiet else rect(LEFT, y, 26, 18, _colour(place), kind="key")
        mark = (
            ""
            if pile.quiet
            else text(LEFT + 13 - width(key, SMALL, True) / 2, y + 13.5, key, SMALL, fill=PAPER, bold=True)
        )
        words = legible(pile.label) + (f" · {legible(rounds.verdict)}" if pile.chosen and rounds.verdict else "")
        name = text(LEFT + 36, y + 14, fit(words, SPAN - 36, SIZE, pile.chosen), SIZE, bold=pile.chosen)
        parts += [swatch, mark, name]
        y += ENTRY
    return Block("".join(parts), y)


def _bar(rounds: Rounds, place: int, y: float) -> str:
    return "".join(
        _piece(rounds, which, float(x), y, float(wide), rounds.piles[which].votes[place])
        for which, x, wide in _edges(rounds, place)
        if wide
    )


def _piece(rounds: Rounds, which: int, x: float, y: float, wide: float, votes: int) -> str:
    """A piece of a bar, with the option's number and votes as far as they fit."""
    if rounds.piles[which].quiet:
        return hatched(x, y, wide, BAR)
    edge = rect(x + wide - 0.5, y, 0.5, BAR, PAPER) if wide > 2 else ""
    box = rect(x, y, wide, BAR, _colour(which), kind="pile") + edge
    for words in (f"{which + 1} · {_said(rounds, votes)}", str(which + 1)):
        if width(words, SMALL, True) + 6 <= wide:
            start = x + (wide - width(words, SMALL, True)) / 2
            return box + text(start, y + BAR / 2 + SMALL * 0.36, words, SMALL, fill=PAPER, bold=True)
    return box


def _bands(rounds: Rounds, place: int, y: float) -> str:
    leaving = {which: x for which, x, _ in _edges(rounds, place)}
    arriving = {which: x for which, x, _ in _edges(rounds, place + 1)}
    drawn = []
    for flow in flows(rounds.piles, place):
        wide = flow.votes * _scale(rounds)
        drawn.append(_band(float(leaving[flow.source]), float(arriving[flow.target]), float(wide), y, flow, rounds))
        leaving[flow.source] += wide
        arriving[flow.target] += wide
    return "".join(drawn)


def _edges(rounds: Rounds, place: int) -> Iterator[tuple[int, Fraction, Fraction]]:
    """Each pile with its left edge and its width in the bar of a round."""
    x = Fraction(LEFT)
    for which, pile in enumerate(rounds.piles):
        wide = pile.votes[place] * _scale(rounds)
        yield which, x, wide
        x += wide


def _band(start: float, end: float, wide: float, y: float, flow: Flow, rounds: Rounds) -> str:
    top, middle, low = number(y), number(y + BAND / 2), number(y + BAND)
    left, right, far, near = map(number, (start, start + wide, end + wide, end))
    shape = (
        f"M{left} {top}C{left} {middle} {near} {middle} {near} {low}h{number(wide)}"
        f"C{far} {middle} {right} {middle} {right} {top}z"
    )
    fill = SLATE if rounds.piles[flow.source].quiet else _colour(flow.source)
    return (
        f'<path class="band" d="{shape}" fill="{fill}" fill-opacity="{0.16 if flow.source == flow.target else 0.5}"/>'
    )


def _scale(rounds: Rounds) -> Fraction:
    """The width of one vote; the first round holds them all."""
    return Fraction(SPAN, max(sum(pile.votes[0] for pile in rounds.piles), 1))


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _said(rounds: Rounds, votes: int) -> str:
    """The votes exactly: whole where they are, with all their decimals where they are not."""
    whole, rest = divmod(votes, rounds.unit)
    if not rest:
        return f"{whole:,}".replace(",", "\u202f")
    decimals = str(rounds.unit + rest)[1:].rstrip("0")
    return f"{whole:,}".replace(",", "\u202f") + rounds.point + decimals
