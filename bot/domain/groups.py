"""Groups and their charter: the values that a group decides by are data, with presets, never code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import NewType

from bot.domain.errors import N_

GroupId = NewType("GroupId", int)


@dataclass(frozen=True, slots=True)
class Charter:
    """What a vote is opened with when its author does not say otherwise. Durations in hours and days, local time."""

    preset: str = "quick"
    vote_days: int = 3
    vote_time: time = time(20)
    poll_hours: int = 24
    majority: str = "simple"
    base: str = "cast"
    quorum: str = ""
    secrecy: str = "confidential"
    open_to: str = "all"
    early_close: bool = True
    extend_after_outage: bool = True
    register: bool = True


@dataclass(frozen=True, slots=True)
class Preset:
    """A charter to begin with: its name, and what it says in a few words."""

    name: str
    about: str
    charter: Charter


PRESETS: dict[str, Preset] = {
    "quick": Preset(
        N_("Quick group"),
        N_("Three days, simple majority, no quorum."),
        Charter(),
    ),
    "local": Preset(
        N_("Local assembly"),
        N_("A week, simple majority, a quarter must take part."),
        Charter(preset="local", vote_days=7, quorum="1/4"),
    ),
    "coordination": Preset(
        N_("Coordination assembly"),
        N_("Two weeks, two thirds, a third must take part."),
        Charter(preset="coordination", vote_days=14, majority="2/3", quorum="1/3"),
    ),
    "statutory": Preset(
        N_("Statutory assembly"),
        N_("Two weeks, absolute majority, half must take part, organizers open the votes."),
        Charter(preset="statutory", vote_days=14, majority="absolute", quorum="1/2", open_to="organizers"),
    ),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Whoever decides together. `formal` chooses *vous* over *tu* in French; `zone` is an IANA name."""

    id: GroupId
    name: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    formal: bool = False
    charter: Charter = field(default_factory=Charter)
