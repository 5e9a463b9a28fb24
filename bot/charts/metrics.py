"""How wide words are: the advances of the bundled fonts, read from the files that draw the picture.

Kerning is left out: it pulls letters together far more often than apart, so a measure is a safe upper bound.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

FONTS = files("bot.charts") / "fonts"
REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
# Ascent and descent of DejaVu, in parts of the size: the box no other words may enter.
ASCENT, DESCENT = 0.93, 0.24


@dataclass(frozen=True, slots=True)
class Face:
    """What one font can draw, and how far each character moves the pen, in parts of the size."""

    advances: dict[int, float]

    def has(self, char: str) -> bool:
        """Whether the font draws this character itself, not an empty box."""
        return ord(char) in self.advances

    def reaches(self, text: str, size: float) -> list[float]:
        """Where the pen stands after each character; nondecreasing."""
        wide = self.advances[ord("M")]
        return list(accumulate(self.advances.get(ord(char), wide) * size for char in text))


@cache
def face(bold: bool) -> Face:
    """The regular or the bold face, read once."""
    return Face(_advances((FONTS / (BOLD if bold else REGULAR)).read_bytes()))


def width(text: str, size: float, bold: bool = False) -> float:
    """The room `text` takes at this size, never less than what is drawn."""
    return sum(face(bold).reaches(text, size)[-1:])


def _advances(font: bytes) -> dict[int, float]:
    tables = _tables(font)
    per_em = struct.unpack_from(">H", font, tables["head"] + 18)[0]
    longs = struct.unpack_from(">H", font, tables["hhea"] + 34)[0]
    # hmtx: one (advance, bearing) pair per glyph; glyphs after the last pair share its advance.
    pairs = struct.unpack_from(f">{2 * longs}h", font, tables["hmtx"])
    return {char: pairs[2 * min(glyph, longs - 1)] / per_em for char, glyph in _glyphs(font, tables["cmap"]).items()}


def _tables(font: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    return {tag.decode(): offset for tag, _sum, offset, _length in records}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Character to glyph, from the full Unicode subtable (platform 3, encoding 10, format 12)."""
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    found = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * number) for number in range(count))
    table = cmap + next(offset for platform, encoding, offset in found if (platform, encoding) == (3, 10))
    groups = struct.unpack_from(">I", font, table + 12)[0]
    spans = (struct.unpack_from(">III", font, table + 16 + 12 * number) for number in range(groups))
    return {char: glyph + char - first for first, last, glyph in spans for char in range(first, last + 1)}
