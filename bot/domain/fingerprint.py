"""Fingerprints: one way to write a value down, so that two machines agree on its SHA-256."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can say without losing anything: no floats."""


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical bytes, in 64 hexadecimal digits."""
    return sha256(canonical(value)).hexdigest()


def canonical(value: object) -> bytes:
    """JSON in UTF-8, keys sorted by code point, no spaces; raises TypeError for a float or an unknown type."""
    return encode(plain(value))


def encode(value: Plain) -> bytes:
    """The canonical bytes of what is plain already."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: object) -> Plain:
    """Frozen values as JSON says them: fields by name, fractions as "2/3", instants as "2026-12-05T13:00:00Z"."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case Fraction():
            return str(value)
        case datetime():
            return instant(value)
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant(moment: datetime) -> str:
    """An aware moment in UTC, with fractions of a second only where there are some."""
    if moment.tzinfo is None:
        raise TypeError("a moment without a zone has no canonical form")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(key: object) -> str:
    match plain(key):
        case str() as name:
            return name
        case int() as number if not isinstance(number, bool):
            return str(number)
    raise TypeError(f"{type(key).__name__} cannot be a key")
