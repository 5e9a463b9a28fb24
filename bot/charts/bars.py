"""The result of a vote: one bar for each option, what had to be reached, and how many took part.

All words arrive in the reader's language; the bars have none of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.gauge import NOTE, NOTE_LINE, Gauge, Mark, gauge, pointer
from bot.charts.lettering import legible, wrap
from bot.charts.rows import DENSE, ROOMY, Plan, Row, draw_row, lay_out, said
from bot.charts.svg import INK, LEFT, SOFT, SPAN, Block, along, picture, rule, text

__all__ = ["Bars", "Gauge", "Mark", "Row", "draw"]

MARGIN = 22
MANY = 20


@dataclass(frozen=True, slots=True)
class Bars:
    """A result to draw. Without rows it shows the turnout alone, for ballots that are still hidden.

    `verdict` is the word beside a chosen row ("adopté"). `whole` is the count a full bar stands for, usually the votes
    for and against; without it the largest count fills the width.
    """

    title: str
    subtitle: str = ""
    rows: tuple[Row, ...] = ()
    threshold: Mark | None = None
    turnout: Gauge | None = None
    footer: str = ""
    verdict: str = ""
    whole: int = 0


def draw(bars: Bars) -> str:
    """The picture as SVG: every option is in it, no words touch a line, a bar or other words."""
    look = DENSE if len(bars.rows) > MANY else ROOMY
    shared = lay_out(bars.rows, look, whole=bars.whole, threshold=bars.threshold, verdict=bars.verdict)
    parts, y = [], float(MARGIN)
    for section in (_head, _loud, _quiet, _turnout, _foot):
        block = section(bars, shared, y)
        parts.append(block.parts)
        y = block.bottom
    return picture(round(y + MARGIN), bars.title, _spoken(bars), parts)


def _head(bars: Bars, _plan: Plan, y: float) -> Block:
    title = _lines(bars.title, y, size=20, line=26, bold=True, most=4)
    subtitle = _lines(bars.subtitle, title.bottom + 2, size=14, line=19)
    return Block(title.parts + subtitle.parts, subtitle.bottom)


def _loud(bars: Bars, plan: Plan, y: float) -> Block:
    rows = [row for row in bars.rows if not row.quiet]
    block = _stack(rows, plan, y + 2)
    if not (rows and bars.threshold):
        return block
    label = pointer(LEFT + along(bars.threshold.at, plan.scale), block.bottom + 3, bars.threshold.label)
    return Block(block.parts + label.parts, label.bottom)


def _quiet(bars: Bars, plan: Plan, y: float) -> Block:
    rows = [row for row in bars.rows if row.quiet]
    if not rows:
        return Block("", y)
    y += plan.look.gap + 2
    block = _stack(rows, plan, y - 4)
    return Block(rule(y) + block.parts, block.bottom)


def _stack(rows: list[Row], plan: Plan, y: float) -> Block:
    parts = []
    for row in rows:
        block = draw_row(row, plan, y + plan.look.gap)
        parts.append(block.parts)
        y = block.bottom
    return Block("".join(parts), y)


def _turnout(bars: Bars, _plan: Plan, y: float) -> Block:
    if not bars.turnout:
        return Block("", y)
    if not bars.rows:
        return gauge(bars.turnout, y + 18, large=True)
    block = gauge(bars.turnout, y + 30)
    return Block(rule(y + 18) + block.parts, block.bottom)


def _foot(bars: Bars, _plan: Plan, y: float) -> Block:
    return _lines(bars.footer, y + 14, size=NOTE, line=NOTE_LINE) if bars.footer else Block("", y)


def _lines(words: str, y: float, *, size: int, line: int, bold: bool = False, most: int = 3) -> Block:
    lines = wrap(legible(words), SPAN, size, bold, most=most)
    fill = INK if bold else SOFT
    drawn = [text(LEFT, y + size + place * line, one, size, fill=fill, bold=bold) for place, one in enumerate(lines)]
    return Block("".join(drawn), y + line * len(lines))


def _spoken(bars: Bars) -> str:
    """Everything the picture shows, one line each, for a screen reader."""
    rows = [(row.label, said(row.count), row.note, bars.verdict if row.chosen else "") for row in bars.rows]
    marks = [bars.threshold.label] if bars.threshold and bars.rows else []
    turnout = [bars.turnout.label] if bars.turnout else []
    quorum = [bars.turnout.quorum.label] if bars.turnout and bars.turnout.quorum else []
    lines = (bars.subtitle, *(", ".join(filter(None, row)) for row in rows), *marks, *turnout, *quorum, bars.footer)
    return "\n".join(filter(None, lines))
