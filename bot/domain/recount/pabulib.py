"""Pabulib's `.pb` file of a participatory budget: Faliszewski and others (2023).

Sections META, PROJECTS and VOTES, in any order, each with a line of column names; fields are separated by semicolons
and may be quoted; files of before 2018 leave the one of META out. Votes are approvals (choose-1 is one of one project),
or points (scoring and cumulative). Amounts are in the file's own currency, in hundredths of it where the budget has
decimals.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from ..errors import N_, Refused
from ..tally.ballots import Option, Points
from .profile import FileRefused, Missing, Profile, Unexpected, WrongNumberOf, check_options, distinct, lines_of, whole

SECTIONS = ("META", "PROJECTS", "VOTES")
APPROVALS = ("approval", "choose-1")
KINDS = (*APPROVALS, "scoring", "cumulative")
Row = tuple[int, dict[str, str]]
Meta = Mapping[str, tuple[int, str]]


class UnknownProject(Refused):
    says = N_("There is no project “{project}”.")


class UnknownVotes(Refused):
    says = N_("Votes of type “{kind}” are not counted here: approval, choose-1, scoring and cumulative votes are.")


class WrongFields(Refused):
    says = N_("This line has {found} fields for {columns} columns.")


class WrongQuotes(Refused):
    says = N_("Quotation marks do not begin and end a field, or a field is longer than 131072 characters.")


class Repeated(Refused):
    says = N_("“{name}” is there twice.")


class OverLimit(Refused):
    says = N_("This ballot has {found}, and “{what}” is {limit}.")


def read(content: bytes) -> Profile:
    """The profile of a `.pb` file; raises FileRefused naming the line."""
    sections = _sections(lines_of(content))
    meta = _meta(sections["META"])
    line, kind = _need(meta, "vote_type")
    if kind.lower() not in KINDS:
        raise FileRefused(line, UnknownVotes(kind=kind[:40]))
    costs, labels = _projects(sections["PROJECTS"])
    if not costs:
        raise FileRefused(1, Missing(what="project_id"))
    check_options(len(costs), sections["PROJECTS"][-1][0])
    places = {project: Option(place) for place, project in enumerate(costs)}
    ballots = _ballots(sections["VOTES"], places, meta, kind.lower())
    _agree(meta, "num_projects", len(costs))
    _agree(meta, "num_votes", sum(ballots.values()))
    budget, unit = _budget(*_need(meta, "budget"))
    top = max((points for ballot in ballots for _, points in ballot), default=1)
    amounts = tuple(cost * unit for cost in costs.values())
    ways = {"budget": {"costs": amounts, "budget": budget, "step": unit, "top": top}}
    return Profile(meta.get("description", (0, ""))[1], labels, ballots, ways)


def _sections(lines: list[str]) -> dict[str, list[Row]]:
    """The rows of each section, by column name."""
    found: dict[str, list[Row]] = {}
    section, columns = "", None
    for number, fields in _fields(lines):
        name = fields[0].strip().upper()
        if name in SECTIONS and not any(fields[1:]):
            if name in found:
                raise FileRefused(number, Repeated(name=name))
            section, columns = name, None
            found[section] = []
        elif not section:
            raise FileRefused(number, Unexpected(text=fields[0][:40]))
        elif columns is None:
            columns = _columns(section, fields, number)
            if columns is META and fields[0].strip().lower() not in META:
                found[section].append((number, _row(section, columns, fields, number)))
        else:
            found[section].append((number, _row(section, columns, fields, number)))
    if missing := [name for name in SECTIONS if name not in found]:
        raise FileRefused(len(lines), Missing(what=missing[0]))
    return found


def _fields(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    reader, line = csv.reader((line + "\n" for line in lines), delimiter=";", strict=True), 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error:
        raise FileRefused(line, WrongQuotes()) from None


NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("vote",)}


META = ["key", "value"]


def _columns(section: str, fields: list[str], number: int) -> list[str]:
    columns = [field.strip().lower() for field in fields]
    if section == "META" and not set(META) & set(columns):
        return META  # it begins with what it says: "description;Town"
    for name in NEEDED[section]:
        if columns.count(name) != 1:
            raise FileRefused(number, Repeated(name=name) if name in columns else Missing(what=name))
    return columns


def _row(section: str, columns: list[str], fields: list[str], number: int) -> dict[str, str]:
    """The fields by column; a description may hold more semicolons than columns, nothing else may."""
    extra = [field for field in fields[len(columns) :] if field.strip()]
    last = max(columns.index(name) for name in NEEDED[section])
    if len(fields) <= last or (extra and section != "META"):
        raise FileRefused(number, WrongFields(found=len(fields), columns=len(columns)))
    return dict(zip(columns, fields, strict=False))


def _meta(rows: list[Row]) -> Meta:
    """What the file says of itself, by key; a key without a value says nothing."""
    meta: dict[str, tuple[int, str]] = {}
    for line, row in rows:
        key = row["key"].strip().lower()
        if key in meta:
            raise FileRefused(line, Repeated(name=key[:40]))
        meta[key] = line, row["value"].strip()
    return {key: (line, value) for key, (line, value) in meta.items() if value}


def _need(meta: Meta, key: str) -> tuple[int, str]:
    if key not in meta:
        raise FileRefused(1, Missing(what=key))
    return meta[key]


def _agree(meta: Meta, key: str, found: int) -> None:
    """A number the file announces must be true; a file need not announce it."""
    line, text = meta.get(key, (1, str(found)))
    announced = whole(re.sub(r"[.]0+$", "", text), line, least=0)
    if announced != found:
        raise FileRefused(line, WrongNumberOf(what=key, announced=announced, found=found))


def _amount(text: str, line: int) -> int:
    """A whole amount above zero, which may be written with decimals as long as they are zeros."""
    return whole(re.sub(r"[.,]0+$", "", text.strip()), line)


def _budget(line: int, text: str) -> tuple[int, int]:
    """The budget in units or, where it has decimals, in hundredths; and how many of these make a unit."""
    cents = re.fullmatch(r"([0-9]+)[.,]([0-9]{1,2})", text)
    if cents is None or not int(cents[2]):
        return _amount(text, line), 1
    return whole(cents[1] + cents[2].ljust(2, "0"), line), 100


def _projects(rows: list[Row]) -> tuple[dict[str, int], tuple[str, ...]]:
    costs: dict[str, int] = {}
    names: list[str] = []
    for line, row in rows:
        project = row["project_id"].strip()
        if project in costs:
            raise FileRefused(line, Repeated(name=project))
        costs[project] = _amount(row["cost"], line)
        names.append(" ".join(row.get("name", "").split()) or project)
    return costs, distinct(names)


def _ballots(rows: list[Row], places: Mapping[str, Option], meta: Meta, kind: str) -> dict[Points, int]:
    limits = {what: whole(meta[what][1], meta[what][0], least=0) for what in LIMITS if what in meta}
    if kind == "choose-1":
        limits["max_length"] = 1
    line, text = meta.get("default_score", (1, "0"))
    unnamed = whole(text, line, least=0) if kind == "scoring" else 0
    every = dict.fromkeys(places.values(), unnamed) if unnamed else {}
    ballots: dict[Points, int] = {}
    voters: set[str] = set()
    for line, row in rows:
        given = every | _given(line, row, places, limits, pointed=kind not in APPROVALS)
        ballot = tuple(sorted((option, points) for option, points in given.items() if points))
        ballots[ballot] = ballots.get(ballot, 0) + 1
        voter = row.get("voter_id", "").strip()
        if voter in voters:
            raise FileRefused(line, Repeated(name=voter))
        voters.update(filter(None, [voter]))
    return ballots


LIMITS = ("max_length", "max_points", "max_sum_points")


def _given(
    line: int, row: dict[str, str], places: Mapping[str, Option], limits: Mapping[str, int], *, pointed: bool
) -> dict[Option, int]:
    """The points a ballot gives the projects it names."""
    projects = _list(row["vote"])
    points = [whole(text, line, least=0) for text in _list(row.get("points", ""))] if pointed else [1] * len(projects)
    if len(points) != len(projects):
        raise FileRefused(line, WrongNumberOf(what="points", announced=len(projects), found=len(points)))
    _check(line, points, limits, pointed=pointed)
    given: dict[Option, int] = {}
    for project, number in zip(projects, points, strict=True):
        if project not in places:
            raise FileRefused(line, UnknownProject(project=project[:40]))
        if places[project] in given:
            raise FileRefused(line, Repeated(name=project))
        given[places[project]] = number
    return given


def _check(line: int, points: list[int], limits: Mapping[str, int], *, pointed: bool) -> None:
    found = {"max_length": len(points)}
    if pointed:
        found |= {"max_points": max(points, default=0), "max_sum_points": sum(points)}
    for what, number in found.items():
        if number > limits.get(what, number):
            raise FileRefused(line, OverLimit(found=number, what=what, limit=limits[what]))


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")] if text.strip() else []
