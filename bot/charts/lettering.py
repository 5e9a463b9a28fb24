"""Words made fit for a picture: only what the font draws, cut or wrapped to the room there is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from bot.charts.metrics import face

ELLIPSIS = "…"
RLM = "\u200f"  # keeps the ellipsis at the left end of words that run leftwards
# Breakable blanks only: a no-break space ("61 %") must survive.
BLANKS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
ZWNJ = "\u200c"  # parts letters inside Persian words; zero wide in the font
MISSING = "□"
FLAG_A, FLAG_Z = 0x1F1E6, 0x1F1FF


def legible(text: str) -> str:
    """`text` with only what the font draws: emoji go, or are named when they were all there was."""
    plain = unicodedata.normalize("NFC", BLANKS.sub(" ", text))
    kept = re.sub(" +", " ", "".join(map(_drawn, _calm(plain)))).strip(" ")
    return kept or ", ".join(unicodedata.name(char, MISSING).lower() for char in plain if _is_symbol(char))


def fit(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text` on one line, ended by an ellipsis when it would be wider than `room`."""
    reaches = face(bold).reaches(text, size)
    if not reaches or reaches[-1] <= room:
        return text
    room_left = room - face(bold).reaches(ELLIPSIS, size)[0]
    kept = text[: _whole(text, bisect_right(reaches, room_left))].rstrip(" ")
    space = kept.rfind(" ")
    if text[len(kept)] != " " and space > len(kept) * 2 // 3:
        kept = kept[:space]
    return kept + ELLIPSIS + (RLM if _runs_left(kept) else "")


def wrap(
    text: str, room: float, size: float, bold: bool = False, *, most: int = 2, below: float = 0
) -> tuple[str, ...]:
    """`text` on at most `most` lines no wider than `room` (`below` after the first), broken between words if it can."""
    lines: list[str] = []
    while text and len(lines) < most - 1:
        line = _line(text, room, size, bold)
        lines.append(line.rstrip(" "))
        text = text[len(line) :].lstrip(" ")
        room = below or room
    return (*lines, fit(text, room, size, bold)) if text else tuple(lines)


def _line(text: str, room: float, size: float, bold: bool) -> str:
    count = bisect_right(face(bold).reaches(text, size), room)
    if count == len(text) or text[count] == " ":
        return text[:count] or text[:1]
    space = text.rfind(" ", 1, count)
    return text[:space] if space > 0 else text[: max(1, _whole(text, count))]


def _whole(text: str, count: int) -> int:
    """The nearest place at or before `count` that does not part a letter from its accents."""
    while 0 < count < len(text) and unicodedata.combining(text[count]):
        count -= 1
    return count


def _runs_left(text: str) -> bool:
    sides = [side for side in map(unicodedata.bidirectional, text) if side in ("L", "R", "AL")]
    return bool(sides) and sides[-1] != "L"


def _calm(text: str) -> str:
    """At most two marks on a letter: towers of accents would climb over the neighbours."""
    marks, kept = 0, []
    for char in text:
        marks = marks + 1 if unicodedata.category(char) == "Mn" else 0
        if marks <= 2:
            kept.append(char)
    return "".join(kept)


def _drawn(char: str) -> str:
    kind = unicodedata.category(char)
    if FLAG_A <= ord(char) <= FLAG_Z:
        return chr(ord("A") + ord(char) - FLAG_A)
    if char != ZWNJ and (kind[0] == "C" or kind in ("Me", "Zl", "Zp") or _is_selector(char)):
        return ""
    if face(False).has(char) and face(True).has(char):
        return char
    return {"L": MISSING, "N": MISSING, "Z": " "}.get(kind[0], "")


def _is_selector(char: str) -> bool:
    return 0xFE00 <= ord(char) <= 0xFE0F


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) == "So"
