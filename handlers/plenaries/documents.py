"""The minutes on paper, as PDF: set by Typst (the extra `pdf`) from the very Markdown that was published.

What people wrote reaches Typst as data, never as source: nothing in it can be a command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any, Literal

from bot.charts.metrics import FONTS, REGULAR

MEDIA_TYPE = "application/pdf"
LASTING = ["ua-1", "a-2a"]  # what screen readers read (ISO 14289-1), and what archives keep (ISO 19005-2)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|[-:| ]+\|")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
Part = dict[str, object]


def available() -> bool:
    """Whether PDF can be made here; without it minutes are Markdown alone."""
    return find_spec("typst") is not None


def pdf(markdown: str, language: str, at: datetime) -> bytes:
    """The minutes as PDF, the same bytes each time on one machine; `at` is when they were published."""
    import typst  # 80 MB that a bot without minutes never loads

    try:
        return _set(markdown, language, at, "pdf", LASTING)[0]
    except typst.TypstError:  # a character that no font here draws: a page with a box in it, rather than none
        return _set(markdown, language, at, "pdf")[0]


def png(markdown: str, language: str, at: datetime) -> list[bytes]:
    """Its pages as pictures, to look at."""
    return _set(markdown, language, at, "png")


def _set(
    markdown: str, language: str, at: datetime, form: Literal["pdf", "png"], standards: list[Any] | None = None
) -> list[bytes]:  # fmt: skip
    import typst

    source = files(__package__).joinpath("minutes.typ").read_bytes()
    found = list(parts(markdown))
    title = next((str(one["text"]) for one in found if one["kind"] == "heading"), "")
    asked = json.dumps({"title": title, "language": language, "parts": found})
    with as_file(FONTS / REGULAR) as font:
        fonts = typst.Fonts(font_paths=[str(font.parent)])
        made: Any = typst.compile(
            source, format=form, font_paths=fonts, sys_inputs={"minutes": asked}, timestamp=int(at.timestamp()),
            pdf_standards=standards or [],
        )  # fmt: skip
    return made if isinstance(made, list) else [made]  # several pages are several pictures


def parts(markdown: str) -> Iterator[Part]:
    """What `minutes_text` wrote, as its headings, paragraphs, lists and tables; with people's words as they were."""
    for block in re.split(r"\n{2,}", markdown.strip()):
        rows = block.split("\n")
        if block.startswith("#"):
            mark, _space, said = block.partition(" ")
            yield {"kind": "heading", "level": len(mark), "text": _plain(said)}
        elif all(row.startswith("- ") for row in rows):
            yield {"kind": "list", "items": [_plain(row[2:]) for row in rows]}
        elif len(rows) > 1 and _RULE.fullmatch(rows[1]):
            head, _rule, *body = map(_cells, rows)
            yield {"kind": "table", "head": head, "rows": [[*row, *[""] * len(head)][: len(head)] for row in body]}
        else:
            yield {"kind": "text", "text": _plain(block)}


def _cells(row: str) -> list[str]:
    return [_plain(cell.strip()) for cell in _CELLS.split(row)[1:-1]]


def _plain(said: str) -> str:
    """Escaped words as they were written, without what no paper shows."""
    return _CONTROLS.sub(" ", _ESCAPED.sub(r"\1", said))
