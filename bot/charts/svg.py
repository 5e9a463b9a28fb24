"""The drawing vocabulary: a card, words, bars, hatching and ticks, each a string of SVG.

The colours are one blue in two depths and greys, told apart by lightness alone, so they hold for every kind of sight;
what a colour says is also said in words or by hatching.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

WIDTH = 480
LEFT, RIGHT = 24, WIDTH - 24
SPAN = RIGHT - LEFT

PAPER = "#ffffff"
INK = "#172033"  # 16:1 on paper
SOFT = "#55607a"  # 6:1, second words
STRONG = "#1b4db3"  # 7:1, what won
PLAIN = "#6f94dc"  # 3:1, the others
SLATE = "#66748e"  # 4:1, turnout and hatching
TRACK = "#e9eef7"
LINE = "#d8dfeb"

# Verdana was drawn by the same hand on the same widths: the measures hold where DejaVu is not installed.
FAMILY = "DejaVu Sans, Verdana, sans-serif"
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A drawn part of the picture and where the next one may begin."""

    parts: str
    bottom: float


def escape(words: str) -> str:
    """`words` as XML that cannot become markup nor break the document."""
    return html.escape(NOT_XML.sub("", words))


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def along(count: int, scale: int) -> float:
    """How far `count` of `scale` reaches across the card; counted in whole hundredths, so equal counts are equal."""
    return (count * SPAN * 100 // max(scale, 1)) / 100


def text(x: float, y: float, words: str, size: float, *, fill: str = INK, bold: bool = False, end: bool = False) -> str:
    """One line of words that starts, or ends, at `x` on the baseline `y`; nothing for no words."""
    if not words:
        return ""
    look = (' font-weight="bold"' if bold else "") + (' text-anchor="end"' if end else "")
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"{look}>{escape(words)}</text>'
    )


def rect(x: float, y: float, wide: float, high: float, fill: str, *, corner: float = 0, kind: str = "shape") -> str:
    """A filled box; `kind` is its class, for whoever styles or checks it."""
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}"'
        f' rx="{number(min(corner, wide / 2))}" fill="{fill}"/>'
    )


def path(shape: str, *, fill: str = "none", stroke: str = "none", thick: float = 1) -> str:
    """A line or a free shape."""
    return (
        f'<path d="{shape}" fill="{fill}" stroke="{stroke}" stroke-width="{number(thick)}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def rule(y: float) -> str:
    """A thin line across the card, between two groups."""
    return path(f"M{LEFT} {number(y)}H{RIGHT}", stroke=LINE)


def hatched(x: float, y: float, wide: float, high: float) -> str:
    """A bar that stands back: an outline with slanted lines, drawn out because a pattern's id would clash on a page."""
    strokes = []
    for start in range(-int(high), int(wide), 6):
        low, far = max(start, 0), min(start + high, wide)
        if low < far:
            foot, head = y + high - low + start, y + high - far + start
            strokes.append(f"M{number(x + low)} {number(foot)}L{number(x + far)} {number(head)}")
    return (
        rect(x, y, wide, high, TRACK, kind="bar")
        + path("".join(strokes), stroke=SLATE)
        + path(f"M{number(x)} {number(y)}h{number(wide)}v{number(high)}h{number(-wide)}z", stroke=SLATE)
    )


def tick(x: float, top: float, bottom: float) -> str:
    """An upright mark across a bar, edged in white so that it shows on light and dark alike."""
    return rect(x - 2.75, top, 5.5, bottom - top, PAPER) + rect(x - 1.25, top, 2.5, bottom - top, INK, kind="tick")


def picture(height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """The parts on a white card with round corners, named and described for those who listen."""
    key = f"{crc32((title + description).encode(errors='replace')):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {number(height)}" width="{WIDTH}"'
        f' height="{number(height)}" role="img" aria-labelledby="t{key} d{key}" font-family="{FAMILY}">'
        f'<title id="t{key}">{escape(title)}</title><desc id="d{key}">{escape(description)}</desc>'
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{number(height - 1)}" rx="16" fill="{PAPER}"'
        f' stroke="{LINE}"/>{"".join(parts)}</svg>'
    )
