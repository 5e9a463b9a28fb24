"""Members: the language they are spoken to in, and whether they were there."""

from datetime import UTC, datetime

import pytest

from bot.domain.members import Member, Presence

EARLY, NOON, LATE = (datetime(2026, 11, 12, hour, tzinfo=UTC) for hour in (8, 12, 18))


@pytest.mark.parametrize(
    ("chosen", "hint", "otherwise", "spoken"),
    [
        ("en", "fr", "fr", "en"),
        ("", "en-GB", "fr", "en"),
        ("", "EN", "fr", "en"),
        ("", "de", "fr", "fr"),
        ("", "de", "en", "en"),
        ("", "", "en", "en"),
    ],
)
def test_a_member_is_spoken_to_in(chosen: str, hint: str, otherwise: str, spoken: str):
    assert Member(1, "Ana", chosen, hint).speaks(otherwise) == spoken


@pytest.mark.parametrize(
    ("presence", "there"),
    [
        (Presence(EARLY), True),
        (Presence(NOON), True),
        (Presence(LATE), False),
        (Presence(EARLY, until=LATE), True),
        (Presence(EARLY, until=NOON), False),
    ],
)
def test_somebody_was_there_at_noon(presence: Presence, there: bool):
    assert presence.was_there(NOON) is there
