"""The duels of a ranked vote: how many voters prefer the option of the row to the option of the column.

Columns are named by the numbers of the rows, and stand in blocks, so that forty options can be read on a phone too.
A duel won is dark and bold, a duel lost is pale, a level one has a frame: no colour is needed to tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from bot.charts.heading import foot, head, lines
from bot.charts.lettering import legible, wrap
from bot.charts.metrics import width
from bot.charts.rows import said
from bot.charts.svg import (
    INK,
    LEFT,
    PAPER,
    RIGHT,
    SLATE,
    SOFT,
    STRONG,
    TRACK,
    Block,
    number,
    path,
    picture,
    rect,
    text,
)

CELL = 32  # high enough for two lines of words
GAP = 4
NAMES = 150
SIZE = 14
SMALL, LINE = 12, 15
PADDING = 10


@dataclass(frozen=True, slots=True)
class Duels:
    """`won[a][b]` voters put `options[a]` above `options[b]`; `legend` says so, and what dark and pale cells mean."""

    title: str
    options: tuple[str, ...]
    won: tuple[tuple[int, ...], ...]
    subtitle: str = ""
    legend: str = ""
    footer: str = ""


def draw(duels: Duels) -> str:
    """The picture as SVG, every duel in it."""
    top = head(duels.title, duels.subtitle)
    legend = lines(duels.legend, top.bottom + 10, size=13, line=17) if duels.legend else top
    parts, y = [top.parts, legend.parts if duels.legend else ""], legend.bottom
    places = range(len(duels.options))
    each = _columns(duels)
    for start in places[::each]:
        block = _block(duels, places[start : start + each], y + 12)
        parts.append(block.parts)
        y = block.bottom
    end = foot(duels.footer, y)
    return picture(round(end.bottom), duels.title, twin(duels), [*parts, end.parts])


def twin(duels: Duels) -> str:
    """The same in words: every pair once, the better of the two first."""
    told = [duels.subtitle, duels.legend]
    for one, other in combinations(range(len(duels.options)), 2):
        ahead, behind = (one, other) if duels.won[one][other] >= duels.won[other][one] else (other, one)
        counts = said(duels.won[ahead][behind]), said(duels.won[behind][ahead])
        told.append(f"{duels.options[ahead]} {counts[0]} – {counts[1]} {duels.options[behind]}")
    return "\n".join(filter(None, [*told, duels.footer]))


def _columns(duels: Duels) -> int:
    """How many columns stand side by side: the widest count must fit, and blocks are of one width."""
    widest = max((width(said(count), SIZE, True) for row in duels.won for count in row), default=0)
    return max(1, int((RIGHT - LEFT - NAMES + GAP) // (max(widest + PADDING, CELL) + GAP)))


def _block(duels: Duels, columns: range, y: float) -> Block:
    side = (RIGHT - LEFT - NAMES + GAP) / min(_columns(duels), len(duels.options)) - GAP
    left = [LEFT + NAMES + place * (side + GAP) for place in range(len(columns))]
    parts = [_middle(x, y, side, str(column + 1), SOFT) for x, column in zip(left, columns, strict=True)]
    for row, name in enumerate(duels.options):
        y += CELL + GAP
        parts += _name(f"{row + 1}. {legible(name)}", y)
        parts += [_duel(duels, row, column, x, y, side) for x, column in zip(left, columns, strict=True)]
    return Block("".join(parts), y + CELL)


def _name(words: str, y: float) -> list[str]:
    """A name on one line or two, in the middle of its row."""
    lines = wrap(words, NAMES - 10, SMALL)
    base = y + (CELL - LINE * (len(lines) - 1)) / 2 + SMALL * 0.36
    return [text(LEFT, base + place * LINE, line, SMALL) for place, line in enumerate(lines)]


def _duel(duels: Duels, row: int, column: int, x: float, y: float, side: float) -> str:
    if row == column:
        return path(f"M{number(x + side / 2 - 4)} {number(y + CELL / 2)}h8", stroke=SLATE)
    count, against = duels.won[row][column], duels.won[column][row]
    if count > against:
        return rect(x, y, side, CELL, STRONG, corner=4, kind="won") + _middle(x, y, side, said(count), PAPER, bold=True)
    cell = rect(x, y, side, CELL, TRACK, corner=4, kind="lost" if count < against else "level")
    if count == against:
        frame = f"M{number(x + 1)} {number(y + 1)}h{number(side - 2)}v{CELL - 2}h{number(2 - side)}z"
        cell += path(frame, stroke=SLATE, thick=2)
    return cell + _middle(x, y, side, said(count), INK)


def _middle(x: float, y: float, side: float, words: str, fill: str, *, bold: bool = False) -> str:
    start = x + (side - width(words, SIZE, bold)) / 2
    return text(start, y + CELL / 2 + SIZE * 0.36, words, SIZE, fill=fill, bold=bold)
