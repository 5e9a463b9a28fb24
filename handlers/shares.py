"""A share in words, as people say it: "two thirds", where a number would be read out sign by sign."""

from __future__ import annotations

from fractions import Fraction

from bot.chat.text import Words, _

SHARES = {
    Fraction(1, 2): _("half"), Fraction(1, 3): _("a third"), Fraction(1, 4): _("a quarter"),
    Fraction(2, 3): _("two thirds"), Fraction(3, 4): _("three quarters"),
}  # fmt: skip


def part(share: Fraction | str) -> Words:
    """The share; a rare one stays a fraction."""
    return SHARES.get(Fraction(share), str(share))
