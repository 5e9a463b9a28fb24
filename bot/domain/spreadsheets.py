"""Tables as CSV files: read in what spreadsheets save, written for French ones, and no cell is taken for a formula.

A cell that a spreadsheet would compute is written with an apostrophe before it, and refused without one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO

from bot.domain.errors import N_, Refused

MOST_LINES, MOST_BYTES, MOST_CELLS, MOST_CELL = 100_000, 20_000_000, 100, 1_000
BOM = "\ufeff"  # without it a French spreadsheet reads UTF-8 as Latin-1
MARKS = ";,\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls

Row = tuple[int, list[str]]
"""The cells of a line, with the number of the line that it begins on."""


class NotACsv(Refused):
    says = N_("This is a spreadsheet, not a CSV file. Save it again as “CSV UTF-8”, then send it to me.")


class TooBig(Refused):
    says = N_("The file is too big: {most} lines at most. Send it in several parts, each with its first line.")


class NotReadable(Refused):
    says = N_("Line {line}: these letters cannot be read. Save the file again as “CSV UTF-8”, then send it to me.")


class WrongCells(Refused):
    says = N_("Line {line}: {found} cells, where there are {wanted} columns. Put a text that holds “{mark}” in quotes.")


class CellTooLong(Refused):
    says = N_("Line {line}: a cell is longer than {most} characters. Is a quotation mark opened and not closed before?")


class QuoteOpen(Refused):
    says = N_("Line {line}: a quotation mark is opened and not closed, or stands within a cell. Write it twice there.")


class Formula(Refused):
    says = N_("Line {line}: “{text}” would be a formula in a spreadsheet. Leave the sign at its beginning out.")


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """The file: UTF-8 with its mark, semicolons, nothing that a spreadsheet would compute."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def guarded(cell: str) -> str:
    """The cell as it is written: what would be computed gets an apostrophe, and so does what has one already."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str, line: int) -> str:
    """The cell as it was before it was guarded; raises Formula for one that nothing guards."""
    text = cell.strip(" ")
    if text[:1].isalnum() or not _FORMULA.match(text):
        return cell.strip()
    if not text.startswith("'"):
        raise Formula(line=line, text=text.strip()[:40])
    return text[1:].strip()


def decode(content: bytes) -> str:
    """The text, in the encodings that spreadsheets save: UTF-8 or UTF-16 with a mark, UTF-8, else Windows'."""
    if len(content) > MOST_BYTES:
        raise TooBig(most=MOST_LINES)
    if content.startswith(_BINARY):
        raise NotACsv
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = _decoded(content, *(("utf-16",) if wide else ("utf-8-sig", "cp1252")))
    if "\0" in text:
        raise NotReadable(line=text[: text.index("\0")].count("\n") + 1)
    return text


def _decoded(content: bytes, *encodings: str) -> str:
    wrong = 0
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            wrong = error.start
    raise NotReadable(line=content[:wrong].count(b"\n") + 1)


def mark_of(text: str, known: Callable[[str], bool]) -> str:
    """The mark between the cells: the one that splits the first line into the most columns that are known."""
    head = text.lstrip().split("\n", 1)[0][: MOST_CELLS * 10]
    if said := re.fullmatch(r"sep=([;,\t])\s*", head):
        return said[1]
    return max(MARKS, key=lambda mark: sum(known(cell.strip(' "\r')) for cell in head.split(mark)))


def rows(text: str, mark: str) -> Iterator[Row]:
    """Every line that is not empty."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for row in reader:
            if any(len(cell) > MOST_CELL for cell in row):
                raise CellTooLong(line=line, most=MOST_CELL)
            if len(row) > MOST_CELLS:
                raise WrongCells(line=line, found=len(row), wanted=MOST_CELLS, mark=mark)
            if any(cell.strip() for cell in row) and not (line == 1 and row[0].startswith("sep=")):
                yield line, row
            line = reader.line_num + 1
            if line > MOST_LINES + 2:
                raise TooBig(most=MOST_LINES)
    except csv.Error as error:
        if "limit" in str(error) and '"' not in text:  # a cell that the reader itself will not hold
            raise CellTooLong(line=line, most=MOST_CELL) from None
        raise QuoteOpen(line=line) from None
