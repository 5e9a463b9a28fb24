"""Who does what in a meeting: offered first, and drawn by lot among those who are there for what is left."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from bot.domain.members import MemberId


def drawn(
    there: Collection[MemberId], filled: Mapping[str, MemberId], wanted: Sequence[str], seed: str
) -> dict[str, MemberId]:
    """Somebody for each office that nobody has, each another person, as far as there are people. The same seed gives
    the same draw, whatever the order in which people came."""

    def lot(member: MemberId) -> str:
        return hashlib.sha256(f"{seed}|{member}".encode()).hexdigest()

    free = sorted(set(there) - set(filled.values()), key=lot)
    missing = [office for office in wanted if office not in filled]
    return dict(zip(missing, free, strict=False))
