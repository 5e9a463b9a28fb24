"""“S’entraider”, “Accueillir”, “S’organiser”: everyday life between two decisions."""

from __future__ import annotations

from typing import Final

from bot.chat.text import Phrase, _
from bot.demo.checklist.lines import PRIVATE, Chapter, Line
from bot.demo.checklist.seen import Seen
from bot.demo.cooperative import GROUP, ORGANIZER, WIDER
from bot.domain.deeds import Deed
from bot.domain.memberships import MemberStatus
from bot.domain.polls import Poll

ON_SHIFT = "marie-s"  # who is on duty in the story


def _taken(what: Seen) -> bool:
    return any(one.holders for one in what.shifts if one.id > what.state.shifts)


def _swapped(what: Seen) -> bool:
    """Whether who was on duty in the story has a newer shift, and somebody else has theirs."""
    marie = what.member(ON_SHIFT)
    theirs = [one for one in what.shifts if one.id <= what.state.shifts]
    newer = [one for one in what.shifts if one.id > what.state.shifts]
    return any(marie in one.holders for one in newer) and any(
        one.holders and marie not in one.holders for one in theirs
    )


def _reminders(what: Seen, *, recurring: bool) -> bool:
    fresh = (one for one in what.tx.reminders.all() if one.id > what.state.reminders)
    return any((one.recurrence is not None) is recurring for one in fresh)


def _observed(what: Seen) -> bool:
    """Whether somebody who is no member asked the wider group for advice."""
    group = what.group(WIDER)
    fresh = [one for one in what.polls if group and one.group == group.id and not one.terms.binding]
    return any(not _belongs(what, one) for one in fresh)


def _belongs(what: Seen, poll: Poll) -> bool:
    found = what.tx.memberships.get(poll.group, poll.author)
    return found is not None and found.status is MemberStatus.MEMBER


def _preset(what: Seen) -> bool:
    group = what.group(GROUP)
    return group is not None and group.charter.preset != "quick" and bool(what.did(Deed.SETTINGS))


def _dues(what: Seen) -> Phrase:
    year = what.now.year + 1
    return _("/settings member Marie Sanchez dues=31/12/{year}", year=str(year))


HELPING: Final = Chapter("helping", _("Help one another"), (
    Line("need", _("Ask for help in one sentence, and answer as somebody else"), lambda what: what.asked("besoin"),
         _("/need a ladder tomorrow, Croix-Rousse")),
    Line("board", _("Search the board of mutual aid"), lambda what: what.asked("entraide"), _("/aid guitar")),
    Line("question", _("Ask the group an open question"), lambda what: what.asked("question"),
         _("/ask What shall we cook on Saturday? ends=2d")),
    Line("shift", _("Plan a shift of the grocery, and as Karim take it"), _taken,
         _("/projects shift 2 tomorrow 9am | Market hall"), "paul", GROUP),
    Line("swap", _("Swap your shift with the one of Marie S.: press “Swap” under yours, then say yes as Marie S."),
         _swapped, by="karim", where=GROUP),
    Line("remind", _("Ask to be reminded of something"), lambda what: _reminders(what, recurring=False),
         _("/remind tomorrow at 9am: call the town hall"), where=PRIVATE),
    Line("weekly", _("Let the group be reminded every week"), lambda what: _reminders(what, recurring=True),
         _("/remind Friday 6pm every week: bring the crates back"), where=GROUP),
))  # fmt: skip

WELCOMING: Final = Chapter("welcoming", _("Welcome"), (
    Line("newcomer", _("Join La Ruche, and get to know it in private, to the end"),
         lambda what: what.tx.paths.ended() > 0, by="zoe", where=GROUP),
    Line("observer", _("Ask for advice where you observe: an observer reads, speaks, opens polls, and does not vote"),
         _observed, _("/poll Shall we meet in the morning? | Yes | No"), "emily", WIDER),
    Line("dues", _("Write down until when Marie S. has paid her dues"),
         lambda what: bool(what.did(Deed.DUES_WRITTEN, Deed.MEMBER_WRITTEN)), _dues, ORGANIZER, WIDER),
))  # fmt: skip

ORGANIZING: Final = Chapter("organizing", _("Organize"), (
    Line("rules", _("Read by which rules a group decides, and from which article they come"),
         lambda what: what.asked("reglages"), _("/settings"), where=WIDER),
    Line("preset", _("Choose a preset for La Ruche: it changes many rules at once"), _preset,
         _("/settings preset=local"), ORGANIZER, GROUP),
    Line("give", _("Give Paul a role"), lambda what: bool(what.did(Deed.ROLE_GIVEN)),
         _("/settings role give treasurer | Paul"), ORGANIZER, WIDER),
    Line("return", _("Give the role back"), lambda what: bool(what.did(Deed.ROLE_RETURNED)),
         _("/settings role return treasurer"), "paul", WIDER),
    Line("second", _("Let Karim organize too"),
         lambda what: any(one.whom == what.member("karim") for one in what.did(Deed.ROLE_GIVEN)),
         _("/settings role give organizer | Karim"), ORGANIZER, WIDER),
    Line("out", _("Take the list of members out, as a file"), lambda what: bool(what.did(Deed.LIST_TAKEN)),
         _("/settings members export group=\"Lyon coopère\""), ORGANIZER, PRIVATE),
    Line("in", _("Bring a list in, and say yes to what it will change: a second organizer must agree"),
         lambda what: bool(what.did(Deed.SECOND_ASKED, Deed.LIST_BROUGHT)),
         _("/settings members import group=\"Lyon coopère\"\nname;status\nNour Haddad;member"), ORGANIZER, PRIVATE),
    Line("agreed", _("Agree as the second organizer: the list is applied"),
         lambda what: bool(what.did(Deed.LIST_BROUGHT)), by="karim", where=WIDER),
    Line("journal", _("Read the journal of what organizers did"), lambda what: what.asked("reglages", "journal"),
         _("/settings journal"), where=WIDER),
    Line("project", _("Propose a project"), lambda what: what.asked("projets"),
         _("/projects Shared garden | Growing beside the station"), where=GROUP),
    Line("commission", _("Begin a commission: it has a mandate, and owes a report"),
         lambda what: bool(what.did(Deed.COMMISSION_BEGUN)),
         _("/projects Energy | Halving what we burn kind=commission report=\"in 10 days\""), ORGANIZER, WIDER),
    Line("report", _("Report for the commission “Supplies”"), lambda what: what.asked("projets", "report", "rendre"),
         _("/projects report 3 Three farms deliver to all our groups"), ORGANIZER, WIDER),
    Line("series", _("Let plenaries come back by themselves"),
         lambda what: any(one.id > what.state.series for one in what.tx.series.all()),
         _("/plenary every second Tuesday of the month at 7pm | Market hall"), ORGANIZER, GROUP),
    Line("calendar", _("Follow the calendar of La Ruche from your own program"), lambda what: what.asked("calendrier"),
         _("/calendar"), where=GROUP),
))  # fmt: skip
