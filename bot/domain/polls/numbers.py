"""Every number of a result, always in the same order: in the chat, in minutes and in exports alike."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.polls.result import Result

Number = tuple[str, int | str]
"""A name and its value: a count, or the base that a majority was taken of."""

ORDER = (
    "members", "present", "represented", "participants", "voters", "blanks", "abstentions", "cast",
    "quorum_required", "quorum_reached", "base", "base_size", "required", "obtained",
)  # fmt: skip


def numbers(result: Result) -> tuple[Number, ...]:
    """The numbers that somebody counted, in their order; the counts of the options come after them."""
    return (*_turnout(result), *_quorum(result), *_majority(result))


def _turnout(result: Result) -> Iterator[Number]:
    for name in ORDER[:8]:
        value = getattr(result.turnout, name)
        if value is not None:
            yield name, value


def _quorum(result: Result) -> Iterator[Number]:
    if result.quorum_required is not None:
        yield "quorum_required", result.quorum_required
        yield "quorum_reached", result.quorum_taken


def _majority(result: Result) -> Iterator[Number]:
    if result.required is not None:
        yield "base", result.base
        yield "base_size", result.base_size
        yield "required", result.required
        yield "obtained", result.obtained
