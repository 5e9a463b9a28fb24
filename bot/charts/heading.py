"""The words above and below a picture."""

from __future__ import annotations

from bot.charts.gauge import NOTE, NOTE_LINE
from bot.charts.lettering import legible, wrap
from bot.charts.svg import INK, LEFT, SOFT, SPAN, Block, text

MARGIN = 22


def head(title: str, subtitle: str) -> Block:
    """The title in bold, at the top of the card, and what it is about."""
    above = lines(title, MARGIN, size=20, line=26, bold=True, most=4)
    below = lines(subtitle, above.bottom + 2, size=14, line=19)
    return Block(above.parts + below.parts, below.bottom)


def foot(words: str, y: float) -> Block:
    """The last words, small, and the margin of the card."""
    block = lines(words, y + 14, size=NOTE, line=NOTE_LINE) if words else Block("", y)
    return Block(block.parts, block.bottom + MARGIN)


def lines(words: str, y: float, *, size: int, line: int, bold: bool = False, most: int = 3) -> Block:
    """Words across the whole card, on as many lines as they need, at most `most`."""
    wrapped = wrap(legible(words), SPAN, size, bold, most=most)
    fill = INK if bold else SOFT
    drawn = [text(LEFT, y + size + place * line, one, size, fill=fill, bold=bold) for place, one in enumerate(wrapped)]
    return Block("".join(drawn), y + line * len(wrapped))
