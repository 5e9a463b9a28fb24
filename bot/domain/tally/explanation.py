"""The whole explanation of a result, ready to be translated, read aloud and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .seats import Result
from .sentences import Said, outcome, story
from .tables import Table, numbers, tables


@dataclass(frozen=True, slots=True)
class Explanation:
    """What came out, how, and the tables that show it."""

    sentences: tuple[Said, ...]
    tables: tuple[Table, ...]


def explain(result: Result, labels: Sequence[str]) -> Explanation:
    """The result told in full, whatever the method."""
    sentences = (*outcome(result, labels), *story(result, labels))
    return Explanation(sentences, (numbers(result.turnout), *tables(result, labels)))
