"""Decisions: which words find them, and where they come from."""

from datetime import UTC, datetime

import pytest

from bot.domain.decisions import Decision, wanted

TAKEN = datetime(2026, 11, 1, tzinfo=UTC)
LOANS = Decision(3, 1, "Prêter l'Œuf et les vélos à l'épicerie", TAKEN, "vote:41", "adopted")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("vélo", True),
        ("VELOS", True),
        ("velo epiceries", True),
        ("oeuf", True),
        ("vélo tracteur", False),
        ("épicier", False),
        ("é", True),
    ],
)
def test_every_word_must_occur_whatever_accents_case_and_plural(text: str, found: bool):
    assert LOANS.speaks_of(wanted(text)) is found


def test_whoever_is_in_charge_is_searched_too():
    assert LOANS.with_owner("Léa").speaks_of(wanted("lea"))


@pytest.mark.parametrize(("source", "vote"), [("vote:41", 41), ("plenary:7", None), ("entered", None)])
def test_a_decision_knows_its_vote(source: str, vote: int | None):
    assert Decision(3, 1, "x", TAKEN, source, "adopted").vote == vote
