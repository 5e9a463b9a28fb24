"""The cap: how many proxies one person may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.names import fold
from bot.domain.proxies.refusals import CapUnreadable

SCOP_SMALL, SCOP_EACH = 20, 20
NUMBER = re.compile(r"[0-9]{1,3}")
NONE = ("none", "aucun", "non", "no", "sans")
UNLIMITED = ("unlimited", "illimite", "illimites")


@dataclass(frozen=True, slots=True)
class Cap:
    """A number; or, as in a SCOP, one under 20 people and one for each 20 from there on; or no limit, where stated."""

    number: int = 2
    scop: bool = False
    unlimited: bool = False

    @classmethod
    def read(cls, text: str) -> Cap:
        """The cap written `2`, `none`, `scop` or `unlimited`; raises CapUnreadable for anything else."""
        written = fold(text)
        if written in NONE:
            return cls(0)
        if written == "scop":
            return cls(0, scop=True)
        if written in UNLIMITED:
            return cls(0, unlimited=True)
        if not NUMBER.fullmatch(written):
            raise CapUnreadable(text=text)
        return cls(int(written))

    def __str__(self) -> str:
        return "unlimited" if self.unlimited else "scop" if self.scop else str(self.number) if self.number else "none"

    @property
    def allows_any(self) -> bool:
        return self.unlimited or self.scop or self.number > 0

    def most(self, electors: int) -> int | None:
        """Proxies that one person may hold among so many electors, None without a limit: in a SCOP of 103, five."""
        if self.unlimited:
            return None
        if self.scop:
            return 1 if electors < SCOP_SMALL else electors // SCOP_EACH
        return self.number


USUAL = Cap()
