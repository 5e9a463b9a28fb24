"""What whoever prepares, moves or cancels a plenary is told no to."""

from __future__ import annotations

from bot.domain.errors import N_, Refused


class ConvenedThatDay(Refused):
    says = N_(
        "Plenary {number} of {day} is convened already. To tell everybody that it does not take place: "
        "/plenary cancel {number} the hall is flooded"
    )


class PlenaryRepeats(Refused):
    says = N_(
        "“{words}” comes back regularly, and one plenary has one date. For example: in 14 days at 2pm. To change "
        "a whole series: /plenary series"
    )


class NobodyConvened(Refused):
    says = N_(
        "The charter convenes the members, and no member is written down: nobody would be told. Write down who is one "
        "first, or let the charter convene the whole group (electorate=group). For example: /settings member Ana "
        "status=member since=05/01/2026"
    )


class WhenMissing(Refused):
    says = N_("When does it begin? For example: /plenary move {number} in 14 days at 2pm")


class WhyMissing(Refused):
    says = N_("Say why, for everybody to read. For example: /plenary cancel {number} the hall is flooded")


class WhereMissing(Refused):
    says = N_("Where is it? For example: /plenary place {number} Village hall")
