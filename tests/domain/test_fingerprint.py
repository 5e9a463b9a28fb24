"""Fingerprints: the same value, the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from hashlib import sha256

import pytest

from bot.domain.fingerprint import canonical, fingerprint
from bot.domain.tally.motion import Settings


def test_keys_are_sorted_and_nothing_is_spaced():
    assert canonical({"b": [1, None, True], "a": "été"}) == '{"a":"été","b":[1,null,true]}'.encode()
    assert fingerprint({}) == sha256(b"{}").hexdigest()


def test_frozen_values_are_written_by_field():
    assert canonical(Settings()) == (
        b'{"base":"cast","chair":null,"majority":{"kind":"simple","more_than":false,"share":null}}'
    )


def test_fractions_instants_and_number_keys():
    paris = datetime(2026, 12, 5, 14, tzinfo=timezone(timedelta(hours=1)))

    assert canonical([Fraction(2, 6), paris]) == b'["1/3","2026-12-05T13:00:00Z"]'
    assert canonical(datetime(2026, 12, 5, 13, 0, 0, 250, UTC)) == b'"2026-12-05T13:00:00.000250Z"'
    assert canonical({10: 1, 9: 2}) == b'{"10":1,"9":2}'


@pytest.mark.parametrize(
    "value", [1.0, [0.5], {"a": float("nan")}, {1.5: 1}, {True: 1}, {None: 1}, {1}, b"x", object(), Settings]
)
def test_what_has_no_exact_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(TypeError):
        canonical(datetime(2026, 12, 5))
