"""Frozen values from plain JSON and back: settings read strictly by their types, results told with the labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..errors import N_, Refused
from ..fingerprint import Plain, plain
from ..tally.ballots import Option


class WrongField(Refused):
    says = N_("“{field}” cannot be {text}.")


class UnknownField(Refused):
    says = N_("There is no setting “{field}”.")


def revive(kind: Callable[..., Any], raw: object, name: str = "settings") -> Any:
    """The frozen value of this kind that `plain` wrote as `raw`; raises WrongField or UnknownField."""
    hints = _hints(kind)
    if not isinstance(raw, Mapping):
        raise WrongField(field=name, text=str(raw)[:80])
    if unknown := [key for key in raw if key not in hints]:
        raise UnknownField(field=unknown[0])
    given = {key: _value(hints[key], value, key) for key, value in raw.items()}
    try:
        return kind(**given)
    except TypeError:
        raise WrongField(field=name, text=str(dict(raw))[:80]) from None


def tell(value: object, labels: Sequence[str], hint: Any = None) -> Plain:
    """The value as JSON says it, every option by its label, as the types of its fields tell where options are."""
    hint = _meant(hint, value)
    if hint is Option and isinstance(value, int):
        return labels[value]
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {field.name: tell(getattr(value, field.name), labels, hints[field.name]) for field in fields(value)}
    inner = get_args(hint)
    if isinstance(value, Mapping) and inner:
        return {str(tell(key, labels, inner[0])): tell(item, labels, inner[1]) for key, item in value.items()}
    if isinstance(value, tuple) and inner:
        kinds = inner[:1] * len(value) if Ellipsis in inner else inner
        return [tell(item, labels, kind) for item, kind in zip(value, kinds, strict=True)]
    return plain(value)


@cache
def _hints(kind: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(kind) if isinstance(kind, type) else {}


def _meant(hint: Any, value: object) -> Any:
    """The side of a union that the value is on."""
    if get_origin(hint) in (Union, UnionType):
        return NoneType if value is None else next(side for side in get_args(hint) if side is not NoneType)
    return hint


def _value(hint: Any, raw: object, name: str) -> Any:
    hint = _meant(hint, raw)
    if hint is Any:
        return raw
    if get_origin(hint) is tuple and isinstance(raw, list):
        return tuple(_value(get_args(hint)[0], item, name) for item in raw)
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(raw, dict):
        return revive(hint, raw, name)
    expected = READERS.get(hint)
    if hint is Option:
        expected = READERS[int]
    if isinstance(hint, type) and issubclass(hint, Enum):
        expected = (str, hint)
    if expected is None or type(raw) is not expected[0]:
        raise WrongField(field=name, text=str(raw)[:80])
    try:
        return expected[1](raw)
    except (ValueError, ZeroDivisionError):
        raise WrongField(field=name, text=str(raw)[:80]) from None


def _fraction(text: str) -> Fraction:
    """Plain digits only: Fraction("1e999999999") would fill the memory."""
    if not re.fullmatch(r"[0-9]{1,9}(/[0-9]{1,9})?", text):
        raise ValueError(text)
    return Fraction(text)


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


READERS: dict[Any, tuple[type, Callable[[Any], Any]]] = {
    int: (int, int),
    str: (str, str),
    bool: (bool, bool),
    NoneType: (NoneType, lambda _: None),
    Fraction: (str, _fraction),
    datetime: (str, _instant),
}
