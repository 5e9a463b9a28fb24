"""A line that holds nothing but settings, however they are spaced: `quorum = 1/3` and `quorum 1/3` are `quorum=1/3`.

Only for commands whose line is no text of its own: in a vote, "Potager = 600" is a part of the question.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.core.command import Keys

_WORD = r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?"
_QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|«[^»]*»)")
# What follows may not be another setting: "quorum= majorité=2/3" lacks a value, and is told so.
_SIGN = re.compile(rf"(?:(?<=\s)|^)(?P<key>{_WORD})(?:\s*=\s*|\s*:\s+|\s+:)(?!{_WORD}\s*[=:])(?=\S)")
_TOKEN = re.compile(rf"(?:(?P<key>{_WORD})=)?(?P<value>{_QUOTED.pattern}|\S+)")
_BETWEEN = ("et", "and")  # "quorum 1/3 et majorité 2/3", as "quorum 1/3, majorité 2/3", says no more


def close_up(text: str, keys: Keys, free: Collection[str] = ()) -> str:
    """The line with every setting as `key=value`; what is in quotes stays as it is.

    Without a sign, a setting runs to the next one; the values of the `free` keys are words of one's own, and run on.
    """
    parts = _QUOTED.split(text)
    signed = "".join(
        part if n % 2 else _signed(part, keys, more=n < len(parts) - 1) for n, part in enumerate(parts)
    )  # fmt: skip
    found = _pairs(signed, keys, free)
    if not found or not all(value for _key, value in found):
        return signed
    last = len(found) - 1
    return " ".join(f"{key}={' '.join(_alone(value, n < last))}" for n, (key, value) in enumerate(found))


def _signed(text: str, keys: Keys, *, more: bool) -> str:
    """The settings of a stretch without quotes; with `more`, a quoted value may follow its end."""

    def joined(found: re.Match[str]) -> str:
        return f"{found['key']}=" if keys.canonical(found["key"]) else found[0]

    closed = _SIGN.sub(joined, f"{text}\0" if more else text)
    return closed.removesuffix("\0")


def _pairs(text: str, keys: Keys, free: Collection[str]) -> list[tuple[str, list[str]]]:
    """Each setting with the words of its value; nothing when the line begins with another word."""
    found: list[tuple[str, list[str]]] = []
    for token in _TOKEN.finditer(text):
        named = keys.canonical(token["key"]) if token["key"] else None
        runs_on = bool(found) and _runs_on(found[-1][1], free=keys.canonical(found[-1][0]) in free)
        if named is not None:
            found.append((token["key"], [token["value"]]))
        elif keys.canonical(token[0]) is not None and not runs_on:
            found.append((token[0], []))
        elif not found:
            return []
        else:
            found[-1][1].append(token[0])
    return found


def _runs_on(value: list[str], *, free: bool) -> bool:
    """Whether the next word belongs to the value, even where it is the name of a setting."""
    return not value or (free and value[-1][-1] not in '"”»')


def _alone(value: list[str], more: bool) -> list[str]:
    """The value without what only leads to the next setting."""
    if more and len(value) > 1 and value[-1] in _BETWEEN:
        return value[:-1]
    return [*value[:-1], value[-1].rstrip(",;")] if more else value
