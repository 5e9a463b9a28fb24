"""What is wrong with settings, told to whoever wrote them: the key, what was expected, a line to copy."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, SecretStr

from bot.config.sections import N_, Config

_WRITTEN: Mapping[str, str] = {
    "bool_type": N_("Write true or false, without quotes."),
    "bool_parsing": N_("Write true or false, without quotes."),
    "string_type": N_("This is a text: it stands between quotes."),
    "path_type": N_("This is the name of a file: it stands between quotes."),
    "tuple_type": N_("This is a list: it stands between brackets."),
    "model_type": N_("This is a section: write its name between brackets on a line of its own, its keys below."),
    "model_attributes_type": N_(
        "This is a section: write its name between brackets on a line of its own, its keys below."
    ),
}
_MISSING = N_("This is missing.")
_WRONG = N_("This value is not possible.")
_AMONG = N_("“{value}” is not possible. Choose among: {known}.")
_UNKNOWN = N_("This is not a setting. Known here: {known}.")
_UNKNOWN_NEAR = N_("This is not a setting. Did you mean {near}?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the key it is about, a sentence with {blanks}, and a line to copy."""

    key: str
    says: str
    blanks: Mapping[str, object] = field(default_factory=dict)
    example: str = ""


class ConfigError(Exception):
    """The settings cannot be used; every problem is there."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.key}: {one.says}" for one in problems))
        self.problems = problems


class NoSettings(ConfigError):
    """There are none."""


def of(error: Mapping[str, Any]) -> Problem:
    """What pydantic found, as a problem. Values of secrets are never repeated."""
    path = [str(part) for part in error["loc"] if not isinstance(part, int)]
    if error["type"] == "extra_forbidden":
        return unknown(path)
    known = choices(path)
    blanks = {"value": _shown(path, error["input"])}
    if error["type"] == "literal_error":
        return Problem(name(path), _AMONG, {**blanks, "known": ", ".join(known)}, example(path))
    said = str(error["ctx"]["error"]) if error["type"] == "value_error" else _WRITTEN.get(error["type"], _WRONG)
    return Problem(name(path), said, blanks, example(path))


def missing(section: str, key: str) -> Problem:
    """A key without which the section cannot work."""
    return Problem(name([section, key]), _MISSING, {}, example([section, key]))


def name(path: list[str]) -> str:
    """How people find the key: "[telegram] token"."""
    return " ".join([f"[{path[0]}]", *path[1:]]) if path else ""


def example(path: list[str]) -> str:
    """A line to copy, "" where there is none to give."""
    if len(path) < 2:
        return f"[{path[0]}]" if path and path[0] in Config.model_fields else ""
    model = fields(path[0])
    known = model.model_fields.get(path[1]) if model else None
    return f"{path[1]} = {known.examples[0]}" if known and known.examples else ""


def fields(section: str) -> type[BaseModel] | None:
    """The model of a section, None when there is no such section."""
    known = Config.model_fields.get(section)
    if known is None:
        return None
    kinds = (known.annotation, *get_args(known.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def choices(path: list[str]) -> tuple[str, ...]:
    """The values a key allows where they are few."""
    annotation = _annotation(path)
    return tuple(map(str, get_args(annotation))) if get_origin(annotation) is Literal else ()


def _annotation(path: list[str]) -> Any:
    model = fields(path[0]) if len(path) > 1 else None
    known = model.model_fields.get(path[1]) if model else None
    return known.annotation if known else None


def _shown(path: list[str], value: object) -> str:
    secret = _holds(_annotation(path), SecretStr)
    return "…" if secret or not isinstance(value, str | int | float) else str(value)[:80]


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(one, kind) for one in get_args(annotation))


def unknown(path: list[str]) -> Problem:
    """A section or a key that there is not."""
    model = fields(path[0]) if len(path) > 1 else Config
    known = list(model.model_fields) if model else []
    near = difflib.get_close_matches(path[-1].lower(), known, n=1, cutoff=0.6)
    if near:
        return Problem(name(path), _UNKNOWN_NEAR, {"near": near[0]}, example([*path[:-1], near[0]]))
    return Problem(name(path), _UNKNOWN, {"known": ", ".join(known)})
