"""What the bot knows of a room: its name, who is in it, who has how much power. Built from state events; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = Mapping[str, Any]

ALGORITHM: Final = "m.megolm.v1.aes-sha2"
MODERATOR: Final = 50
INSIDE: Final = ("join",)
AROUND: Final = ("join", "invite")
# From this version on whoever made the room has more power than any number, and is named nowhere else.
CREATORS_RULE: Final = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a room."""

    membership: str
    name: str = ""


@dataclass(slots=True)
class Room:
    """One room, as the state events so far have it."""

    id: str
    people: dict[str, Person] = field(default_factory=dict)
    state: dict[str, Json] = field(default_factory=dict)  # of the kinds that have one event
    creator: str = ""

    def apply(self, event: Json) -> None:
        """Takes a state event in; what is none, or is malformed, changes nothing."""
        kind, key, content = event.get("type"), event.get("state_key"), event.get("content")
        if not isinstance(content, Mapping) or not isinstance(key, str) or not isinstance(kind, str):
            return
        if kind == "m.room.member":
            self._member(key, content)
        elif key == "" and kind in _KEPT:
            self.state[kind] = content
            if kind == "m.room.create":
                self.creator = str(event.get("sender", ""))

    def _member(self, user: str, content: Json) -> None:
        membership, name = content.get("membership"), content.get("displayname")
        if not isinstance(membership, str):
            return
        if membership in AROUND or membership == "knock":
            self.people[user] = Person(membership, name if isinstance(name, str) else "")
        else:
            self.people.pop(user, None)

    # who

    def membership(self, user: str) -> str:
        """ "join", "invite", "knock" or ""."""
        found = self.people.get(user)
        return found.membership if found else ""

    def is_in(self, user: str) -> bool:
        """Whether somebody is in the room."""
        return self.membership(user) in INSIDE

    def name(self, user: str) -> str:
        """How somebody is called here; the id's own part where they have no name."""
        found = self.people.get(user)
        return (found.name if found else "") or user[1:].partition(":")[0]

    def joined(self) -> Iterator[str]:
        """Everybody who is in it."""
        return (user for user, one in self.people.items() if one.membership in INSIDE)

    def around(self) -> set[str]:
        """Whoever is in it, or asked in."""
        return {user for user, one in self.people.items() if one.membership in AROUND}

    # power

    @property
    def version(self) -> str:
        """The room's version."""
        return str(self.state.get("m.room.create", {}).get("room_version", "1"))

    def creators(self) -> frozenset[str]:
        """Whoever has power without end: nobody before version 12."""
        if not (self.version.isdecimal() and int(self.version) >= CREATORS_RULE):
            return frozenset()
        more = self.state["m.room.create"].get("additional_creators", ())
        return frozenset((self.creator, *(more if isinstance(more, list) else ())))

    def power(self, user: str) -> float:
        """How much somebody may do."""
        if user in self.creators():
            return float("inf")
        levels = self.state.get("m.room.power_levels")
        if levels is None:
            return 100.0 if user == self.creator else 0.0
        users = levels.get("users")
        found = users.get(user) if isinstance(users, Mapping) else None
        return _number(found if found is not None else levels.get("users_default"), 0)

    def organizes(self, user: str) -> bool:
        """Whether somebody administers or moderates the room."""
        return self.is_in(user) and self.power(user) >= MODERATOR

    def may(self, user: str, what: str) -> bool:
        """Whether somebody may `redact`, `kick`, or change state of a kind ("m.room.pinned_events")."""
        levels = self.state.get("m.room.power_levels", {})
        if what.startswith("m.room."):
            kinds = levels.get("events")
            asked = kinds.get(what) if isinstance(kinds, Mapping) else None
            needed = _number(asked if asked is not None else levels.get("state_default"), MODERATOR)
        else:
            needed = _number(levels.get(what), MODERATOR)
        return self.power(user) >= needed

    def organizers(self) -> frozenset[str]:
        """Everybody who administers or moderates it."""
        return frozenset(user for user in self.joined() if self.organizes(user))

    # what it is

    @property
    def title(self) -> str:
        """The room's name, else its address."""
        name = self.state.get("m.room.name", {}).get("name")
        alias = self.state.get("m.room.canonical_alias", {}).get("alias")
        return str(name or alias or "")

    @property
    def closed(self) -> bool:
        """Whether nobody comes in by themself: asked in, let in, or a member of another room."""
        return bool(self.state.get("m.room.join_rules", {}).get("join_rule", "invite") != "public")

    @property
    def encrypted(self) -> bool:
        """Whether what is said in it is encrypted."""
        return "m.room.encryption" in self.state

    @property
    def successor(self) -> str:
        """The room that goes on in this one's place, "" when none does."""
        found = self.state.get("m.room.tombstone", {}).get("replacement_room")
        return found if isinstance(found, str) else ""

    @property
    def predecessor(self) -> str:
        """The room that this one goes on in the place of."""
        before = self.state.get("m.room.create", {}).get("predecessor")
        found = before.get("room_id") if isinstance(before, Mapping) else None
        return found if isinstance(found, str) else ""


def _number(value: object, usual: float) -> float:
    """Rooms of old may hold numbers as text."""
    try:
        return float(value) if isinstance(value, int | float | str) else usual
    except ValueError:
        return usual


_KEPT: Final = frozenset((
    "m.room.create", "m.room.power_levels", "m.room.name", "m.room.canonical_alias", "m.room.join_rules",
    "m.room.encryption", "m.room.tombstone",
))  # fmt: skip
