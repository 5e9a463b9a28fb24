"""One-time codes: used once, in time, for one purpose; guessing them is stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import codes as c
from bot.domain.codes import LASTS, Purpose, Tries, digest, make
from bot.domain.operators import ALPHABET

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
TEXT, CODE = make("K7QF9MXP", Purpose.LINK, 7, now=NOW)


def test_a_code_is_read_aloud_and_typed_and_only_its_digest_is_kept():
    assert TEXT == "K7QF-9MXP"
    assert all(part not in repr(CODE) for part in ("K7QF", "9MXP"))
    assert digest(" k7qf – 9mxp ") == CODE.digest


def test_a_code_is_used_once_in_time_and_for_its_purpose():
    used = CODE.use(Purpose.LINK, now=NOW + LASTS - timedelta(seconds=1))
    assert (used.used, used.subject) == (True, 7)
    for refused in (
        lambda: used.use(Purpose.LINK, now=NOW),
        lambda: CODE.use(Purpose.PAIR, now=NOW),
        lambda: CODE.use(Purpose.LINK, now=NOW + LASTS),
        lambda: CODE.use(Purpose.LINK, now=NOW - timedelta(seconds=1)),
    ):
        with pytest.raises(c.CodeUnknown):
            refused()


@pytest.mark.parametrize("text", ["", "K7QF9MX", "K7QF-9MX0", "aeiou-yyyy", "K7QF-9MXP-K7QF", "x" * 5000])
def test_what_cannot_be_a_code_is_refused_with_an_example(text):
    with pytest.raises(c.NotACode) as refusal:
        digest(text)
    assert digest("BCDF-2345")
    assert "BCDF-2345" in refusal.value.says


def test_a_code_tried_ten_times_makes_one_wait_an_hour():
    tries = Tries()
    for minute in range(10):
        at = NOW + timedelta(minutes=minute)
        tries.check(at)
        tries = tries.missed(at)

    with pytest.raises(c.TooManyTries) as refusal:
        tries.check(NOW + timedelta(minutes=59))
    assert refusal.value.blanks == {"until": NOW + timedelta(hours=1)}
    tries.check(NOW + timedelta(hours=1))
    assert tries.missed(NOW + timedelta(hours=1)) == Tries(1, NOW + timedelta(hours=1))


@given(st.lists(st.integers(0, 90), max_size=200))
def test_nobody_ever_tries_more_than_ten_in_an_hour_from_the_first(gaps):
    tries, at, let = Tries(), NOW, []
    for gap in gaps:
        at += timedelta(minutes=gap)
        try:
            tries.check(at)
        except c.TooManyTries:
            continue
        tries = tries.missed(at)
        let.append(at)
    # Twice ten at most around the end of one hour and the beginning of the next.
    assert all(sum(at <= other < at + timedelta(hours=1) for other in let) <= 2 * c.MOST_WRONG for at in let)


@given(st.text(ALPHABET, min_size=8, max_size=8), st.text(ALPHABET, min_size=8, max_size=8))
def test_two_codes_have_two_digests(one, other):
    assert (digest(f"{one[:4]}-{one[4:]}") == digest(f"{other[:4]}-{other[4:]}".lower())) is (one == other)
