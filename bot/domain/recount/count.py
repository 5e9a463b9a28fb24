"""Counting a profile again, and telling the result as JSON that any other counter can give byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from ..errors import N_, Refused
from ..fingerprint import Plain, canonical
from ..quorum import Quorum
from ..tally import METHODS, Result
from ..tally.explanation import Explanation, explain
from ..tally.lot import permutation
from ..tally.sentences import Said, story
from .fields import tell
from .profile import Profile

ONE_SEAT = ("irv", "schulze")


class MethodRefused(Refused):
    says = N_("These ballots cannot be counted by “{method}”. Possible: {possible}.")


class SeatsUnused(Refused):
    says = N_("The method “{method}” has no seats to set.")


@dataclass(frozen=True, slots=True)
class Recounted:
    """A profile counted: the result itself, and the same told with labels.

    `agrees` compares it with the result a recount file publishes, None where there is nothing to compare.
    """

    profile: Profile
    method: str
    settings: Any
    result: Result
    told: Mapping[str, Any]
    agrees: bool | None

    def explain(self) -> Explanation:
        """The result in sentences and tables."""
        explained = explain(self.result, self.profile.labels)
        quorum = self.profile.quorum
        if quorum is None or quorum.is_met(self.result.turnout):
            return explained
        missed = Said(N_("Without effect: the quorum was not reached."))
        return replace(explained, sentences=(missed, *story(self.result, self.profile.labels)))

    def json(self) -> bytes:
        """Canonical JSON and a line end: the same bytes from every counter."""
        return canonical(self.told) + b"\n"


def count(profile: Profile, method: str | None = None, seats: int | None = None, seed: str | None = None) -> Recounted:
    """The profile counted by its own method, or another that fits its ballots; a seed breaks the ties."""
    name = _method(profile, method, seats)
    settings = _settings(profile, name, seats, chosen=method is not None)
    seed = profile.seed if seed is None else _seed(seed)
    order = None if seed is None else permutation(profile.vote, seed, profile.words, len(profile.labels))
    result = METHODS[name].count(settings, profile.ballots, order, profile.room)
    said = told(name, settings, result, profile.labels, profile.quorum)
    same = (name, seed) == (profile.method, profile.seed) and seats is None
    agrees = said == profile.published if same and profile.published is not None else None
    return Recounted(profile, name, settings, result, said, agrees)


def told(
    method: str, settings: object, result: Result, labels: Sequence[str], quorum: Quorum | None = None
) -> dict[str, Plain]:
    """`{method, seats, winners, tied, rounds, details}` with every option by its label; a missed quorum undoes it."""
    parts = tell(result, labels)
    assert isinstance(parts, dict)
    head = {"winners": parts.pop("winners", []), "tied": parts.pop("tied", []), "rounds": parts.pop("rounds", [])}
    details: dict[str, Plain] = {"options": list(labels), "outcome": result.outcome.value, "quorum": None, **parts}
    if quorum is not None:
        required, taken = quorum.required(result.turnout), quorum.reached(result.turnout)
        details["quorum"] = {"required": required, "taken": taken, "reached": taken >= required}
        if taken < required:
            head |= {"winners": [], "tied": []}
            details |= {"outcome": "no_quorum"} | ({"adopted": False} if "adopted" in details else {})
    return {"method": method, "seats": getattr(settings, "seats", None), **head, "details": details}


def _method(profile: Profile, method: str | None, seats: int | None) -> str:
    if method is None:
        several = seats is not None and seats > 1 and profile.method in ONE_SEAT and "stv" in profile.ways
        return "stv" if several else profile.method
    if method not in profile.ways:
        raise MethodRefused(method=method, possible=", ".join(profile.ways))
    return method


def _settings(profile: Profile, method: str, seats: int | None, *, chosen: bool) -> Any:
    """The settings of the way, with the seats asked; a method of one seat, when chosen, takes no more from the file."""
    given = dict(profile.ways[method])
    if seats is not None:
        if "seats" not in given:
            raise SeatsUnused(method=method)
        given["seats"] = seats
    elif chosen and method in ONE_SEAT:
        given["seats"] = 1
    return METHODS[method].Settings(**given)


def _seed(text: str) -> str:
    """A seed as published, or any other text by its SHA-256."""
    return text.lower() if re.fullmatch(r"[0-9a-fA-F]{64}", text) else sha256(text.encode()).hexdigest()
