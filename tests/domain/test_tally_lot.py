"""Lots: committed to before, revealed after, the same for everybody who computes them."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tally import lot

SEED = "00" * 31 + "2a"


def test_the_commitment_is_the_hash_of_the_seed():
    assert lot.commit(SEED) == sha256(bytes(31) + b"*").hexdigest()
    assert lot.keeps(SEED, lot.commit(SEED))
    assert not lot.keeps("00" * 32, lot.commit(SEED))


def test_the_permutation_can_be_made_by_hand():
    root = sha256(b'[41,"' + SEED.encode() + b'",["poireau","\xc3\xa9t\xc3\xa9"]]').digest()
    by_hand = sorted(range(12), key=lambda option: sha256(root + str(option).encode()).hexdigest())

    assert lot.permutation(41, SEED, ["été", "poireau"], 12) == tuple(by_hand)


def test_the_case_of_the_seed_and_the_order_of_words_do_not_matter():
    assert lot.permutation(1, "AB" * 32, ["b", "a"], 20) == lot.permutation(1, "ab" * 32, ["a", "b"], 20)


def test_the_vote_the_seed_and_each_word_change_it():
    drawn = {
        lot.permutation(1, SEED, [], 50),
        lot.permutation(2, SEED, [], 50),
        lot.permutation(1, "00" * 32, [], 50),
        lot.permutation(1, SEED, ["a"], 50),
        lot.permutation(1, SEED, ["a", "a"], 50),
    }

    assert len(drawn) == 5


@pytest.mark.parametrize("seed", ["", "2a", "zz" * 32, "00" * 33, "0x" + "00" * 31, SEED + "\n"])
def test_a_malformed_seed_is_refused(seed):
    with pytest.raises(lot.SeedUnreadable):
        lot.permutation(1, seed, [], 3)


@given(
    st.binary(min_size=32, max_size=32), st.lists(st.text(alphabet=st.characters(codec="utf-8"))), st.integers(0, 100)
)
def test_it_is_always_a_permutation(seed, words, options):
    assert sorted(lot.permutation(7, seed.hex(), words, options)) == list(range(options))
