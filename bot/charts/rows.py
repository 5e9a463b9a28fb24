"""One option of a vote: its name, the verdict beside it, its count and share, and its bar."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.gauge import Mark
from bot.charts.lettering import fit, legible, wrap
from bot.charts.metrics import width
from bot.charts.svg import (
    INK,
    LEFT,
    PAPER,
    PLAIN,
    RIGHT,
    SLATE,
    SOFT,
    SPAN,
    STRONG,
    TRACK,
    Block,
    along,
    hatched,
    number,
    path,
    rect,
    text,
    tick,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One option: `note` is its share as said to people; `quiet` rows (abstentions, blanks) stand apart, hatched."""

    label: str
    count: int
    note: str = ""
    quiet: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of a row."""

    size: int
    line: int
    bar: int
    above: int
    gap: int


ROOMY = Look(size=16, line=21, bar=16, above=6, gap=16)
DENSE = Look(size=14, line=18, bar=9, above=5, gap=10)


@dataclass(frozen=True, slots=True)
class Plan:
    """What all rows of a picture share: measures, scale, the right edge of the counts, the room left for names."""

    look: Look
    scale: int
    counts: float
    room: float
    whole: int
    threshold: Mark | None
    verdict: str


def lay_out(rows: tuple[Row, ...], look: Look, *, whole: int, threshold: Mark | None, verdict: str) -> Plan:
    """The columns and the scale that hold every row: no bar, count or note needs more than its place."""
    notes = max((width(_note(row, look), look.size) for row in rows), default=0)
    counts = max((width(said(row.count), look.size, True) for row in rows), default=0)
    right = RIGHT - notes - 9 if notes else RIGHT
    scale = max(whole, threshold.at if threshold else 0, *(row.count for row in rows), 1)
    return Plan(look, scale, right, right - counts - 16 - LEFT, whole, threshold, verdict)


def said(count: int) -> str:
    """A count with thin blanks between thousands, which every language reads."""
    return f"{count:,}".replace(",", "\u202f")


def draw_row(row: Row, plan: Plan, y: float) -> Block:
    """The row from `y` down."""
    look, high = plan.look, plan.look.bar * 5 // 8 if row.quiet else plan.look.bar
    base, fill = y + look.size, SOFT if row.quiet else INK
    count = text(plan.counts, base, said(row.count), look.size, fill=fill, bold=True, end=True)
    note = text(RIGHT, base, _note(row, look), look.size, fill=SOFT, end=True)
    name = _name(row, plan, y)
    top = name.bottom + look.above
    return Block(name.parts + count + note + _bar(row, plan, top, high), top + high)


def _note(row: Row, look: Look) -> str:
    return fit(legible(row.note), 110, look.size)


def _name(row: Row, plan: Plan, y: float) -> Block:
    look, fill = plan.look, SOFT if row.quiet else INK
    # Count and note stand on the first line only, so the second may run below them.
    lines = wrap(legible(row.label), plan.room, look.size, row.chosen, below=SPAN)
    drawn = "".join(
        text(LEFT, y + look.size + place * look.line, words, look.size, fill=fill, bold=row.chosen)
        for place, words in enumerate(lines)
    )
    bottom = y + look.line * max(len(lines), 1)
    if not row.chosen:
        return Block(drawn, bottom)
    badge = _badge(plan, lines, bottom)
    return Block(drawn + badge.parts, badge.bottom)


def _badge(plan: Plan, lines: tuple[str, ...], bottom: float) -> Block:
    """The verdict behind the last word of the name, or below it when there is no room."""
    look, size, high = plan.look, plan.look.size - 2, plan.look.line - 1
    used = width(lines[-1], look.size, True) + 10 if lines else 0
    room = SPAN if len(lines) > 1 else plan.room
    word = fit(legible(plan.verdict), plan.room - 40, size, True)
    wide = 34 + width(word, size, True) if word else 28
    x, y = (LEFT + used, bottom - look.line + 1) if used + wide <= room else (LEFT, bottom + 3)
    middle = y + high / 2
    check = path(f"M{number(x + 9)} {number(middle + 0.5)}l3.5 3.5l6 -7.5", stroke=PAPER, thick=2)
    words = text(x + 24, middle + size * 0.36, word, size, fill=PAPER, bold=True)
    return Block(
        rect(x, y, wide, high, STRONG, corner=high / 2, kind="badge") + check + words, max(bottom, y + high + 1)
    )


def _bar(row: Row, plan: Plan, y: float, high: float) -> str:
    # Zero is drawn too: the place where a bar would begin.
    nothing = rect(LEFT, y, 2, high, SLATE, kind="zero")
    long = along(row.count, plan.scale)
    if row.quiet:
        return hatched(LEFT, y, long, high) if row.count else nothing
    track = rect(LEFT, y, along(plan.whole, plan.scale), high, TRACK, corner=3, kind="track") if plan.whole else ""
    bar = rect(LEFT, y, long, high, STRONG if row.chosen else PLAIN, corner=3, kind="bar") if row.count else nothing
    mark = tick(LEFT + along(plan.threshold.at, plan.scale), y - 3, y + high + 3) if plan.threshold else ""
    return track + bar + mark
