"""Second readings: which one settles a decision, and what confirms it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import Decision, DecisionId, Standing
from bot.domain.groups import GroupId
from bot.domain.polls import Result
from bot.domain.readings import Reading, confirms, reading
from bot.domain.tally.turnout import Turnout

TURNOUT = Turnout.of(participants=3)
OUTCOMES = ("adopted", "rejected", "elected", "none", "tied", "no_quorum")


def result(outcome: str, *winners: int) -> Result:
    return Result(outcome, (0, 0), TURNOUT, winners)


ADOPTED, REJECTED, IN_VAIN = result("adopted"), result("rejected"), result("no_quorum")
RESULTS = st.builds(lambda outcome, winners: result(outcome, *winners), st.sampled_from(OUTCOMES), st.sets(
    st.integers(0, 1), max_size=1
))  # fmt: skip


@pytest.mark.parametrize(
    ("first", "later", "found"),
    [
        (ADOPTED, [], Reading.WAITING),
        (ADOPTED, [ADOPTED], Reading.CONFIRMED),
        (ADOPTED, [REJECTED], Reading.NOT_CONFIRMED),
        (ADOPTED, [IN_VAIN], Reading.NOT_CONFIRMED),
        (ADOPTED, [IN_VAIN, IN_VAIN, ADOPTED], Reading.CONFIRMED),
        (ADOPTED, [REJECTED, ADOPTED], Reading.NOT_CONFIRMED),
        (result("elected", 0), [result("elected", 0)], Reading.CONFIRMED),
        (result("elected", 0), [result("elected", 1)], Reading.NOT_CONFIRMED),
        (result("elected", 0), [result("tied")], Reading.NOT_CONFIRMED),
    ],
)
def test_the_first_reading_that_has_an_effect_settles_it(first: Result, later: list[Result], found: Reading):
    assert reading(first, later) is found


@given(RESULTS.filter(lambda one: one.outcome in ("adopted", "elected")), st.lists(RESULTS, max_size=4))
def test_only_the_same_result_again_puts_it_in_force(first: Result, later: list[Result]):
    found = reading(first, later)
    assert (found is Reading.CONFIRMED) <= any(confirms(first, one) for one in later)
    assert (found is Reading.WAITING) == (not later)


@pytest.mark.parametrize("found", [None, *Reading])
def test_only_what_is_confirmed_or_needs_no_confirming_is_in_force(found: Reading | None):
    kept = Decision(DecisionId(1), GroupId(1), "Statuts", datetime(2026, 11, 30, tzinfo=UTC), "vote:4", "adopted")
    in_force = found in (None, Reading.CONFIRMED)
    assert (kept.read(found) is Standing.ACTIVE) == in_force
