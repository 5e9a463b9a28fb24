"""Whether a need and an offer may suit each other."""

from __future__ import annotations

from bot.domain.aid.categories import Category
from bot.domain.aid.item import Item
from bot.domain.aid.words import likeness
from bot.domain.names import fold

ENOUGH = 0.5
MOST = 3  # told of one item
OTHER_AREA, OTHER_DAY, OTHER_CATEGORY = 0.8, 0.5, 0.9


def score(one: Item, other: Item) -> float:
    """From 0 to 1, whichever of the two came first; 0 when they cannot suit each other."""
    if one.kind is other.kind or one.author == other.author or one.group != other.group:
        return 0.0
    found = likeness(one.text, other.text)
    if one.area and other.area and fold(one.area) != fold(other.area):
        found *= OTHER_AREA
    if one.on and other.on and one.on.date() != other.on.date():
        found *= OTHER_DAY
    if Category.OTHER not in (one.category, other.category) and one.category is not other.category:
        found *= OTHER_CATEGORY
    return found


def suit(one: Item, other: Item) -> bool:
    """Whether both are to be told."""
    return one.is_open and other.is_open and score(one, other) >= ENOUGH
