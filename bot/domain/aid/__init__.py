"""Mutual aid: needs and offers in one sentence each, searched, matched, and settled between two people."""

from bot.domain.aid.categories import Category, UnknownCategory, read_category
from bot.domain.aid.item import Helper, Item, ItemId, Kind, Note, Stage, Step
from bot.domain.aid.sentences import NoObject, Said, read, read_area

__all__ = [
    "Category", "Helper", "Item", "ItemId", "Kind", "NoObject", "Note", "Said", "Stage", "Step", "UnknownCategory",
    "read", "read_area", "read_category",
]  # fmt: skip
