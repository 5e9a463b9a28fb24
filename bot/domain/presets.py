"""Presets: charters to begin with. They are shown and chosen; no legal advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.charter import Charter
from bot.domain.errors import N_

# Points that may open every agenda, and what people read.
POINTS = {"accounts": N_("The accounts"), "newcomers": N_("Newcomers’ turn")}
FIRST_POINTS = tuple(POINTS)
CLEAR_DAYS = 15


@dataclass(frozen=True, slots=True)
class Preset:
    """Its name, what it says in a few words, and the law that some of its values come from."""

    name: str
    about: str
    charter: Charter
    laws: Mapping[str, str] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    "quick": Preset(
        N_("Quick group"),
        N_("Three days, simple majority, no quorum."),
        Charter(),
    ),
    "local": Preset(
        N_("Local assembly"),
        N_("A week, simple majority, a quarter must take part."),
        Charter(
            preset="local", vote_days=7, quorum="1/4", notice_days=7, initiative="5", standing_points=FIRST_POINTS
        ),
    ),
    "coordination": Preset(
        N_("Coordination assembly"),
        N_("Two weeks, two thirds, a third must take part."),
        Charter(
            preset="coordination", vote_days=14, majority="2/3", quorum="1/3", notice_days=CLEAR_DAYS,
            initiative="1/10", standing_points=FIRST_POINTS,
        ),
    ),
    "statutory": Preset(
        N_("Statutory assembly"),
        N_("Two weeks, absolute majority, half must take part, organizers open the votes."),
        Charter(
            preset="statutory", vote_days=14, majority="absolute", quorum="1/2", open_to="organizers",
            electorate="members", notice_days=CLEAR_DAYS, initiative="1/10", standing_points=FIRST_POINTS,
            second_reading=("statutes", "dissolution"),
        ),
    ),
    "scop": Preset(
        N_("Workers’ cooperative (SCOP)"),
        N_("Two weeks, absolute majority, half must take part, members vote, proxies as the law on SCOPs limits them."),
        Charter(
            preset="scop", vote_days=14, majority="absolute", quorum="1/2", open_to="organizers",
            electorate="members", proxies="scop", notice_days=CLEAR_DAYS, initiative="1/10",
            standing_points=FIRST_POINTS, second_reading=("statutes", "exclusion", "dissolution"),
        ),
        {"proxies": N_("law no. 78-763 of 19 July 1978")},
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. An `article` is the group's own words; otherwise `text` is a sentence to translate."""

    text: str
    is_article: bool = False


def source(charter: Charter, key: str) -> Source | None:
    """The article that the group gave, else the law or the name of the preset that brought the value.

    None for a value that the group chose without saying where it comes from.
    """
    if article := charter.article(key):
        return Source(article, is_article=True)
    preset = PRESETS.get(charter.preset)
    if preset is None or getattr(charter, key) != getattr(preset.charter, key):
        return None
    return Source(preset.laws.get(key, preset.name))
