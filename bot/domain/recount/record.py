"""Our own recount file: a closed vote with its anonymous ballots, so that anybody can count it again.

JSON in UTF-8, one ballot a line; docs/recount.md tells its fields. Its fingerprint is the SHA-256 of the canonical JSON
of everything else in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, NoReturn

from ..errors import N_, Refused
from ..fingerprint import Plain, encode, plain
from ..quorum import Quorum
from ..tally import ANYONE, METHODS, Method, Room, Turnout
from ..tally.lot import commit, keeps
from .count import count
from .fields import WrongField, revive
from .profile import (
    LARGEST,
    RANKED,
    EndsEarly,
    FileRefused,
    Missing,
    NotText,
    Profile,
    Unexpected,
    WrongNumberOf,
    at,
    distinct,
    lines_of,
    ranked_ways,
)

FORMAT = "cooperons-recount/1"


class WrongFormat(Refused):
    says = N_("The format must be “{expected}”.")


class WrongFingerprint(Refused):
    says = N_("The fingerprint does not match: this file was changed after it was published.")


class WrongCommitment(Refused):
    says = N_("This seed is not the one committed to when the vote opened.")


@dataclass(frozen=True, slots=True)
class Vote:
    """What was frozen when the vote opened, and when it ran."""

    id: int
    title: str
    group: str
    method: str
    options: tuple[str, ...]
    settings: Any
    electorate: int | None
    secrecy: str
    opened_at: datetime
    closed_at: datetime
    quorum: Quorum | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A closed vote: its grouped ballots, the people in the room, and the lot where one was committed to."""

    vote: Vote
    ballots: Mapping[Any, int]
    room: Room = ANYONE
    seed: str | None = None
    words: tuple[str, ...] = ()
    commitment: str | None = None


def write(record: Record) -> bytes:
    """The file of a vote: ballots grouped and sorted, so that their order tells nothing, and the result as counted."""
    vote = record.vote
    kwargs = {field.name: getattr(vote.settings, field.name) for field in fields(vote.settings)}
    profile = Profile(
        vote.title,
        distinct(vote.options),
        record.ballots,
        {vote.method: kwargs},
        record.room,
        vote.id,
        record.seed,
        record.words,
        quorum=vote.quorum,
    )
    recounted = count(profile)
    ballots: list[Plain] = [[plain(ballot), weight] for ballot, weight in record.ballots.items() if weight]
    body: dict[str, Plain] = {
        "format": FORMAT,
        "vote": plain(vote),
        "ballots": sorted(ballots, key=encode),
        "turnout": plain(recounted.result.turnout),
        "result": dict(recounted.told),
        "seed": record.seed,
        "words": plain(record.words),
        "commitment": record.commitment,
    }
    return _spread(body | {"fingerprint": _fingerprint(body)})


def _fingerprint(body: Mapping[str, Plain]) -> str:
    return sha256(encode(dict(body))).hexdigest()


def _spread(body: Mapping[str, Plain]) -> bytes:
    """Canonical JSON with a line for each key and for each ballot."""
    parts = []
    for key in sorted(body):
        value = encode(body[key])
        if isinstance(ballots := body[key], list) and key == "ballots":
            value = b"[\n" + b",\n".join(map(encode, ballots)) + b"\n]"
        parts.append(encode(key) + b":" + value)
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def read(content: bytes) -> Profile:
    """The profile of a recount file; raises FileRefused naming the line of whatever is wrong in it."""
    lines = lines_of(content)
    body = _body(lines)
    if body.get("format") != FORMAT:
        raise FileRefused(_line(lines, "format"), WrongFormat(expected=FORMAT))
    with _naming(lines):
        file: _File = revive(_File, body, "file")
        settings = revive(_known(file.vote.method).Settings, file.vote.settings)
    _check(file, settings, body, lines)
    vote, kwargs = file.vote, {field.name: getattr(settings, field.name) for field in fields(settings)}
    others = ranked_ways(len(vote.options), 1, vote.method) if vote.method in RANKED else {}
    room = Room(file.turnout.members, file.turnout.present, file.turnout.represented)
    ballots = _ballots(file, settings, lines)
    return Profile(
        vote.title, distinct(vote.options), ballots, {**others, vote.method: kwargs},
        room, vote.id, file.seed, file.words, file.result, vote.quorum,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    """The fields of the file; what only a method can read stays as JSON gave it."""

    format: str
    vote: Vote
    ballots: Any
    turnout: Turnout
    result: Any
    seed: str | None
    words: tuple[str, ...]
    commitment: str | None
    fingerprint: str


class _Odd(ValueError):
    """A number that is not a plain integer, or a key written twice."""


def _body(lines: list[str]) -> dict[str, Any]:
    text = "\n".join(lines)
    try:
        body = json.loads(text, object_pairs_hook=_once, parse_int=_small, parse_float=_refuse, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        rest = text[wrong.pos : wrong.pos + 40].strip()
        raise FileRefused(wrong.lineno, Unexpected(text=rest) if rest else EndsEarly()) from None
    except _Odd as odd:
        raise FileRefused(_line(lines, str(odd), quoted=False), Unexpected(text=str(odd)[:40])) from None
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise FileRefused(1, Unexpected(text=lines[0][:40]))
    return body


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Odd(next(name for name in names if names.count(name) > 1))
    return body


def _small(text: str) -> int:
    if len(text) > 18:
        raise _Odd(text)
    return int(text)


def _refuse(text: str) -> NoReturn:
    raise _Odd(text)


def _line(lines: list[str], word: str, *, quoted: bool = True) -> int:
    """The first line that holds this word; the first of the file when none does."""
    sought = f'"{word}"' if quoted else word
    return next((number for number, line in enumerate(lines, 1) if sought in line), 1)


@contextmanager
def _naming(lines: list[str]) -> Iterator[None]:
    """Adds the line of the field a refusal is about."""
    try:
        yield
    except Refused as reason:
        raise FileRefused(_line(lines, str(reason.blanks.get("field", "vote"))), reason) from None


def _known(method: str) -> Method:
    if method not in METHODS:
        raise WrongField(field="method", text=method[:40])
    return METHODS[method]


def _check(file: _File, settings: Any, body: Mapping[str, Any], lines: list[str]) -> None:
    """The parts of the file must agree with each other, and with its fingerprint."""
    try:
        found = _fingerprint({key: value for key, value in body.items() if key != "fingerprint"})
    except UnicodeEncodeError:
        raise FileRefused(_line(lines, "\\ud", quoted=False), NotText()) from None
    if found != file.fingerprint:
        raise FileRefused(_line(lines, "fingerprint"), WrongFingerprint())
    if "quorum" not in body["vote"]:
        raise FileRefused(_line(lines, "vote"), Missing(what="quorum"))
    if (asked := body["vote"]["quorum"]) != plain(file.vote.quorum):
        raise FileRefused(_line(lines, "vote"), WrongField(field="quorum", text=str(asked)[:80]))
    options = getattr(settings, "options", len(file.vote.options))
    if options != len(file.vote.options):
        wrong = WrongNumberOf(what="options", announced=options, found=len(file.vote.options))
        raise FileRefused(_line(lines, "options"), wrong)
    with at(_line(lines, "seed")):
        if file.seed is not None and not keeps(file.seed, file.commitment or commit(file.seed)):
            raise WrongCommitment


def _ballots(file: _File, settings: Any, lines: list[str]) -> dict[Any, int]:
    """Every ballot read by its method; together they are the participants."""
    method, start = METHODS[file.vote.method], _line(lines, "ballots")
    ballots: dict[Any, int] = {}
    for place, entry in enumerate(file.ballots if isinstance(file.ballots, list) else [None]):
        one_a_line = lines[start + place].startswith("[") if start + place < len(lines) else False
        with at(start + place + 1 if one_a_line else start):
            raw, weight = _entry(entry)
            ballot = None if raw is None and hasattr(settings, "options") else method.read(raw, settings)
            ballots[ballot] = ballots.get(ballot, 0) + weight
    if sum(ballots.values()) != file.turnout.participants:
        wrong = WrongNumberOf(what="participants", announced=file.turnout.participants, found=sum(ballots.values()))
        raise FileRefused(_line(lines, "turnout"), wrong)
    return ballots


def _entry(entry: object) -> tuple[object, int]:
    match entry:
        case [raw, int() as weight] if not isinstance(weight, bool) and 0 < weight <= LARGEST:
            return raw, weight
    raise Unexpected(text=str(entry)[:40])
