"""“Mes données” and “Deux réseaux”: what is kept about somebody, and one ballot box for two networks."""

from __future__ import annotations

from typing import Final

from bot.chat.text import _
from bot.demo.checklist.lines import PRIVATE, Chapter, Line
from bot.demo.cooperative import GROUP, ORGANIZER

DATA: Final = Chapter("data", _("My data"), (
    Line("copy", _("See what is kept about you, and take a copy of it"), lambda what: what.asked("moi"),
         _("/me copy"), where=PRIVATE),
    Line("privacy", _("Read who keeps what, and for how long"), lambda what: what.asked("confidentialite"),
         _("/privacy"), where=PRIVATE),
    Line("erase", _("Erase your account from your settings, and look at what stays of you"),
         lambda what: what.erased, _("/me"), "emily", PRIVATE),
))  # fmt: skip

NETWORKS: Final = Chapter("networks", _("Two networks"), (
    Line("view", _("See the same chat with reactions or as bare text"),
         lambda what: what.state.viewed),
    Line("link", _("Link the two accounts of Léa: get a code in private, and write it in private as “L. Morel”"),
         lambda what: what.tx.members.any_linked(), _("/link"), ORGANIZER, PRIVATE),
    Line("pair", _("Make one group of two chats: get a code in La Ruche, write it in “La Ruche, autre réseau” as “L. "
                   "Morel”, and say yes on both sides"),
         lambda what: what.tx.pairings.any_joined(), _("/pair"), ORGANIZER, GROUP),
))  # fmt: skip
