"""“Décider”: polls and votes, from the quick one to the decision under the statutes that is refused its name."""

from __future__ import annotations

from typing import Final

from bot.chat.text import _
from bot.demo.checklist.lines import Chapter, Line
from bot.demo.checklist.seen import Seen
from bot.demo.cooperative import GROUP, ORGANIZER, WIDER
from bot.domain.deeds import Deed


def _lent(what: Seen) -> bool:
    """For a vote; those for a plenary are of another chapter."""
    every = (one for key in ("lea", "paul") if (who := what.member(key)) for one in what.tx.proxies.mine(who))
    return what.tx.proxies.any_answered() and any(not one.occasion.startswith("plenary:") for one in every)


DECIDING: Final = Chapter("deciding", _("Decide"), (
    Line("poll", _("Open a quick poll"), lambda what: any(not one.terms.binding for one in what.polls),
         _("/poll Who brings the coffee on Saturday? | Me | Not this time")),
    Line("motion", _("Put a motion to the vote"), lambda what: any(one.terms.binding for one in what.polls),
         _("/vote Shall we buy a second-hand cargo bike? ends=2d")),
    Line("voters", _("Vote as two different people, with the buttons of the vote"), lambda what: len(what.voters) > 1,
         by="marie-d", where=GROUP),
    Line("lend", _("Lend Paul your voice for the next vote, and as Paul accept it in private"), _lent,
         _("/proxy Paul"), by=ORGANIZER, where=WIDER),
    Line("listed", _("Let the members on the list vote, and nobody else"),
         lambda what: any(one.terms.listed and not one.terms.meeting for one in what.polls),
         _("/vote Shall we share a van with the other groups? ends=2d"), by=ORGANIZER, where=WIDER),
    Line("afar", _("Ask for a decision under the statutes without a plenary: its result will say why it is none"),
         lambda what: any(one.terms.subject and not one.terms.meeting for one in what.polls),
         _("/vote Shall we approve the accounts by chat? subject=accounts ends=2d"), by=ORGANIZER, where=WIDER),
    Line("result", _("Let time pass to the next end of a vote, and read the result"), lambda what: bool(what.ended),
         until=Seen.next_end),
    Line("refused", _("Let time pass until that decision ends, and read what it lacks to be one under the statutes"),
         lambda what: any(one.unmet for one in what.labels), until=Seen.next_end, where=WIDER),
    Line("register", _("Look something up in the register of decisions"), lambda what: what.asked("decisions"),
         _("/register grocery")),
    Line("raise", _("Raise a question of La Ruche to Lyon coopère, with the reason"),
         lambda what: what.tx.journeys.any(),
         _("/vote raise 2 coordination: other groups look for a workshop too"), by="karim", where=GROUP),
    Line("send", _("Send the question down again with its button: La Ruche can settle it"),
         lambda what: bool(what.did(Deed.SENT_DOWN)), by=ORGANIZER, where=WIDER),
    Line("initiative", _("Let only organizers open votes, then as Paul propose one: it looks for supporters"),
         lambda what: what.tx.initiatives.any(), _("/settings open=organizers initiative=2"), by=ORGANIZER,
         where=WIDER),
))  # fmt: skip
