"""How many took part, as one thin bar with the quorum marked on it; and marks, which other charts use too."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.lettering import legible, wrap
from bot.charts.metrics import width
from bot.charts.svg import INK, LEFT, RIGHT, SLATE, SOFT, SPAN, TRACK, Block, along, number, path, rect, text, tick

NOTE, NOTE_LINE = 13, 17


@dataclass(frozen=True, slots=True)
class Mark:
    """A count that must be reached, and the words for it."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """`count` persons of `whole`, in the caller's words, with the quorum if there is one."""

    count: int
    whole: int
    label: str
    quorum: Mark | None = None


def gauge(turnout: Gauge, y: float, *, large: bool = False) -> Block:
    """The gauge from `y` down; `large` when it is all the picture has to say."""
    size, line, high = (17, 23, 20) if large else (14, 19, 10)
    quorum = turnout.quorum
    scale = max(turnout.whole, turnout.count, quorum.at if quorum else 0)
    parts = []
    for words in wrap(legible(turnout.label), SPAN, size, large):
        parts.append(text(LEFT, y + size, words, size, bold=large))
        y += line
    y += 5
    parts.append(rect(LEFT, y, along(turnout.whole, scale), high, TRACK, corner=3, kind="track"))
    parts.append(rect(LEFT, y, along(turnout.count, scale), high, SLATE, corner=3, kind="bar"))
    y += high
    if not quorum:
        return Block("".join(parts), y)
    x = LEFT + along(quorum.at, scale)
    parts.append(tick(x, y - high - 3, y + 3))
    label = pointer(x, y + 3, quorum.label)
    return Block("".join(parts) + label.parts, label.bottom)


def pointer(x: float, y: float, label: str) -> Block:
    """The words of a mark under its tick, moved sideways rather than off the card."""
    parts = [path(f"M{number(x)} {number(y + 2)}l4.5 6h-9z", fill=INK)]
    y += 10
    for words in wrap(legible(label), SPAN, NOTE):
        wide = width(words, NOTE)
        start = min(max(x - wide / 2, LEFT), RIGHT - wide)
        parts.append(text(start, y + NOTE, words, NOTE, fill=SOFT))
        y += NOTE_LINE
    return Block("".join(parts), y)
