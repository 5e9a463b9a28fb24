"""One call of a method: what it asks, read as Telegram reads it, and the ways to refuse it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.botapi.limits import Limits
    from tests.botapi.people import Bot
    from tests.botapi.world import World


class Refuse(Exception):
    """Telegram says no, in its own words."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Unmodelled(Exception):
    """Something that Telegram may know and this fake does not: never answered as if it worked."""


def bad(description: str) -> Refuse:
    """The most common refusal."""
    return Refuse(400, f"Bad Request: {description}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(slots=True)
class Call:
    """A method, who calls it, and its parameters: texts, as they are on the wire."""

    world: World
    limits: Limits
    bot: Bot
    method: str
    given: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        return self.given.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        """An integer; like Telegram, what is no number counts as the default."""
        try:
            return int(self.given.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.given.get(name, "").lower() in ("true", "yes", "1")

    def json(self, name: str, what: str) -> Any:
        """A JSON value, None when nothing was given."""
        given = self.given.get(name, "")
        if not given:
            return None
        try:
            return json.loads(given)
        except ValueError:
            raise bad(f"can't parse {what} JSON object") from None

    def object(self, name: str, what: str) -> dict[str, Any]:
        """A JSON object, empty when nothing was given."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad(f"object expected as {what}")
        return value or {}

    def file(self, name: str) -> Upload | None:
        """An uploaded file: under its own name, or where `attach://` points."""
        given = self.given.get(name, "")
        if given.startswith("attach://"):
            return self.files.get(given.removeprefix("attach://"))
        return self.files.get(name)
