"""Drawing lots nobody can steer: a commitment before the vote, words by anyone, one permutation after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from ..errors import N_, Refused
from ..fingerprint import canonical
from .ballots import Option


class SeedUnreadable(Refused):
    says = N_("A seed is 64 hexadecimal digits, as published when the vote closed.")


def commit(seed: str) -> str:
    """What is published at opening: the SHA-256 of the seed's 32 bytes, in hexadecimal."""
    return sha256(_bytes(seed)).hexdigest()


def keeps(seed: str, commitment: str) -> bool:
    """Whether the seed revealed at close is the one committed to at opening."""
    return commit(seed) == commitment.lower()


def permutation(vote: int, seed: str, words: Iterable[str], options: int) -> tuple[Option, ...]:
    """One order for every lot of the count, the luckiest first.

    s = SHA-256(canonical JSON of [vote, seed in hexadecimal, sorted words]); options go by SHA-256(s | id in decimal).
    Ballots are left out of it, or the last voter could choose among outcomes.
    """
    root = sha256(canonical([vote, _bytes(seed).hex(), sorted(words)])).digest()
    return tuple(sorted(map(Option, range(options)), key=lambda option: sha256(root + b"%d" % option).digest()))


def _bytes(seed: str) -> bytes:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", seed):
        raise SeedUnreadable
    return bytes.fromhex(seed)
