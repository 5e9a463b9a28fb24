"""The list of members as a file: read strictly, with the line of what is wrong, and written so that it reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import clean, fold
from bot.domain.spreadsheets import MOST_LINES, Row, TooBig, WrongCells, bare, decode, mark_of, rows
from bot.domain.spreadsheets import write as write_rows

NAME, COLLEGE, NUMBER = 100, 60, 20  # characters at most
HEAVIEST = 1000
EXAMPLE = "nom;statut;adhésion"

# Each column as it is written, and what else it may be called.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("numéro", "n°", "number", "id"),
    "name": ("nom", "name"),
    "status": ("statut", "status"),
    "joined_on": ("adhésion", "joined", "joined_on"),
    "left_on": ("départ", "left", "left_on"),
    "dues_until": ("cotisation", "dues", "dues_until"),
    "college": ("collège", "college"),
    "weight": ("poids", "weight", "voix"),
}
_COLUMN = {fold(title): column for column, titles in COLUMNS.items() for title in titles}
MEMBER, NEWCOMER, OBSERVER, LEFT = (
    MemberStatus.MEMBER, MemberStatus.NEWCOMER, MemberStatus.OBSERVER, MemberStatus.LEFT,
)  # fmt: skip
# Each status as it is written, and whether the group decided that somebody left.
STATUSES: Mapping[str, tuple[MemberStatus, bool]] = {
    "membre": (MEMBER, False), "nouveau": (NEWCOMER, False), "observateur": (OBSERVER, False), "parti": (LEFT, False),
    "exclu": (LEFT, True),
    "": (MEMBER, False), "member": (MEMBER, False), "nouvelle": (NEWCOMER, False), "newcomer": (NEWCOMER, False),
    "observatrice": (OBSERVER, False), "observer": (OBSERVER, False), "partie": (LEFT, False), "left": (LEFT, False),
    "exclue": (LEFT, True), "excluded": (LEFT, True),
}  # fmt: skip
_FRENCH_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class NoHeader(Refused):
    says = N_("Line {line}: the first line names the columns, with the name at least. For example: {example}")


class UnknownColumn(Refused):
    says = N_("Line {line}: I do not know the column “{text}”. I know: {known}. For example: {example}")


class ColumnTwice(Refused):
    says = N_("Line {line}: the column “{text}” is there twice. Each once, for example: {example}")


class NameMissing(Refused):
    says = N_("Line {line}: the name is missing. For example: Marie Dupont")


class CellWrong(Refused):
    says = N_("Line {line}: “{text}” cannot be the “{column}”. For example: {example}")


class LineTwice(Refused):
    says = N_("Line {line}: “{text}” is there already, on line {other}. Two people of one name need a number each.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: somebody in a group. `number` is the group's own, "" without one."""

    name: str
    number: str = ""
    status: MemberStatus = MemberStatus.MEMBER
    excluded: bool = False
    joined_on: date | None = None
    left_on: date | None = None
    dues_until: date | None = None
    college: str = ""
    weight: int = 1

    @classmethod
    def of(cls, name: str, one: Membership, number: str = "") -> Entry:
        """The line of a member."""
        return cls(
            name, number, one.status, one.excluded, one.joined_on, one.left_on, one.dues_until, one.college, one.weight
        )

    def membership(self, member: MemberId, group: GroupId, today: date) -> Membership:
        """What the line says of a member; one whose day of joining is not written joins today."""
        joined = today if self.status is MemberStatus.MEMBER and self.joined_on is None else self.joined_on
        return Membership(
            member, group, self.status, joined, self.left_on, self.excluded, self.dues_until, self.college, self.weight
        )


def write(entries: Iterable[Entry]) -> bytes:
    """The file; whoever erased their account is not in it."""
    head = [titles[0] for titles in COLUMNS.values()]
    return write_rows([head, *(_cells(one) for one in entries if one.status is not MemberStatus.ERASED)])


def _cells(one: Entry) -> list[str]:
    status = next(
        word for word, meant in STATUSES.items() if meant == (one.status, one.excluded and one.status is LEFT)
    )
    days = [day.isoformat() if day else "" for day in (one.joined_on, one.left_on, one.dues_until)]
    return [one.number, one.name, status, *days, one.college, str(one.weight)]


def read(content: bytes, most: int = MOST_LINES) -> tuple[Entry, ...]:
    """Everybody in the file, `most` people at most; raises a refusal that names the line of the first thing that is
    wrong."""
    text = decode(content)
    mark = mark_of(text, lambda title: fold(title) in _COLUMN)
    lines = rows(text, mark)
    columns = _columns(*next(lines, (1, [])))
    found = tuple(islice(_entries(lines, columns, mark), most + 1))
    if len(found) > most:
        raise TooBig(most=most)
    return found


def _columns(line: int, head: list[str]) -> list[str]:
    """The column of each cell."""
    found = [(title.strip(), _COLUMN.get(fold(title))) for title in head]
    if "name" not in (column for _title, column in found):
        raise NoHeader(line=line, example=EXAMPLE)
    columns: list[str] = []
    for title, column in found:
        if column is None:
            known = tuple(titles[0] for titles in COLUMNS.values())
            raise UnknownColumn(line=line, text=title[:40], known=known, example=EXAMPLE)
        if column in columns:
            raise ColumnTwice(line=line, text=title[:40], example=EXAMPLE)
        columns.append(column)
    return columns


def _entries(lines: Iterable[Row], columns: list[str], mark: str) -> Iterator[Entry]:
    numbers: dict[str, int] = {}
    names: dict[str, tuple[int, bool]] = {}
    for line, row in lines:
        if len(row) != len(columns):
            raise WrongCells(line=line, found=len(row), wanted=len(columns), mark=mark)
        entry = _Line(line, dict(zip(columns, row, strict=True))).entry()
        if entry.number and (other := numbers.setdefault(fold(entry.number), line)) != line:
            raise LineTwice(line=line, text=entry.number, other=other)
        other, numbered = names.setdefault(fold(entry.name), (line, bool(entry.number)))
        if other != line and not (numbered and entry.number):
            raise LineTwice(line=line, text=entry.name, other=other)
        yield entry


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of one line by their column; one that is not there is as if it were empty."""

    line: int
    cells: Mapping[str, str]

    def entry(self) -> Entry:
        status, excluded = self._status()
        days = {column: self._day(column) for column in ("joined_on", "left_on", "dues_until")}
        if days["left_on"] and status is not LEFT:
            raise self._wrong("left_on", "")
        return Entry(
            self._name(), self._text("number", NUMBER), status, excluded, **days,
            college=self._text("college", COLLEGE), weight=self._weight(),
        )  # fmt: skip

    def _name(self) -> str:
        name = self._text("name", NAME)
        if not name:
            raise NameMissing(line=self.line)
        return name

    def _text(self, column: str, most: int) -> str:
        cell = self._cell(column)
        try:
            return clean(cell, most=most) if cell else ""
        except Refused:
            raise self._wrong(column, "Marie Dupont" if column == "name" else "A") from None

    def _status(self) -> tuple[MemberStatus, bool]:
        found = STATUSES.get(fold(self._cell("status")))
        if found is None:
            raise self._wrong("status", "membre")
        return found

    def _day(self, column: str) -> date | None:
        """A day as 05/12/2026 or 2026-12-05."""
        cell = self._cell(column)
        if not cell:
            return None
        french, iso = _FRENCH_DAY.fullmatch(cell), _ISO_DAY.fullmatch(cell)
        year, month, day = french.group(3, 2, 1) if french else iso.group(1, 2, 3) if iso else ("0", "0", "0")
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise self._wrong(column, "05/12/2026") from None

    def _weight(self) -> int:
        cell = self._cell("weight") or "1"
        if not re.fullmatch("[0-9]{1,4}", cell) or not 1 <= int(cell) <= HEAVIEST:
            raise self._wrong("weight", "1")
        return int(cell)

    def _cell(self, column: str) -> str:
        cell = self.cells.get(column)
        return bare(cell, self.line) if cell else ""

    def _wrong(self, column: str, example: str) -> CellWrong:
        text, title = self.cells.get(column, "").strip()[:40], COLUMNS[column][0]
        return CellWrong(line=self.line, text=text, column=title, example=example or f"{title}: –")
