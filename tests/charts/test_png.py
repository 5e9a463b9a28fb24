"""Pictures for the chats, looked at pixel by pixel."""

from __future__ import annotations

import struct
import zlib

import pytest

from bot.charts import svg as drawing
from bot.charts.bars import Bars, Row, draw
from bot.charts.metrics import width
from bot.charts.png import png
from bot.charts.svg import LEFT, WIDTH

TIE = Bars("Où ?", rows=(Row("Local", 8, "50 %", chosen=True), Row("Mairie", 8, "50 %")), verdict="retenu", whole=16)


def pixels(image: bytes) -> list[bytes]:
    """The rows of an RGBA PNG."""
    wide = struct.unpack_from(">I", image, 16)[0] * 4
    assert image[24:26] == b"\x08\x06"
    data, place = b"", 8
    while place < len(image):
        length, kind = struct.unpack_from(">I4s", image, place)
        data += image[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    raw, rows, above = zlib.decompress(data), [], bytes(wide)
    for start in range(0, len(raw), wide + 1):
        above = _unfilter(raw[start], raw[start + 1 : start + 1 + wide], above)
        rows.append(above)
    return rows


def _unfilter(kind: int, line: bytes, above: bytes) -> bytes:
    out = bytearray()
    for place, value in enumerate(line):
        left, up, corner = (out[place - 4], above[place], above[place - 4]) if place > 3 else (0, above[place], 0)
        out.append((value + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) % 256)
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def test_a_png_has_its_size_its_ink_and_clear_corners() -> None:
    image = png(draw(TIE), width=240)

    rows = pixels(image)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(rows[0]) == 240 * 4
    assert rows[0][3] == 0, "the corners are transparent, for dark chats"
    seen = {row[place : place + 3] for row in rows for place in range(0, len(row), 4)}
    assert {
        bytes.fromhex(colour[1:]) for colour in (drawing.PAPER, drawing.STRONG, drawing.PLAIN, drawing.TRACK)
    } <= seen


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "said",
    [
        "AVAToWa Été ŒÆ",
        "majorité : 12 voix",
        "نعم نوافق على هذا",
        "כן אני מסכים",
        "ffi fl 1\u202f240 — …",
        "a\u0323\u0301 Ж ß",
    ],
)
def test_ink_is_never_wider_than_it_was_measured(said: str, bold: bool) -> None:
    image = png(drawing.picture(60, "", "", [drawing.text(LEFT, 40, said, 20, bold=bold)]), width=WIDTH)

    ink = [place // 4 for row in pixels(image)[10:50] for place in range(8, len(row) - 8, 4) if row[place] < 128]
    assert min(ink) >= LEFT - 2
    assert max(ink) <= LEFT + width(said, 20, bold) + 1


def test_a_very_tall_picture_is_narrowed_to_what_a_chat_takes() -> None:
    rows = tuple(
        Row("Une idée assez longue pour deux lignes et un mot de plus encore " * 2, 1, chosen=True) for _ in range(50)
    )

    image = png(draw(Bars("Cinquante", rows=rows, verdict="retenue à l’unanimité des personnes présentes")))

    wide, high = struct.unpack_from(">II", image, 16)
    assert wide >= 960
    assert wide + high <= 10_000
