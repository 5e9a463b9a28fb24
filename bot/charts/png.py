"""A picture for the chats: the SVG as PNG, drawn with the bundled fonts and no others."""

from __future__ import annotations

import re
from contextlib import ExitStack
from importlib.resources import as_file

from bot.charts.metrics import BOLD, FONTS, REGULAR

# Telegram refuses a photo whose width and height add up to more.
MOST = 10_000
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def png(svg: str, *, width: int = 1200) -> bytes:
    """The same PNG on every machine, `width` pixels wide, less if it would be too tall for a chat."""
    import resvg_py  # only where pictures are drawn: the bot starts without it

    with ExitStack() as stack:
        fonts = [str(stack.enter_context(as_file(FONTS / name))) for name in (REGULAR, BOLD)]
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            width=min(width, _widest(svg)),
            skip_system_fonts=True,
            font_files=fonts,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )


def _widest(svg: str) -> int:
    found = BOX.search(svg)
    if not found:
        return MOST
    wide, high = float(found[1]), float(found[2])
    return int((MOST - 1) * wide / (wide + high))
